-- One row per dossier event known at as_of. Source: the event store, stream `dossier`.
-- A status event that carries no time of its own dates its step by when it occurred. A row of a list
-- says its state outright (`events.status`) and not when it came about: it dates no step.
with events as (
    select *
    from {{ source('store', 'dossier_events') }}
    where {{ known_at_as_of() }}
),

final as (
    select
        {{ envelope({
            'submitted': 'submitted', 'received': 'received', 'refused': 'refused',
            'processing': 'processing', 'supplement_requested': 'supplement_requested',
            'payment_requested': 'payment_requested',
            'withdrawn_by_citizen': 'withdrawn_by_citizen', 'stopped': 'stopped',
            'finished': 'finished', 'returned': 'returned',
        }) }},
        procedure_code,
        channel,
        due_at,
        receiving_unit,
        is_entered_online,
        is_processed_on_system,
        is_result_required,
        has_digitised_result,
        digitised_source,
        is_paid_online,
        rating,
        supplement_count,
        supplement_days,
        has_reused_components,
        fee_amount,
        coalesce(submitted_at, case when event_type = 'submitted' then occurred_at end)
            as submitted_at,
        coalesce(received_at, case when event_type = 'received' then occurred_at end)
            as received_at,
        coalesce(finished_at, case when {{ is_step(['finished']) }} then occurred_at end)
            as finished_at,
        coalesce(returned_at, case when {{ is_step(['returned']) }} then occurred_at end)
            as returned_at,
        coalesce(
            ended_at,
            case
                when {{ is_step(['refused', 'withdrawn_by_citizen', 'stopped']) }} then occurred_at
            end
        ) as ended_at,
        case
            when
                {{ is_step([
                    'submitted', 'received', 'refused', 'processing', 'supplement_requested',
                    'payment_requested', 'withdrawn_by_citizen', 'stopped', 'finished', 'returned',
                ]) }}
                then occurred_at
        end as stepped_at,
        coalesce(
            has_digitised_components,
            -- A `digitised` event that names neither part speaks of the components.
            case when event_type = 'digitised' and has_digitised_result is null then true end
        ) as has_digitised_components,
        coalesce(has_electronic_result, case when event_type = 'result_issued' then true end)
            as has_electronic_result
    from events
)

select * from final
