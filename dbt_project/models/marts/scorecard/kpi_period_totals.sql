-- One row per row of kpi_index, with the sums of its evidence up to as_of.
-- Source: kpi_index, kpi_day_totals, kpi_evidence (stocks only), dim_periods.
with periods as (
    select * from {{ ref('dim_periods') }}
),

units as (
    select * from {{ ref('dim_agencies') }}
),

province as (
    select agency_id from units
    where is_province
),

-- Flows of units, then the same flows once more for the province.
days as (
    select
        kpi_code,
        agency_id,
        fact_date,
        basis,
        numerator,
        denominator,
        not_due_count,
        evidence_count
    from {{ ref('kpi_day_totals') }}
    where agency_id not in (select agency_id from province)
    union all
    select
        totals.kpi_code,
        province.agency_id,
        totals.fact_date,
        totals.basis,
        sum(totals.province_numerator) as numerator,
        sum(totals.province_denominator) as denominator,
        sum(totals.not_due_count) as not_due_count,
        sum(totals.evidence_count) as evidence_count
    from {{ ref('kpi_day_totals') }} as totals
    cross join province
    group by totals.kpi_code, province.agency_id, totals.fact_date, totals.basis
),

dates as (
    select distinct fact_date from days
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
        sum(case when calendar.is_known and days.basis is null then days.denominator end)
            as denominator,
        sum(case when calendar.is_known and days.basis = 'like_for_like' then days.denominator end)
            as like_for_like,
        sum(case when calendar.is_known and days.basis = 'raw' then days.denominator end) as raw,
        sum(case when calendar.is_known and days.basis = 'no_successor' then days.denominator end)
            as no_successor,
        sum(
            case when calendar.is_known then days.not_due_count else days.evidence_count end
        ) as not_due_count
    from days
    inner join calendar on days.fact_date = calendar.fact_date
    group by days.kpi_code, days.agency_id, calendar.period_code
),

stocks as (
    select
        evidence.kpi_code,
        units.agency_id,
        periods.period_code,
        sum(evidence.numerator) as numerator,
        sum(evidence.denominator) as denominator
    from {{ ref('kpi_evidence') }} as evidence
    inner join periods
        on periods.cutoff_date between evidence.fact_date and evidence.until_date
    inner join units
        on
            evidence.agency_id = units.agency_id
            or (units.is_province and evidence.counts_for_province)
    where evidence.until_date is not null
    group by evidence.kpi_code, units.agency_id, periods.period_code
)

select
    kpi_index.kpi_code,
    kpi_index.agency_id,
    kpi_index.period_code,
    coalesce(flows.numerator, stocks.numerator) as numerator,
    coalesce(flows.denominator, stocks.denominator) as denominator,
    flows.like_for_like,
    flows.raw,
    flows.no_successor,
    cast(coalesce(flows.not_due_count, 0) as bigint) as not_due_count
from {{ ref('kpi_index') }} as kpi_index
left join flows
    on
        kpi_index.kpi_code = flows.kpi_code
        and kpi_index.agency_id = flows.agency_id
        and kpi_index.period_code = flows.period_code
left join stocks
    on
        kpi_index.kpi_code = stocks.kpi_code
        and kpi_index.agency_id = stocks.agency_id
        and kpi_index.period_code = stocks.period_code
