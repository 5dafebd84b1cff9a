-- One row per unit (code, valid_from): a code re-used on 2025-07-01 is two units.
-- Source: seed agencies.
with agencies as (
    select * from {{ ref('agencies') }}
),

run as (
    select as_of_date from {{ source('store', 'run_context') }}
)

select
    {{ unit_id('agencies.agency_code', 'agencies.valid_from') }} as agency_id,
    agencies.agency_code,
    agencies.valid_from,
    agencies.valid_to,
    agencies.name_vi,
    agencies.agency_type,
    agencies.peer_group,
    agencies.level,
    agencies.parent_code,
    agencies.valid_from <= run.as_of_date
    and coalesce(run.as_of_date < agencies.valid_to, true) as is_current,
    agencies.agency_type = 'tinh' as is_province,
    agencies.legal_ref
from agencies
cross join run
