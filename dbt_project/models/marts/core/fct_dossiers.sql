-- One row per dossier, its current state. Source: stg_dossier_events, folded; the pauses in which the
-- citizen had to supplement it need the steps in their order and are added up beside the fold.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='entity_id',
    on_schema_change='fail',
) }}

with {{ fold(
    ref('stg_dossier_events'),
    [
        'procedure_code', 'channel', 'submitted_at', 'received_at', 'due_at', 'finished_at',
        'returned_at', 'ended_at', 'receiving_unit', 'is_entered_online', 'is_processed_on_system',
        'has_digitised_components', 'has_digitised_result', 'is_result_required',
        'has_electronic_result', 'digitised_source', 'is_paid_online', 'rating',
        'supplement_count', 'supplement_days', 'has_reused_components', 'fee_amount',
    ],
    counts={'processing_event_count': 'processing'},
) }},

{{ supplement_pauses(ref('stg_dossier_events')) }}

select
    state.entity_id,
    state.agency_code,
    state.status,
    state.is_withdrawn,
    {{ local_date('state.received_at') }} as received_date,
    {{ local_date('state.finished_at') }} as finished_date,
    state.procedure_code,
    state.channel,
    state.submitted_at,
    state.received_at,
    state.due_at,
    state.finished_at,
    state.returned_at,
    state.ended_at,
    state.receiving_unit,
    state.is_entered_online,
    state.is_processed_on_system,
    state.processing_event_count,
    state.has_digitised_components,
    state.has_digitised_result,
    state.is_result_required,
    state.has_electronic_result,
    state.digitised_source,
    state.is_paid_online,
    state.rating,
    state.has_reused_components,
    state.fee_amount,
    cast(coalesce(state.supplement_count, pauses.pause_count, 0) as bigint) as supplement_count,
    -- A source that gives the days has added them up itself.
    coalesce(state.supplement_days * {{ day_minutes() }}, pauses.closed_minutes, 0e0)
        as supplement_minutes,
    case when state.supplement_days is null then pauses.open_since end as supplement_open_since,
    {{ provenance() }}
from state
left join pauses on state.entity_id = pauses.entity_id
