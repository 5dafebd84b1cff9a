-- One row per KPI with a target for a year, unit, day and year meant: the unit's facts on their own day,
-- and those of the year before on this year's day, with the unit that bears them by then. The
-- province has the sums over all. Source: kpi_day_totals, forecast_reach, agency_bearers.
with days as (
    select * from {{ ref('kpi_day_totals') }}
    where basis is null and kpi_code in (select kpi_code from {{ ref('forecast_reach') }})
),

province as (
    select agency_id from {{ ref('dim_agencies') }}
    where is_province
),

own_days as (
    select
        kpi_code,
        agency_id,
        fact_date,
        numerator,
        denominator
    from days
    where agency_id not in (select agency_id from province)
    union all
    select
        days.kpi_code,
        province.agency_id,
        days.fact_date,
        sum(days.province_numerator) as numerator,
        sum(days.province_denominator) as denominator
    from days
    cross join province
    group by days.kpi_code, province.agency_id, days.fact_date
)

select
    kpi_code,
    agency_id,
    fact_date,
    numerator,
    denominator,
    false as is_last_year
from own_days
union all
select
    own_days.kpi_code,
    bearers.bearer_id as agency_id,
    {{ next_year('own_days.fact_date') }} as fact_date,
    sum(own_days.numerator) as numerator,
    sum(own_days.denominator) as denominator,
    true as is_last_year
from own_days
inner join {{ ref('agency_bearers') }} as bearers
    on
        own_days.agency_id = bearers.agency_id
        and {{ next_year('own_days.fact_date') }} >= bearers.bears_from
        and {{ next_year('own_days.fact_date') }} < {{ or_forever('bearers.bears_to') }}
group by own_days.kpi_code, bearers.bearer_id, {{ next_year('own_days.fact_date') }}
