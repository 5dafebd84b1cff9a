-- One row per problem of a quarantined row, of files whose record is in the store.
-- Source: the quarantine table; rows without a batch record are remains of a crash and not shown.
with problems as (
    select * from {{ source('store', 'quarantine_rows') }}
),

batches as (
    select
        *,
        {{ returned_name('source_file') }} as returned_name
    from {{ ref('ingest_batches') }}
    where event_type = 'file_ingested'
),

-- A file takes the place of earlier ones of its sender and layout in two ways: it bears the same
-- name (an old workbook comes back as .xlsx), or both are complete lists for some period. The empty
-- period stands for all of them: it begins every other.
periods as (
    select
        batch_id,
        agency_code,
        layout,
        last_position,
        {{ each_name("coalesce(covers, [''])") }} as period
    from batches
),

newest_of_name as (
    select
        agency_code,
        layout,
        returned_name,
        max(last_position) as last_position
    from batches
    group by agency_code, layout, returned_name
),

newest_of_period as (
    select
        agency_code,
        layout,
        period,
        max(last_position) as last_position
    from periods
    group by agency_code, layout, period
),

superseded as (
    select batches.batch_id
    from batches
    inner join newest_of_name as later
        on
            batches.agency_code is not distinct from later.agency_code
            and batches.layout = later.layout
            and batches.returned_name = later.returned_name
            and batches.last_position < later.last_position
    union distinct
    select periods.batch_id
    from periods
    inner join newest_of_period as later
        on
            periods.agency_code is not distinct from later.agency_code
            and periods.layout = later.layout
            and (
                starts_with(periods.period, later.period)
                or starts_with(later.period, periods.period)
            )
            and periods.last_position < later.last_position
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
    superseded.batch_id is null as is_open
from problems
inner join batches on problems.batch_id = batches.batch_id
left join superseded on problems.batch_id = superseded.batch_id
