-- One row per meeting. Source: counted_meetings; KH annex task 5, KL 226-KL/TW.
-- Only hội nghị; online as in meeting_online_share, by the same dated rules.
with meetings as (
    select
        *,
        coalesce(excluded_reason, {{ conference_reason() }}) as judged_reason
    from {{ ref('counted_meetings') }}
)

select
    'conference_online_share' as kpi_code,
    meetings.agency_id,
    meetings.agency_code,
    meetings.fact_date,
    cast(null as date) as until_date,
    meetings.entity_id,
    case
        when meetings.judged_reason is not null then null
        when {{ counts_as_online('meetings') }} then 1e0
        else 0e0
    end as numerator,
    case when meetings.judged_reason is null then 1e0 end as denominator,
    meetings.judged_reason as excluded_reason,
    meetings.counts_for_province and meetings.judged_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    meetings.mode as note
from meetings
{{ online_rules('meetings.fact_date') }}
