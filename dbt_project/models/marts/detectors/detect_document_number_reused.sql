-- One row per document whose number also bears another document of the same unit, year and notation, was
-- given another content and date afterwards, or has a letter beside the plain number.
-- Source: numbered_documents, stg_document_events.
with documents as (
    select
        *,
        {{ leading_number('number') }} as plain_number
    from {{ ref('numbered_documents') }}
    where not is_withdrawn
),

twins as (
    select
        one.entity_id,
        min(other.entity_id) as other_id
    from documents as one
    inner join documents as other
        on
            one.agency_id = other.agency_id
            and one.notation = other.notation
            and one.plain_number = other.plain_number
            and {{ year_of('one.fact_date') }} = {{ year_of('other.fact_date') }}
            and one.entity_id <> other.entity_id
    where
        -- The same document in two registers bears the same day; a letter is never the same number.
        one.number <> other.number
        or one.fact_date <> other.fact_date
        or coalesce(one.content_key <> other.content_key, false)
    group by one.entity_id
),

contents_said as (
    select
        *,
        lag(content_key) over in_order as content_before,
        lag(recorded_at) over in_order as recorded_before,
        lag(issued_date ignore nulls) over in_order as date_before
    from {{ ref('stg_document_events') }}
    where (content_key is not null or issued_date is not null) and order_key is not null
    window in_order as (partition by entity_id order by order_key)
),

rewritten as (
    select
        said.entity_id,
        max(said.date_before) as date_before
    from contents_said as said
    {{ detector_rule('grace', 'correction_grace_hours', 'said.issued_date') }}
    where
        said.event_type = 'corrected'
        and said.content_key <> said.content_before
        and said.issued_date <> said.date_before
        and not {{ in_grace('said.recorded_before', 'said.recorded_at', 'grace') }}
    group by said.entity_id
),

found as (
    select
        documents.*,
        case
            when twins.entity_id is not null then concat('also ', twins.other_id)
            else concat('another content, dated ', cast(rewritten.date_before as varchar), ' before')
        end as why
    from documents
    left join twins on documents.entity_id = twins.entity_id
    left join rewritten on documents.entity_id = rewritten.entity_id
    where twins.entity_id is not null or rewritten.entity_id is not null
)

{{ suspicion('document_number_reused', 'found', 'why') }}
