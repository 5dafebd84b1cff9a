-- Fails if a fact was built from an event that was not known at as_of: an earlier as_of needs a full
-- refresh, an incremental run cannot forget.
with facts as (
    select entity_id, last_recorded_at from {{ ref('fct_meetings') }}
    union all
    select entity_id, last_recorded_at from {{ ref('fct_documents') }}
    union all
    select entity_id, last_recorded_at from {{ ref('fct_dossiers') }}
    union all
    select entity_id, last_recorded_at from {{ ref('fct_tasks') }}
)

select *
from facts
where last_recorded_at > (select run.as_of from {{ source('store', 'run_context') }} as run)
