-- One row per meeting that looks like several merged on paper: its sessions lie working days apart; its
-- joint key is that of a meeting at another time; or it was declared merged after it had been held.
-- Source: counted_meetings, stg_meeting_events.
with meetings as (
    select * from {{ ref('counted_meetings') }}
),

sessions as (
    select
        entity_id,
        {{ each_session('sessions', 'starts_at', 'ends_at') }} as session
    from meetings
    where excluded_reason is null and len(sessions) > 1
),

session_days as (
    select distinct
        entity_id,
        {{ local_date('session.start') }} as session_day
    from sessions
),

neighbours as (
    select
        entity_id,
        session_day,
        lag(session_day) over (partition by entity_id order by session_day) as day_before
    from session_days
),

far_sessions as (
    select
        neighbours.entity_id,
        max({{ working_days_between('earlier', 'later') }}) as working_days
    from neighbours
    {{ join_day('earlier', 'neighbours.day_before') }}
    {{ join_day('later', 'neighbours.session_day') }}
    group by neighbours.entity_id
),

joint as (
    select
        entity_id,
        starts_at,
        fact_date,
        first_value(entity_id) over same_key as first_id,
        first_value(fact_date) over same_key as first_date,
        first_value({{ last_end('sessions', 'ends_at') }}) over same_key as first_end
    from meetings
    where joint_key is not null and own_reason is null
    window same_key as (partition by joint_key order by starts_at, entity_id)
),

other_times as (
    select
        entity_id,
        first_id
    from joint
    where fact_date <> first_date or coalesce(starts_at >= first_end, false)
),

said as (
    select
        entity_id,
        max(case when status = 'merged' then position end) as merged_position,
        min(case when status = 'held' then position end) as held_position,
        max(case when event_type = 'merged' then occurred_at end) as merged_at
    from {{ ref('stg_meeting_events') }}
    where
        entity_id in (
            select entity_id
            from meetings
            where own_reason = 'merged'
        )
    group by entity_id
),

merged_late as (
    select said.entity_id
    from said
    inner join meetings on said.entity_id = meetings.entity_id
    where
        coalesce(said.held_position < said.merged_position, false)
        or coalesce(said.merged_at > meetings.starts_at, false)
),

suspicious as (
    select
        meetings.*,
        case
            when far_sessions.working_days >= apart.value
                then
                    concat('sessions_working_days_apart=', cast(far_sessions.working_days as varchar))
            when other_times.entity_id is not null
                then concat('joint_key_of_another_time=', other_times.first_id)
            when merged_late.entity_id is not null then 'merged_after_it_was_held'
        end as why
    from meetings
    left join far_sessions on meetings.entity_id = far_sessions.entity_id
    left join other_times on meetings.entity_id = other_times.entity_id
    left join merged_late on meetings.entity_id = merged_late.entity_id
    {{ detector_rule('apart', 'merged_min_working_days', 'meetings.fact_date') }}
),

found as (
    select * from suspicious
    where why is not null and agency_id is not null
)

{{ suspicion('meeting_merged', 'found', 'why') }}
