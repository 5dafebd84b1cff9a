-- One row per submission owed: by whom, for what, by when, and whether it came. Source:
-- owed_submissions, ingest_batches, annex_task_status (plans and reports). A file counts for a month
-- when it was received after the month's end and is no list of another year or month; for a day, from
-- that day on.
with obligations as (
    select * from {{ ref('submission_obligations') }}
),

run as (
    select
        as_of,
        as_of_date
    from {{ source('store', 'run_context') }}
),

months as (
    {{ calendar_months() }}
),

owed as (
    select * from {{ ref('owed_submissions') }}
),

files as (
    select
        stream,
        agency_code,
        recorded_at,
        {{ local_date('recorded_at') }} as received_date,
        {{ each_name("case when len(covers) > 0 then covers else [''] end") }} as prefix
    from {{ ref('ingest_batches') }}
    where event_type = 'file_ingested'
),

received as (
    select
        owed.obligation_code,
        owed.label_vi,
        owed.label_en,
        owed.stream,
        owed.frequency,
        owed.agency_id,
        owed.agency_code,
        owed.period_code,
        owed.subject_date,
        owed.due_date,
        min(files.recorded_at) as received_at,
        owed.legal_ref
    from owed
    left join files
        on
            owed.stream = files.stream
            and owed.agency_code = files.agency_code
            and starts_with(owed.period_code, files.prefix)
            and owed.subject_date <= files.received_date
            and (owed.frequency = 'daily' or owed.subject_date < files.received_date)
    group by all
),

duties as (
    select
        status.duty_code as obligation_code,
        status.label_vi,
        obligations.label_en,
        obligations.stream,
        obligations.frequency,
        status.agency_id,
        status.agency_code,
        months.period_code,
        status.final_day as subject_date,
        status.final_day as due_date,
        {{ local_midnight('status.done_date') }} as received_at,
        status.legal_ref
    from {{ ref('annex_task_status') }} as status
    inner join obligations
        on
            status.kind = obligations.duty_kind
            and {{ in_force('obligations', 'status.final_day') }}
    inner join months on status.final_day between months.start_date and months.end_date
),

known as (
    select * from received
    union all
    select * from duties
),

dated as (
    select
        known.*,
        {{ local_date('known.received_at') }} as received_date,
        run.as_of_date
    from known
    cross join run
),

judged as (
    select
        dated.*,
        case
            when dated.received_date <= dated.due_date then 'received'
            when dated.received_date > dated.due_date then 'late'
            when dated.as_of_date > dated.due_date then 'missing'
            when dated.as_of_date <= dated.due_date then 'not_due'
        end as status
    from dated
)

select
    judged.obligation_code,
    judged.label_vi,
    judged.label_en,
    judged.stream,
    judged.frequency,
    judged.agency_id,
    judged.agency_code,
    judged.period_code,
    judged.subject_date,
    judged.due_date,
    judged.received_at,
    judged.status,
    case
        when judged.status in ('late', 'missing')
            then cast({{ working_days_late('due_days', 'ends') }} as integer)
    end as days_late,
    judged.legal_ref
from judged
{{ join_day('due_days', 'judged.due_date') }}
{{ join_day('ends', 'coalesce(judged.received_date, judged.as_of_date)') }}
