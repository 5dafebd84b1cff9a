-- One row per task of the annex and unit that leads it, and per task for the province (its own code).
-- Source: annex_task_status, dim_agencies. Sums are of duties whose last day is over, as
-- task_on_time_share counts them; what is done before that stands in done_early_count.
with duties as (
    select
        task_number,
        agency_code,
        is_due,
        state,
        days_late
    from {{ ref('annex_task_status') }}
),

province as (
    select distinct agency_code from {{ ref('dim_agencies') }}
    where is_province and is_current
),

levels as (
    select * from duties
    union all
    select
        duties.task_number,
        province.agency_code,
        duties.is_due,
        duties.state,
        duties.days_late
    from duties
    cross join province
),

summed as (
    select
        task_number,
        agency_code,
        count(*) as duty_count,
        sum(case when is_due then 1 else 0 end) as due_count,
        sum(case when is_due and state = 'on_time' then 1 else 0 end) as on_time_count,
        sum(case when is_due and state = 'late' then 1 else 0 end) as late_count,
        sum(case when is_due and state = 'overdue' then 1 else 0 end) as overdue_count,
        sum(case when not is_due then 1 else 0 end) as not_due_count,
        sum(case when not is_due and state = 'on_time' then 1 else 0 end) as done_early_count,
        max(days_late) as max_days_late
    from levels
    group by task_number, agency_code
)

select
    task_number,
    agency_code,
    cast(duty_count as integer) as duty_count,
    cast(due_count as integer) as due_count,
    cast(on_time_count as integer) as on_time_count,
    cast(late_count as integer) as late_count,
    cast(overdue_count as integer) as overdue_count,
    cast(not_due_count as integer) as not_due_count,
    cast(done_early_count as integer) as done_early_count,
    case when due_count > 0 then cast(on_time_count as double) / due_count end as on_time_share,
    max_days_late
from summed
