-- One row per record of an agency. Source: counted_records; KH annex tasks 4, 9.
-- Violations handled of those found, added up over the period.
with records as (
    select * from {{ ref('counted_records') }}
    where event_type = 'violation_handled'
)

select
    'violation_handled_share' as kpi_code,
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
