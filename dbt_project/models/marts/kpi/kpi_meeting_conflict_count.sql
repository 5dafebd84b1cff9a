-- One row per meeting. Source: counted_meetings; KH II.4. A meeting is counted when a unit that must
-- attend it must attend another meeting at the same time; `note` names the unit and the other one.
-- Times are half-open: a meeting that starts at the minute another ends is no conflict. The rows of
-- one joint meeting are one meeting.
with judged as (
    select
        *,
        coalesce(joint_key, entity_id) as meeting_key,
        coalesce(
            {{ reason_of_its_own('meetings') }},
            case
                when coalesce(len(required_units), 0) = 0 then 'attendees_unknown'
                when duration_minutes is null then 'unknown_length'
            end
        ) as judged_reason
    from {{ ref('counted_meetings') }} as meetings
),

{{ joint_once() }},

sessions as (
    select
        entity_id,
        meeting_key,
        required_units,
        {{ each_session('sessions', 'starts_at', 'ends_at') }} as session
    from counted
    where judged_reason is null
),

attended as (
    select
        entity_id,
        meeting_key,
        session.start as starts_at,
        session."end" as ends_at,
        {{ each_name('required_units') }} as unit_name
    from sessions
),

-- By day, so that the meetings of a unit meet those of that day only and not those of all years.
days as (
    select
        *,
        {{ each_day(local_date('starts_at'), local_date('ends_at')) }} as day
    from attended
),

conflicts as (
    select
        one.entity_id,
        min(concat(one.unit_name, ' also in ', other.entity_id)) as note
    from days as one
    inner join days as other
        on
            one.unit_name = other.unit_name
            and one.day = other.day
            and one.meeting_key <> other.meeting_key
            and one.starts_at < other.ends_at
            and one.ends_at > other.starts_at
    group by one.entity_id
)

select
    'meeting_conflict_count' as kpi_code,
    counted.agency_id,
    counted.agency_code,
    counted.fact_date,
    cast(null as date) as until_date,
    counted.entity_id,
    case
        when counted.final_reason is null
            then case when conflicts.entity_id is not null then 1e0 else 0e0 end
    end as numerator,
    case when counted.final_reason is null then 1e0 end as denominator,
    counted.final_reason as excluded_reason,
    counted.is_for_province as counts_for_province,
    cast(null as varchar) as basis,
    conflicts.note
from counted
left join conflicts on counted.entity_id = conflicts.entity_id
