-- One row per dossier received. Source: counted_dossiers; KH I.2, II.5, annex task 11.
-- Digital from end to end: received or entered online, processed on the system, and its result
-- electronic once it is finished and one is due. What is unknown is never a pass.
with dossiers as (
    select
        *,
        channel = 'online' or is_entered_online as is_received_digitally,
        coalesce(is_processed_on_system, processing_event_count > 0) as is_handled_digitally,
        is_finished
        and not ended_without_result
        and coalesce(is_result_required, true) as owes_result
    from {{ ref('counted_dossiers') }}
),

judged as (
    select
        *,
        case
            when not coalesce(is_received_digitally, false) then 'received_on_paper'
            when not is_handled_digitally then 'handled_on_paper'
            when owes_result and not coalesce(has_electronic_result, false)
                then 'no_electronic_result'
        end as shortfall
    from dossiers
)

select
    'dossier_digital_share' as kpi_code,
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
