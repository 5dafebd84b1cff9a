-- One row per dossier received. Source: counted_dossiers; QĐ 766/QĐ-TTg 4.3.
-- Some component came from data digitised before; what is unknown is never a pass.
with judged as (
    select
        *,
        case
            when has_reused_components is null then 'reuse_unknown'
            when not has_reused_components then 'nothing_reused'
        end as shortfall
    from {{ ref('counted_dossiers') }}
)

select
    'dossier_reuse_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null then case when shortfall is null then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    counts_for_province,
    cast(null as varchar) as basis,
    case when excluded_reason is null then shortfall end as note
from judged
