-- One row per change KPI, unit, begun period and baseline: both baselines side by side, and apart
-- from them, with the reason, what like_for_like leaves out: facts of units without a successor and
-- of units that are silent this year. Source: kpi_period_totals.
with totals as (
    select totals.*
    from {{ ref('kpi_period_totals') }} as totals
    inner join {{ ref('dim_kpis') }} as kpis on totals.kpi_code = kpis.kpi_code
    where kpis.method = 'change'
),

sided as (
    select
        kpi_code,
        agency_id,
        period_code,
        'like_for_like' as basis,
        numerator,
        like_for_like as baseline_value
    from totals
    union all
    select
        kpi_code,
        agency_id,
        period_code,
        'raw' as basis,
        numerator,
        raw as baseline_value
    from totals
    union all
    select
        kpi_code,
        agency_id,
        period_code,
        'no_successor' as basis,
        cast(null as double) as numerator,
        no_successor as baseline_value
    from totals
    where no_successor is not null
    union all
    select
        kpi_code,
        agency_id,
        period_code,
        'silent' as basis,
        cast(null as double) as numerator,
        silent as baseline_value
    from totals
    where silent is not null
)

select
    sided.kpi_code,
    units.agency_code,
    sided.period_code,
    sided.basis,
    sided.numerator,
    sided.baseline_value,
    (sided.numerator - sided.baseline_value) / nullif(sided.baseline_value, 0) as kpi_value,
    case sided.basis
        when 'no_successor'
            then 'Đơn vị đã kết thúc, không có đơn vị kế thừa: ngoài like_for_like, trong raw'
        when 'silent'
            then 'Kỳ này đơn vị không gửi số liệu: ngoài like_for_like, trong raw'
    end as reason_vi,
    sided.agency_id
from sided
inner join {{ ref('dim_agencies') }} as units on sided.agency_id = units.agency_id
