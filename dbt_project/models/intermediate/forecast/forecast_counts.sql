-- One row per estimated count of rare events: the negative binomial probability that no more happen than
-- the allowance (of a target from above: fewer than are still needed).
-- Source: forecast_allowances, forecast_rates, forecast_reach.
with known as (
    select
        reach.kpi_code,
        reach.agency_id,
        reach.period_code,
        case
            when allowances.allowance_kind = 'at_most' then allowances.allowance
            else allowances.allowance - 1
        end as most,
        rates.expected_remaining as mean,
        rates.remaining_variance as variance
    from {{ ref('forecast_reach') }} as reach
    inner join {{ ref('forecast_allowances') }} as allowances
        on
            reach.kpi_code = allowances.kpi_code
            and reach.agency_id = allowances.agency_id
            and reach.period_code = allowances.period_code
    inner join {{ ref('forecast_rates') }} as rates
        on
            reach.kpi_code = rates.kpi_code
            and reach.agency_id = rates.agency_id
            and reach.period_code = rates.period_code
    where
        reach.method = 'count'
        and reach.is_running
        and allowances.reason is null
        and allowances.allowance is not null
        and rates.remaining_variance > rates.expected_remaining
),

terms as (
    select
        *,
        mean * mean / (variance - mean) as size,
        (variance - mean) / variance as odds,
        {{ each_number('0', 'most') }} as term
    from known
),

logs as (
    select
        *,
        size * ln(1 - odds)
        + sum(case when term = 0 then 0e0 else ln((size + term - 1) / term * odds) end)
            over (partition by kpi_code, agency_id, period_code order by term)
            as log_probability
    from terms
)

select
    kpi_code,
    agency_id,
    period_code,
    least(sum(exp(log_probability)), 1e0) as probability_within
from logs
group by kpi_code, agency_id, period_code
