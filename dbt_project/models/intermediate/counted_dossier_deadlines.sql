-- One row per dossier, dated by the day it ended or, while it is open, was promised for; whether it
-- was in time as known at as_of, and why it is not judged where it is not.
-- Source: fct_dossiers, kpi_rules; QĐ 766/QĐ-TTg 2.1: of `finished` and `returned` the first stands;
-- the time in which a supplement was awaited is taken off. A table, since it judges by as_of, which
-- a published view cannot ask for.
{{ config(materialized='table') }}

with dossiers as (
    select
        *,
        coalesce(status in ('refused', 'withdrawn_by_citizen', 'stopped'), false)
            as is_ended_otherwise,
        coalesce(status in ('finished', 'returned'), false)
        or finished_at is not null
        or returned_at is not null as is_finished
    from {{ ref('fct_dossiers') }}
),

ended as (
    select
        *,
        is_finished or is_ended_otherwise as is_ended,
        case
            when is_finished then coalesce(finished_at, returned_at)
            when is_ended_otherwise then ended_at
        end as end_at
    from dossiers
),

dated as (
    select
        ended.*,
        run.as_of,
        {{ local_date('coalesce(ended.end_at, ended.due_at)') }} as fact_date
    from ended
    cross join {{ source('store', 'run_context') }} as run
),

paused as (
    select
        dated.*,
        late_from.value as late_from_supplements,
        case
            when coalesce(excluded.value, 0) <> 1 then 0e0
            when dated.supplement_open_since < coalesce(dated.end_at, dated.as_of)
                then
                    dated.supplement_minutes
                    + {{ minutes_between(
                        'dated.supplement_open_since', 'coalesce(dated.end_at, dated.as_of)'
                    ) }}
            else dated.supplement_minutes
        end as paused_minutes
    from dated
    {{ rule_on('excluded', 'dossier_excludes_supplement_time', 'dated.fact_date') }}
    {{ rule_on('late_from', 'dossier_late_from_supplements', 'dated.fact_date') }}
),

timed as (
    select
        *,
        {{ minutes_before('coalesce(end_at, as_of)', 'paused_minutes') }} as worked_until
    from paused
),

-- A promise without a time of day is kept until the end of that day.
judged as (
    select
        *,
        case
            when {{ is_local_midnight('due_at') }}
                then {{ local_date('worked_until') }} <= {{ local_date('due_at') }}
            else worked_until <= due_at
        end as is_in_time
    from timed
)

select
    judged.entity_id,
    judged.agency_code,
    units.agency_id,
    judged.fact_date,
    judged.is_ended,
    judged.is_in_time,
    coalesce(judged.supplement_count >= judged.late_from_supplements, false)
        as is_supplemented_too_often,
    case
        when judged.is_withdrawn then 'withdrawn'
        when judged.received_date is null then 'not_received'
        when judged.is_ended and judged.end_at is null then 'end_unknown'
        when judged.due_at is null then 'due_unknown'
        when units.agency_id is null then 'unit_not_in_force'
        when not judged.is_ended and judged.is_in_time then 'not_due'
    end as excluded_reason
from judged
left join {{ ref('dim_agencies') }} as units
    on {{ unit_on('judged.agency_code', 'judged.fact_date') }}
