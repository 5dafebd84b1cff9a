-- One row per unit and month: numbers given to outgoing documents, and numbers skipped before them.
-- Source: fct_documents. A series is a unit, a type of document and a year (NĐ 30/2020/NĐ-CP); what
-- was recalled or withdrawn still used its number. What lies before the first number is not judged.
with months as (
    {{ calendar_months() }}
),

numbered as (
    select
        units.agency_id,
        facts.agency_code,
        facts.document_type,
        year(facts.issued_date) as series_year,
        {{ whole_number('facts.number') }} as series_number,
        min(facts.issued_date) as issued_date
    from {{ ref('fct_documents') }} as facts
    inner join {{ ref('dim_agencies') }} as units
        on {{ unit_on('facts.agency_code', 'facts.issued_date') }}
    where facts.direction = 'out' and {{ whole_number('facts.number') }} is not null
    group by
        units.agency_id,
        facts.agency_code,
        facts.document_type,
        year(facts.issued_date),
        {{ whole_number('facts.number') }}
),

stepped as (
    select
        *,
        series_number - lag(series_number) over (
            partition by agency_id, document_type, series_year order by series_number
        ) - 1 as skipped
    from numbered
)

select
    'document' as stream,
    stepped.agency_id,
    stepped.agency_code,
    months.period_code,
    months.end_date,
    sum(coalesce(stepped.skipped, 0)) as skipped_count,
    count(*) + sum(coalesce(stepped.skipped, 0)) as number_count
from stepped
inner join months
    on stepped.issued_date between months.start_date and months.end_date
group by stepped.agency_id, stepped.agency_code, months.period_code, months.end_date
