-- One row per entity that counts somewhere, with what the checks of a month look at.
-- Source: kpi_late_submission_share (unit, day, late or not), the facts. `heard_date` is when the
-- store first heard of it; what a stream does not have is null.
with counted as (
    select
        note as stream,
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        numerator = 1 as is_late
    from {{ ref('kpi_late_submission_share') }}
    where excluded_reason is null
),

details as (
    select
        'meeting' as stream,
        entity_id,
        first_recorded_at,
        kind,
        mode as channel,
        duration_minutes,
        mode = 'online' as is_online,
        cast(null as boolean) as is_digitised,
        cast(null as boolean) as is_unsupplemented
    from {{ ref('fct_meetings') }}
    union all
    select
        'document' as stream,
        entity_id,
        first_recorded_at,
        case when direction = 'out' then document_type end as kind,
        cast(null as varchar) as channel,
        cast(null as double) as duration_minutes,
        cast(null as boolean) as is_online,
        cast(null as boolean) as is_digitised,
        cast(null as boolean) as is_unsupplemented
    from {{ ref('fct_documents') }}
    union all
    select
        'dossier' as stream,
        entity_id,
        first_recorded_at,
        cast(null as varchar) as kind,
        channel,
        cast(null as double) as duration_minutes,
        cast(null as boolean) as is_online,
        case
            when finished_at is not null or returned_at is not null
                then has_digitised_components and has_digitised_result
        end as is_digitised,
        case when finished_at is not null or returned_at is not null then supplement_count = 0 end
            as is_unsupplemented
    from {{ ref('fct_dossiers') }}
    union all
    select
        'task' as stream,
        entity_id,
        first_recorded_at,
        cast(null as varchar) as kind,
        cast(null as varchar) as channel,
        cast(null as double) as duration_minutes,
        cast(null as boolean) as is_online,
        cast(null as boolean) as is_digitised,
        cast(null as boolean) as is_unsupplemented
    from {{ ref('fct_tasks') }}
)

select
    counted.*,
    details.kind,
    details.channel,
    details.duration_minutes,
    details.is_online,
    details.is_digitised,
    details.is_unsupplemented,
    {{ local_date('details.first_recorded_at') }} as heard_date
from counted
inner join details on counted.stream = details.stream and counted.entity_id = details.entity_id
