-- One row per detector: what it means and what to do. Source: seed detectors.
select
    detector_code,
    label_vi,
    label_en,
    stream,
    severity,
    kpi_code,
    what_it_means_vi,
    what_to_do_vi,
    legal_ref
from {{ ref('detector_register') }}
