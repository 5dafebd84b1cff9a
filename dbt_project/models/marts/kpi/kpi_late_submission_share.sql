-- One row per meeting, document, dossier and record that counts somewhere, dated by its fact.
-- Source: counted_meetings, counted_documents, counted_dossiers, counted_records and the facts; KH
-- annex task 12. Late: the store first heard of it more than a dated number of days after the fact.
-- `note` names the stream. A joint meeting is a submission of each host.
with counted as (
    select
        'meeting' as stream,
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        excluded_reason
    from {{ ref('counted_meetings') }}
    union all
    select
        'document' as stream,
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        excluded_reason
    from {{ ref('counted_documents') }}
    union all
    select
        'dossier' as stream,
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        excluded_reason
    from {{ ref('counted_dossiers') }}
    union all
    select
        'task' as stream,
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        case when excluded_reason <> 'counts_unknown' then excluded_reason end as excluded_reason
    from {{ ref('counted_records') }}
),

heard as (
    {%- for stream in ['meeting', 'document', 'dossier', 'task'] %}
    select
        '{{ stream }}' as stream,
        entity_id,
        {{ local_date('first_recorded_at') }} as heard_date
    from {{ ref('fct_' ~ stream ~ 's') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

judged as (
    select
        counted.*,
        {{ days_from('counted.fact_date', 'heard.heard_date') }} > allowed.value as is_late
    from counted
    inner join heard on counted.entity_id = heard.entity_id and counted.stream = heard.stream
    {{ rule_on('allowed', 'late_submission_days', 'counted.fact_date') }}
)

select
    'late_submission_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null then case when is_late then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    stream as note
from judged
