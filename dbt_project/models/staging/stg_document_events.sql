-- One row per document event known at as_of. Source: the event store, stream `document`.
-- What an event type says by itself (sent, sent on paper, digitised) becomes its attribute.
with events as (
    select *
    from {{ source('store', 'document_events') }}
    where {{ known_at_as_of() }}
),

final as (
    select
        {{ envelope({'issued': 'issued', 'recalled': 'recalled', 'replaced': 'replaced'}) }},
        number,
        notation,
        document_type,
        direction,
        urgency,
        issued_date,
        is_signed_digitally,
        is_between_agencies,
        receivers,
        lower(content_key) as content_key,
        coalesce(has_electronic_form, case when event_type = 'digitised' then true end)
            as has_electronic_form,
        coalesce(is_sent_electronically, case when event_type = 'sent' then true end)
            as is_sent_electronically,
        coalesce(is_sent_on_paper, case when event_type = 'sent_on_paper' then true end)
            as is_sent_on_paper
    from events
)

select * from final
