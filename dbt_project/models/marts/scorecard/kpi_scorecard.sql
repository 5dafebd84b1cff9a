-- One row per row of kpi_index: the KPI's value, its baseline, the target in force and the status.
-- Source: kpi_period_totals, seed kpi_targets. The only model that divides. Values are compared as
-- exact decimals, never rounded: 90 against 100 is -0.10 and meets <= -0.10. A count is its own value,
-- null where nothing was looked at.
with totals as (
    select * from {{ ref('kpi_period_totals') }}
),

-- Targets that judge some kinds of period only: a limit for a year says nothing of a month.
limited_targets as (
    select distinct kpi_code from {{ ref('kpi_target_periods') }}
),

run as (
    select * from {{ source('store', 'run_context') }}
),

targeted as (
    select
        totals.kpi_code,
        units.agency_code,
        totals.period_code,
        totals.agency_id,
        units.agency_type,
        units.peer_group,
        kpis.method,
        kpis.is_duty_based,
        totals.numerator,
        case when kpis.method = 'change' then totals.like_for_like else totals.denominator end
            as denominator,
        totals.not_due_count,
        targets.comparator,
        targets.target_value,
        targets.due_date,
        targets.legal_ref as target_legal_ref
    from totals
    inner join {{ ref('dim_kpis') }} as kpis on totals.kpi_code = kpis.kpi_code
    inner join {{ ref('dim_agencies') }} as units on totals.agency_id = units.agency_id
    inner join {{ ref('dim_periods') }} as periods on totals.period_code = periods.period_code
    left join limited_targets on totals.kpi_code = limited_targets.kpi_code
    left join {{ ref('kpi_target_periods') }} as kinds
        on
            totals.kpi_code = kinds.kpi_code
            and periods.period_kind = kinds.period_kind
            and {{ in_force('kinds', 'periods.end_date') }}
    -- A limit on a count is one for each unit it applies to, and none for the sum of all of them.
    left join {{ ref('kpi_applicability') }} as own
        on
            totals.kpi_code = own.kpi_code
            and units.agency_type = own.agency_type
            and {{ in_force('own', 'periods.cutoff_date') }}
    left join {{ ref('kpi_targets') }} as targets
        on
            totals.kpi_code = targets.kpi_code
            and {{ in_force('targets', 'periods.end_date') }}
            and (limited_targets.kpi_code is null or kinds.kpi_code is not null)
            and (kpis.method <> 'count' or own.kpi_code is not null)
),

valued as (
    select
        *,
        case
            when method = 'change' then (numerator - denominator) / nullif(denominator, 0)
            when method = 'count' then case when denominator > 0 then numerator end
            else numerator / nullif(denominator, 0)
        end as kpi_value,
        -- What the numerator must be to meet the target exactly.
        case
            when method = 'count' then target_value
            when method = 'change' then cast(denominator as decimal(18, 0)) * (1 + target_value)
            else cast(denominator as decimal(18, 0)) * target_value
        end as exact_numerator
    from targeted
),

judged as (
    select
        *,
        case comparator
            when 'ge' then cast(numerator as decimal(18, 0)) >= exact_numerator
            when 'le' then cast(numerator as decimal(18, 0)) <= exact_numerator
            when 'eq' then cast(numerator as decimal(18, 0)) = exact_numerator
        end as is_met
    from valued
)

select
    judged.kpi_code,
    judged.agency_code,
    judged.period_code,
    judged.numerator,
    judged.denominator,
    judged.kpi_value,
    case when judged.method = 'change' then judged.denominator end as baseline_value,
    case when judged.method = 'change' and judged.denominator is not null then 'like_for_like' end
        as baseline_basis,
    cast(judged.target_value as double) as target_value,
    judged.kpi_value - cast(judged.target_value as double) as gap,
    case
        when judged.target_value is null then 'not_applicable'
        when judged.kpi_value is null and judged.is_duty_based
            then case when judged.not_due_count > 0 then 'not_due' else 'not_applicable' end
        when judged.kpi_value is null then 'no_data'
        when judged.is_met then 'met'
        when judged.due_date > run.as_of_date then 'not_due'
        else 'not_met'
    end as status,
    run.as_of,
    judged.agency_id,
    judged.agency_type,
    judged.peer_group,
    judged.comparator,
    judged.due_date,
    judged.target_legal_ref
from judged
cross join run
