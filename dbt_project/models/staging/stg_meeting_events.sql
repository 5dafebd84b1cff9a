-- One row per meeting event known at as_of. Source: the event store, stream `meeting`.
with events as (
    select *
    from {{ source('store', 'meeting_events') }}
    where {{ known_at_as_of() }}
),

final as (
    select
        {{ envelope({
            'planned': 'planned', 'scheduled': 'scheduled', 'rescheduled': 'scheduled',
            'cancelled': 'cancelled', 'merged': 'merged', 'held': 'held',
        }) }},
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
        required_units,
        joint_key,
        plan_ref
    from events
)

select * from final
