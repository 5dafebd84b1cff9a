-- One row per forecast that was still open on its day: what was said, what a straight line says (alone,
-- and with the spread of pure chance), and what came.
create or replace table trial.scores as
with known as (
    select
        reach.*,
        forecasts.probability_missed as probability,
        forecasts.expected_value as expected,
        forecasts.low_value,
        forecasts.high_value,
        forecasts.allowance,
        baselines.baseline_year,
        cast(reach.target_value as double) as target,
        cast(reach.end_date - reach.start_date + 1 as double)
        / (reach.data_until - reach.start_date + 1) as stretch,
        coalesce(reach.numerator, 0) as hits,
        case when reach.method in ('change', 'count') then coalesce(reach.numerator, 0)
            else coalesce(reach.denominator, 0) end as volume
    from kpi.forecast_reach as reach
    inner join marts.kpi_forecasts as forecasts
        on reach.kpi_code = forecasts.kpi_code and reach.agency_id = forecasts.agency_id
            and reach.period_code = forecasts.period_code
    left join kpi.forecast_baselines as baselines
        on reach.kpi_code = baselines.kpi_code and reach.agency_id = baselines.agency_id
            and reach.period_code = baselines.period_code
    where forecasts.probability_missed is not null and forecasts.allowance_kind not in ('impossible', 'safe')
),

came as (
    select
        *,
        case method
            when 'change' then coalesce(final_numerator, 0) / baseline_year - 1
            when 'count' then coalesce(final_numerator, 0)
            else final_numerator / nullif(final_denominator, 0)
        end as final_value,
        case method
            when 'change' then hits * stretch / baseline_year - 1
            when 'count' then hits * stretch
            else hits / nullif(volume, 0)
        end as line_value,
        volume * (stretch - 1) as line_rest
    from known
),

judged as (
    select
        *,
        cast(case comparator
            when 'ge' then final_value < target - 1e-9
            when 'le' then final_value > target + 1e-9
            else abs(final_value - target) > 1e-9
        end as double) as missed,
        cast(case comparator
            when 'ge' then line_value < target - 1e-9
            when 'le' then line_value > target + 1e-9
            else abs(line_value - target) > 1e-9
        end as double) as line_missed,
        case
            when method in ('change', 'count')
                then (line_rest - allowance - 0.5) / nullif(sqrt(line_rest), 0)
            else (case comparator when 'ge' then 1 else -1 end)
                * (target * (volume + line_rest) - hits - line_rest * line_value)
                / nullif(sqrt(line_rest * line_value * (1 - line_value)), 0)
        end as line_distance
    from came
)

select
    *,
    coalesce(
        1 / (1 + exp(-1.5976 * line_distance - 0.07056 * power(line_distance, 3))), line_missed
    ) as chance_missed,
    cast(month(data_until) as integer) as origin_month,
    case
        when is_province then 'province'
        when volume * stretch < 30 then 'under_30'
        when volume * stretch < 100 then 'under_100'
        else 'from_100'
    end as size
from judged
where final_value is not null and line_value is not null;
