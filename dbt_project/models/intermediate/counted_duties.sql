-- One row per duty of a unit: by when it had to be done and when it was. A duty whose result belongs
-- in a periodic report (reported_in) is done when it or that report is, whichever came first.
-- An extension names a new last day; it is a decision of its own and is taken as it stands.
-- Source: dim_duties, fct_tasks.
with duties as (
    select * from {{ ref('dim_duties') }}
),

tasks as (
    select
        entity_id,
        extended_due_date,
        progress_share,
        product_ref,
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
    coalesce(own.extended_due_date, duties.last_day) as final_day,
    coalesce(least(own.done_date, report.done_date), own.done_date, report.done_date) as done_date,
    case
        when own.done_date is null and report.done_date is not null then duties.reported_in
    end as done_in,
    case
        when own.done_date <= coalesce(report.done_date, own.done_date) then own.product_ref
        when report.done_date is not null then report.product_ref
    end as evidence_ref,
    own.progress_share
from duties
left join tasks as own on duties.duty_id = own.entity_id
left join tasks as report on duties.reported_in = report.entity_id
