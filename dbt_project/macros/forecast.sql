{# The normal distribution function, by Abramowitz and Stegun 26.2.17: off by less than 1e-7. #}
{% macro normal_cdf(z) -%}
    (
        case when ({{ z }}) >= 0 then 1e0 else 0e0 end
        - sign({{ z }}) * exp(-({{ z }}) * ({{ z }}) / 2) * 0.3989422804014327
        * (1 / (1 + 0.2316419 * abs({{ z }})))
        * (
            0.319381530 + (1 / (1 + 0.2316419 * abs({{ z }})))
            * (
                -0.356563782 + (1 / (1 + 0.2316419 * abs({{ z }})))
                * (
                    1.781477937 + (1 / (1 + 0.2316419 * abs({{ z }})))
                    * (-1.821255978 + 1.330274429 / (1 + 0.2316419 * abs({{ z }})))
                )
            )
        )
    )
{%- endmacro %}

{# The value of a method parameter among the rows of forecast_rules that are in force. #}
{% macro parameter(rule_code) -%}
    cast(max(case when rules.rule_code = '{{ rule_code }}' then rules.value end) as double)
        as {{ rule_code }}
{%- endmacro %}

{# A figure as an exact whole number: sums of facts are whole, and comparisons may not round. #}
{% macro exact(figure) -%}
    cast({{ figure }} as decimal(18, 0))
{%- endmacro %}

{# What a day weighs for the share from now on: half after so many days. #}
{% macro weight_of_day() -%}
    power(
        0.5e0,
        {{ days_between('days.fact_date', 'reach.data_until') }}
        / parameters.share_half_life_days
    )
{%- endmacro %}

{# The facts that are looked at: of a change or a count those that are counted, else all. #}
{% macro volume_of(facts) -%}
    case when reach.method in ('change', 'count') then {{ facts }}.numerator else {{ facts }}.denominator end
{%- endmacro %}

{# Whether the year before was delivered from its beginning on. #}
{% macro has_last_year() -%}
    {{ next_year('first_days.first_date') }} <= reach.start_date + cast(parameters.data_lag_days as integer)
{%- endmacro %}

{# Targets have four decimals (kpi_targets): in parts of this size they are whole numbers. #}
{% macro target_one() -%}
    10000
{%- endmacro %}
