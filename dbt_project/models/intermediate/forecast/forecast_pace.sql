-- One row per row of forecast_sums: which share of the year is still to come, and the group's growth.
-- The method in words and formulas: docs/forecast.md.
-- Source: forecast_sums, forecast_reach, forecast_parameters.
with known as (
    select
        sums.*,
        reach.peer_group,
        reach.method,
        reach.not_due_count,
        reach.is_silent or reach.has_gap as is_unknown,
        case when reach.method in ('change', 'count') then sums.numerator else sums.denominator end
            as volume,
        sums.last_before + sums.last_after as last_volume,
        cast({{ days_between('reach.data_until', 'reach.end_date') }} as double)
        / (1 + {{ days_between('reach.start_date', 'reach.end_date') }}) as days_left_share,
        parameters.season_prior_events as season_prior,
        parameters.season_calendar_weight as calendar_weight,
        parameters.growth_prior_years,
        parameters.last_year_weight,
        parameters.peer_prior_events as peer_prior,
        parameters.volume_drift,
        parameters.share_prior_events as share_prior,
        parameters.share_drift
    from {{ ref('forecast_sums') }} as sums
    inner join {{ ref('forecast_reach') }} as reach
        on
            sums.kpi_code = reach.kpi_code
            and sums.agency_id = reach.agency_id
            and sums.period_code = reach.period_code
    inner join {{ ref('forecast_parameters') }} as parameters
        on sums.period_code = parameters.period_code
),

peers as (
    select
        kpi_code,
        period_code,
        peer_group,
        count(*) as unit_count,
        sum(volume) as volume,
        sum(last_before) as last_before,
        sum(last_after) as last_after,
        (sum(weighed_numerator) + 0.5e0) / (sum(weighed_denominator) + 1) as later_share
    from known
    where not is_unknown
    group by kpi_code, period_code, peer_group
),

-- Share of the year's facts that comes after this day, the group's: last year's, part of the way to
-- the share of days, since one year is no rule.
paced as (
    select
        known.*,
        peers.unit_count,
        peers.volume as peer_volume,
        peers.later_share as peer_later_share,
        coalesce(peers.last_before + peers.last_after, 0e0) as peer_last_volume,
        (coalesce(peers.last_after, 0e0) + known.season_prior * known.days_left_share)
        / (coalesce(peers.last_before + peers.last_after, 0e0) + known.season_prior)
            as peer_season
    from known
    left join peers
        on
            known.kpi_code = peers.kpi_code
            and known.period_code = peers.period_code
            and known.peer_group = peers.peer_group
),

shared as (
    select
        *,
        (1 - calendar_weight) * peer_season + calendar_weight * days_left_share as peer_left_share,
        (1 - calendar_weight) * (coalesce(last_after, 0e0) + season_prior * peer_season)
        / (coalesce(last_volume, 0e0) + season_prior)
        + calendar_weight * days_left_share as left_share
    from paced
),

-- This year's growth, the group's, part of the way to none.
grown as (
    select
        *,
        case
            when last_volume is not null
                then (peer_volume + growth_prior_years * peer_last_volume + 1)
                    / ((1 - peer_left_share + growth_prior_years) * peer_last_volume + 1)
        end as growth
    from shared
)

select * from grown
