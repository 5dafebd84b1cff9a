-- One row per record of an agency. Source: counted_records; KH annex task 16.
-- News items, added up over the period; the denominator counts the records.
with records as (
    select * from {{ ref('counted_records') }}
    where event_type = 'publicity_recorded'
)

select
    'publicity_count' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case when excluded_reason is null then cast(item_count as double) end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from records
