-- One row per meeting. Source: counted_meetings, dim_days, dim_periods (for as_of); QĐ 45/2018/QĐ-TTg:
-- a meeting that needs a notice of conclusion has it at most so many working days after the day it
-- ended. Without one it is late as soon as those days are over at as_of, and not due before.
with run as (
    select max(cutoff_date) as as_of_date from {{ ref('dim_periods') }}
),

meetings as (
    select
        *,
        {{ local_date('conclusion_issued_at') }} as concluded_date,
        {{ local_date(last_end('sessions', 'ends_at')) }} as ended_date
    from {{ ref('counted_meetings') }}
),

timed as (
    select
        meetings.*,
        {{ working_days_between('ended', 'concluded') }} as taken_days,
        {{ working_days_between('ended', 'today') }} as passed_days,
        limits.value as max_days
    from meetings
    cross join run
    {{ join_day('ended', 'meetings.ended_date') }}
    {{ join_day('concluded', 'meetings.concluded_date') }}
    {{ join_day('today', 'run.as_of_date') }}
    {{ rule_on('limits', 'conclusion_max_working_days', 'meetings.fact_date') }}
),

judged as (
    select
        *,
        coalesce(
            {{ reason_of_its_own('timed') }},
            case
                when not is_conclusion_required then 'conclusion_not_required'
                when is_conclusion_required is null and concluded_date is null
                    then 'conclusion_unknown'
                when ended_date is null then 'end_unknown'
                when max_days is null then 'no_rule'
                when coalesce(taken_days, passed_days) is null then 'calendar_unknown'
                when concluded_date is null and passed_days <= max_days then 'not_due'
            end
        ) as judged_reason
    from timed
),

{{ joint_once() }}

select
    'meeting_conclusion_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when final_reason is null then case when taken_days <= max_days then 1e0 else 0e0 end
    end as numerator,
    case when final_reason is null then 1e0 end as denominator,
    final_reason as excluded_reason,
    is_for_province as counts_for_province,
    cast(null as varchar) as basis,
    case when final_reason is null then cast(taken_days as varchar) end as note
from counted
