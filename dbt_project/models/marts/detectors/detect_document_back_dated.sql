-- One row per document that looks back-dated: its date lies before the middle date of the numbers just
-- before it (same unit, year and notation), so that one wrong date among them accuses nobody else; or
-- the date was moved back by a correction. Source: counted_documents, stg_document_events.
with documents as (
    select
        counted.*,
        counted.notation,
        row_number() over (
            partition by counted.agency_id, counted.notation, {{ year_of('counted.fact_date') }}
            order by {{ leading_number('counted.number') }}, counted.number, counted.entity_id
        ) as place
    from {{ ref('numbered_documents') }} as counted
    where counted.is_real
),

compared as (
    select
        later.entity_id,
        {{ middle_day('earlier.fact_date') }} as middle_day
    from documents as later
    {{ detector_rule('reach', 'back_dated_neighbours', 'later.fact_date') }}
    {{ detector_rule('enough', 'back_dated_min_neighbours', 'later.fact_date') }}
    inner join documents as earlier
        on
            later.agency_id = earlier.agency_id
            and later.notation = earlier.notation
            and {{ year_of('later.fact_date') }} = {{ year_of('earlier.fact_date') }}
            and later.place > earlier.place
    where later.place - earlier.place <= reach.value
    group by later.entity_id, enough.value
    having count(*) >= enough.value
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
            when {{ days_between('documents.fact_date', 'compared.middle_day') }} >= least.value
                then concat('numbers before it are of ', cast(compared.middle_day as varchar))
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
