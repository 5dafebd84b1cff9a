-- One row per document that a unit issued and numbered, recalled and withdrawn ones too: its unit, number
-- and notation, and whether it still stands. Source: fct_documents, dim_agencies.
select
    facts.entity_id,
    units.agency_id,
    facts.agency_code,
    facts.issued_date as fact_date,
    facts.number,
    facts.notation,
    facts.document_type,
    facts.content_key,
    facts.is_between_agencies,
    facts.is_sent_electronically,
    facts.is_sent_on_paper,
    facts.is_withdrawn,
    not facts.is_withdrawn and facts.status = 'issued' as is_real
from {{ ref('fct_documents') }} as facts
inner join {{ ref('dim_agencies') }} as units
    on {{ unit_on('facts.agency_code', 'facts.issued_date') }}
where facts.direction = 'out' and facts.number is not null and facts.notation is not null
