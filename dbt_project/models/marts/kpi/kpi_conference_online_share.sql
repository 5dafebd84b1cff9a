-- One row per meeting. Source: counted_meetings; KH annex task 5, KL 226-KL/TW.
-- Only hội nghị; online as in meeting_online_share, by the same dated rules.
with judged as (
    select
        *,
        coalesce({{ reason_of_its_own('meetings') }}, {{ conference_reason() }}) as judged_reason
    from {{ ref('counted_meetings') }} as meetings
),

{{ joint_once() }}

select
    'conference_online_share' as kpi_code,
    counted.agency_id,
    counted.agency_code,
    counted.fact_date,
    cast(null as date) as until_date,
    counted.entity_id,
    case
        when final_reason is not null then null
        when {{ counts_as_online('counted') }} then 1e0
        else 0e0
    end as numerator,
    case when final_reason is null then 1e0 end as denominator,
    final_reason as excluded_reason,
    is_for_province as counts_for_province,
    cast(null as varchar) as basis,
    counted.mode as note
from counted
{{ online_rules('counted.fact_date') }}
