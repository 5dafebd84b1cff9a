-- One row per meeting. Source: counted_meetings; KH II.4, QĐ 45/2018/QĐ-TTg.
-- Where two rules cap one kind, the stricter wins and `note` names it.
with caps as (
    select
        meetings.entity_id,
        min(meeting_caps.max_half_days) as max_half_days,
        -- Equal caps: the plan's own rule is named, it sorts first.
        min_by(
            meeting_caps.rule, concat(cast(meeting_caps.max_half_days as varchar), meeting_caps.rule)
        ) as rule
    from {{ ref('counted_meetings') }} as meetings
    inner join {{ ref('meeting_caps') }} as meeting_caps
        on
            meetings.kind = meeting_caps.kind
            and {{ in_force('meeting_caps', 'meetings.fact_date') }}
    group by meetings.entity_id
),

judged as (
    select
        counted.*,
        caps.rule,
        caps.max_half_days * half_day.value as max_minutes,
        coalesce(
            {{ reason_of_its_own('counted') }},
            case
                when counted.duration_minutes is null then 'unknown_length'
                when counted.kind is null then 'unknown_kind'
                when caps.max_half_days is null then 'no_cap'
            end
        ) as judged_reason
    from {{ ref('counted_meetings') }} as counted
    left join caps on counted.entity_id = caps.entity_id
    {{ rule_on('half_day', 'half_day_minutes', 'counted.fact_date') }}
),

{{ joint_once() }}

select
    'meeting_over_time_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when final_reason is null
            then case when duration_minutes > max_minutes then 1e0 else 0e0 end
    end as numerator,
    case when final_reason is null then 1e0 end as denominator,
    final_reason as excluded_reason,
    is_for_province as counts_for_province,
    cast(null as varchar) as basis,
    case when final_reason is null then rule end as note
from counted
