-- One row per calendar year that has begun: the parameters of the method in force at its end.
-- Source: dim_periods, seed forecast_rules.
with periods as (
    select * from {{ ref('dim_periods') }}
    where calendar = 'calendar' and period_kind = 'year'
)

select
    periods.period_code,
    {{ parameter('season_prior_events') }},
    {{ parameter('season_calendar_weight') }},
    {{ parameter('growth_prior_years') }},
    {{ parameter('last_year_weight') }},
    {{ parameter('peer_prior_events') }},
    {{ parameter('volume_drift') }},
    {{ parameter('share_half_life_days') }},
    {{ parameter('share_prior_events') }},
    {{ parameter('share_drift') }},
    {{ parameter('min_events') }},
    {{ parameter('data_lag_days') }},
    {{ parameter('province_gap_share') }},
    {{ parameter('interval_deviations') }}
from periods
inner join {{ ref('forecast_rules') }} as rules on {{ in_force('rules', 'periods.end_date') }}
group by periods.period_code
