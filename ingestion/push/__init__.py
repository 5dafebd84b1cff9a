"""Files that systems push over HTTP instead of dropping them into a folder.

Belongs here: tokens, receipts, the endpoint. Does not belong here: what becomes of a file: it lands
like any other, and `ingestion.intake` takes it in.
"""
