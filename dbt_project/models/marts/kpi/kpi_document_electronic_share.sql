-- One row per document. Source: counted_documents; KH II.5, annex task 11.
-- Owned by the sender: an incoming document is judged at the agency that sent it. Passing needs an
-- electronic copy and no paper copy beside it.
with documents as (
    select
        *,
        coalesce(
            excluded_reason,
            case
                when direction = 'in' then 'incoming'
                when is_between_agencies is null then 'receiver_unknown'
                when not is_between_agencies then 'not_between_agencies'
            end
        ) as exchange_reason
    from {{ ref('counted_documents') }}
)

select
    'document_electronic_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when exchange_reason is null
            then
                case
                    when is_sent_electronically and not coalesce(is_sent_on_paper, false) then 1e0
                    else 0e0
                end
    end as numerator,
    case when exchange_reason is null then 1e0 end as denominator,
    exchange_reason as excluded_reason,
    exchange_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    case when is_sent_on_paper then 'sent_on_paper' end as note
from documents
