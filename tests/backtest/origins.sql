-- One row per KPI, unit, year and month end before its last: what was known then, and what came.
-- From trial.years (period, start_date, end_date), trial.units (agency, kpi, target) and day totals.
-- Facts are cut off by their own date: what was learned late counts as if learned at once.
create or replace table trial.origins as
select
    years.trial_year || '|' || cast(origin.day as varchar) as period_code,
    years.trial_year,
    years.start_date,
    years.end_date,
    origin.day as data_until
from trial.years as years
cross join lateral (
    select cast(last_day(unnest(generate_series(years.start_date, years.end_date, interval 1 month))) as date)
        as day
) as origin
where origin.day < years.end_date;

create or replace table kpi.forecast_reach as
with days as (
    select kpi_code, agency_id, fact_date, numerator, denominator
    from marts.kpi_day_totals
    where basis is null and agency_id not in (select agency_id from marts.dim_agencies where is_province)
    union all
    select days.kpi_code, units.agency_id, days.fact_date, sum(days.province_numerator), sum(days.province_denominator)
    from marts.kpi_day_totals as days
    cross join marts.dim_agencies as units
    where days.basis is null and units.is_province
    group by all
)

select
    units.kpi_code,
    units.agency_id as agency_code,
    origins.period_code,
    units.agency_id,
    units.peer_group,
    units.is_province,
    units.method,
    units.comparator,
    units.target_value,
    origins.start_date,
    origins.end_date,
    true as is_running,
    origins.data_until,
    sum(case when days.fact_date <= origins.data_until then days.numerator end) as numerator,
    sum(case when days.fact_date <= origins.data_until then days.denominator end) as denominator,
    cast(0 as bigint) as not_due_count,
    units.is_silent,
    false as has_gap,
    cast(origins.data_until as timestamptz) as as_of,
    origins.trial_year,
    sum(days.numerator) as final_numerator,
    sum(days.denominator) as final_denominator
from trial.units as units
inner join trial.origins as origins on units.trial_year = origins.trial_year
left join days
    on
        units.kpi_code = days.kpi_code
        and units.agency_id = days.agency_id
        and days.fact_date between origins.start_date and origins.end_date
group by all;
