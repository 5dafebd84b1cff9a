{# A unit is a code together with the day from which it is valid. #}
{% macro unit_id(code, valid_from) -%}
    concat({{ code }}, '@', cast({{ valid_from }} as varchar))
{%- endmacro %}

{# An end that is not known yet lies after every day. One side of a comparison must speak of one
   table only: a null test over both would make DuckDB compare every row with every row. #}
{% macro or_forever(day) -%}
    coalesce({{ day }}, date '9999-12-31')
{%- endmacro %}

{# The unit of `units` (dim_agencies) that bore this code on this day. #}
{% macro unit_on(code, day) -%}
    units.agency_code = {{ code }}
    and units.valid_from <= {{ day }}
    and {{ day }} < {{ or_forever('units.valid_to') }}
{%- endmacro %}

{# Whether a dated seed row is in force on a day. #}
{% macro in_force(row, day) -%}
    {{ row }}.valid_from <= {{ day }} and {{ day }} < {{ or_forever(row ~ '.valid_to') }}
{%- endmacro %}

{# Rows of kpi_day_totals whose denominator belongs to a baseline, or to the figure itself. #}
{% macro of_basis(basis) -%}
    days.basis {{ "is null" if basis == 'denominator' else "= '" ~ basis ~ "'" }}
{%- endmacro %}

{# The value of a dated rule on a day, as a join target: see kpi_rules.csv. #}
{% macro rule_on(alias, rule_code, day) -%}
    left join {{ ref('kpi_rules') }} as {{ alias }}
        on
            {{ alias }}.rule_code = '{{ rule_code }}'
            and {{ in_force(alias, day) }}
{%- endmacro %}
