{# Time in which a dossier waits for what the citizen must supplement: from each request (status 5) to
   the next step that sets a status. Two CTEs that end in `pauses`, one row per dossier with a
   request; all its events are read again, so that an incremental build says what a full one does. #}

{% macro is_step(event_types) -%}
    event_type in ({% for name in event_types %}'{{ name }}'{{ ', ' if not loop.last }}{% endfor %})
    and events.status is null
{%- endmacro %}

{% macro supplement_pauses(events) -%}
steps as (
    select
        entity_id,
        event_type,
        stepped_at,
        lead(stepped_at) over (partition by entity_id order by order_key) as next_at
    from {{ events }}
    where
        stepped_at is not null
        and entity_id in (
            select entity_id
            from {{ events }}
            where event_type = 'supplement_requested' {{ only_affected('and') }}
        )
),

pauses as (
    select
        entity_id,
        count(*) as pause_count,
        sum(case when next_at is null then 0e0 else {{ minutes_between('stepped_at', 'next_at') }} end)
            as closed_minutes,
        max(case when next_at is null then stepped_at end) as open_since
    from steps
    where event_type = 'supplement_requested'
    group by entity_id
)
{%- endmacro %}
