-- One row per begun period of the two calendars: civil year and NĐ 09/2019/NĐ-CP Điều 12.
-- Source: seed period_rules, for every year that has facts and the two years up to as_of. A figure
-- is provisional until the period has ended and, where report_points says so, its data are closed.
with rules as (
    select * from {{ ref('period_rules') }}
),

run as (
    select as_of_date from {{ source('store', 'run_context') }}
),

fact_years as (
    select distinct year(held_date) as fact_year from {{ ref('fct_meetings') }}
    union
    select distinct year(issued_date) as fact_year from {{ ref('fct_documents') }}
    union
    select distinct year(received_date) as fact_year from {{ ref('fct_dossiers') }}
    union
    select distinct year(completed_date) as fact_year from {{ ref('fct_tasks') }}
),

-- The next year too: its reporting periods begin on 15 December of this one.
years as (
    select fact_year as period_year from fact_years
    union
    select fact_year + 1 as period_year from fact_years
    union
    select year(as_of_date) - 1 as period_year from run
    union
    select year(as_of_date) as period_year from run
    union
    select year(as_of_date) + 1 as period_year from run
),

periods as (
    select
        rules.*,
        years.period_year,
        {{ day_in_year('years.period_year + rules.start_year_offset', 'rules.start_day') }}
            as start_date,
        {{ day_in_year('years.period_year + rules.end_year_offset', 'rules.day_after_end') }}
            as first_day_after
    from rules
    cross join years
    where years.period_year is not null
),

closed as (
    select
        periods.*,
        greatest(
            periods.first_day_after,
            coalesce(
                {{ day_in_year(
                    'periods.period_year + points.restated_year_offset', 'points.restated_day'
                ) }},
                periods.first_day_after
            )
        ) as final_from
    from periods
    left join {{ ref('report_points') }} as points
        on
            periods.rule_code = points.rule_code
            and {{ in_force('points', 'periods.first_day_after') }}
)

select
    concat(coalesce(closed.prefix, ''), cast(closed.period_year as varchar), coalesce(closed.suffix, '')) as period_code,
    closed.calendar,
    closed.period_kind,
    cast(closed.period_year as integer) as period_year,
    concat(closed.label_vi, ' ', cast(closed.period_year as varchar)) as label_vi,
    closed.start_date,
    {{ day_before('closed.first_day_after') }} as end_date,
    least({{ day_before('closed.first_day_after') }}, run.as_of_date) as cutoff_date,
    run.as_of_date < closed.first_day_after as is_running,
    closed.legal_ref,
    closed.final_from,
    run.as_of_date < closed.final_from as is_provisional,
    closed.rule_code
from closed
cross join run
where
    closed.start_date <= run.as_of_date
    and {{ in_force('closed', 'closed.start_date') }}
