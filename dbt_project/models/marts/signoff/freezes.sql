-- One row per freeze of a period, as known at as_of. Source: stream `signoff`.
with acts as (
    select * from {{ ref('stg_signoff_events') }}
),

undone as (
    select
        freeze_id,
        min(recorded_at) as unfrozen_at,
        min(reason) as unfrozen_reason
    from acts
    where event_type = 'unfrozen'
    group by freeze_id
)

select
    acts.freeze_id,
    acts.period_code,
    acts.as_of,
    acts.chain_hash,
    acts.is_provisional,
    acts.restates_freeze_id,
    acts.manifest_sha256,
    acts.office_code,
    acts.reason,
    acts.missing_agencies,
    acts.recorded_at as frozen_at,
    undone.unfrozen_at,
    undone.unfrozen_reason
from acts
left join undone on acts.freeze_id = undone.freeze_id
where acts.event_type = 'frozen'
