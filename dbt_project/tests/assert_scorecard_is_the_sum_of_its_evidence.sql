-- Fails if a numerator or denominator of the scorecard is not the sum of the evidence that a reader
-- finds for it: same KPI, unit (or counted for the province), inside the period, up to as_of, and
-- without the baseline of units that are silent in the period. A listed nothing is a zero.
with evidence as (
    select
        kpi_code,
        agency_id,
        counts_for_province,
        basis,
        fact_date,
        coalesce(until_date, fact_date) as last_date,
        until_date is not null as is_stock,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from {{ ref('kpi_evidence') }}
    where excluded_reason is null and coalesce(basis, 'like_for_like') = 'like_for_like'
    group by all
),

periods as (
    select * from {{ ref('dim_periods') }}
),

province as (
    select agency_id from {{ ref('dim_agencies') }}
    where is_province
),

dated as (
    select
        evidence.*,
        periods.period_code
    from evidence
    inner join periods
        on
            case
                when evidence.is_stock
                    then periods.cutoff_date between evidence.fact_date and evidence.last_date
                else evidence.fact_date between periods.start_date and periods.cutoff_date
            end
    left join {{ ref('kpi_unit_totals') }} as silent
        on
            evidence.kpi_code = silent.kpi_code
            and evidence.agency_id = silent.agency_id
            and periods.period_code = silent.period_code
            and silent.is_silent
    where evidence.basis is null or silent.agency_id is null
),

sums as (
    select
        kpi_code,
        agency_id,
        period_code,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from dated
    where agency_id not in (select agency_id from province)
    group by kpi_code, agency_id, period_code
    union all
    select
        dated.kpi_code,
        province.agency_id,
        dated.period_code,
        sum(dated.numerator) as numerator,
        sum(dated.denominator) as denominator
    from dated
    cross join province
    where dated.counts_for_province
    group by dated.kpi_code, province.agency_id, dated.period_code
)

select
    scorecard.kpi_code,
    scorecard.agency_id,
    scorecard.period_code,
    scorecard.numerator,
    sums.numerator as evidence_numerator,
    scorecard.denominator,
    sums.denominator as evidence_denominator
from {{ ref('kpi_scorecard') }} as scorecard
left join sums
    on
        scorecard.kpi_code = sums.kpi_code
        and scorecard.agency_id = sums.agency_id
        and scorecard.period_code = sums.period_code
inner join {{ ref('dim_kpis') }} as kpis on scorecard.kpi_code = kpis.kpi_code
where
    coalesce(scorecard.numerator, case when kpis.method = 'change' then 0 end)
    is distinct from coalesce(sums.numerator, case when kpis.method = 'change' then 0 end)
    or scorecard.denominator is distinct from sums.denominator
