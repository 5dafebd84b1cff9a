-- Fails if a task or a duty has not exactly one lead: a task led by one agency is owed by another or by
-- nobody, two units in force answer for one duty of a code, or the lead is also its own coordinator.
with tasks as (
    select * from {{ ref('annex_tasks') }}
),

duties as (
    select * from {{ ref('dim_duties') }}
),

problems as (
    select
        'several units answer for one duty' as problem,
        concat(duty_code, ' ', agency_code) as subject
    from duties
    group by duty_code, agency_code
    having count(*) <> 1
    union all
    select
        'a task with one lead is owed by another' as problem,
        duties.duty_id as subject
    from duties
    inner join tasks on duties.task_number = tasks.task_number
    where tasks.lead <> 'all' and tasks.lead <> duties.agency_code
    union all
    select
        'nobody leads the task' as problem,
        cast(task_number as varchar) as subject
    from tasks
    where lead is null or task_number not in (select task_number from duties)
    union all
    select
        'the lead is its own coordinator' as problem,
        cast(tasks.task_number as varchar) as subject
    from tasks
    inner join {{ ref('annex_coordinators') }} as coordinators
        on tasks.task_number = coordinators.task_number and tasks.lead = coordinators.coordinator_code
    where tasks.lead <> 'all'
)

select * from problems
