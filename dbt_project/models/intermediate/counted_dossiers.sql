-- One row per dossier, dated by its local reception day (QĐ 766/QĐ-TTg: a dossier without one is
-- not counted). Source: fct_dossiers.
with dossiers as (
    select
        facts.entity_id,
        facts.agency_code,
        units.agency_id,
        facts.received_date as fact_date,
        facts.channel,
        facts.is_entered_online,
        facts.is_processed_on_system,
        facts.processing_event_count,
        facts.has_digitised_components,
        facts.has_digitised_result,
        facts.is_result_required,
        facts.has_electronic_result,
        facts.has_reused_components,
        facts.fee_amount,
        facts.is_paid_online,
        facts.rating,
        coalesce(facts.status in ('refused', 'withdrawn_by_citizen', 'stopped'), false)
            as ended_without_result,
        coalesce(facts.status in ('finished', 'returned'), false)
        or facts.finished_at is not null
        or facts.returned_at is not null as is_finished,
        case
            when facts.is_withdrawn then 'withdrawn'
            when facts.received_date is null then 'not_received'
            when units.agency_id is null then 'unit_not_in_force'
        end as excluded_reason
    from {{ ref('fct_dossiers') }} as facts
    left join {{ ref('dim_agencies') }} as units
        on {{ unit_on('facts.agency_code', 'facts.received_date') }}
)

select
    *,
    excluded_reason is null as counts_for_province
from dossiers
