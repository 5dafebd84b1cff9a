-- One row per document issued or received. Source: counted_documents; KH I.2, II.5.
-- A document of which nobody says that it has an electronic form has none.
with documents as (
    select * from {{ ref('counted_documents') }}
)

select
    'document_digitised_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null
            then case when has_electronic_form then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    counts_for_province,
    cast(null as varchar) as basis,
    direction as note
from documents
