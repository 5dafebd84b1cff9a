-- One row per dossier finished, returned or ended before it was received; where a time of day is not known
-- (midnight) only the days are compared. Source: fct_dossiers, counted_dossiers.
with dossiers as (
    select
        counted.agency_id,
        counted.agency_code,
        counted.fact_date,
        counted.entity_id,
        facts.received_at,
        least(facts.finished_at, facts.returned_at, facts.ended_at) as first_end
    from {{ ref('counted_dossiers') }} as counted
    inner join {{ ref('fct_dossiers') }} as facts on counted.entity_id = facts.entity_id
    where counted.excluded_reason is null
),

found as (
    select
        *,
        concat('ended on ', cast({{ local_date('first_end') }} as varchar)) as why
    from dossiers
    where
        {{ local_date('first_end') }} < fact_date
        or (
            first_end < received_at
            and not {{ is_local_midnight('first_end') }}
        )
)

{{ suspicion('dossier_finished_before_received', 'found', 'why') }}
