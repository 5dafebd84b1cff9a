-- Fails if a coordinator or KPI of a task is unknown, a task stands twice, a task that is not done on a
-- fixed day has no report to be told in, its report is not owed, or the calendar ends before a deadline.
with tasks as (
    select * from {{ ref('annex_tasks') }}
),

strays as (
    select
        'annex_coordinators: task' as seed,
        cast(task_number as varchar) as code
    from {{ ref('annex_coordinators') }}
    where task_number not in (select task_number from tasks)
    union all
    select
        'annex_coordinators: agency' as seed,
        coordinator_code as code
    from {{ ref('annex_coordinators') }}
    where
        (
            coordinator_kind = 'agency'
            and coordinator_code not in (select agency_code from {{ ref('dim_agencies') }})
        )
        or coordinator_kind not in ('agency', 'group', 'outside')
    union all
    select
        'annex_task_kpis' as seed,
        concat(cast(task_number as varchar), ' ', kpi_code) as code
    from {{ ref('annex_task_kpis') }}
    where
        task_number not in (select task_number from tasks)
        or kpi_code not in (select kpi_code from {{ ref('kpis') }})
    union all
    select
        'annex_tasks: twice' as seed,
        cast(task_number as varchar) as code
    from tasks
    group by task_number
    having count(*) <> 1
    union all
    select
        'annex_tasks: without report' as seed,
        cast(task_number as varchar) as code
    from tasks
    where
        deadline_kind <> 'fixed'
        and task_number not in (
            select task_number from {{ ref('annex_duties') }}
            where reported_in is not null or kind = 'report'
        )
    union all
    select
        'dim_days: too short' as seed,
        duty_id as code
    from {{ ref('dim_duties') }}
    where last_day is null
    union all
    select
        'annex_duties: no such report' as seed,
        duty_id as code
    from {{ ref('dim_duties') }}
    where reported_in not in (select duty_id from {{ ref('dim_duties') }})
)

select * from strays
