-- One row per record of an agency's procedures, valid from its day until the next record of the unit.
-- Source: counted_records; KH II.5, NĐ 42/2022/NĐ-CP. A stock: what counts is the record valid at the
-- period's end.
with records as (
    select * from {{ ref('counted_records') }}
    where event_type = 'procedures_recorded'
),

-- Two records of one day: the one learned of later stands, the other was never valid.
followed as (
    select
        *,
        lead(fact_date) over (
            partition by agency_id, share_excluded_reason is null order by fact_date, last_position
        ) as next_date
    from records
)

select
    'procedure_full_online_share' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    case
        when share_excluded_reason is null
            then
                {{ day_before(
                    "least(coalesce(next_date, date '9999-12-31'), "
                    "coalesce(unit_valid_to, date '9999-12-31'))"
                ) }}
    end as until_date,
    entity_id,
    case when share_excluded_reason is null then cast(item_count as double) end as numerator,
    case when share_excluded_reason is null then cast(total_count as double) end as denominator,
    share_excluded_reason as excluded_reason,
    share_excluded_reason is null as counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from followed
