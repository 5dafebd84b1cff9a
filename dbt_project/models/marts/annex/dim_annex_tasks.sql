-- One row per task of the plan's annex: the six things that must be clear (rõ người, việc, thời gian,
-- trách nhiệm, thẩm quyền, sản phẩm; null where the plan does not say), who helps, what measures it.
-- Source: seeds annex_tasks, annex_coordinators, annex_task_kpis, annex_duties.
with tasks as (
    select * from {{ ref('annex_tasks') }}
),

coordinators as (
    select
        task_number,
        {{ sorted_list('coordinator_code') }} as codes
    from {{ ref('annex_coordinators') }}
    group by task_number
),

kpis as (
    select
        task_number,
        {{ sorted_list('kpi_code') }} as codes
    from {{ ref('annex_task_kpis') }}
    group by task_number
),

duties as (
    select
        task_number,
        {{ sorted_list('duty_code') }} as codes,
        {{ sorted_list('due_day') }} as due_days
    from {{ ref('annex_duties') }}
    group by task_number
),

reports as (
    select
        task_number,
        {{ sorted_list('reported_in') }} as codes
    from {{ ref('annex_duties') }}
    where reported_in is not null
    group by task_number
)

select
    tasks.task_number,
    tasks.title_vi,
    tasks.lead,
    tasks.lead_text,
    tasks.coordinating_text,
    coordinators.codes as coordinating,
    tasks.deadline_text,
    tasks.deadline_kind,
    duties.codes as duty_codes,
    duties.due_days,
    reports.codes as reported_in,
    kpis.codes is not null as has_kpi,
    kpis.codes as kpi_codes,
    tasks.who_vi as clear_who_vi,
    tasks.title_vi as clear_work_vi,
    tasks.deadline_text as clear_time_vi,
    tasks.responsibility_vi as clear_responsibility_vi,
    tasks.authority_vi as clear_authority_vi,
    tasks.product as clear_product_vi,
    tasks.valid_from,
    tasks.legal_ref
from tasks
left join coordinators on tasks.task_number = coordinators.task_number
left join kpis on tasks.task_number = kpis.task_number
left join duties on tasks.task_number = duties.task_number
left join reports on tasks.task_number = reports.task_number
