-- Years, units and targets of the sample's trial. Duties and stocks have no pace of their own.
create table trial.years (trial_year varchar, start_date date, end_date date);
insert into trial.years values
('2025', '2025-01-01', '2025-12-31'),
('2026', '2026-01-01', '2026-10-31');

create table trial.units as
select
    years.trial_year,
    scorecard.kpi_code,
    scorecard.agency_id,
    scorecard.peer_group,
    units.is_province,
    kpis.method,
    scorecard.comparator,
    targets.target_value,
    coalesce(totals.is_silent, false) as is_silent
from marts.kpi_scorecard as scorecard
inner join marts.dim_kpis as kpis on scorecard.kpi_code = kpis.kpi_code
inner join marts.dim_agencies as units on scorecard.agency_id = units.agency_id
inner join trial.years as years
    on units.valid_from <= years.start_date and (years.trial_year = '2026' or kpis.method <> 'change')
inner join ref.kpi_targets as targets
    on scorecard.kpi_code = targets.kpi_code and targets.valid_to is null
left join marts.kpi_unit_totals as totals
    on scorecard.kpi_code = totals.kpi_code and scorecard.agency_id = totals.agency_id
        and scorecard.period_code = totals.period_code
where scorecard.period_code = '2026' and scorecard.target_value is not null
    and not kpis.is_duty_based and kpis.method <> 'stock';
