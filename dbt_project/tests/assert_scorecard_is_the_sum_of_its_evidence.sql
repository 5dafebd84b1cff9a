-- Fails if a numerator or denominator of the scorecard is not the sum of the evidence that a reader
-- finds for it: same KPI, unit (or counted for the province), inside the period, up to as_of.
with evidence as (
    select
        kpi_code,
        agency_id,
        counts_for_province,
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
where
    scorecard.numerator is distinct from sums.numerator
    or scorecard.denominator is distinct from sums.denominator
