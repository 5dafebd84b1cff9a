-- One row per meeting. Source: counted_meetings; KH I.2, II.4, KL 226-KL/TW.
-- Held online by everybody: hybrid does not count here, whatever the rules say. An unknown mode is
-- never a pass.
with meetings as (
    select * from {{ ref('counted_meetings') }}
)

select
    'meeting_online_only_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null then case when mode = 'online' then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    counts_for_province,
    cast(null as varchar) as basis,
    mode as note
from meetings
