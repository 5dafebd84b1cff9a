-- One row per document for its own year and per document and baseline for the next.
-- Source: counted_documents, document_types; KH annex task 3. Only outgoing documents of a type that
-- is flagged as administrative on the day of issue.
with typed as (
    select
        documents.entity_id,
        documents.agency_id,
        documents.agency_code,
        documents.fact_date,
        coalesce(
            documents.excluded_reason,
            case
                when documents.direction is null then 'direction_unknown'
                when documents.direction <> 'out' then 'incoming'
                when types.document_type is null then 'type_unknown'
                when not types.counts_as_administrative then 'type_not_counted'
            end
        ) as excluded_reason,
        documents.agency_code as note
    from {{ ref('counted_documents') }} as documents
    left join {{ ref('document_types') }} as types
        on
            documents.document_type = types.document_type
            and {{ in_force('types', 'documents.fact_date') }}
),

counted as (
    select
        *,
        excluded_reason is null as counts_for_province
    from typed
),

{{ change_rows('document_count_change') }}
