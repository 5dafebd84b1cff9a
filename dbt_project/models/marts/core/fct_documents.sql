-- One row per document, its current state. Source: stg_document_events, folded.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='entity_id',
    on_schema_change='fail',
) }}

with {{ fold(
    ref('stg_document_events'),
    [
        'number', 'notation', 'document_type', 'direction', 'urgency', 'issued_date',
        'is_signed_digitally', 'has_electronic_form', 'is_between_agencies',
        'is_sent_electronically', 'is_sent_on_paper', 'receivers', 'content_key',
    ],
) }}

select
    entity_id,
    agency_code,
    status,
    is_withdrawn,
    issued_date,
    number,
    notation,
    document_type,
    direction,
    urgency,
    is_signed_digitally,
    has_electronic_form,
    is_between_agencies,
    is_sent_electronically,
    is_sent_on_paper,
    receivers,
    content_key,
    {{ provenance() }}
from state
