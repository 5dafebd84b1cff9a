-- One row per unit and begun month: the parts of its data quality (0 to 1, null unknown) and the
-- score, the weighted mean of the parts that are known. Source: submissions, kpi_scorecard
-- (late_submission_share, quarantine_share), check_results, quality_weights. A view: check_results
-- is written after dbt, and the expectation that was not met must be said by one rule only.
{{ config(materialized='view') }}

with shares as (
    select * from {{ ref('kpi_scorecard') }}
    where kpi_code in ('late_submission_share', 'quarantine_share')
),

months as (
    {{ calendar_months() }}
),

units as (
    select
        shares.agency_id,
        shares.agency_code,
        shares.period_code,
        months.start_date,
        max(case when shares.kpi_code = 'late_submission_share' then 1 - shares.kpi_value end)
            as timeliness,
        max(case when shares.kpi_code = 'quarantine_share' then 1 - shares.kpi_value end)
            as validity
    from shares
    inner join months on shares.period_code = months.period_code
    inner join {{ ref('dim_agencies') }} as agencies on shares.agency_id = agencies.agency_id
    where not agencies.is_province
    group by shares.agency_id, shares.agency_code, shares.period_code, months.start_date
),

due as (
    select
        submissions.agency_code,
        months.period_code,
        count(*) as due_count,
        sum(case when submissions.received_at is not null then 1 else 0 end) as received_count
    from {{ ref('submissions') }} as submissions
    inner join months on submissions.due_date between months.start_date and months.end_date
    where submissions.status <> 'not_due'
    group by submissions.agency_code, months.period_code
),

checked as (
    select
        agency_code,
        period_code,
        count(*) as check_count,
        sum(case when passed then 1 else 0 end) as passed_count
    from {{ ref('check_results') }}
    where period_code is not null and severity <> 'info'
    group by agency_code, period_code
),

known as (
    select
        units.*,
        due.due_count,
        due.received_count,
        checked.check_count,
        checked.passed_count,
        cast(due.received_count as double) / due.due_count as completeness,
        cast(checked.passed_count as double) / checked.check_count as plausibility
    from units
    left join due
        on units.agency_code = due.agency_code and units.period_code = due.period_code
    left join checked
        on units.agency_code = checked.agency_code and units.period_code = checked.period_code
),

parts as (
    {% for part in ['completeness', 'timeliness', 'validity', 'plausibility'] %}
    select
        agency_id,
        period_code,
        start_date,
        '{{ part }}' as part,
        {{ part }} as part_value
    from known
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

scored as (
    select
        parts.agency_id,
        parts.period_code,
        count(parts.part_value) as known_part_count,
        sum(cast(weights.weight as double) * parts.part_value)
        / nullif(sum(case when parts.part_value is not null then cast(weights.weight as double) end), 0)
            as quality_score
    from parts
    inner join {{ ref('quality_weights') }} as weights
        on parts.part = weights.part and {{ in_force('weights', 'parts.start_date') }}
    group by parts.agency_id, parts.period_code
)

select
    known.agency_id,
    known.agency_code,
    known.period_code,
    known.completeness,
    known.timeliness,
    known.validity,
    known.plausibility,
    scored.quality_score,
    coalesce(scored.known_part_count, 0) as known_part_count,
    coalesce(known.due_count, 0) as due_count,
    cast(coalesce(known.received_count, 0) as bigint) as received_count,
    coalesce(known.check_count, 0) as check_count,
    cast(coalesce(known.passed_count, 0) as bigint) as passed_count
from known
left join scored
    on known.agency_id = scored.agency_id and known.period_code = scored.period_code
