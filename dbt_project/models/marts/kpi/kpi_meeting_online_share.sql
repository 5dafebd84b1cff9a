-- One row per meeting. Source: counted_meetings; KH I.2, II.4, annex task 5.
-- Hybrid counts as online from a number of remote sites on, both as dated rules; an unknown mode or
-- number of sites is never a pass.
with meetings as (
    select * from {{ ref('counted_meetings') }}
)

select
    'meeting_online_share' as kpi_code,
    meetings.agency_id,
    meetings.agency_code,
    meetings.fact_date,
    cast(null as date) as until_date,
    meetings.entity_id,
    case
        when meetings.excluded_reason is not null then null
        when {{ counts_as_online('meetings') }} then 1e0
        else 0e0
    end as numerator,
    case when meetings.excluded_reason is null then 1e0 end as denominator,
    meetings.excluded_reason,
    meetings.counts_for_province,
    cast(null as varchar) as basis,
    meetings.mode as note
from meetings
{{ online_rules('meetings.fact_date') }}
