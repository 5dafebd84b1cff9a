-- One row per submission of data owed: obligation, unit, the part of the data, last day. Source:
-- submission_obligations (monthly: so many days after the month; daily: so many working days after
-- the day), dim_days, dim_agencies. A table, since days owed end with as_of. Plans and reports are
-- duties of the annex and not here.
{{ config(materialized='table') }}

with obligations as (
    select * from {{ ref('submission_obligations') }}
),

run as (
    select as_of_date from {{ source('store', 'run_context') }}
),

months as (
    {{ calendar_months() }}
),

monthly as (
    select
        obligations.*,
        months.period_code,
        months.end_date as subject_date,
        {{ day_plus('months.end_date', 'obligations.due_day') }} as nominal_date
    from obligations
    inner join months on {{ in_force('obligations', 'months.end_date') }}
    where obligations.frequency = 'monthly'
),

daily as (
    select
        obligations.*,
        months.period_code,
        days.day as subject_date,
        due.day as nominal_date
    from obligations
    cross join run
    inner join {{ ref('dim_days') }} as days
        on days.is_working_day and {{ in_force('obligations', 'days.day') }} and run.as_of_date >= days.day
    inner join months on days.day between months.start_date and months.end_date
    inner join {{ ref('dim_days') }} as due
        on due.is_working_day and days.working_day_number + obligations.due_day = due.working_day_number
    where obligations.frequency = 'daily'
),

owed_nominal as (
    select * from monthly
    union all
    select * from daily
)

select
    nominal.*,
    units.agency_id,
    units.agency_code,
    case
        when said.is_working_day or coalesce(nominal.working_day_shift, 0) = 0
            then nominal.nominal_date
        when nominal.working_day_shift < 0 then earlier.day
        else later.day
    end as due_date
from owed_nominal as nominal
inner join {{ ref('dim_agencies') }} as units
    on
        (nominal.applies_to = units.agency_type or nominal.applies_to = units.agency_code)
        and {{ in_force('units', 'nominal.subject_date') }}
{{ join_day('said', 'nominal.nominal_date') }}
{{ join_last_working_day('earlier', 'said') }}
{{ join_working_day_after('later', 'said', 1) }}
