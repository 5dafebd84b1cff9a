-- One row per document that was known as not secret, was not sent only electronically, and was taken back
-- when its unit (or the same file) sent rows with a secrecy mark. Of a refused row only place, time and
-- reason are kept, so this is a coincidence in time, never a proof.
-- Source: numbered_documents, stg_document_events, quarantine.
with documents as (
    select *
    from {{ ref('numbered_documents') }}
    where
        is_withdrawn
        and is_between_agencies
        and (is_sent_on_paper or not is_sent_electronically)
),

withdrawals as (
    select
        entity_id,
        max(recorded_at) as recorded_at,
        max_by(source_file, position) as source_file
    from {{ ref('stg_document_events') }}
    where event_type = 'withdrawn'
    group by entity_id
),

refusals as (
    select
        agency_code,
        recorded_at,
        source_file,
        count(*) as row_count
    from {{ ref('quarantine') }}
    where problem_code = 'secret_row' and stream = 'document'
    group by agency_code, recorded_at, source_file
),

found as (
    select
        documents.agency_id,
        documents.agency_code,
        documents.fact_date,
        documents.entity_id,
        concat(
            'secret_rows=', cast(max(refusals.row_count) as varchar),
            '; on ', cast(min({{ local_date('refusals.recorded_at') }}) as varchar)
        ) as why
    from documents
    inner join withdrawals on documents.entity_id = withdrawals.entity_id
    {{ detector_rule('reach', 'secret_window_days', local_date('withdrawals.recorded_at')) }}
    cross join refusals
    where
        (
            withdrawals.source_file = refusals.source_file
            and withdrawals.recorded_at = refusals.recorded_at
        )
        or (
            documents.agency_code = refusals.agency_code
            and abs(
                {{ days_between(local_date('refusals.recorded_at'), local_date('withdrawals.recorded_at')) }}
            ) <= reach.value
        )
    group by
        documents.agency_id, documents.agency_code, documents.fact_date, documents.entity_id
)

{{ suspicion('document_moved_to_secret', 'found', 'why') }}
