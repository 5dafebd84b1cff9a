-- One row per dossier received. Source: counted_dossiers; QĐ 766/QĐ-TTg 4.1.
-- Counts once finished where a result is due (one is, unless the procedure says that none is).
with judged as (
    select
        *,
        coalesce(
            excluded_reason,
            case
                when ended_without_result then 'ended_without_result'
                when not is_finished then 'not_finished'
                when not is_result_required then 'result_not_required'
            end
        ) as judged_reason,
        case
            when has_electronic_result is null then 'result_unknown'
            when not has_electronic_result then 'no_electronic_result'
        end as shortfall
    from {{ ref('counted_dossiers') }}
)

select
    'dossier_electronic_result_share' as kpi_code,
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
