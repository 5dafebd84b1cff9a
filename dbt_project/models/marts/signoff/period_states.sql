-- One row per period of which something was said, level and unit: where the sign-off stands at as_of.
-- Source: stream `signoff`, dim_periods, dim_agencies (units in force on the period's last day).
with acts as (
    select * from {{ ref('stg_signoff_events') }}
),

periods as (
    select
        period_code,
        cutoff_date
    from {{ ref('dim_periods') }}
    where period_code in (select period_code from acts)
),

agencies as (
    select * from {{ ref('dim_agencies') }}
),

steps as (
    select
        *,
        case
            when event_type in ('submitted', 'reopened', 'returned') then 'unit'
            when event_type in ('approved', 'approval_withdrawn') then 'department'
            when event_type in ('frozen', 'unfrozen') then 'province'
        end as level
    from acts
),

last_steps as (
    select
        period_code,
        agency_code,
        level,
        max(position) as position
    from steps
    where level is not null
    group by period_code, agency_code, level
),

-- A freeze speaks of the whole period and names no unit.
standing as (
    select steps.*
    from steps
    inner join last_steps on steps.position = last_steps.position
),

exceptions as (
    select
        period_code,
        agency_code,
        {{ last_said('expires_at', 'position') }} as exception_until
    from acts
    where event_type = 'exception_granted'
    group by period_code, agency_code
),

index_rows as (
    select
        periods.period_code,
        levels.level,
        agencies.agency_code,
        case when levels.level <> 'province' then agencies.agency_code end as acted_on
    from periods
    cross join (values ('unit'), ('department'), ('province')) as levels (level)
    inner join agencies
        on
            (levels.level = 'province') = agencies.is_province
            and {{ in_force('agencies', 'periods.cutoff_date') }}
)

select
    index_rows.period_code,
    index_rows.level,
    index_rows.agency_code,
    case
        when standing.event_type in ('submitted', 'approved', 'frozen') then standing.event_type
        else 'open'
    end as state,
    coalesce(standing.event_type = 'approved' and submitted.position > standing.position, false)
        as is_outdated,
    standing.recorded_at as since,
    standing.office_code,
    standing.reason,
    case when index_rows.level = 'unit' then exceptions.exception_until end as exception_until,
    case when standing.event_type = 'frozen' then standing.freeze_id end as freeze_id
from index_rows
left join standing
    on
        index_rows.period_code = standing.period_code
        and index_rows.level = standing.level
        and index_rows.acted_on is not distinct from standing.agency_code
left join standing as submitted
    on
        index_rows.period_code = submitted.period_code
        and index_rows.acted_on = submitted.agency_code
        and submitted.event_type = 'submitted'
left join exceptions
    on
        index_rows.period_code = exceptions.period_code
        and index_rows.acted_on = exceptions.agency_code
