{# Everything that another engine would say differently: one macro each, nothing else in models. #}

{% macro local_date(moment) -%}
    cast({{ moment }} at time zone 'Asia/Ho_Chi_Minh' as date)
{%- endmacro %}

{% macro next_year(day) -%}
    cast({{ day }} + interval 1 year as date)
{%- endmacro %}

{% macro day_before(day) -%}
    cast({{ day }} - interval 1 day as date)
{%- endmacro %}

{% macro minutes_between(earlier, later) -%}
    (epoch_us({{ later }}) - epoch_us({{ earlier }})) / 6e7
{%- endmacro %}

{% macro days_from(earlier, later) -%}
    ({{ later }} - {{ earlier }})
{%- endmacro %}

{% macro day_minutes() -%}
    1440
{%- endmacro %}

{% macro minutes_before(moment, minutes) -%}
    ({{ moment }} - to_microseconds(cast(round({{ minutes }} * 6e7) as bigint)))
{%- endmacro %}

{% macro is_local_midnight(moment) -%}
    (cast({{ moment }} at time zone 'Asia/Ho_Chi_Minh' as time) = time '00:00:00')
{%- endmacro %}

{# Minutes of all sessions; null as soon as one session has no end or one before its start. #}
{% macro session_minutes(sessions) -%}
    case
        when
            len(list_filter({{ sessions }}, lambda s: not coalesce(s."end" >= s.start, false))) = 0
            then list_sum(
                list_transform(
                    {{ sessions }}, lambda s: (epoch_us(s."end") - epoch_us(s.start)) / 6e7
                )
            )
    end
{%- endmacro %}

{# One row per session: those that were declared, or one from start to end. #}
{% macro each_session(sessions, starts_at, ends_at) -%}
    unnest(
        case
            when len({{ sessions }}) > 0 then {{ sessions }}
            else [{'start': {{ starts_at }}, 'end': {{ ends_at }}}]
        end
    )
{%- endmacro %}

{# When a meeting ended: `ends_at`, or else the end of its last session where all have one. #}
{% macro last_end(sessions, ends_at) -%}
    coalesce(
        {{ ends_at }},
        case
            when len(list_filter({{ sessions }}, lambda s: s."end" is null)) = 0
                then list_max(list_transform({{ sessions }}, lambda s: s."end"))
        end
    )
{%- endmacro %}

{% macro days_between(earlier, later) -%}
    ({{ later }} - {{ earlier }})
{%- endmacro %}

{% macro json_text(document, key) -%}
    json_extract_string({{ document }}, '$.{{ key }}')
{%- endmacro %}

{# A list of texts, or null where the document says null; an empty list where it says nothing. #}
{% macro json_texts(document, key) -%}
    case
        when coalesce(json_type({{ document }}, '$.{{ key }}'), 'none') <> 'NULL'
            then json_extract_string({{ document }}, '$.{{ key }}[*]')
    end
{%- endmacro %}

{# The name under which a file comes back when it has been returned: an old workbook as .xlsx. #}
{% macro returned_name(file) -%}
    regexp_replace({{ file }}, '\.(xls|xlsm|ods)$', '.xlsx', 'i')
{%- endmacro %}

{% macro each_name(names) -%}
    unnest({{ names }})
{%- endmacro %}

{# The value with the greatest key, of rows where both are known. DuckDB's max_by skips the others by
   itself; where it does not (Spark), `filter (where ...)` must say so, which costs a fifth here. #}
{% macro last_said(value, key) -%}
    max_by({{ value }}, {{ key }})
{%- endmacro %}

{# One number that sorts events as kpis.md orders them: lifecycle events by (occurred_at, position),
   then corrections by position; a withdrawal says nothing about attributes and has no place.
   2**63 positions fit under one microsecond, and 2**126 lies above every date. #}
{% macro order_key(event_type, occurred_at, position) -%}
    case
        when {{ event_type }} in ('withdrawn', 'voided') then null
        when {{ event_type }} = 'corrected'
            then cast(85070591730234615865843651857942052864 as hugeint) + {{ position }}
        else
            cast(epoch_us({{ occurred_at }}) as hugeint) * cast(9223372036854775808 as hugeint)
            + {{ position }}
    end
{%- endmacro %}

{# One row per day from the first to the last, both included. #}
{% macro each_day(first, last) -%}
    unnest(cast(generate_series({{ first }}, {{ last }}, interval 1 day) as date[]))
{%- endmacro %}

{# Saturday and Sunday: days of rest of public servants since QĐ 188/1999/QĐ-TTg. #}
{% macro is_weekend(day) -%}
    isodow({{ day }}) >= 6
{%- endmacro %}

{% macro first_of_year(year) -%}
    make_date({{ year }}, 1, 1)
{%- endmacro %}

{% macro last_of_year(year) -%}
    make_date({{ year }} + 1, 1, 1) - 1
{%- endmacro %}

{# Distinct known values of a group as a sorted list. #}
{% macro sorted_list(value) -%}
    list_sort(list(distinct {{ value }}))
{%- endmacro %}

{# The same day so many months earlier. #}
{% macro months_before(day, months) -%}
    cast({{ day }} - to_months({{ months }}) as date)
{%- endmacro %}

{% macro day_plus(day, days) -%}
    ({{ day }} + {{ days }})
{%- endmacro %}

{% macro local_midnight(day) -%}
    (cast({{ day }} as timestamp) at time zone 'Asia/Ho_Chi_Minh')
{%- endmacro %}

{# A text of digits as a number, null of anything else. #}
{% macro whole_number(text) -%}
    try_cast({{ text }} as bigint)
{%- endmacro %}

{# One row per whole number from the first to the last, both included. #}
{% macro each_number(first, last) -%}
    unnest(generate_series({{ first }}, {{ last }}))
{%- endmacro %}

{% macro hour_minutes() -%}
    60
{%- endmacro %}

{# The leading digits of a document number (12a -> 12). #}
{% macro leading_number(value) -%}
    cast(regexp_extract({{ value }}, '^\d+') as bigint)
{%- endmacro %}

{% macro year_of(day) -%}
    year({{ day }})
{%- endmacro %}

{% macro month_code(day) -%}
    strftime({{ day }}, '%Y-%m')
{%- endmacro %}

{# The middle day of a group of days. #}
{% macro middle_day(day) -%}
    cast(quantile_disc({{ day }}, 0.5) as date)
{%- endmacro %}

{# Distinct texts of a list, sorted, as one text; null of an empty or unknown list. #}
{% macro sorted_text(values) -%}
    nullif(array_to_string(list_sort(list_distinct({{ values }})), ','), '')
{%- endmacro %}

{# A whole number that a product of doubles falls short of by its last bits. #}
{% macro rounding_slack() -%}
    1e-9
{%- endmacro %}
