-- One row per meeting, its current state. Source: stg_meeting_events, folded.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='entity_id',
    on_schema_change='fail',
) }}

with {{ fold(
    ref('stg_meeting_events'),
    [
        'kind', 'is_conference', 'scope', 'level', 'mode', 'remote_site_count', 'is_paperless',
        'starts_at', 'ends_at', 'sessions', 'required_units', 'joint_key', 'plan_ref',
        'invited_at', 'is_unscheduled', 'is_conclusion_required', 'conclusion_issued_at',
        'cost_amount', 'cost_norm_amount',
    ],
    counts={'planned_event_count': 'planned'},
) }}

select
    entity_id,
    agency_code,
    status,
    is_withdrawn,
    {{ local_date('starts_at') }} as held_date,
    kind,
    is_conference,
    scope,
    level,
    mode,
    remote_site_count,
    is_paperless,
    starts_at,
    ends_at,
    sessions,
    coalesce(len(sessions), 0) as session_count,
    case
        when len(sessions) > 0 then {{ session_minutes('sessions') }}
        -- A new start without a new end can lie after the old end: that is no length.
        when ends_at >= starts_at then {{ minutes_between('starts_at', 'ends_at') }}
    end as duration_minutes,
    required_units,
    joint_key,
    plan_ref,
    plan_ref is not null or planned_event_count > 0 as is_planned,
    invited_at,
    is_unscheduled,
    is_conclusion_required,
    conclusion_issued_at,
    cost_amount,
    cost_norm_amount,
    {{ provenance() }}
from state
