-- One row per problem of a quarantined row, of files whose record is in the store.
-- Source: the quarantine table; rows without a batch record are remains of a crash and not shown.
with problems as (
    select * from {{ source('store', 'quarantine_rows') }}
),

batches as (
    select * from {{ ref('ingest_batches') }}
),

-- The newest file of each sender and layout that was taken in: only its rows still wait for a
-- mended file. A refused file mends nothing.
newest as (
    select
        agency_code,
        layout,
        max(last_position) as last_position
    from batches
    where event_type = 'file_ingested'
    group by agency_code, layout
)

select
    problems.batch_id,
    problems.agency_code,
    problems.stream,
    batches.layout,
    problems.recorded_at,
    problems.source_file,
    problems.source_sheet,
    problems.source_row,
    problems.column_name,
    problems.attribute,
    problems.problem_code,
    problems.detail,
    problems.value_shape,
    batches.last_position = newest.last_position as is_open
from problems
inner join batches on problems.batch_id = batches.batch_id
inner join newest
    on batches.agency_code is not distinct from newest.agency_code
    and batches.layout = newest.layout
