-- Fails if the quarantined rows of a file are not as many as its record says.
with found as (
    select
        batch_id,
        count(distinct concat(coalesce(source_sheet, ''), '|', cast(source_row as varchar)))
            as row_count
    from {{ ref('quarantine') }}
    group by batch_id
)

select
    batches.batch_id,
    batches.quarantined_count,
    found.row_count
from {{ ref('ingest_batches') }} as batches
left join found on batches.batch_id = found.batch_id
where batches.quarantined_count <> coalesce(found.row_count, 0)
