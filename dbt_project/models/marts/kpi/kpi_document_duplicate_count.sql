-- One row per document. Source: counted_documents; KH II.3, KL 226-KL/TW. A document is counted when the
-- one issued last before it with the same content, by whichever agency, is at most so many days
-- older (dated rule); `note` names that one. Only documents that the agency issued.
with documents as (
    select
        *,
        coalesce(
            excluded_reason,
            {{ outgoing_reason() }},
            case when content_key is null then 'content_unknown' end
        ) as own_judgement
    from {{ ref('counted_documents') }}
),

ordered as (
    select
        *,
        lag(entity_id) over same_content as earlier_id,
        lag(fact_date) over same_content as earlier_date
    from documents
    window
        same_content as (
            partition by coalesce(content_key, entity_id), own_judgement is null
            order by fact_date, entity_id
        )
),

judged as (
    select
        ordered.*,
        coalesce(
            {{ days_between('ordered.earlier_date', 'ordered.fact_date') }} <= limits.value, false
        ) as is_counted,
        coalesce(ordered.own_judgement, case when limits.value is null then 'no_rule' end)
            as judged_reason
    from ordered
    {{ rule_on('limits', 'duplicate_content_days', 'ordered.fact_date') }}
)

select
    'document_duplicate_count' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when judged_reason is null then case when is_counted then 1e0 else 0e0 end
    end as numerator,
    case when judged_reason is null then 1e0 end as denominator,
    judged_reason as excluded_reason,
    counts_for_province and judged_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    case when judged_reason is null and is_counted then earlier_id end as note
from judged
