-- One row per periodic report whose period has begun: due before its period's data are closed, so
-- that what it says is provisional and restated later. Source: seed report_points, dim_periods.
with periods as (
    select * from {{ ref('dim_periods') }}
),

run as (
    select as_of_date from {{ source('store', 'run_context') }}
),

points as (
    select
        periods.period_code,
        periods.period_year,
        periods.label_vi,
        periods.end_date as data_cutoff,
        periods.final_from as restated_on,
        rules.is_moved_to_working_day,
        rules.legal_ref,
        rules.note,
        {{ day_in_year('periods.period_year + rules.due_year_offset', 'rules.due_day') }}
            as nominal_due_date
    from {{ ref('report_points') }} as rules
    inner join periods
        on
            rules.rule_code = periods.rule_code
            and {{ in_force('rules', 'periods.final_from') }}
),

-- A due day outside the known calendar of working days stays as the law names it.
dated as (
    select
        points.*,
        case
            when points.is_moved_to_working_day
                then coalesce(working.day, points.nominal_due_date)
            else points.nominal_due_date
        end as report_due_date
    from points
    {{ join_day('nominal', 'points.nominal_due_date') }}
    {{ join_last_working_day('working', 'nominal') }}
)

select
    dated.period_code,
    dated.period_year,
    dated.label_vi,
    dated.report_due_date,
    dated.nominal_due_date,
    dated.data_cutoff,
    dated.restated_on,
    run.as_of_date >= dated.report_due_date as is_reported,
    run.as_of_date >= dated.restated_on as is_restated,
    dated.legal_ref,
    dated.note
from dated
cross join run
