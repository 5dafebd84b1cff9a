-- One row per meeting. Source: counted_meetings, dim_days; QĐ 45/2018/QĐ-TTg: invited at least so many
-- working days before the day of the meeting, except where it was called at short notice. Counted
-- after the day of the invitation, up to and including the day of the meeting.
with meetings as (
    select
        *,
        {{ local_date('invited_at') }} as invited_date
    from {{ ref('counted_meetings') }}
),

timed as (
    select
        meetings.*,
        {{ working_days_between('invited', 'held') }} as lead_days,
        limits.value as min_days
    from meetings
    {{ join_day('invited', 'meetings.invited_date') }}
    {{ join_day('held', 'meetings.fact_date') }}
    {{ rule_on('limits', 'invitation_min_working_days', 'meetings.fact_date') }}
),

judged as (
    select
        *,
        coalesce(
            {{ reason_of_its_own('timed') }},
            case
                when is_unscheduled then 'unscheduled'
                when invited_date is null then 'invitation_unknown'
                when min_days is null then 'no_rule'
                when lead_days is null then 'calendar_unknown'
            end
        ) as judged_reason
    from timed
),

{{ joint_once() }}

select
    'meeting_invitation_lead_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when final_reason is null then case when lead_days >= min_days then 1e0 else 0e0 end
    end as numerator,
    case when final_reason is null then 1e0 end as denominator,
    final_reason as excluded_reason,
    is_for_province as counts_for_province,
    cast(null as varchar) as basis,
    case when final_reason is null then cast(lead_days as varchar) end as note
from counted
