-- One row per check that is a share, stream, unit and month: the share over the months that the
-- dated row of the check looks at, this month the last. Source: quality_counts, check_thresholds.
{{ config(materialized='table') }}

with counts as (
    select * from {{ ref('quality_counts') }}
)

select
    counts.check_code,
    counts.stream,
    counts.agency_id,
    counts.agency_code,
    counts.period_code,
    counts.end_date,
    cast(sum(looked.denominator) as double) as row_count,
    0 as history_count,
    case
        when sum(looked.denominator) > 0
            then cast(sum(looked.numerator) as double) / cast(sum(looked.denominator) as double)
    end as observed
from counts
{{ limits_on('counts', 'counts.end_date') }}
inner join counts as looked
    on
        counts.check_code = looked.check_code
        and counts.stream = looked.stream
        and counts.agency_id = looked.agency_id
        and looked.end_date <= counts.end_date
        and looked.start_date > {{ months_before('counts.start_date', 'limits.history_months') }}
group by
    counts.check_code,
    counts.stream,
    counts.agency_id,
    counts.agency_code,
    counts.period_code,
    counts.end_date
