-- Fails if the roll-up of the annex does not count what task_on_time_share counts for the same unit.
with totals as (
    select
        agency_code,
        sum(due_count) as due_count,
        sum(on_time_count) as on_time_count
    from {{ ref('annex_task_totals') }}
    where
        agency_code not in (
            select units.agency_code from {{ ref('dim_agencies') }} as units
            where units.is_province
        )
    group by agency_code
),

counted as (
    select
        agency_code,
        coalesce(sum(denominator), 0) as due_count,
        coalesce(sum(numerator), 0) as on_time_count
    from {{ ref('kpi_task_on_time_share') }}
    group by agency_code
)

select
    totals.*,
    counted.due_count as kpi_due_count,
    counted.on_time_count as kpi_on_time_count
from totals
full outer join counted on totals.agency_code = counted.agency_code
where
    totals.due_count is distinct from counted.due_count
    or totals.on_time_count is distinct from counted.on_time_count
