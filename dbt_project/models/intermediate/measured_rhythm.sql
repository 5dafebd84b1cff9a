-- One row per stream and unit that sends: days since its last file, as a multiple of its own usual
-- interval (the median). Source: ingest_batches. Dated by the month of as_of; several files of one
-- day are one submission, `row_count` counts such days. A table, since it asks what day it is.
{{ config(materialized='table') }}

with run as (
    select as_of_date from {{ source('store', 'run_context') }}
),

months as (
    {{ calendar_months() }}
),

days as (
    select distinct
        stream,
        agency_code,
        {{ local_date('recorded_at') }} as sent_date
    from {{ ref('ingest_batches') }}
    where event_type = 'file_ingested'
),

stepped as (
    select
        *,
        {{ days_from(
            'lag(sent_date) over (partition by stream, agency_code order by sent_date)', 'sent_date'
        ) }} as interval_days
    from days
),

rhythm as (
    select
        stream,
        agency_code,
        count(*) as sent_count,
        median(interval_days) as usual_days,
        max(sent_date) as last_date
    from stepped
    group by stream, agency_code
)

select
    'silence' as check_code,
    rhythm.stream,
    units.agency_id,
    rhythm.agency_code,
    months.period_code,
    months.end_date,
    cast(rhythm.sent_count as double) as row_count,
    0 as history_count,
    cast({{ days_from('rhythm.last_date', 'run.as_of_date') }} as double)
    / nullif(rhythm.usual_days, 0) as observed
from rhythm
cross join run
inner join months
    on run.as_of_date between months.start_date and months.end_date
inner join {{ ref('dim_agencies') }} as units
    on {{ unit_on('rhythm.agency_code', 'run.as_of_date') }}
