-- One row per distribution, stream, unit and month: how far the shares of its values lie from those
-- of the unit's own months before (half the sum of differences, 0 to 1).
-- Source: quality_values, check_thresholds.
{{ config(materialized='table') }}

with valued as (
    select * from {{ ref('quality_values') }}
),

totals as (
    select
        check_code,
        stream,
        agency_id,
        agency_code,
        period_code,
        start_date,
        end_date,
        sum(fact_count) as fact_count
    from valued
    group by check_code, stream, agency_id, agency_code, period_code, start_date, end_date
),

past as (
    select
        totals.check_code,
        totals.stream,
        totals.agency_id,
        totals.period_code,
        before.fact_value,
        count(distinct before.period_code) as month_count,
        sum(before.fact_count) as fact_count
    from totals
    {{ limits_on('totals', 'totals.end_date') }}
    inner join valued as before
        on
            totals.check_code = before.check_code
            and totals.stream = before.stream
            and totals.agency_id = before.agency_id
            and before.start_date < totals.start_date
            and before.start_date
            >= {{ months_before('totals.start_date', 'limits.history_months') }}
    group by
        totals.check_code, totals.stream, totals.agency_id, totals.period_code, before.fact_value
),

merged as (
    select
        check_code,
        stream,
        agency_id,
        period_code,
        fact_value,
        fact_count,
        0 as past_count
    from valued
    union all
    select
        check_code,
        stream,
        agency_id,
        period_code,
        fact_value,
        0 as fact_count,
        fact_count as past_count
    from past
),

per_value as (
    select
        check_code,
        stream,
        agency_id,
        period_code,
        cast(sum(fact_count) as double) as now_count,
        cast(sum(past_count) as double) as past_count
    from merged
    group by check_code, stream, agency_id, period_code, fact_value
),

shares as (
    select
        *,
        now_count / nullif(sum(now_count) over month, 0) as now_share,
        past_count / nullif(sum(past_count) over month, 0) as past_share
    from per_value
    window month as (partition by check_code, stream, agency_id, period_code)
),

known as (
    select
        check_code,
        stream,
        agency_id,
        period_code,
        max(month_count) as history_count
    from past
    group by check_code, stream, agency_id, period_code
)

select
    totals.check_code,
    totals.stream,
    totals.agency_id,
    totals.agency_code,
    totals.period_code,
    totals.end_date,
    cast(totals.fact_count as double) as row_count,
    coalesce(known.history_count, 0) as history_count,
    sum(abs(shares.now_share - shares.past_share)) / 2 as observed
from totals
inner join shares
    on
        totals.check_code = shares.check_code
        and totals.stream = shares.stream
        and totals.agency_id = shares.agency_id
        and totals.period_code = shares.period_code
left join known
    on
        totals.check_code = known.check_code
        and totals.stream = known.stream
        and totals.agency_id = known.agency_id
        and totals.period_code = known.period_code
group by all
