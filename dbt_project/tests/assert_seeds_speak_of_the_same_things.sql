-- Fails if a seed names a KPI, task or report that no other seed knows.
with strays as (
    select 'kpi_targets' as seed, kpi_code as code from {{ ref('kpi_targets') }}
    where kpi_code not in (select kpi_code from {{ ref('kpis') }})
    union all
    select 'kpi_applicability' as seed, kpi_code as code from {{ ref('kpi_applicability') }}
    where kpi_code not in (select kpi_code from {{ ref('kpis') }})
    union all
    select 'kpis without target' as seed, kpi_code as code from {{ ref('kpis') }}
    where kpi_code not in (select kpi_code from {{ ref('kpi_targets') }})
    union all
    select 'annex_tasks without duty' as seed, cast(task_number as varchar) as code
    from {{ ref('annex_tasks') }}
    where task_number not in (select task_number from {{ ref('annex_duties') }})
    union all
    select 'annex_duties' as seed, duty_code as code from {{ ref('annex_duties') }}
    where
        task_number not in (select task_number from {{ ref('annex_tasks') }})
        or reported_in not in (select duty_code from {{ ref('annex_duties') }})
    union all
    select 'annex_duties without unit' as seed, duty_code as code from {{ ref('annex_duties') }}
    where
        replace(duty_code, '{year}', cast(first_year as varchar))
        not in (select duty_code from {{ ref('dim_duties') }})
)

select * from strays
