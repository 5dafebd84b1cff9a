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
    ],
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
    coalesce(len(sessions), 0) as session_count,
    case
        when len(sessions) > 0 then {{ session_minutes('sessions') }}
        else {{ minutes_between('starts_at', 'ends_at') }}
    end as duration_minutes,
    required_units,
    joint_key,
    plan_ref,
    {{ provenance() }}
from state
