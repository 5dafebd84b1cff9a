-- One row per meeting event known at as_of. Source: the event store, stream `meeting`.
-- An invitation or a notice of conclusion that carries no time of its own went out when it occurred.
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
        plan_ref,
        is_unscheduled,
        is_conclusion_required,
        cost_amount,
        cost_norm_amount,
        coalesce(invited_at, case when event_type = 'invited' then occurred_at end) as invited_at,
        coalesce(
            conclusion_issued_at, case when event_type = 'conclusion_issued' then occurred_at end
        ) as conclusion_issued_at
    from events
)

select * from final
