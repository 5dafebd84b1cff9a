-- One row per row of kpi_index, with the sums of its evidence up to as_of.
-- Source: kpi_index, kpi_unit_totals, kpi_evidence (stocks only), dim_periods.
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

-- Flows of units, then the same flows once more for the province. A silent unit takes its part of
-- the baseline out of both, so the province stays the sum of its units.
flows as (
    select
        kpi_code,
        agency_id,
        period_code,
        numerator,
        denominator,
        case when not is_silent then like_for_like end as like_for_like,
        raw,
        cast(null as double) as no_successor,
        case when is_silent then like_for_like end as silent,
        not_due_count
    from {{ ref('kpi_unit_totals') }}
    where agency_id not in (select agency_id from province)
    union all
    select
        totals.kpi_code,
        province.agency_id,
        totals.period_code,
        sum(totals.province_numerator) as numerator,
        sum(totals.province_denominator) as denominator,
        sum(case when not totals.is_silent then totals.province_like_for_like end) as like_for_like,
        sum(totals.province_raw) as raw,
        sum(totals.province_no_successor) as no_successor,
        sum(case when totals.is_silent then totals.province_like_for_like end) as silent,
        sum(totals.not_due_count) as not_due_count
    from {{ ref('kpi_unit_totals') }} as totals
    cross join province
    group by totals.kpi_code, province.agency_id, totals.period_code
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
    flows.silent,
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
