-- One row per KPI of the register. Source: seed kpis.
select
    kpi_code,
    label_vi,
    stream,
    method,
    direction,
    unit,
    is_headline,
    is_duty_based,
    description,
    legal_ref
from {{ ref('kpis') }}
