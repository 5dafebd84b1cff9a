-- One row per duty of the annex's 18 tasks and unit. Source: counted_duties; KH annex.
-- An extension moves the deadline. Judged the day after the last day; nothing heard is late.
with duties as (
    select
        *,
        coalesce(extended_due_date, due_date) as fact_date
    from {{ ref('counted_duties') }}
),

judged as (
    select
        *,
        case when judged_on <= final_day then 'not_due' end as excluded_reason
    from duties
)

select
    'task_on_time_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null
            then case when done_date <= final_day then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    case
        when extended_due_date is not null then concat('extended ', cast(extended_due_date as varchar))
        when done_in is not null then concat('reported in ', done_in)
    end as note
from judged
