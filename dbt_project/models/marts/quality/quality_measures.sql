-- One row per check, stream, unit and month that could be measured, with the limits in force at the
-- end of the month. Source: measured_shares, measured_ratios, measured_shifts, measured_rhythm,
-- check_thresholds. Whether a measure is within its limits is said by great-expectations
-- (schemas/fact_expectations.py) in check_results, not here.
with measured as (
    {% for part in ['shares', 'ratios', 'shifts', 'rhythm'] %}
    select
        check_code,
        stream,
        agency_id,
        agency_code,
        period_code,
        end_date,
        row_count,
        history_count,
        observed
    from {{ ref('measured_' ~ part) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    measured.check_code,
    measured.stream,
    measured.agency_id,
    measured.agency_code,
    measured.period_code,
    measured.row_count,
    cast(measured.history_count as bigint) as history_count,
    measured.observed,
    cast(limits.min_value as double) as min_value,
    cast(limits.max_value as double) as max_value,
    limits.severity,
    coalesce(
        measured.observed is not null
        and measured.row_count >= limits.min_rows
        and measured.history_count >= limits.min_history,
        false
    ) as is_judged
from measured
{{ limits_on('measured', 'measured.end_date') }}
