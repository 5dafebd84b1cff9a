{# The dated limits of a check of a stream on a day, as a join: see check_thresholds.csv. #}
{% macro limits_on(measured, day) -%}
    inner join {{ ref('check_thresholds') }} as limits
        on
            {{ measured }}.check_code = limits.check_code
            and {{ measured }}.stream = limits.stream
            and {{ in_force('limits', day) }}
{%- endmacro %}

{# Calendar months, the grain of every check. #}
{% macro calendar_months() -%}
    select
        period_code,
        start_date,
        end_date
    from {{ ref('dim_periods') }}
    where calendar = 'calendar' and period_kind = 'month'
{%- endmacro %}
