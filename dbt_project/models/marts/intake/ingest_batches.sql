-- One row per file the store has taken or refused, as known at as_of. Source: stream `ingest`.
with batches as (
    select * from {{ source('store', 'ingest_events') }}
    where
        {{ known_at_as_of() }}
        and event_type in ('file_ingested', 'file_refused')
)

select
    batch_id,
    agency_code,
    event_type,
    {{ json_text('details', 'stream') }} as stream,
    {{ json_text('details', 'layout') }} as layout,
    recorded_at,
    source_file,
    {% for count in [
        'received', 'accepted', 'duplicate', 'quarantined', 'withdrawn', 'events_written',
    ] -%}
    cast({{ json_text('details', count) }} as bigint) as {{ count }}_count,
    {% endfor -%}
    {{ json_texts('details', 'covers') }} as covers,
    {{ json_text('details', 'problems') }} as problems,
    {{ json_text('details', 'file_sha256') }} as file_sha256,
    {{ json_text('details', 'previous_chain_hash') }} as previous_chain_hash,
    {{ json_text('details', 'chain_hash') }} as chain_hash,
    position as last_position
from batches
