-- One row per check that compares a month with the unit's own months before it: facts per working
-- day, and mean length of a meeting. `row_count` of the volume is what was to be expected, so that a
-- month without any fact is judged too. Source: quality_months, check_thresholds.
{{ config(materialized='table') }}

with rates as (
    select
        'volume_history' as check_code,
        stream,
        agency_id,
        agency_code,
        period_code,
        start_date,
        end_date,
        cast(fact_count as double) as numerator,
        cast(working_days as double) as denominator
    from {{ ref('quality_months') }}
    union all
    select
        'duration_shift' as check_code,
        stream,
        agency_id,
        agency_code,
        period_code,
        start_date,
        end_date,
        cast(minutes_sum as double) as numerator,
        cast(minutes_known as double) as denominator
    from {{ ref('quality_months') }}
    where minutes_known > 0
),

compared as (
    select
        rates.check_code,
        rates.stream,
        rates.agency_id,
        rates.agency_code,
        rates.period_code,
        rates.end_date,
        rates.numerator,
        rates.denominator,
        sum(past.numerator) / nullif(sum(past.denominator), 0) as past_rate,
        count(*) as history_count
    from rates
    {{ limits_on('rates', 'rates.end_date') }}
    inner join rates as past
        on
            rates.check_code = past.check_code
            and rates.stream = past.stream
            and rates.agency_id = past.agency_id
            and past.start_date < rates.start_date
            and past.start_date
            >= {{ months_before('rates.start_date', 'limits.history_months') }}
    group by
        rates.check_code,
        rates.stream,
        rates.agency_id,
        rates.agency_code,
        rates.period_code,
        rates.end_date,
        rates.numerator,
        rates.denominator
)

select
    check_code,
    stream,
    agency_id,
    agency_code,
    period_code,
    end_date,
    case when check_code = 'volume_history' then past_rate * denominator else denominator end
        as row_count,
    history_count,
    numerator / nullif(denominator, 0) / nullif(past_rate, 0) as observed
from compared
