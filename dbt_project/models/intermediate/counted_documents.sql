-- One row per document: its unit, and why it does not count where it does not.
-- Source: fct_documents.
with documents as (
    select
        facts.entity_id,
        facts.agency_code,
        units.agency_id,
        facts.issued_date as fact_date,
        facts.document_type,
        facts.direction,
        facts.has_electronic_form,
        facts.is_between_agencies,
        facts.is_sent_electronically,
        facts.is_sent_on_paper,
        facts.is_signed_digitally,
        facts.content_key,
        case
            when facts.is_withdrawn then 'withdrawn'
            when facts.status = 'recalled' then 'recalled'
            -- An outgoing document that was sent or digitised but never issued is a draft.
            when facts.status is null and coalesce(facts.direction, 'out') = 'out'
                then 'not_issued'
            when facts.issued_date is null then 'date_unknown'
            when units.agency_id is null then 'unit_not_in_force'
        end as excluded_reason
    from {{ ref('fct_documents') }} as facts
    left join {{ ref('dim_agencies') }} as units
        on {{ unit_on('facts.agency_code', 'facts.issued_date') }}
)

select
    *,
    excluded_reason is null as counts_for_province
from documents
