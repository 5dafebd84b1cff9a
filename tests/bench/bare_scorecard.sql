-- One row per dossier KPI, unit or province, and begun period. Source: `dossiers` (bare_fold.sql) and
-- the seeds. The day of $as_of is the last one known.
create or replace table scorecard as
with dossiers_judged as (
    select
        agency_code,
        cast(received_at at time zone 'Asia/Ho_Chi_Minh' as date) as day,
        coalesce(status in ('refused', 'withdrawn_by_citizen', 'stopped'), false) as ended_early,
        coalesce(status in ('finished', 'returned'), false)
        or finished_at is not null or returned_at is not null as is_finished,
        coalesce(channel = 'online' or is_entered_online, false)
        and coalesce(is_processed_on_system, processing_event_count > 0)
        and not (
            is_finished and not ended_early and coalesce(is_result_required, true)
            and not coalesce(has_electronic_result, false)
        ) as is_digital,
        coalesce(has_digitised_components and has_digitised_result, false) as is_digitised
    from dossiers
    where not is_withdrawn and received_at is not null
),

units as (
    select
        agency_code,
        agency_type,
        cast(valid_from as date) as valid_from,
        coalesce(cast(valid_to as date), date '9999-12-31') as valid_to
    from read_csv('$seeds/agencies.csv', all_varchar = true)
),

day_sums as (
    select
        units.agency_code,
        units.valid_from,
        day,
        count(*) as received,
        count(*) filter (where is_digital) as digital,
        count(*) filter (where is_finished and not ended_early) as done,
        count(*) filter (where is_finished and not ended_early and is_digitised) as digitised
    from dossiers_judged
    inner join units
        on dossiers_judged.agency_code = units.agency_code and day >= valid_from and day < valid_to
    group by all
),

kpi_days as (
    select 'dossier_digital_share' as kpi_code, agency_code, valid_from, day,
        digital as numerator, received as denominator from day_sums
    union all
    select 'dossier_digitised_share', agency_code, valid_from, day, digitised, done from day_sums
),

years as (
    select distinct unnest([year(day), year(day) + 1]) as y from day_sums
    union
    select unnest([-1, 0, 1]) + year(date '$as_of') as y
),

periods as (
    select
        concat(prefix, y, suffix) as period_code,
        cast(concat(y + cast(start_year_offset as integer), '-', start_day) as date) as first_day,
        cast(concat(y + cast(end_year_offset as integer), '-', day_after_end) as date) as day_after
    from read_csv('$seeds/period_rules.csv', all_varchar = true), years
    where first_day <= date '$as_of'
),

sums as (
    select
        kpi_code,
        agency_code,
        valid_from,
        period_code,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from kpi_days
    inner join periods on day >= first_day and day < day_after and day <= date '$as_of'
    group by grouping sets (
        (kpi_code, agency_code, valid_from, period_code), (kpi_code, period_code)
    )
),

kpi_index as (
    select kpis.kpi_code, units.*, periods.*
    from (values ('dossier_digital_share'), ('dossier_digitised_share')) as kpis (kpi_code), periods
    inner join units
        on least(day_after - 1, date '$as_of') >= valid_from
        and least(day_after - 1, date '$as_of') < valid_to
    where agency_type in ('tinh', 'so_nganh', 'xa_phuong', 'huyen')
),

targets as (
    select
        kpi_code,
        cast(valid_from as date) as valid_from,
        coalesce(cast(valid_to as date), date '9999-12-31') as valid_to,
        cast(target_value as decimal(9, 4)) as target_value,
        cast(due_date as date) as due_date
    from read_csv('$seeds/kpi_targets.csv', all_varchar = true)
)

select
    i.kpi_code,
    i.agency_code,
    i.period_code,
    cast(sums.numerator as double) as numerator,
    cast(sums.denominator as double) as denominator,
    sums.numerator / nullif(sums.denominator, 0) as kpi_value,
    case
        when targets.target_value is null then 'not_applicable'
        when sums.numerator / nullif(sums.denominator, 0) is null then 'no_data'
        when cast(sums.numerator as decimal(18, 0))
            >= cast(sums.denominator as decimal(18, 0)) * targets.target_value then 'met'
        when targets.due_date > date '$as_of' then 'not_due'
        else 'not_met'
    end as status
from kpi_index as i
left join sums
    on
        i.kpi_code = sums.kpi_code and i.period_code = sums.period_code
        and (
            (i.agency_code = sums.agency_code and i.valid_from = sums.valid_from)
            or (i.agency_type = 'tinh' and sums.agency_code is null)
        )
left join targets
    on
        i.kpi_code = targets.kpi_code
        and i.day_after - 1 >= targets.valid_from and i.day_after - 1 < targets.valid_to;
