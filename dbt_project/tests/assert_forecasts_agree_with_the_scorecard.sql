-- Fails if a target of a calendar year has not exactly one forecast, if a forecast has other figures than
-- the scorecard, or if a closed year is judged otherwise than there.
with forecasts as (
    select
        kpi_code,
        agency_id,
        period_code,
        count(*) as row_count,
        max(numerator_to_date) as numerator,
        max(case when method = 'closed' then allowance_kind end) as closed_kind
    from {{ ref('kpi_forecasts') }}
    group by kpi_code, agency_id, period_code
),

asked as (
    select scorecard.*
    from {{ ref('kpi_scorecard') }} as scorecard
    inner join {{ ref('dim_periods') }} as periods on scorecard.period_code = periods.period_code
    where
        periods.calendar = 'calendar'
        and periods.period_kind = 'year'
        and scorecard.target_value is not null
)

select
    asked.kpi_code,
    asked.agency_code,
    asked.period_code,
    asked.status,
    forecasts.row_count,
    forecasts.numerator,
    forecasts.closed_kind
from asked
full outer join forecasts
    on
        asked.kpi_code = forecasts.kpi_code
        and asked.agency_id = forecasts.agency_id
        and asked.period_code = forecasts.period_code
where
    asked.kpi_code is null
    or coalesce(forecasts.row_count, 0) <> 1
    or asked.numerator is distinct from forecasts.numerator
    or (asked.status = 'met' and forecasts.closed_kind = 'impossible')
    or (asked.status = 'not_met' and forecasts.closed_kind = 'safe')
