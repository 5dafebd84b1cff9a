-- One row per dossier received. Source: counted_dossiers; QĐ 766/QĐ-TTg, group 5.
-- Counts once it is rated; satisfied from a dated rating on. Before that rule nobody is.
with judged as (
    select
        dossiers.*,
        coalesce(
            dossiers.excluded_reason, case when dossiers.rating is null then 'not_rated' end
        ) as judged_reason,
        case when not coalesce(dossiers.rating >= satisfied.value, false) then 'dissatisfied' end
            as shortfall
    from {{ ref('counted_dossiers') }} as dossiers
    {{ rule_on('satisfied', 'dossier_satisfied_rating', 'dossiers.fact_date') }}
)

select
    'dossier_satisfaction_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when judged_reason is null then case when shortfall is null then 1e0 else 0e0 end
    end as numerator,
    case when judged_reason is null then 1e0 end as denominator,
    judged_reason as excluded_reason,
    judged_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    case when judged_reason is null then shortfall end as note
from judged
