"""Benchmarks: what ingest and build cost beside the shortest SQL that does the same work.

Belongs here: made-up events, the bare SQL, measuring, the table. Does not belong here: any limit
that a test enforces; a benchmark only fails when the two sides do not agree on the figures.
"""
