-- One row per detector and suspicious entity: a question to its unit, never a verdict.
-- Source: the detector views, all of them; a new detector is added here.
with found as (
    select * from {{ ref('detect_meeting_split') }}
    union all
    select * from {{ ref('detect_meeting_merged') }}
    union all
    select * from {{ ref('detect_meeting_online_without_site') }}
    union all
    select * from {{ ref('detect_meeting_hybrid_as_online') }}
    union all
    select * from {{ ref('detect_document_back_dated') }}
    union all
    select * from {{ ref('detect_document_number_reused') }}
    union all
    select * from {{ ref('detect_document_moved_to_secret') }}
    union all
    select * from {{ ref('detect_dossier_reopened') }}
    union all
    select * from {{ ref('detect_dossier_finished_before_received') }}
    union all
    select * from {{ ref('detect_dossier_status_rewritten') }}
    union all
    select * from {{ ref('detect_dossier_waiting_never_seen') }}
    union all
    select * from {{ ref('detect_dossier_digitised_in_bulk') }}
    union all
    select * from {{ ref('detect_count_exactly_at_target') }}
)

select
    detector_code,
    agency_id,
    agency_code,
    fact_date,
    entity_id,
    min(note) as note,
    max(observed) as observed,
    max(expected) as expected
from found
group by detector_code, agency_id, agency_code, fact_date, entity_id
