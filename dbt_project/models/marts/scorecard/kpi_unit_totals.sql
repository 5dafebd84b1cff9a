-- One row per KPI, unit with evidence and begun period: sums up to as_of, also of units that ended
-- within the period. A unit is silent when nothing of it counts though last year did and no list of
-- its own covers the period whole; where one does, it held or issued nothing: a true zero.
-- Source: kpi_day_totals, listed_periods, seed kpi_rules.
with periods as (
    select * from {{ ref('dim_periods') }}
),

dates as (
    select distinct fact_date from {{ ref('kpi_day_totals') }}
),

calendar as (
    select
        dates.fact_date,
        periods.period_code,
        dates.fact_date <= periods.cutoff_date as is_known
    from dates
    inner join periods on dates.fact_date between periods.start_date and periods.end_date
),

flows as (
    select
        days.kpi_code,
        days.agency_id,
        calendar.period_code,
        sum(case when calendar.is_known then days.numerator end) as numerator,
        {% for basis in ['denominator', 'like_for_like', 'raw'] -%}
        sum(case when calendar.is_known and {{ of_basis(basis) }} then days.denominator end)
            as {{ basis }},
        {% endfor -%}
        sum(case when calendar.is_known then days.province_numerator end) as province_numerator,
        {% for basis in ['denominator', 'like_for_like', 'raw', 'no_successor'] -%}
        sum(case when calendar.is_known and {{ of_basis(basis) }} then province_denominator end)
            as province_{{ basis }},
        {% endfor -%}
        sum(case when calendar.is_known then days.not_due_count else days.evidence_count end)
            as not_due_count
    from {{ ref('kpi_day_totals') }} as days
    inner join calendar on days.fact_date = calendar.fact_date
    group by days.kpi_code, days.agency_id, calendar.period_code
),

judged as (
    select
        flows.*,
        units.agency_code,
        kpis.method = 'change' and flows.numerator is null and flows.like_for_like is not null
            as is_quiet,
        listed.agency_id is not null as is_listed,
        coalesce(silence.value, 0) = 1 as silent_units_leave
    from flows
    inner join {{ ref('dim_kpis') }} as kpis on flows.kpi_code = kpis.kpi_code
    inner join periods on flows.period_code = periods.period_code
    left join {{ ref('dim_agencies') }} as units on flows.agency_id = units.agency_id
    left join {{ ref('listed_periods') }} as listed
        on
            flows.agency_id = listed.agency_id
            and flows.period_code = listed.period_code
            and kpis.stream = listed.stream
    {{ rule_on('silence', 'silent_units_leave_baseline', 'periods.end_date') }}
)

select
    kpi_code,
    agency_id,
    agency_code,
    period_code,
    case when is_quiet and is_listed then 0e0 else numerator end as numerator,
    denominator,
    like_for_like,
    raw,
    case when is_quiet and is_listed then 0e0 else province_numerator end as province_numerator,
    province_denominator,
    province_like_for_like,
    province_raw,
    province_no_successor,
    is_quiet and not is_listed and silent_units_leave as is_silent,
    cast(not_due_count as bigint) as not_due_count
from judged
