-- One row per unit below the province and begun period, with its place inside the peer group: by the
-- share of KPIs met of KPIs due, then by the weighted score; equals share a place (1, 1, 3). A KPI
-- counts while it has a weight; one without data is due and not met. No place where nothing is due.
-- Source: kpi_scorecard, seed kpi_weights.
with periods as (
    select * from {{ ref('dim_periods') }}
),

units as (
    select * from {{ ref('dim_agencies') }}
    where not is_province
),

judged as (
    select
        scorecard.agency_id,
        scorecard.agency_code,
        scorecard.peer_group,
        scorecard.period_code,
        scorecard.as_of,
        weights.weight,
        weights.weight is not null and scorecard.status in ('met', 'not_met', 'no_data') as is_due,
        weights.weight is not null and scorecard.status = 'met' as is_met
    from {{ ref('kpi_scorecard') }} as scorecard
    inner join units on scorecard.agency_id = units.agency_id
    inner join periods on scorecard.period_code = periods.period_code
    left join {{ ref('kpi_weights') }} as weights
        on
            scorecard.kpi_code = weights.kpi_code
            and {{ in_force('weights', 'periods.end_date') }}
),

summed as (
    select
        agency_id,
        agency_code,
        peer_group,
        period_code,
        as_of,
        count(case when is_met then 1 end) as kpis_met,
        count(case when is_due then 1 end) as kpis_due,
        sum(case when is_met then weight end) as weight_met,
        sum(case when is_due then weight end) as weight_due
    from judged
    group by agency_id, agency_code, peer_group, period_code, as_of
),

scored as (
    select
        *,
        cast(kpis_met as double) / nullif(kpis_due, 0) as met_share,
        cast(coalesce(weight_met, 0) as double) / nullif(cast(weight_due as double), 0)
            as weighted_score
    from summed
),

placed as (
    select
        *,
        rank() over (
            partition by peer_group, period_code, kpis_due > 0
            order by met_share desc nulls last, weighted_score desc nulls last
        ) as place,
        count(*) over (partition by peer_group, period_code, kpis_due > 0) as group_size
    from scored
)

select
    agency_code,
    period_code,
    peer_group,
    kpis_met,
    kpis_due,
    met_share,
    weighted_score,
    case when kpis_due > 0 then place end as rank,
    case when kpis_due > 0 then group_size else 0 end as ranked_count,
    agency_id,
    as_of
from placed
