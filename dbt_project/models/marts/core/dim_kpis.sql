-- One row per KPI of the register. Source: seed kpis.
select
    kpi_code,
    label_vi,
    label_en,
    stream,
    method,
    direction,
    unit,
    is_headline,
    is_duty_based,
    description,
    description_en,
    legal_ref
from {{ ref('kpis') }}
