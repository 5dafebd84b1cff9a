-- One row per dossier of a unit whose log of steps shows, in a whole year, none that ever waited (5, 6) or
-- was stopped (8), where by the share of all other units there should be many. Lists that only show a
-- last state prove nothing and are left out. Source: counted_dossiers, stg_dossier_events.
with steps as (
    select
        entity_id,
        max(case when status in ('supplement_requested', 'payment_requested', 'stopped') then 1 else 0 end)
            as has_waited
    from {{ ref('stg_dossier_events') }}
    group by entity_id
    having count(case when status is not null then 1 end) > 1
),

dossiers as (
    select
        counted.agency_id,
        counted.agency_code,
        counted.fact_date,
        counted.entity_id,
        steps.has_waited,
        {{ year_of('counted.fact_date') }} as fact_year
    from {{ ref('counted_dossiers') }} as counted
    inner join steps on counted.entity_id = steps.entity_id
    where counted.excluded_reason is null
),

units as (
    select
        agency_id,
        fact_year,
        count(*) as dossier_count,
        sum(has_waited) as waited_count,
        max(fact_date) as last_date
    from dossiers
    group by agency_id, fact_year
),

compared as (
    select
        *,
        -- What the others' share would give here.
        dossier_count * (sum(waited_count) over same_year - waited_count)
        / nullif(sum(dossier_count) over same_year - dossier_count, 0) as expected_count
    from units
    window same_year as (partition by fact_year)
),

found as (
    select
        dossiers.*,
        compared.expected_count,
        compared.dossier_count
    from dossiers
    inner join compared
        on dossiers.agency_id = compared.agency_id and dossiers.fact_year = compared.fact_year
    {{ detector_rule('enough', 'waiting_min_dossiers', 'compared.last_date') }}
    {{ detector_rule('chance', 'waiting_min_expected', 'compared.last_date') }}
    where
        compared.waited_count = 0
        and compared.dossier_count >= enough.value
        and compared.expected_count >= chance.value
)

{{ suspicion(
    'dossier_waiting_never_seen', 'found',
    "concat('none of ', cast(dossier_count as varchar), ' in the year')", '0e0', 'cast(expected_count as double)',
) }}
