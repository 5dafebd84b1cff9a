-- One row per training record, valid from its day until the next record of the unit.
-- Source: fct_tasks; KH annex task 13. A stock: what counts is the record valid at the period's end.
with records as (
    select
        facts.entity_id,
        facts.agency_code,
        units.agency_id,
        facts.completed_date as fact_date,
        facts.trained_count,
        facts.staff_count,
        facts.last_position,
        units.valid_to as unit_valid_to,
        case
            when facts.is_withdrawn then 'withdrawn'
            when facts.completed_date is null then 'date_unknown'
            when units.agency_id is null then 'unit_not_in_force'
            when facts.trained_count is null or facts.staff_count is null then 'counts_unknown'
        end as excluded_reason
    from {{ ref('fct_tasks') }} as facts
    left join {{ ref('dim_agencies') }} as units
        on {{ unit_on('facts.agency_code', 'facts.completed_date') }}
    where facts.last_event_type = 'training_recorded'
),

-- Two records of one day: the one learned of later stands, the other was never valid.
followed as (
    select
        *,
        lead(fact_date) over (
            partition by agency_id, excluded_reason is null order by fact_date, last_position
        ) as next_date
    from records
),

valid as (
    select
        *,
        case
            when excluded_reason is not null then null
            else
                {{ day_before(
                    "least(coalesce(next_date, date '9999-12-31'), "
                    "coalesce(unit_valid_to, date '9999-12-31'))"
                ) }}
        end as until_date
    from followed
)

select
    'training_digital_skill_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    until_date,
    entity_id,
    case when excluded_reason is null then cast(trained_count as double) end as numerator,
    case when excluded_reason is null then cast(staff_count as double) end as denominator,
    excluded_reason,
    excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from valid
