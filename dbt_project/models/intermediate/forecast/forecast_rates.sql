-- One row per row of forecast_pace: what is expected of the rest of the year and how far it may differ.
-- The method in words and formulas: docs/forecast.md. Source: forecast_pace.
-- The weight of last year and of the group, as years of observation beside this year's part.
with weighed as (
    select
        *,
        coalesce(last_year_weight / growth, 0e0) as last_exposure,
        (peer_volume + last_year_weight * peer_last_volume + 0.5e0)
        / (unit_count * (1 - peer_left_share + coalesce(last_year_weight / growth, 0e0) + 1e-9))
            as peer_mean
    from {{ ref('forecast_pace') }}
),

expected as (
    select
        *,
        volume + last_year_weight * coalesce(last_volume, 0e0) + peer_prior as evidence,
        case
            when method = 'duty' then cast(not_due_count as double)
            else
                left_share
                * (volume + last_year_weight * coalesce(last_volume, 0e0) + peer_prior)
                / (1 - left_share + last_exposure + peer_prior / peer_mean)
        end as expected_remaining,
        (weighed_numerator + share_prior * peer_later_share) / (weighed_denominator + share_prior)
            as later_share,
        1 / (1 / (weighed_denominator + share_prior + 1) + share_drift * share_drift) - 1
            as share_evidence
    from weighed
)

select
    kpi_code,
    agency_id,
    period_code,
    expected_remaining,
    case
        when method = 'duty' then 0e0
        else
            expected_remaining
            + expected_remaining * expected_remaining
            * (
                1 / evidence
                + volume_drift * volume_drift
                + left_share * (1 - left_share) / (coalesce(last_volume, 0e0) + season_prior + 1)
                * power(
                    1 / greatest(left_share, 1e-9)
                    + (volume / evidence) / greatest(1 - left_share, 1e-9),
                    2
                )
            )
    end as remaining_variance,
    case when method not in ('change', 'count') then later_share end as later_share,
    case when method not in ('change', 'count') then share_evidence end as share_evidence,
    left_share,
    volume + coalesce(last_volume, 0e0) as facts_seen
from expected
