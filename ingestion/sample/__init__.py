"""A sample province: files as 88 agencies would deliver them, all of it invented.

Belongs here: writing those files into a folder, the same bytes on every run. Does not belong here:
ingesting them (the demo of `orchestration` lands them wave by wave) and any real figure.
"""

from ingestion.sample.deliveries import SAMPLE_UNTIL, Delivery, write_sample
from ingestion.sample.dirt import PLANTED, PLANTED_DUPLICATES

__all__ = ["PLANTED", "PLANTED_DUPLICATES", "SAMPLE_UNTIL", "Delivery", "write_sample"]
