-- One row per distribution, stream, unit, month and value: how many facts have it. Source:
-- quality_months, quality_facts. A value not given is in no distribution.
{% for check, column in {'channel_shift': 'channel', 'kind_shift': 'kind'}.items() %}
select
    '{{ check }}' as check_code,
    months.stream,
    months.agency_id,
    months.agency_code,
    months.period_code,
    months.start_date,
    months.end_date,
    facts.{{ column }} as fact_value,
    count(*) as fact_count
from {{ ref('quality_months') }} as months
inner join {{ ref('quality_facts') }} as facts
    on
        months.stream = facts.stream
        and months.agency_id = facts.agency_id
        and facts.fact_date between months.start_date and months.end_date
where facts.{{ column }} is not null
group by
    months.stream,
    months.agency_id,
    months.agency_code,
    months.period_code,
    months.start_date,
    months.end_date,
    facts.{{ column }}
{{ 'union all' if not loop.last }}
{% endfor %}
