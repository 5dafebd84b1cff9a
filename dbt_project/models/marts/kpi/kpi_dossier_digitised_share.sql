-- One row per dossier received. Source: counted_dossiers; KH I.2, task 11, QĐ 766/QĐ-TTg 4.2.
-- Counts once finished with a result; both its components and its result must be digitised.
with dossiers as (
    select
        *,
        coalesce(
            excluded_reason,
            case
                when ended_without_result then 'ended_without_result'
                when not is_finished then 'not_finished'
            end
        ) as judged_reason
    from {{ ref('counted_dossiers') }}
)

select
    'dossier_digitised_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when judged_reason is null
            then
                case when has_digitised_components and has_digitised_result then 1e0 else 0e0 end
    end as numerator,
    case when judged_reason is null then 1e0 end as denominator,
    judged_reason as excluded_reason,
    judged_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from dossiers
