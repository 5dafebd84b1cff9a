"""The way back: what a sender is told of a file, and the file itself with its bad cells marked.

Belongs here: receipts, marked files and where they are put. Does not belong here: finding out what
is wrong (`ingestion.reading`, `ingestion.judge`).
"""
