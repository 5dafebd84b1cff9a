-- One row per task event known at as_of. Source: the event store, stream `task`.
-- Only an `extended` event may move a deadline: any other due date is the sender's own note.
with events as (
    select *
    from {{ source('store', 'task_events') }}
    where {{ known_at_as_of() }}
),

final as (
    select
        {{ envelope({
            'assigned': 'assigned', 'plan_issued': 'completed', 'reported': 'in_progress',
            'completed': 'completed', 'report_submitted': 'completed',
            'training_recorded': 'recorded', 'inspection_recorded': 'recorded',
            'violation_handled': 'recorded', 'publicity_recorded': 'recorded',
            'review_recorded': 'recorded', 'procedures_recorded': 'recorded',
            'petitions_recorded': 'recorded', 'uptime_recorded': 'recorded',
        }) }},
        duty_code,
        task_number,
        due_date,
        progress_share,
        product_ref,
        trained_count,
        staff_count,
        item_count,
        total_count,
        case when event_type = 'extended' then due_date end as extended_due_date,
        case
            when event_type not in ('corrected', 'extended', 'withdrawn') then event_type
        end as last_event_type,
        coalesce(
            completed_at,
            case
                when
                    event_type in (
                        'plan_issued', 'completed', 'report_submitted', 'training_recorded',
                        'inspection_recorded', 'violation_handled', 'publicity_recorded',
                        'review_recorded', 'procedures_recorded', 'petitions_recorded',
                        'uptime_recorded'
                    )
                    then occurred_at
            end
        ) as completed_at
    from events
)

select * from final
