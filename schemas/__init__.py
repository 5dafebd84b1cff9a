"""What must an event look like?

Belongs here: the event envelope, the closed lists, one pandera model per stream, the registry of
streams, the catalogue of problems, and the expectations on whole batches.
Does not belong here: reading or writing anything, Dagster, dbt, and any rule of a KPI.
"""
