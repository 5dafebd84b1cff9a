-- One row per row of forecast_reach: what is known up to `data_until`, newer facts weighing more, and
-- the same parts of the year before. Without facts from its beginning on, the year before is unknown.
-- Source: forecast_reach, forecast_parameters, forecast_days.
with reach as (
    select * from {{ ref('forecast_reach') }}
    where method <> 'stock'
),

days as (
    select * from {{ ref('forecast_days') }}
),

first_days as (
    select
        kpi_code,
        min(fact_date) as first_date
    from days
    where not is_last_year
    group by kpi_code
),

this_year as (
    select
        reach.kpi_code,
        reach.agency_id,
        reach.period_code,
        sum(days.numerator) as numerator,
        sum(days.denominator) as denominator,
        sum(days.numerator * {{ weight_of_day() }}) as weighed_numerator,
        sum(days.denominator * {{ weight_of_day() }}) as weighed_denominator
    from reach
    inner join {{ ref('forecast_parameters') }} as parameters
        on reach.period_code = parameters.period_code
    inner join days
        on
            reach.kpi_code = days.kpi_code
            and reach.agency_id = days.agency_id
            and days.fact_date between reach.start_date and reach.data_until
    where not days.is_last_year
    group by reach.kpi_code, reach.agency_id, reach.period_code
),

last_year as (
    select
        reach.kpi_code,
        reach.agency_id,
        reach.period_code,
        sum(case when days.fact_date <= reach.data_until then {{ volume_of('days') }} end)
            as last_before,
        sum(case when days.fact_date > reach.data_until then {{ volume_of('days') }} end)
            as last_after
    from reach
    inner join days
        on
            reach.kpi_code = days.kpi_code
            and reach.agency_id = days.agency_id
            and days.fact_date between reach.start_date and reach.end_date
    where days.is_last_year
    group by reach.kpi_code, reach.agency_id, reach.period_code
)

select
    reach.kpi_code,
    reach.agency_id,
    reach.period_code,
    coalesce(this_year.numerator, 0e0) as numerator,
    coalesce(this_year.denominator, 0e0) as denominator,
    coalesce(this_year.weighed_numerator, 0e0) as weighed_numerator,
    coalesce(this_year.weighed_denominator, 0e0) as weighed_denominator,
    case when {{ has_last_year() }} then coalesce(last_year.last_before, 0e0) end as last_before,
    case when {{ has_last_year() }} then coalesce(last_year.last_after, 0e0) end as last_after
from reach
inner join {{ ref('forecast_parameters') }} as parameters
    on reach.period_code = parameters.period_code
left join this_year
    on
        reach.kpi_code = this_year.kpi_code
        and reach.agency_id = this_year.agency_id
        and reach.period_code = this_year.period_code
left join last_year
    on
        reach.kpi_code = last_year.kpi_code
        and reach.agency_id = last_year.agency_id
        and reach.period_code = last_year.period_code
left join first_days on reach.kpi_code = first_days.kpi_code
