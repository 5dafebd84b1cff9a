-- One row per sign-off action, as known at as_of. Source: internal stream `signoff`.
with events as (
    select * from {{ source('store', 'signoff_events') }}
    where {{ known_at_as_of() }}
)

select
    event_id,
    event_type,
    position,
    recorded_at,
    {{ json_text('details', 'period_code') }} as period_code,
    {{ json_text('details', 'agency') }} as agency_code,
    {{ json_text('details', 'office') }} as office_code,
    {{ json_text('details', 'reason') }} as reason,
    cast({{ json_text('details', 'expires_at') }} as timestamp with time zone) as expires_at,
    {{ json_text('details', 'freeze_id') }} as freeze_id,
    {{ json_text('details', 'restates') }} as restates_freeze_id,
    cast({{ json_text('details', 'as_of') }} as timestamp with time zone) as as_of,
    {{ json_text('details', 'chain_hash') }} as chain_hash,
    cast({{ json_text('details', 'is_provisional') }} as boolean) as is_provisional,
    {{ json_text('details', 'manifest_sha256') }} as manifest_sha256,
    {{ json_texts('details', 'missing') }} as missing_agencies
from events
