-- One row per document. Source: counted_documents; KH II.5, NĐ 30/2020/NĐ-CP. Only documents that the
-- agency issued; one of which nobody says that it was signed digitally was not.
with documents as (
    select
        *,
        coalesce(excluded_reason, {{ outgoing_reason() }}) as judged_reason
    from {{ ref('counted_documents') }}
)

select
    'document_signed_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when judged_reason is null then case when is_signed_digitally then 1e0 else 0e0 end
    end as numerator,
    case when judged_reason is null then 1e0 end as denominator,
    judged_reason as excluded_reason,
    counts_for_province and judged_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from documents
