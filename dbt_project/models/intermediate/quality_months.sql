-- One row per stream, unit and month that is over and after whose end something was heard of the
-- unit; a month without a fact stands there with zero. A table: every check reads it.
-- Source: quality_facts, dim_days, ingest_batches. What happened before the first file of a unit
-- arrived is its past, brought in at once, and says nothing of lateness.
{{ config(materialized='table') }}

with facts as (
    select * from {{ ref('quality_facts') }}
),

months as (
    {{ calendar_months() }}
),

files as (
    select
        stream,
        agency_code,
        max({{ local_date('recorded_at') }}) as received_date
    from {{ ref('ingest_batches') }}
    where event_type = 'file_ingested'
    group by stream, agency_code
),

reach as (
    select
        stream,
        agency_id,
        agency_code,
        min(fact_date) as first_date,
        min(heard_date) as first_heard,
        max(heard_date) as last_heard
    from facts
    group by stream, agency_id, agency_code
),

spine as (
    select
        reach.*,
        months.period_code,
        months.start_date,
        months.end_date
    from reach
    inner join {{ ref('dim_agencies') }} as units on reach.agency_id = units.agency_id
    inner join months
        on
            reach.first_date <= months.end_date
            and months.end_date < {{ or_forever('units.valid_to') }}
    left join files on reach.stream = files.stream and reach.agency_code = files.agency_code
    where months.end_date < greatest(reach.last_heard, coalesce(files.received_date, reach.last_heard))
),

worked as (
    select
        months.period_code,
        sum(case when days.is_working_day then 1 else 0 end) as working_days
    from months
    inner join {{ ref('dim_days') }} as days
        on days.day between months.start_date and months.end_date
    group by months.period_code
    -- A month with a day of unknown kind is unknown.
    having count(*) = count(days.is_working_day)
),

counted as (
    select
        spine.stream,
        spine.agency_id,
        spine.agency_code,
        spine.period_code,
        spine.start_date,
        spine.end_date,
        count(facts.entity_id) as fact_count,
        sum(case when facts.fact_date >= spine.first_heard then 1 else 0 end) as timed_count,
        sum(case when facts.fact_date >= spine.first_heard and facts.is_late then 1 else 0 end)
            as late_count,
        sum(case when not days.is_working_day then 1 else 0 end) as rest_day_count,
        sum(case when facts.fact_date = spine.end_date then 1 else 0 end) as last_day_count,
        sum(facts.duration_minutes) as minutes_sum,
        {% for flag in ['is_online', 'is_digitised', 'is_unsupplemented'] -%}
        sum(case when facts.{{ flag }} then 1 else 0 end) as {{ flag }}_count,
        count(facts.{{ flag }}) as {{ flag }}_known,
        {% endfor -%}
        count(facts.duration_minutes) as minutes_known
    from spine
    left join facts
        on
            spine.stream = facts.stream
            and spine.agency_id = facts.agency_id
            and facts.fact_date between spine.start_date and spine.end_date
    left join {{ ref('dim_days') }} as days on facts.fact_date = days.day
    group by
        spine.stream,
        spine.agency_id,
        spine.agency_code,
        spine.period_code,
        spine.start_date,
        spine.end_date
)

select
    counted.*,
    worked.working_days
from counted
left join worked on counted.period_code = worked.period_code
