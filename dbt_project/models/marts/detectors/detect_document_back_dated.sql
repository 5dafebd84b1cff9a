-- One row per document that looks back-dated: its date lies days before that of a number just before it
-- (same unit, year and notation), where that one agrees with the numbers that follow, so that one date
-- too late accuses nobody else; or a correction moved the date back.
-- Source: numbered_documents, stg_document_events.
with documents as (
    select
        *,
        concat(agency_id, ' ', cast({{ year_of('fact_date') }} as varchar), ' ', notation) as series,
        row_number() over (
            partition by agency_id, notation, {{ year_of('fact_date') }}
            order by {{ leading_number('number') }}, number, entity_id
        ) as place
    from {{ ref('numbered_documents') }}
    where is_real
),

-- What the numbers after it say of where the series stood then; at its end, the next to latest before it.
after as (
    select
        document.entity_id,
        case when count(*) >= max(enough.value) then {{ middle_day('later.fact_date') }} end as bound
    from documents as document
    {{ detector_rule('reach', 'back_dated_neighbours', 'document.fact_date') }}
    {{ detector_rule('enough', 'back_dated_min_neighbours', 'document.fact_date') }}
    inner join documents as later
        on
            document.series = later.series
            and later.place > document.place
            and later.place <= document.place + reach.value
    group by document.entity_id
),

before as (
    select
        document.entity_id,
        earlier.fact_date,
        coalesce(
            after.bound,
            lag(earlier.fact_date) over (partition by document.entity_id order by earlier.fact_date)
        ) as bound
    from documents as document
    {{ detector_rule('reach', 'back_dated_neighbours', 'document.fact_date') }}
    inner join documents as earlier
        on
            document.series = earlier.series
            and earlier.place < document.place
            and earlier.place >= document.place - reach.value
    left join after on document.entity_id = after.entity_id
),

compared as (
    select
        entity_id,
        max(case when fact_date <= bound then fact_date end) as day_before
    from before
    group by entity_id
),

dates_said as (
    select
        *,
        lag(issued_date) over in_order as date_before,
        lag(recorded_at) over in_order as recorded_before
    from {{ ref('stg_document_events') }}
    where issued_date is not null and order_key is not null
    window in_order as (partition by entity_id order by order_key)
),

moved as (
    select
        dates_said.entity_id,
        max(dates_said.date_before) as date_before
    from dates_said
    {{ detector_rule('grace', 'correction_grace_hours', 'dates_said.issued_date') }}
    {{ detector_rule('least', 'back_dated_min_days', 'dates_said.issued_date') }}
    where
        dates_said.event_type = 'corrected'
        and {{ days_between('dates_said.issued_date', 'dates_said.date_before') }} >= least.value
        and not {{ in_grace('dates_said.recorded_before', 'dates_said.recorded_at', 'grace') }}
    group by dates_said.entity_id
),

judged as (
    select
        documents.*,
        case
            when {{ days_between('documents.fact_date', 'compared.day_before') }} >= least.value
                then concat('a number before it is of ', cast(compared.day_before as varchar))
            when moved.date_before > documents.fact_date
                then concat('dated ', cast(moved.date_before as varchar), ' before')
        end as why
    from documents
    left join compared on documents.entity_id = compared.entity_id
    left join moved on documents.entity_id = moved.entity_id
    {{ detector_rule('least', 'back_dated_min_days', 'documents.fact_date') }}
),

found as (
    select * from judged
    where why is not null
)

{{ suspicion('document_back_dated', 'found', 'why') }}
