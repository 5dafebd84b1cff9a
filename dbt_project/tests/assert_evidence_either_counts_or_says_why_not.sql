-- Fails if evidence counts and is excluded at once, or does neither, or passes more than it counts.
select *
from {{ ref('kpi_evidence') }}
where
    (excluded_reason is not null and (numerator is not null or denominator is not null))
    or (excluded_reason is null and numerator is null and denominator is null)
    or (excluded_reason is not null and fact_date is not null and basis is null
        and counts_for_province and excluded_reason <> 'joint_duplicate')
    or (
        basis is null and until_date is null and numerator > denominator
        -- A count adds up items; its denominator is the entities that were looked at.
        and kpi_code not in (
            select kpi_code from {{ ref('dim_kpis') }}
            where method = 'count'
        )
    )
