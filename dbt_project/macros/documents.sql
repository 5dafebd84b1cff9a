{# Why a counted document is none that its agency issued; null where it is one. #}
{% macro outgoing_reason() -%}
    case
        when direction is null then 'direction_unknown'
        when direction <> 'out' then 'incoming'
    end
{%- endmacro %}
