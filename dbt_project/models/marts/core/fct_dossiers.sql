-- One row per dossier, its current state. Source: stg_dossier_events, folded.
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
        'returned_at', 'receiving_unit', 'is_entered_online', 'is_processed_on_system',
        'has_digitised_components', 'has_digitised_result', 'is_result_required',
        'has_electronic_result', 'digitised_source', 'is_paid_online', 'rating',
    ],
    counts={'processing_event_count': 'processing'},
) }}

select
    entity_id,
    agency_code,
    status,
    is_withdrawn,
    {{ local_date('received_at') }} as received_date,
    {{ local_date('finished_at') }} as finished_date,
    procedure_code,
    channel,
    submitted_at,
    received_at,
    due_at,
    finished_at,
    returned_at,
    receiving_unit,
    is_entered_online,
    is_processed_on_system,
    processing_event_count,
    has_digitised_components,
    has_digitised_result,
    is_result_required,
    has_electronic_result,
    digitised_source,
    is_paid_online,
    rating,
    {{ provenance() }}
from state
