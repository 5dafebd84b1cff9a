-- One row per KPI, begun period and unit: every unit in force at the end of the period (or at as_of)
-- to which the KPI applies, and the province. The scorecard has exactly these rows.
-- Source: dim_kpis, dim_periods, dim_agencies, seed kpi_applicability.
with kpis as (
    select * from {{ ref('dim_kpis') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

units as (
    select * from {{ ref('dim_agencies') }}
),

applicability as (
    select * from {{ ref('kpi_applicability') }}
)

select
    kpis.kpi_code,
    units.agency_id,
    units.agency_code,
    units.is_province,
    periods.period_code
from kpis
cross join periods
inner join units on {{ in_force('units', 'periods.cutoff_date') }}
left join applicability
    on
        kpis.kpi_code = applicability.kpi_code
        and units.agency_type = applicability.agency_type
        and {{ in_force('applicability', 'periods.cutoff_date') }}
where units.is_province or applicability.kpi_code is not null
