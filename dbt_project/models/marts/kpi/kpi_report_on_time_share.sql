-- One row per report duty of a unit, whether or not anything was heard of it. Source: counted_duties;
-- KH annex tasks 12, 15. Judged the day after the last day; nothing heard is late.
with duties as (
    select
        *,
        case when judged_on <= last_day then 'not_due' end as excluded_reason
    from {{ ref('counted_duties') }}
    where kind = 'report'
)

select
    'report_on_time_share' as kpi_code,
    agency_id,
    agency_code,
    due_date as fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null
            then case when done_date <= last_day then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    cast(done_date as varchar) as note
from duties
