-- One row per record of an agency. Source: counted_records; KH annex task 6.
-- Minutes the video-conference system worked of those planned, added up over the period.
with records as (
    select * from {{ ref('counted_records') }}
    where event_type = 'uptime_recorded'
)

select
    'conference_system_uptime_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case when share_excluded_reason is null then cast(item_count as double) end as numerator,
    case when share_excluded_reason is null then cast(total_count as double) end as denominator,
    share_excluded_reason as excluded_reason,
    share_excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from records
