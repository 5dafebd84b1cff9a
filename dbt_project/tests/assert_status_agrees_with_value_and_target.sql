-- Fails if a status is no word of the list, or judges what has no value or no target.
select *
from {{ ref('kpi_scorecard') }}
where
    status not in ('met', 'not_met', 'no_data', 'not_due', 'not_applicable')
    or (status in ('met', 'not_met') and (kpi_value is null or target_value is null))
    or (status = 'no_data' and kpi_value is not null)
    or (target_value is null and status <> 'not_applicable')
    or (kpi_value is not null and coalesce(denominator, 0) = 0)
