-- One row per file taken in or refused, dated by the local day on which the store took it.
-- Source: ingest_batches; KH annex task 12 (correct and complete data). Owned by the sender. A refused
-- file was not read: it has no rows to count.
with batches as (
    select
        *,
        {{ local_date('recorded_at') }} as fact_date
    from {{ ref('ingest_batches') }}
),

judged as (
    select
        batches.batch_id,
        batches.agency_code,
        units.agency_id,
        batches.fact_date,
        batches.quarantined_count,
        batches.received_count,
        case
            when batches.event_type <> 'file_ingested' then 'file_refused'
            when units.agency_id is null then 'unit_not_in_force'
        end as excluded_reason
    from batches
    left join {{ ref('dim_agencies') }} as units
        on {{ unit_on('batches.agency_code', 'batches.fact_date') }}
)

select
    'quarantine_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    batch_id as entity_id,
    case when excluded_reason is null then cast(quarantined_count as double) end as numerator,
    case when excluded_reason is null then cast(received_count as double) end as denominator,
    excluded_reason,
    excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    'file' as note
from judged
