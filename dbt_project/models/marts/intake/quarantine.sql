-- One row per problem of a quarantined row, of files whose record is in the store.
-- Source: the quarantine table; rows without a batch record are remains of a crash and not shown.
with problems as (
    select * from {{ source('store', 'quarantine_rows') }}
),

batches as (
    select * from {{ ref('ingest_batches') }}
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
    problems.value_shape
from problems
inner join batches on problems.batch_id = batches.batch_id
