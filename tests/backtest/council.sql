-- Day totals, units and targets of the council: meetings held (Final, Recessed), online by the words of
-- the place. A joint hearing counts once for the whole council. Targets of the plan are asked of it.
create table trial.meetings as
select
    BodyName as agency_id,
    cast(substr(Date, 1, 10) as date) as held_date,
    case when regexp_matches(Location, '(?i)remote|virtual|hybrid') then 1e0 else 0e0 end as is_online,
    case when row_number() over (partition by Date, Location order by ID) = 1 then 1e0 else 0e0 end
        as counts_once
from read_json(getvariable('file'), columns = {
    ID: 'bigint', BodyName: 'varchar', Date: 'varchar', Location: 'varchar', AgendaStatusName: 'varchar'
}, format = 'newline_delimited', maximum_object_size = 100000000)
where AgendaStatusName in ('Final', 'Recessed');

create table marts.dim_agencies as
select agency_id, agency_id as agency_code, false as is_province from trial.meetings group by agency_id
union all
select 'council', 'council', true;

create table marts.agency_bearers as
select agency_id, agency_id as bearer_id, date '1900-01-01' as bears_from, cast(null as date) as bears_to
from marts.dim_agencies;

create table marts.kpi_day_totals as
select 'meeting_online_share' as kpi_code, agency_id, held_date as fact_date, cast(null as varchar) as basis,
    sum(is_online) as numerator, count(*)::double as denominator,
    sum(is_online * counts_once) as province_numerator, sum(counts_once) as province_denominator
from trial.meetings group by all
union all
select 'meeting_count_change', agency_id, held_date, null, count(*)::double, null, sum(counts_once), null
from trial.meetings group by all
union all
select 'meeting_count_change', agency_id, cast(held_date + interval 1 year as date), 'like_for_like',
    null, count(*)::double, null, sum(counts_once)
from trial.meetings group by all;

create table trial.years (trial_year varchar, start_date date, end_date date);
insert into trial.years values
('2019', '2019-01-01', '2019-12-31'),
('2020', '2020-01-01', '2020-12-31'),
('2021', '2021-01-01', '2021-12-31');

-- Bodies that met in the year and in the one before, as a unit of a province does.
create table trial.units as
select years.trial_year, asked.kpi_code, bodies.agency_id,
    case when bodies.is_province then 'council' else 'body' end as peer_group,
    bodies.is_province, asked.method, asked.comparator, asked.target_value, false as is_silent
from marts.dim_agencies as bodies
cross join trial.years as years
cross join (
    values ('meeting_online_share', 'share', 'ge', 0.60::decimal(9,4)),
        ('meeting_count_change', 'change', 'le', -0.10::decimal(9,4))
) as asked (kpi_code, method, comparator, target_value)
where bodies.is_province or (
    exists (select 1 from trial.meetings as m where m.agency_id = bodies.agency_id
        and year(m.held_date) = cast(years.trial_year as integer))
    and exists (select 1 from trial.meetings as m where m.agency_id = bodies.agency_id
        and year(m.held_date) = cast(years.trial_year as integer) - 1)
);
