-- One row per record of numbers an agency reports (trainings aside): its unit on that day, and why
-- it does not count where it does not. Source: fct_tasks; docs/events.md, stream `task`.
with records as (
    select
        facts.entity_id,
        facts.agency_code,
        units.agency_id,
        units.valid_to as unit_valid_to,
        facts.completed_date as fact_date,
        facts.last_event_type as event_type,
        facts.item_count,
        facts.total_count,
        facts.last_position,
        case
            when facts.is_withdrawn then 'withdrawn'
            when facts.completed_date is null then 'date_unknown'
            when units.agency_id is null then 'unit_not_in_force'
            when facts.item_count is null then 'counts_unknown'
        end as excluded_reason
    from {{ ref('fct_tasks') }} as facts
    left join {{ ref('dim_agencies') }} as units
        on {{ unit_on('facts.agency_code', 'facts.completed_date') }}
)

select
    *,
    coalesce(excluded_reason, case when total_count is null then 'counts_unknown' end)
        as share_excluded_reason
from records
