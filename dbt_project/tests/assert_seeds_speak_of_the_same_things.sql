-- Fails if a KPI has no target, or a task no duty, or a duty no task, report or unit. That codes are
-- known at all is checked before dbt runs (schemas/seed_rules.py).
with strays as (
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
    where duty_code not in (select duty_code from {{ ref('dim_duties') }})
)

select * from strays
