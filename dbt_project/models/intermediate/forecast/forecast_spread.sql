-- One row per row of forecast_reach: where the year is expected to end, how far it may differ, and how
-- many deviations lie between that and the target. Source: forecast_allowances, forecast_rates,
-- forecast_reach, forecast_counts, forecast_parameters.
with known as (
    select
        reach.*,
        allowances.allowance_kind,
        allowances.allowance,
        allowances.required_share,
        allowances.assumed_remaining,
        allowances.hits,
        allowances.whole,
        allowances.reason,
        allowances.reason is null and reach.is_running as is_estimated,
        coalesce(rates.expected_remaining, 0e0) as remaining,
        coalesce(rates.remaining_variance, 0e0) as variance,
        rates.later_share as later,
        rates.share_evidence as evidence,
        cast(reach.target_value as double) as target,
        parameters.interval_deviations
    from {{ ref('forecast_reach') }} as reach
    inner join {{ ref('forecast_allowances') }} as allowances
        on
            reach.kpi_code = allowances.kpi_code
            and reach.agency_id = allowances.agency_id
            and reach.period_code = allowances.period_code
    inner join {{ ref('forecast_parameters') }} as parameters
        on reach.period_code = parameters.period_code
    left join {{ ref('forecast_rates') }} as rates
        on
            reach.kpi_code = rates.kpi_code
            and reach.agency_id = rates.agency_id
            and reach.period_code = rates.period_code
),

spread as (
    select
        known.*,
        counts.probability_within,
        case
            when method = 'change' then (hits + remaining - whole) / whole
            when method = 'count' then hits + remaining
            else (hits + remaining * later) / nullif(whole + remaining, 0)
        end as expected,
        remaining * later * (1 - later)
        + (variance + remaining * remaining) * later * (1 - later) / (evidence + 1)
            as hit_variance
    from known
    left join {{ ref('forecast_counts') }} as counts
        on
            known.kpi_code = counts.kpi_code
            and known.agency_id = counts.agency_id
            and known.period_code = counts.period_code
),

deviated as (
    select
        *,
        case
            when method = 'change' then sqrt(variance) / whole
            when method = 'count' then sqrt(variance)
            else
                sqrt(hit_variance + power(later - expected, 2) * variance)
                / nullif(whole + remaining, 0)
        end as deviation,
        case
            when method = 'change' then (remaining - allowance - 0.5e0) / sqrt(variance)
            when comparator = 'ge'
                then (target * whole - hits - remaining * (later - target))
                    / nullif(sqrt(hit_variance + power(later - target, 2) * variance), 0)
            when comparator = 'le'
                then (remaining * (later - target) - target * whole + hits)
                    / nullif(sqrt(hit_variance + power(later - target, 2) * variance), 0)
        end as distance,
        -- Without a single failure in the rest: the negative binomial distribution at nought.
        1 - power(
            evidence / (evidence + remaining),
            evidence * case when target = 1 then 1 - later else later end
        ) as any_failure
    from spread
)

select * from deviated
