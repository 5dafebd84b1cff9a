-- One row per check that is a share, stream, unit and month: how many, out of how many.
-- Source: quality_months, quality_numbers, quality_sources, ingest_batches.
with months as (
    select * from {{ ref('quality_months') }}
),

calendar as (
    {{ calendar_months() }}
),

{% set shares = {
    'late_rows': ('late_count', 'timed_count'),
    'rest_day_share': ('rest_day_count', 'fact_count'),
    'month_end_share': ('last_day_count', 'fact_count'),
    'online_always': ('is_online_count', 'is_online_known'),
    'digitised_always': ('is_digitised_count', 'is_digitised_known'),
    'supplement_never': ('is_unsupplemented_count', 'is_unsupplemented_known'),
} -%}
from_months as (
    {% for check, counts in shares.items() %}
    select
        '{{ check }}' as check_code,
        stream,
        agency_id,
        agency_code,
        period_code,
        start_date,
        end_date,
        {{ counts[0] }} as numerator,
        {{ counts[1] }} as denominator
    from months
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

numbers as (
    select
        'number_gaps' as check_code,
        months.stream,
        months.agency_id,
        months.agency_code,
        months.period_code,
        months.start_date,
        months.end_date,
        numbers.skipped_count as numerator,
        numbers.number_count as denominator
    from months
    inner join {{ ref('quality_numbers') }} as numbers
        on
            months.stream = numbers.stream
            and months.agency_id = numbers.agency_id
            and months.period_code = numbers.period_code
),

sources as (
    select
        'source_disagreement' as check_code,
        months.stream,
        months.agency_id,
        months.agency_code,
        months.period_code,
        months.start_date,
        months.end_date,
        sum(said.is_different) as numerator,
        count(*) as denominator
    from months
    inner join {{ ref('quality_facts') }} as facts
        on
            months.stream = facts.stream
            and months.agency_id = facts.agency_id
            and facts.fact_date between months.start_date and months.end_date
    inner join {{ ref('quality_sources') }} as said
        on facts.stream = said.stream and facts.entity_id = said.entity_id
    group by
        months.stream,
        months.agency_id,
        months.agency_code,
        months.period_code,
        months.start_date,
        months.end_date
),

files as (
    select
        'quarantined_rows' as check_code,
        batches.stream,
        units.agency_id,
        batches.agency_code,
        calendar.period_code,
        calendar.start_date,
        calendar.end_date,
        sum(batches.quarantined_count) as numerator,
        sum(batches.received_count) as denominator
    from {{ ref('ingest_batches') }} as batches
    inner join calendar
        on {{ local_date('batches.recorded_at') }} between calendar.start_date and calendar.end_date
    inner join {{ ref('dim_agencies') }} as units
        on {{ unit_on('batches.agency_code', local_date('batches.recorded_at')) }}
    where batches.event_type = 'file_ingested'
    group by
        batches.stream,
        units.agency_id,
        batches.agency_code,
        calendar.period_code,
        calendar.start_date,
        calendar.end_date
)

{% for part in ['from_months', 'numbers', 'sources', 'files'] -%}
select * from {{ part }}
{{ 'union all' if not loop.last }}
{% endfor %}
