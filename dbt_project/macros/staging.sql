{# The envelope columns that every staging view passes on, and the filter that hides what the store
   did not know yet at `as_of`. `statuses`: event type -> status it sets (schemas/vocabularies.py). #}

{% macro envelope(statuses) -%}
event_id,
        event_type,
        entity_id,
        agency_code,
        occurred_at,
        recorded_at,
        position,
        {{ order_key('event_type', 'occurred_at', 'position') }} as order_key,
        cleared,
        source_system,
        source_file,
        source_sheet,
        source_row,
        coalesce(
            status,
            case event_type
                {%- for event_type, status in statuses.items() %}
                when '{{ event_type }}' then '{{ status }}'
                {%- endfor %}
            end
        ) as status
{%- endmacro %}

{% macro known_at_as_of() -%}
    recorded_at <= (select as_of from {{ source('store', 'run_context') }})
{%- endmacro %}
