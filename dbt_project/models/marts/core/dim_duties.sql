-- One row per dated duty of the plan's annex and unit that leads it (in force on the due date).
-- Source: seeds annex_duties (a day of the year, for the years that have it; without a last year up to
-- the one after as_of, and the first always), annex_tasks, kpi_applicability, kpi_rules
-- (deadline_shift), dim_days; lead `all` = every type of unit to which task_on_time_share applies.
with rules as (
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

years as (
    select distinct
        year(day) as due_year,
        cast(year(day) as varchar) as year_text
    from {{ ref('dim_days') }}
),

dated as (
    select
        rules.*,
        years.year_text,
        cast(concat(years.year_text, '-', rules.due_day) as date) as due_date
    from rules
    cross join run
    inner join years
        on
            rules.first_year <= years.due_year
            and years.due_year
            <= coalesce(rules.last_year, greatest(rules.first_year, year(run.as_of_date) + 1))
),

-- "Before the 15th" leaves the 14th as the last day.
allowed as (
    select
        *,
        case when is_due_day_included then due_date else {{ day_before('due_date') }} end
            as allowed_day
    from dated
),

shifted as (
    select
        allowed.*,
        case
            when as_said.is_working_day or shift.value = 0 then allowed.allowed_day
            when shift.value < 0 then earlier.day
            when shift.value > 0 then later.day
        end as last_day
    from allowed
    {{ rule_on('shift', 'deadline_shift', 'allowed.due_date') }}
    {{ join_day('as_said', 'allowed.allowed_day') }}
    {{ join_last_working_day('earlier', 'as_said') }}
    {{ join_working_day_after('later', 'as_said', 1) }}
)

select
    concat(replace(shifted.duty_code, '{year}', shifted.year_text), ':', units.agency_code)
        as duty_id,
    replace(shifted.duty_code, '{year}', shifted.year_text) as duty_code,
    units.agency_code,
    units.agency_id,
    shifted.task_number,
    tasks.title_vi as task_title_vi,
    shifted.kind,
    replace(shifted.label_vi, '{year}', shifted.year_text) as label_vi,
    shifted.due_date,
    shifted.is_due_day_included,
    shifted.last_day,
    shifted.last_day < run.as_of_date as is_due,
    run.as_of_date as judged_on,
    case
        when shifted.reported_in is not null
            then
                concat(
                    replace(shifted.reported_in, '{year}', shifted.year_text),
                    ':',
                    units.agency_code
                )
    end as reported_in,
    shifted.legal_ref,
    shifted.note
from shifted
inner join tasks on shifted.task_number = tasks.task_number
cross join run
inner join units
    on
        (tasks.lead = 'all' or tasks.lead = units.agency_code)
        and {{ in_force('units', 'shifted.due_date') }}
where
    tasks.lead = units.agency_code
    or units.agency_type in (
        select leading_types.agency_type
        from leading_types
        where {{ in_force('leading_types', 'shifted.due_date') }}
    )
