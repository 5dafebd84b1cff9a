-- One row per meeting or administrative document that was said to be real (held, issued) and does not count
-- any more: withdrawn, cancelled, merged, recalled. Source: counted_meetings, counted_documents, staging.
with held as (
    select distinct entity_id
    from {{ ref('stg_meeting_events') }}
    where status = 'held'
),

issued as (
    select distinct entity_id
    from {{ ref('stg_document_events') }}
    where status = 'issued'
)

select
    'meeting_count_change' as kpi_code,
    meetings.entity_id,
    meetings.agency_id,
    meetings.agency_code,
    meetings.fact_date
from {{ ref('counted_meetings') }} as meetings
inner join held on meetings.entity_id = held.entity_id
where meetings.own_reason in ('withdrawn', 'cancelled', 'merged') and meetings.agency_id is not null
union all
select
    'document_count_change' as kpi_code,
    documents.entity_id,
    documents.agency_id,
    documents.agency_code,
    documents.fact_date
from {{ ref('counted_documents') }} as documents
inner join issued on documents.entity_id = issued.entity_id
inner join {{ ref('document_types') }} as types
    on
        documents.document_type = types.document_type
        and {{ in_force('types', 'documents.fact_date') }}
where
    documents.excluded_reason in ('withdrawn', 'recalled')
    and documents.direction = 'out'
    and types.counts_as_administrative
    and documents.agency_id is not null
