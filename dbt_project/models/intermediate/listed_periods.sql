-- One row per stream, unit and begun period that complete lists of the unit's own cover whole, up to
-- its cut-off: for such a period, what is not listed did not happen. A month counts as covered by a
-- list received after its end (or after the period's); the month still running, by one received in
-- it. Source: complete_lists, dim_periods, dim_agencies.
with lists as (
    select * from {{ ref('complete_lists') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

months as (
    select
        period_code as month_code,
        start_date,
        end_date
    from periods
    where calendar = 'calendar' and period_kind = 'month'
),

needed as (
    select
        periods.period_code,
        units.agency_id,
        units.agency_code,
        periods.cutoff_date,
        greatest(periods.start_date, units.valid_from) as first_date,
        least(periods.end_date, {{ or_forever(day_before('units.valid_to')) }}) as last_date
    from periods
    cross join {{ ref('dim_agencies') }} as units
    where
        units.valid_from <= periods.cutoff_date
        and {{ or_forever('units.valid_to') }} > periods.start_date
        and units.agency_code in (select agency_code from lists)
),

by_month as (
    select
        needed.period_code,
        needed.agency_id,
        needed.agency_code,
        needed.first_date,
        months.month_code,
        months.start_date,
        least(months.end_date, needed.last_date) as until_date,
        needed.cutoff_date
    from needed
    inner join months
        on
            least(needed.last_date, needed.cutoff_date) >= months.start_date
            and needed.first_date <= months.end_date
),

proved as (
    select
        lists.stream,
        by_month.period_code,
        by_month.agency_id,
        by_month.month_code
    from by_month
    inner join lists
        on
            by_month.agency_code = lists.agency_code
            and by_month.month_code like concat(lists.prefix, '%')
            and (
                by_month.until_date <= lists.received_date
                or (
                    by_month.until_date > by_month.cutoff_date
                    and by_month.start_date <= lists.received_date
                )
            )
    group by lists.stream, by_month.period_code, by_month.agency_id, by_month.month_code
),

asked as (
    select
        period_code,
        agency_id,
        count(*) as month_count
    from by_month
    group by period_code, agency_id
    -- No month of the calendar may be missing at the front.
    having min(start_date) <= min(first_date)
)

select
    proved.stream,
    proved.agency_id,
    proved.period_code
from proved
inner join asked
    on proved.period_code = asked.period_code and proved.agency_id = asked.agency_id
group by proved.stream, proved.agency_id, proved.period_code
having count(*) = max(asked.month_count)
