"""An independent second calculation of the whole KPI book, for tests only.

Belongs here: plain Python over lists and dicts that says what each figure must be, by the words of
the KPI book; random histories; the comparison with what dbt built. Does not belong here: anything
of the product. No module here but `build` imports product code, and none reads its SQL.
"""
