-- One row per KPI with a target for a calendar year, unit and such year that has begun: what is asked.
-- Source: kpi_scorecard, kpi_period_totals, seed kpi_targets.
with periods as (
    select * from {{ ref('dim_periods') }}
    where calendar = 'calendar' and period_kind = 'year'
)

select
    scorecard.kpi_code,
    scorecard.agency_code,
    scorecard.period_code,
    scorecard.agency_id,
    scorecard.peer_group,
    scorecard.comparator,
    targets.target_value,
    kpis.stream,
    case when kpis.is_duty_based then 'duty' else kpis.method end as method,
    units.is_province,
    periods.start_date,
    periods.end_date,
    periods.cutoff_date,
    periods.is_running,
    totals.numerator,
    totals.denominator,
    totals.not_due_count,
    scorecard.as_of
from {{ ref('kpi_scorecard') }} as scorecard
inner join periods on scorecard.period_code = periods.period_code
inner join {{ ref('dim_kpis') }} as kpis on scorecard.kpi_code = kpis.kpi_code
inner join {{ ref('dim_agencies') }} as units on scorecard.agency_id = units.agency_id
inner join {{ ref('kpi_period_totals') }} as totals
    on
        scorecard.kpi_code = totals.kpi_code
        and scorecard.period_code = totals.period_code
        and scorecard.agency_id = totals.agency_id
-- The exact decimal, which the scorecard shows as a double.
inner join {{ ref('kpi_targets') }} as targets
    on
        scorecard.kpi_code = targets.kpi_code
        and {{ in_force('targets', 'periods.end_date') }}
where scorecard.target_value is not null
