-- One row per dossier, dated by the day it ended or, open, was promised for.
-- Source: counted_dossier_deadlines; QĐ 766/QĐ-TTg 2.1.
-- In time is not later than promised; from a dated number of requests for supplements on it is late.
with judged as (
    select
        *,
        case
            when not is_ended then 'open_past_due'
            when not is_in_time then 'ended_late'
            when is_supplemented_too_often then 'supplemented_too_often'
        end as shortfall
    from {{ ref('counted_dossier_deadlines') }}
)

select
    'dossier_on_time_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when excluded_reason is null then case when shortfall is null then 1e0 else 0e0 end
    end as numerator,
    case when excluded_reason is null then 1e0 end as denominator,
    excluded_reason,
    excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    case when excluded_reason is null then shortfall end as note
from judged
