{# Working days of public servants, all counted through marts.dim_days. Each macro is a join, so that
   both engines run it and a day outside the known calendar stays null (unknown, not "working").

   join_day(alias, day): the calendar row of a day, e.g.
       {{ join_day('sent', 'meetings.invited_date') }}
       {{ join_day('held', 'meetings.held_date') }}
   working_days_between(earlier, later): of two such aliases, the working days after the earlier day,
       up to and including the later one; negative when they come in the other order.
           {{ working_days_between('sent', 'held') }} >= 3
   join_last_working_day(alias, day_alias): the last working day on or before a joined day.
   join_working_day_after(alias, day_alias, n): the n-th working day after a joined day (n >= 1).
       {{ join_working_day_after('answer_by', 'sent', 5) }}  ... answer_by.day #}

{% macro join_day(alias, day) -%}
    left join {{ ref('dim_days') }} as {{ alias }} on {{ alias }}.day = {{ day }}
{%- endmacro %}

{% macro working_days_between(earlier, later) -%}
    {{ later }}.working_day_number - {{ earlier }}.working_day_number
{%- endmacro %}

{% macro join_last_working_day(alias, day_alias) -%}
    left join {{ ref('dim_days') }} as {{ alias }}
        on
            {{ alias }}.working_day_number = {{ day_alias }}.working_day_number
            and {{ alias }}.is_working_day
{%- endmacro %}

{% macro join_working_day_after(alias, day_alias, n) -%}
    left join {{ ref('dim_days') }} as {{ alias }}
        on
            {{ alias }}.working_day_number = {{ day_alias }}.working_day_number + {{ n }}
            and {{ alias }}.is_working_day
{%- endmacro %}
