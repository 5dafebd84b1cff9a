-- One row per begun period of the two calendars: civil year and NĐ 09/2019/NĐ-CP Điều 12.
-- Source: seed period_rules, for every year that has facts and the two years up to as_of.
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
        cast(
            concat(cast(years.period_year + rules.start_year_offset as varchar), '-', rules.start_day)
            as date
        ) as start_date,
        cast(
            concat(cast(years.period_year + rules.end_year_offset as varchar), '-', rules.day_after_end)
            as date
        ) as first_day_after
    from rules
    cross join years
    where years.period_year is not null
)

select
    concat(coalesce(periods.prefix, ''), cast(periods.period_year as varchar), coalesce(periods.suffix, '')) as period_code,
    periods.calendar,
    periods.period_kind,
    cast(periods.period_year as integer) as period_year,
    concat(periods.label_vi, ' ', cast(periods.period_year as varchar)) as label_vi,
    periods.start_date,
    {{ day_before('periods.first_day_after') }} as end_date,
    least({{ day_before('periods.first_day_after') }}, run.as_of_date) as cutoff_date,
    run.as_of_date < periods.first_day_after as is_running,
    periods.legal_ref
from periods
cross join run
where
    periods.start_date <= run.as_of_date
    and {{ in_force('periods', 'periods.start_date') }}
