-- One row per change KPI, unit and year of forecast_reach that has a baseline: the facts of the whole
-- year before. A silent unit leaves it, its own and the province's, as in the scorecard.
-- Source: forecast_reach, kpi_day_totals.
with reach as (
    select * from {{ ref('forecast_reach') }}
    where method = 'change'
),

days as (
    select * from {{ ref('kpi_day_totals') }}
    where basis = 'like_for_like' and kpi_code in (select kpi_code from reach)
),

silent as (
    select
        kpi_code,
        agency_id,
        period_code
    from reach
    where is_silent
)

select
    reach.kpi_code,
    reach.agency_id,
    reach.period_code,
    sum(case when reach.is_province then days.province_denominator else days.denominator end)
        as baseline_year
from reach
inner join days
    on
        reach.kpi_code = days.kpi_code
        and (reach.is_province or reach.agency_id = days.agency_id)
        and days.fact_date between reach.start_date and reach.end_date
left join silent
    on
        days.kpi_code = silent.kpi_code
        and days.agency_id = silent.agency_id
        and reach.period_code = silent.period_code
where silent.agency_id is null
group by reach.kpi_code, reach.agency_id, reach.period_code
