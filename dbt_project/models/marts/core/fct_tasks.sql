-- One row per duty or record of an agency, its current state. Source: stg_task_events, folded.
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='entity_id',
    on_schema_change='fail',
) }}

with {{ fold(
    ref('stg_task_events'),
    [
        'duty_code', 'task_number', 'due_date', 'extended_due_date', 'progress_share',
        'product_ref', 'completed_at', 'trained_count', 'staff_count', 'item_count',
        'total_count', 'last_event_type',
    ],
) }}

select
    entity_id,
    agency_code,
    status,
    is_withdrawn,
    last_event_type,
    {{ local_date('completed_at') }} as completed_date,
    duty_code,
    task_number,
    due_date,
    extended_due_date,
    progress_share,
    product_ref,
    completed_at,
    trained_count,
    staff_count,
    item_count,
    total_count,
    {{ provenance() }}
from state
