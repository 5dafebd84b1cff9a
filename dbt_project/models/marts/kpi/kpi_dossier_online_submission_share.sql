-- One row per dossier received. Source: counted_dossiers; QĐ 766/QĐ-TTg 3.3.
-- Submitted online (status of the portal, channel 2) and, as a dated rule, once it is finished with a
-- result due, that result electronic. An unknown channel is not online.
with dossiers as (
    select
        *,
        is_finished
        and not ended_without_result
        and coalesce(is_result_required, true) as owes_result
    from {{ ref('counted_dossiers') }}
),

judged as (
    select
        dossiers.*,
        case
            when dossiers.channel is null then 'channel_unknown'
            when dossiers.channel <> 'online' then 'not_submitted_online'
            when
                coalesce(needs_result.value, 0) = 1
                and dossiers.owes_result
                and not coalesce(dossiers.has_electronic_result, false)
                then 'no_electronic_result'
        end as shortfall
    from dossiers
    {{ rule_on('needs_result', 'online_submission_needs_result', 'dossiers.fact_date') }}
)

select
    'dossier_online_submission_share' as kpi_code,
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
