-- One row per day of the years that the seed `holidays` covers: whether public servants work on it.
-- Source: seeds holidays (by law, from the package of that name) and working_day_overrides (one-off
-- decisions, which win). A year without a known holiday is unknown, never a year of work.
with holidays as (
    select * from {{ ref('holidays') }}
),

overrides as (
    select * from {{ ref('working_day_overrides') }}
),

known_years as (
    select distinct year(day) as known_year from holidays
),

ends as (
    select
        {{ first_of_year('min(known_year)') }} as first_day,
        {{ last_of_year('max(known_year)') }} as last_day
    from known_years
),

days as (
    select {{ each_day('first_day', 'last_day') }} as day from ends
),

judged as (
    select
        days.day,
        case
            when overrides.day is not null then overrides.is_working_day
            when holidays.day is not null then holidays.is_working_day
            when known_years.known_year is not null then not ({{ is_weekend('days.day') }})
        end as is_working_day,
        coalesce(overrides.label_vi, holidays.label_vi) as label_vi,
        coalesce(overrides.legal_ref, holidays.legal_ref) as legal_ref
    from days
    left join holidays on days.day = holidays.day
    left join overrides on days.day = overrides.day
    left join known_years on year(days.day) = known_years.known_year
),

counted as (
    select
        *,
        sum(case when is_working_day then 1 else 0 end) over (order by day) as working_days,
        sum(case when is_working_day is null then 1 else 0 end) over (order by day) as unknown_days
    from judged
)

select
    day,
    is_working_day,
    case when unknown_days = 0 then cast(working_days as integer) end as working_day_number,
    label_vi,
    legal_ref
from counted
