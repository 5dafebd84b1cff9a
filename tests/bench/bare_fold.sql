-- One row per dossier, its state as of the last event. Source: the store's files.
-- $only restricts it to the dossiers of new events; empty for all.
select
    entity_id,
    max_by(agency_code, order_key) as agency_code,
    max_by(status, order_key) as status,
    coalesce(
        max(case when event_type = 'voided' then position end)
        > coalesce(
            max(case when event_type = 'corrected' and status is not null then position end), -1
        ),
        false
    ) as is_withdrawn,
    max_by(procedure_code, order_key) as procedure_code,
    max_by(channel, order_key) as channel,
    max_by(submitted_at, order_key) as submitted_at,
    max_by(received_at, order_key) as received_at,
    max_by(due_at, order_key) as due_at,
    max_by(finished_at, order_key) as finished_at,
    max_by(returned_at, order_key) as returned_at,
    max_by(receiving_unit, order_key) as receiving_unit,
    max_by(is_entered_online, order_key) as is_entered_online,
    max_by(is_processed_on_system, order_key) as is_processed_on_system,
    max_by(has_digitised_components, order_key) as has_digitised_components,
    max_by(has_digitised_result, order_key) as has_digitised_result,
    max_by(is_result_required, order_key) as is_result_required,
    max_by(has_electronic_result, order_key) as has_electronic_result,
    max_by(digitised_source, order_key) as digitised_source,
    max_by(is_paid_online, order_key) as is_paid_online,
    max_by(rating, order_key) as rating,
    count(case when event_type = 'processing' then 1 end) as processing_event_count,
    count(*) as event_count,
    max(position) as last_position
from (
    select
        * replace (
            coalesce(status, case
                when event_type in (
                    'submitted', 'received', 'refused', 'processing', 'supplement_requested',
                    'payment_requested', 'withdrawn_by_citizen', 'stopped', 'finished', 'returned'
                ) then event_type
            end) as status,
            coalesce(submitted_at, case when event_type = 'submitted' then occurred_at end)
                as submitted_at,
            coalesce(received_at, case when event_type = 'received' then occurred_at end)
                as received_at,
            coalesce(finished_at, case when event_type = 'finished' then occurred_at end)
                as finished_at,
            coalesce(returned_at, case when event_type = 'returned' then occurred_at end)
                as returned_at
        ),
        case
            when event_type = 'corrected' then (1::hugeint << 126) + position
            when event_type <> 'voided' then epoch_us(occurred_at)::hugeint * (1::hugeint << 63) + position
        end as order_key
    from read_parquet('$store/events/stream=dossier/*/*.parquet', hive_partitioning = false)
    $only
) as events
group by entity_id
