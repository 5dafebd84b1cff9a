-- One row per KPI with a yearly target, unit and calendar year that has begun: how probable it is that
-- the target is missed, what may still happen, and where the year is expected to end. Null where
-- nothing can be said, with the reason. The method in words and formulas: docs/forecast.md.
-- Source: forecast_spread.
with deviated as (
    select * from {{ ref('forecast_spread') }}
)

select
    kpi_code,
    agency_code,
    period_code,
    case when is_running then method else 'closed' end as method,
    case
        when allowance_kind = 'impossible' then 1e0
        when allowance_kind = 'safe' then 0e0
        when not is_estimated then null
        when method = 'count' and allowance_kind = 'at_most' then 1 - probability_within
        when method = 'count' then probability_within
        when comparator = 'eq' then any_failure
        when method = 'change' and comparator = 'ge' then {{ normal_cdf('-(distance + 1 / sqrt(variance))') }}
        else {{ normal_cdf('distance') }}
    end as probability_missed,
    allowance_kind,
    allowance,
    required_share,
    cast(numerator as double) as numerator_to_date,
    cast(case when method = 'change' then nullif(whole, 0) else denominator end as double)
        as denominator_to_date,
    case when is_estimated then expected end as expected_value,
    case
        when is_estimated
            then
                case
                    when method = 'change'
                        then greatest(expected - interval_deviations * deviation, hits / whole - 1)
                    when method = 'count' then greatest(expected - interval_deviations * deviation, hits)
                    else greatest(expected - interval_deviations * deviation, 0e0)
                end
    end as low_value,
    case
        when is_estimated
            then
                case
                    when method in ('change', 'count') then expected + interval_deviations * deviation
                    else least(expected + interval_deviations * deviation, 1e0)
                end
    end as high_value,
    data_until,
    agency_id,
    comparator,
    target as target_value,
    case when is_running and reason is null or allowance_kind = 'at_most' then assumed_remaining end
        as assumed_remaining,
    reason,
    as_of
from deviated
