-- One row per meeting. Source: counted_meetings; KH II.4.
-- A meeting of which nobody says that it was held without paper was held with paper.
with meetings as (
    select * from {{ ref('counted_meetings') }}
)

select
    'meeting_paperless_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null then case when is_paperless then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from meetings
