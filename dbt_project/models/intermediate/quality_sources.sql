-- One row per entity of which more than one source speaks, or more than one host of a joint meeting:
-- whether they say different things. Source: staging, counted_meetings. A table, since staging is
-- not published.
{{ config(materialized='table') }}

{% set said = {
    'meeting': ['mode', local_date('starts_at')],
    'document': ['issued_date', 'has_electronic_form'],
    'dossier': ['channel', local_date('received_at')],
} -%}
with
{% for stream, values in said.items() %}
{{ stream }}_twice as (
    select entity_id
    from {{ ref('stg_' ~ stream ~ '_events') }}
    group by entity_id
    having min(source_system) <> max(source_system)
),

{{ stream }}_said as (
    select
        events.entity_id,
        events.source_system,
        {% for value in values -%}
        {{ last_said(value, 'events.order_key') }} as said_{{ loop.index }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ ref('stg_' ~ stream ~ '_events') }} as events
    inner join {{ stream }}_twice on events.entity_id = {{ stream }}_twice.entity_id
    group by events.entity_id, events.source_system
),
{% endfor %}
compared as (
    {% for stream, values in said.items() %}
    select
        '{{ stream }}' as stream,
        entity_id,
        {% for value in values -%}
        count(distinct said_{{ loop.index }}) > 1{{ ' or' if not loop.last }}
        {% endfor -%}
        as is_different
    from {{ stream }}_said
    group by entity_id
    union all
    {% endfor %}
    select
        'meeting' as stream,
        entity_id,
        min(mode) over (partition by joint_key) <> max(mode) over (partition by joint_key)
        or min(fact_date) over (partition by joint_key)
        <> max(fact_date) over (partition by joint_key) as is_different
    from {{ ref('counted_meetings') }}
    where
        joint_key is not null and coalesce(excluded_reason = 'joint_duplicate', true)
    qualify count(*) over (partition by joint_key) > 1
)

select
    stream,
    entity_id,
    max(case when is_different then 1 else 0 end) as is_different
from compared
group by stream, entity_id
