-- One row per dated duty of the plan's annex and unit that leads it (in force on the due date).
-- Source: seeds annex_duties, annex_tasks, kpi_applicability; unit `all` = every type of unit to
-- which task_on_time_share applies.
with duties as (
    select * from {{ ref('annex_duties') }}
),

tasks as (
    select * from {{ ref('annex_tasks') }}
),

units as (
    select * from {{ ref('dim_agencies') }}
),

leading_types as (
    select * from {{ ref('kpi_applicability') }}
    where kpi_code = 'task_on_time_share'
),

run as (
    select as_of_date from {{ source('store', 'run_context') }}
),

dated as (
    select
        *,
        case when is_due_day_included then due_date else {{ day_before('due_date') }} end
            as last_day
    from duties
)

select
    concat(dated.duty_code, ':', units.agency_code) as duty_id,
    dated.duty_code,
    units.agency_code,
    units.agency_id,
    dated.task_number,
    tasks.title_vi as task_title_vi,
    dated.kind,
    dated.label_vi,
    dated.due_date,
    dated.is_due_day_included,
    dated.last_day,
    dated.last_day < run.as_of_date as is_due,
    run.as_of_date as judged_on,
    case
        when dated.reported_in is not null
            then concat(dated.reported_in, ':', units.agency_code)
    end as reported_in,
    dated.legal_ref,
    dated.note
from dated
inner join tasks on dated.task_number = tasks.task_number
cross join run
inner join units
    on
        (dated.lead = 'all' or dated.lead = units.agency_code)
        and {{ in_force('units', 'dated.due_date') }}
where
    dated.lead = units.agency_code
    or units.agency_type in (
        select leading_types.agency_type
        from leading_types
        where {{ in_force('leading_types', 'dated.due_date') }}
    )
