-- One row per duty of a unit: by when it had to be done and when it was. A duty whose result belongs
-- in a periodic report (reported_in) is done when it or that report is, whichever came first.
-- Source: dim_duties, fct_tasks.
with duties as (
    select * from {{ ref('dim_duties') }}
),

tasks as (
    select
        entity_id,
        extended_due_date,
        case when status = 'completed' then completed_date end as done_date
    from {{ ref('fct_tasks') }}
    where not is_withdrawn
)

select
    duties.duty_id as entity_id,
    duties.agency_code,
    duties.agency_id,
    duties.kind,
    duties.due_date,
    duties.last_day,
    duties.judged_on,
    own.extended_due_date,
    coalesce(least(own.done_date, report.done_date), own.done_date, report.done_date) as done_date,
    case
        when own.done_date is null and report.done_date is not null then duties.reported_in
    end as done_in
from duties
left join tasks as own on duties.duty_id = own.entity_id
left join tasks as report on duties.reported_in = report.entity_id
