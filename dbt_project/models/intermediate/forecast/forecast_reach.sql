-- One row per row of forecast_asked, and up to which day it is known. Facts of a unit end with those of
-- the province, unless they end so much earlier that files must be missing (`has_gap`); a complete
-- list of its own proves that none are.
-- Source: forecast_asked, forecast_parameters, kpi_unit_totals, kpi_day_totals, listed_periods.
with asked as (
    select * from {{ ref('forecast_asked') }}
),

periods as (
    select distinct
        period_code,
        cutoff_date
    from asked
    where is_running
),

newest as (
    select
        kpis.stream,
        days.agency_id,
        periods.period_code,
        max(days.fact_date) as newest_date
    from {{ ref('kpi_day_totals') }} as days
    inner join {{ ref('dim_kpis') }} as kpis on days.kpi_code = kpis.kpi_code
    inner join periods on days.fact_date <= periods.cutoff_date
    where days.basis is null and days.evidence_count > days.not_due_count
    group by kpis.stream, days.agency_id, periods.period_code
),

province as (
    select
        stream,
        period_code,
        max(newest_date) as newest_date
    from newest
    group by stream, period_code
),

reached as (
    select
        asked.*,
        parameters.data_lag_days,
        parameters.province_gap_share,
        coalesce(silent.is_silent, false) as is_silent,
        asked.is_running and asked.method not in ('duty', 'stock') as needs_facts,
        listed.agency_id is not null as is_listed,
        province.newest_date,
        case when asked.is_province then asked.cutoff_date else province.newest_date end
            as should_reach,
        case when asked.is_province then province.newest_date else own.newest_date end as reaches
    from asked
    inner join {{ ref('forecast_parameters') }} as parameters
        on asked.period_code = parameters.period_code
    left join newest as own
        on
            asked.stream = own.stream
            and asked.agency_id = own.agency_id
            and asked.period_code = own.period_code
    left join province
        on asked.stream = province.stream and asked.period_code = province.period_code
    left join {{ ref('listed_periods') }} as listed
        on
            asked.stream = listed.stream
            and asked.agency_id = listed.agency_id
            and asked.period_code = listed.period_code
    left join {{ ref('kpi_unit_totals') }} as silent
        on
            asked.kpi_code = silent.kpi_code
            and asked.agency_id = silent.agency_id
            and asked.period_code = silent.period_code
),

judged as (
    select
        *,
        needs_facts
        and not is_listed
        and coalesce({{ days_between('reaches', 'should_reach') }} > data_lag_days, true) as lags
    from reached
)

select
    kpi_code,
    agency_code,
    period_code,
    agency_id,
    peer_group,
    is_province,
    method,
    comparator,
    target_value,
    start_date,
    end_date,
    is_running,
    case
        when needs_facts then greatest(newest_date, {{ day_before('start_date') }}) else cutoff_date
    end as data_until,
    numerator,
    denominator,
    not_due_count,
    is_silent,
    -- The province lacks files where too many of its units do.
    lags
    or (
        is_province
        and avg(case when lags and not is_silent and not is_province then 1e0 else 0e0 end)
            over (partition by kpi_code, period_code)
        > province_gap_share
    ) as has_gap,
    as_of
from judged
