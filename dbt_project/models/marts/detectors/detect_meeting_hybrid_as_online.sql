-- One row per meeting declared online although it was said to be hybrid: changed after it had been held
-- and later than an ordinary mending; changed so from in person, many in one delivery; or another host
-- of the same joint meeting says otherwise. Source: counted_meetings, stg_meeting_events.
with meetings as (
    select
        *,
        coalesce({{ last_end('sessions', 'ends_at') }}, starts_at) as finished_at
    from {{ ref('counted_meetings') }}
    where own_reason is null and mode = 'online'
),

said as (
    select
        *,
        {{ said_at('events') }} as said_at,
        lag(mode) over in_order as mode_before,
        lag({{ said_at('events') }}) over in_order as said_before,
        lag(recorded_at) over in_order as recorded_before
    from {{ ref('stg_meeting_events') }} as events
    where mode is not null and order_key is not null
    window in_order as (partition by entity_id order by order_key)
),

changes as (
    select
        said.entity_id,
        said.mode_before,
        said.said_at,
        count(*) over (partition by meetings.agency_id, said.mode_before, said.recorded_at)
            as changed_together
    from said
    inner join meetings on said.entity_id = meetings.entity_id
    {{ detector_rule('grace', 'correction_grace_hours', 'meetings.fact_date') }}
    where
        said.event_type in ('corrected', 'mode_changed')
        and said.mode = 'online'
        and said.mode_before in ('hybrid', 'in_person')
        and said.said_at > meetings.finished_at
        -- What was said before the meeting was a plan, and plans change; what follows within hours of
        -- being recorded is a mending.
        and (
            said.event_type = 'mode_changed'
            or (
                said.recorded_before >= meetings.finished_at
                and not {{ in_grace('said.recorded_before', 'said.recorded_at', 'grace') }}
            )
        )
),

other_hosts as (
    select
        meetings.entity_id,
        min(concat(others.mode, ' said by ', others.entity_id)) as other_says
    from meetings
    inner join {{ ref('counted_meetings') }} as others
        on
            meetings.joint_key = others.joint_key
            and meetings.fact_date = others.fact_date
    where others.own_reason is null and others.mode in ('hybrid', 'in_person')
    group by meetings.entity_id
),

judged as (
    select
        meetings.*,
        case
            when changes.mode_before = 'hybrid' or changes.changed_together >= bulk.value
                then
                    concat(
                        changes.mode_before, ' until ',
                        cast({{ local_date('changes.said_at') }} as varchar)
                    )
            else other_hosts.other_says
        end as why
    from meetings
    left join changes on meetings.entity_id = changes.entity_id
    left join other_hosts on meetings.entity_id = other_hosts.entity_id
    {{ detector_rule('bulk', 'mode_change_bulk_count', 'meetings.fact_date') }}
),

found as (
    select * from judged
    where why is not null and agency_id is not null
)

{{ suspicion('meeting_hybrid_as_online', 'found', 'why') }}
