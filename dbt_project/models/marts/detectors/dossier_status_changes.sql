-- One row per event that sets another status of a dossier than the one before: both statuses, when each
-- was said, and whether it came later than an ordinary mending. Source: stg_dossier_events.
with said as (
    select
        entity_id,
        event_type,
        status,
        finished_at,
        recorded_at,
        {{ said_at('events') }} as said_at,
        lag(status) over in_order as status_before,
        lag(occurred_at) over in_order as occurred_before,
        lag(recorded_at) over in_order as recorded_before
    from {{ ref('stg_dossier_events') }} as events
    where status is not null and order_key is not null
    window in_order as (partition by entity_id order by order_key)
)

select
    said.entity_id,
    said.event_type,
    said.status,
    said.status_before,
    said.said_at,
    said.finished_at,
    said.occurred_before,
    said.recorded_before,
    -- A correction answers to when the earlier word was recorded, a step to when it took place.
    case
        when said.event_type = 'corrected'
            then not {{ in_grace('said.recorded_before', 'said.recorded_at', 'grace') }}
        else not {{ in_grace('said.occurred_before', 'said.said_at', 'grace') }}
    end as is_after_grace
from said
{{ detector_rule('grace', 'correction_grace_hours', local_date('said.said_at')) }}
where said.status_before is not null and said.status <> said.status_before
