-- Fails if the scorecard lacks a row of its index, has one more, or has one twice.
with scorecard as (
    select
        kpi_code,
        agency_id,
        agency_code,
        period_code,
        count(*) as row_count
    from {{ ref('kpi_scorecard') }}
    group by kpi_code, agency_id, agency_code, period_code
),

expected as (
    select
        kpi_code,
        agency_id,
        agency_code,
        period_code,
        count(*) as row_count
    from {{ ref('kpi_index') }}
    group by kpi_code, agency_id, agency_code, period_code
)

(select * from scorecard except select * from expected)
union all
(select * from expected except select * from scorecard)
union all
select * from scorecard
where row_count > 1
