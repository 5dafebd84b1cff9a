-- One row per row of forecast_reach: what may still happen, exactly, so that the target of the year is
-- met. Whole numbers and exact decimals, never rounded; the target itself counts as met.
-- Source: forecast_reach, forecast_rates, forecast_baselines, forecast_parameters.
with known as (
    select
        reach.*,
        rates.facts_seen,
        parameters.min_events,
        {{ exact('reach.target_value * ' ~ target_one()) }} as target_parts,
        {{ exact('coalesce(reach.numerator, 0)') }} as hits,
        {{ exact("coalesce(case when reach.method = 'change' then baselines.baseline_year else reach.denominator end, 0)") }}
            as whole,
        case when reach.is_running then {{ exact('round(rates.expected_remaining)') }} else 0 end
            as to_come
    from {{ ref('forecast_reach') }} as reach
    inner join {{ ref('forecast_parameters') }} as parameters
        on reach.period_code = parameters.period_code
    left join {{ ref('forecast_rates') }} as rates
        on
            reach.kpi_code = rates.kpi_code
            and reach.agency_id = rates.agency_id
            and reach.period_code = rates.period_code
    left join {{ ref('forecast_baselines') }} as baselines
        on
            reach.kpi_code = baselines.kpi_code
            and reach.agency_id = baselines.agency_id
            and reach.period_code = baselines.period_code
),

-- The numerator at which the target is met exactly, in ten-thousandths, when what is expected has come.
aimed as (
    select
        *,
        case method
            when 'count' then target_parts
            when 'change' then whole * ({{ target_one() }} + target_parts)
            when 'stock' then whole * target_parts
            else (whole + to_come) * target_parts
        end as aim_parts
    from known
),

reasoned as (
    select
        *,
        case
            when is_silent then 'silent'
            when has_gap then 'data_gap'
            when comparator = 'eq' and target_parts not in (0, {{ target_one() }}) then 'target_not_supported'
            when method = 'change' and whole = 0 then 'no_baseline'
            when method = 'duty' and whole + to_come = 0 then 'nothing_due'
            when method in ('stock', 'count') and whole = 0 then 'no_data'
            when not is_running and method = 'share' and whole = 0 then 'no_data'
            when is_running and method in ('share', 'change') and facts_seen < min_events
                then 'too_little_data'
        end as reason,
        cast(floor(aim_parts / {{ target_one() }}) - hits as bigint) as most,
        cast(ceil(aim_parts / {{ target_one() }}) - hits as bigint) as fewest
    from aimed
),

kinds as (
    select
        *,
        case
            when reason is not null and not (reason = 'too_little_data' and method = 'change') then null
            when not is_running or (method = 'duty' and to_come = 0)
                then case
                    when comparator = 'ge' and fewest <= 0 then 'safe'
                    when comparator = 'le' and most >= 0 then 'safe'
                    when comparator = 'eq' and hits * {{ target_one() }} = aim_parts then 'safe'
                    else 'impossible'
                end
            when method = 'stock' then 'still_needed'
            when method in ('share', 'duty') and comparator = 'eq' and target_parts = {{ target_one() }}
                then case when hits < whole then 'impossible' else 'no_failure' end
            when comparator in ('le', 'eq')
                then case
                    when most >= 0 then 'at_most'
                    when method = 'share' and comparator = 'le' and target_parts > 0 then 'beyond_volume'
                    else 'impossible'
                end
            when method in ('share', 'duty')
                then case when fewest > to_come then 'beyond_volume' else 'at_least' end
            when fewest <= 0 then 'safe'
            else 'still_needed'
        end as allowance_kind
    from reasoned
)

select
    kpi_code,
    agency_code,
    period_code,
    agency_id,
    allowance_kind,
    case
        -- No more of those to come can count than come.
        when allowance_kind = 'at_most' and method = 'share'
            then cast(least(most, to_come) as bigint)
        when allowance_kind = 'at_most' then most
        when allowance_kind = 'no_failure' then cast(0 as bigint)
        when allowance_kind in ('at_least', 'still_needed', 'beyond_volume') and comparator <> 'le'
            then greatest(fewest, cast(0 as bigint))
    end as allowance,
    case
        when allowance_kind = 'no_failure' then 1e0
        when allowance_kind in ('at_least', 'beyond_volume') and to_come > 0
            then (cast(aim_parts as double) / {{ target_one() }} - cast(hits as double)) / cast(to_come as double)
    end as required_share,
    cast(to_come as bigint) as assumed_remaining,
    cast(hits as double) as hits,
    cast(whole as double) as whole,
    case when method = 'stock' and reason is null then 'stock' else reason end as reason
from kinds
