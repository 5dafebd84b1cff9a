{# From events to a state (kpis.md): one row per entity of a staging view, as CTEs that end in
   `state`. Each attribute has the value of the last event in order that carries it. Entities of
   which a correction empties an attribute take a second, slower way: what was said up to that
   correction is forgotten before folding. The view is named in each FROM instead of once in a CTE,
   because DuckDB would write the CTE, all events, to memory. #}

{% macro fold(events, attributes, counts={}) -%}
{%- if is_incremental() %}
affected as (
    select distinct entity_id
    from {{ events }}
    where position > (select coalesce(max(last_position), -1) from {{ this.include(database=false) }})
),
{% endif %}
clearings as (
    select
        entity_id,
        attribute,
        max(order_key) as cleared_at
    from (
        select
            entity_id,
            order_key,
            {{ each_name('cleared') }} as attribute
        from {{ events }}
        where event_type = 'corrected' and cleared is not null {{ only_affected('and') }}
    ) as named
    group by entity_id, attribute
),

cleared_entities as (
    select
        entity_id
        {%- for attribute in attributes %},
        max(case when attribute = '{{ attribute }}' then cleared_at end) as {{ attribute }}_cleared
        {%- endfor %}
    from clearings
    group by entity_id
),

forgetful_events as (
    select
        said.entity_id,
        said.agency_code,
        said.event_type,
        said.status,
        said.order_key,
        said.position,
        said.recorded_at,
        said.source_system,
        said.source_file,
        said.source_sheet,
        said.source_row
        {%- for attribute in attributes %},
        case
            when coalesce(said.order_key <= gone.{{ attribute }}_cleared, false) then null
            else said.{{ attribute }}
        end as {{ attribute }}
        {%- endfor %}
    from {{ events }} as said
    inner join cleared_entities as gone on said.entity_id = gone.entity_id
),

remembering_events as (
    select *
    from {{ events }}
    where entity_id not in (select entity_id from cleared_entities) {{ only_affected('and') }}
),

state as (
    {{ folded('remembering_events', attributes, counts) }}
    union all
    {{ folded('forgetful_events', attributes, counts) }}
)
{%- endmacro %}

{% macro only_affected(keyword) -%}
    {%- if is_incremental() -%}
        {{ keyword }} entity_id in (select entity_id from affected)
    {%- endif -%}
{%- endmacro %}

{% macro folded(relation, attributes, counts) -%}
select
        entity_id,
        coalesce(
            {{ last_said('agency_code', 'order_key') }},
            max_by(agency_code, position)
        ) as agency_code,
        {{ last_said('status', 'order_key') }} as status,
        coalesce(
            max(case when event_type in ('withdrawn', 'voided') then position end)
            > coalesce(
                max(case when event_type = 'corrected' and status is not null then position end), -1
            ),
            false
        ) as is_withdrawn,
        {%- for attribute in attributes %}
        {{ last_said(attribute, 'order_key') }} as {{ attribute }},
        {%- endfor %}
        {%- for name, event_type in counts.items() %}
        count(case when event_type = '{{ event_type }}' then 1 end) as {{ name }},
        {%- endfor %}
        count(*) as event_count,
        min(recorded_at) as first_recorded_at,
        max(recorded_at) as last_recorded_at,
        max(position) as last_position,
        max_by(source_system, position) as source_system,
        {%- set place = 'case when source_row is not null then position end' %}
        {#- What is gone from a list has no row there: its place is the last row that spoke of it. #}
        coalesce(max_by(source_file, {{ place }}), max_by(source_file, position)) as source_file,
        nullif(max_by(coalesce(source_sheet, ''), {{ place }}), '') as source_sheet,
        max_by(source_row, {{ place }}) as source_row,
        coalesce(max({{ place }}), max(position)) as source_position
    from {{ relation }}
    group by entity_id
{%- endmacro %}

{% macro provenance() -%}
event_count,
    first_recorded_at,
    last_recorded_at,
    last_position,
    source_system,
    source_file,
    source_sheet,
    source_row,
    source_position
{%- endmacro %}
