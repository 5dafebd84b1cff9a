"""A layout says how one source system's files are read; adding a source is adding a YAML file.

Belongs here: the layout's shape, loading it with exact error places, choosing one for a file.
Does not belong here: reading a file (`ingestion.readers`) or making candidates of its rows
(`ingestion.normalise`).
"""
