-- One row per dossier received. Source: counted_dossiers; QĐ 766/QĐ-TTg 3.6.
-- A dossier whose fees are all 0 has nothing to pay and is left out; an unknown fee is not.
with judged as (
    select
        *,
        coalesce(excluded_reason, case when fee_amount = 0 then 'no_fee' end) as judged_reason,
        case
            when is_paid_online is null then 'payment_unknown'
            when not is_paid_online then 'not_paid_online'
        end as shortfall
    from {{ ref('counted_dossiers') }}
)

select
    'dossier_online_payment_share' as kpi_code,
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
