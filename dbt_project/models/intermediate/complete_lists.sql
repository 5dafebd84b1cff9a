-- One row per stream, unit and prefix of a local day (a year, a month, or nothing for everything) that
-- a complete list of the unit's own covers, with the day on which the last such list was received.
-- A list with rows in quarantine proves nothing. Source: ingest_batches.
with batches as (
    select
        stream,
        agency_code,
        {{ local_date('recorded_at') }} as received_date,
        covers
    from {{ ref('ingest_batches') }}
    where event_type = 'file_ingested' and quarantined_count = 0
),

-- A prefix of a local day: a year, a month, or nothing for everything.
covered as (
    select
        stream,
        agency_code,
        received_date,
        {{ each_name('covers') }} as prefix
    from batches
    where covers is not null
    union all
    select
        stream,
        agency_code,
        received_date,
        '' as prefix
    from batches
    where covers is null
)

select
    stream,
    agency_code,
    prefix,
    max(received_date) as received_date
from covered
group by stream, agency_code, prefix
