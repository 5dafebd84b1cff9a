"""The official entry workbook of a stream, made from the layout that reads it.

Belongs here: what a layout asks for, as lists, validations and instructions of a workbook. Does not
belong here: reading it (`ingestion.readers`), the command (`orchestration`).
"""
