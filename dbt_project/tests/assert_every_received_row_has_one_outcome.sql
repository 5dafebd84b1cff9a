-- Fails if a file's received rows are not accepted, duplicate or quarantined, each exactly once.
select *
from {{ ref('ingest_batches') }}
where
    received_count is distinct from accepted_count + duplicate_count + quarantined_count
    or events_written_count is distinct from accepted_count + withdrawn_count
