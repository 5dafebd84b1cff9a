-- One row per KPI, unit, day and baseline: sums of the evidence, for the unit and for the province.
-- Source: kpi_evidence. Stocks are left out: they are read at the period's end.
with evidence as (
    select * from {{ ref('kpi_evidence') }}
    where until_date is null and fact_date is not null
)

select
    kpi_code,
    agency_id,
    fact_date,
    basis,
    sum(case when agency_id is not null then numerator end) as numerator,
    sum(case when agency_id is not null then denominator end) as denominator,
    sum(case when counts_for_province then numerator end) as province_numerator,
    sum(case when counts_for_province then denominator end) as province_denominator,
    count(case when excluded_reason = 'not_due' then 1 end) as not_due_count,
    count(*) as evidence_count
from evidence
group by kpi_code, agency_id, fact_date, basis
