"""Raw tables become candidates: one row of a file, in the words of the schemas.

Belongs here: text, dates, numbers, lists, agencies, templates. Does not belong here: opening files
(`ingestion.readers`) or judging candidates (`ingestion.validate`).
"""
