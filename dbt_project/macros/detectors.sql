{# What the detectors share: their dated thresholds, the columns each of them ends in, and what an
   entity was said to be before an event. A detector asks a question; it never changes a figure. #}

{# The value of a dated threshold on a day, as a join target: see detector_rules.csv. #}
{% macro detector_rule(alias, rule_code, day) -%}
    left join {{ ref('detector_rules') }} as {{ alias }}
        on
            {{ alias }}.rule_code = '{{ rule_code }}'
            and {{ in_force(alias, day) }}
{%- endmacro %}

{# The last columns of every detector, from a relation with agency_id, agency_code, fact_date,
   entity_id. `observed` and `expected` only where the detector compares counts. #}
{% macro suspicion(code, found, note, observed='cast(null as double)', expected='cast(null as double)') -%}
select
    '{{ code }}' as detector_code,
    {{ found }}.agency_id,
    {{ found }}.agency_code,
    {{ found }}.fact_date,
    {{ found }}.entity_id,
    {{ note }} as note,
    {{ observed }} as observed,
    {{ expected }} as expected
from {{ found }}
{%- endmacro %}

{# When somebody said it: a correction when it was recorded, a step when it occurred. #}
{% macro said_at(events) -%}
    case
        when {{ events }}.event_type = 'corrected' then {{ events }}.recorded_at
        else {{ events }}.occurred_at
    end
{%- endmacro %}

{# Whether a correction came within the hours in which it is an ordinary mending. #}
{% macro in_grace(earlier, later, grace) -%}
    {{ minutes_between(earlier, later) }} <= {{ grace }}.value * {{ hour_minutes() }}
{%- endmacro %}
