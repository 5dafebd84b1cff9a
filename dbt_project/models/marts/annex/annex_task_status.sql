-- One row per dated duty of the annex and the unit that leads it: where it stands on as_of.
-- Source: dim_duties, counted_duties, dim_agencies, dim_days. Done in time is on_time even before the
-- last day is over; is_due says whether the KPI already counts it.
with duties as (
    select * from {{ ref('dim_duties') }}
),

counted as (
    select * from {{ ref('counted_duties') }}
),

units as (
    select * from {{ ref('dim_agencies') }}
),

judged as (
    select
        duties.*,
        units.name_vi as agency_name_vi,
        counted.extended_due_date,
        counted.final_day,
        counted.done_date,
        counted.done_in,
        counted.evidence_ref,
        counted.progress_share,
        case
            when counted.done_date <= counted.final_day then 'on_time'
            when counted.done_date > counted.final_day then 'late'
            when duties.judged_on > counted.final_day then 'overdue'
            when duties.judged_on <= counted.final_day then 'not_due'
        end as state
    from duties
    inner join counted on duties.duty_id = counted.entity_id
    inner join units on duties.agency_id = units.agency_id
)

select
    judged.duty_id,
    judged.duty_code,
    judged.task_number,
    judged.task_title_vi,
    judged.agency_code,
    judged.agency_id,
    judged.agency_name_vi,
    judged.kind,
    judged.label_vi,
    judged.due_date,
    judged.is_due_day_included,
    judged.last_day,
    judged.extended_due_date,
    judged.final_day,
    judged.final_day < judged.judged_on as is_due,
    judged.done_date,
    judged.done_in,
    judged.evidence_ref,
    judged.progress_share,
    judged.state,
    case
        when judged.state in ('late', 'overdue')
            then cast({{ working_days_late('last_days', 'ends') }} as integer)
    end as days_late,
    judged.judged_on,
    judged.legal_ref
from judged
{{ join_day('last_days', 'judged.final_day') }}
{{ join_day('ends', 'coalesce(judged.done_date, judged.judged_on)') }}
