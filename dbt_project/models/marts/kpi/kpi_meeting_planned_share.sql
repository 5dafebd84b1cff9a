-- One row per meeting. Source: counted_meetings; KH II.4.
-- It stands in the plan when it names an entry of it or was reported as planned.
with meetings as (
    select * from {{ ref('counted_meetings') }}
)

select
    'meeting_planned_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null then case when is_planned then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from meetings
