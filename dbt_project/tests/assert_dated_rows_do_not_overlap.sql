-- Fails if two rows of a dated seed are in force on one day for the same thing.
with dated as (
    {% for seed, keys in {
        'agencies': ['agency_code'],
        'kpi_targets': ['kpi_code'],
        'kpi_rules': ['rule_code'],
        'kpi_applicability': ['kpi_code', 'agency_type'],
        'meeting_caps': ['kind', 'rule'],
        'document_types': ['document_type'],
        'period_rules': ['rule_code'],
        'report_points': ['rule_code'],
    }.items() -%}
    select
        '{{ seed }}' as seed,
        concat_ws('|', {{ keys | join(', ') }}) as subject,
        valid_from,
        valid_to,
        lead(valid_from) over (
            partition by {{ keys | join(', ') }} order by valid_from
        ) as next_from
    from {{ ref(seed) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select *
from dated
where next_from < coalesce(valid_to, date '9999-12-31') or valid_to <= valid_from
