-- One row per meeting of a pair that looks like one meeting split in two: same unit and day, same kind,
-- mode, scope and required units, the second begins soon after the first ends. Across noon only when
-- both together are longer than their kind may be. Source: counted_meetings.
with meetings as (
    select
        *,
        {{ last_end('sessions', 'ends_at') }} as finished_at,
        {{ sorted_text('required_units') }} as attendance
    from {{ ref('counted_meetings') }}
    where excluded_reason is null and joint_key is null and len(required_units) > 0
),

caps as (
    select
        meetings.entity_id,
        min(meeting_caps.max_half_days) as max_half_days
    from meetings
    inner join {{ ref('meeting_caps') }} as meeting_caps
        on
            meetings.kind = meeting_caps.kind
            and {{ in_force('meeting_caps', 'meetings.fact_date') }}
    group by meetings.entity_id
),

pairs as (
    select
        first_half.agency_id,
        first_half.agency_code,
        first_half.fact_date,
        first_half.entity_id as first_id,
        second_half.entity_id as second_id,
        {{ minutes_between('first_half.finished_at', 'second_half.starts_at') }} as gap_minutes,
        first_half.duration_minutes + second_half.duration_minutes
        > caps.max_half_days * half_day.value as is_over_cap,
        max_gap.value as max_gap,
        noon_gap.value as noon_gap
    from meetings as first_half
    inner join meetings as second_half
        on
            first_half.agency_id = second_half.agency_id
            and first_half.fact_date = second_half.fact_date
            and first_half.attendance = second_half.attendance
            and first_half.kind = second_half.kind
            and first_half.mode is not distinct from second_half.mode
            and first_half.scope is not distinct from second_half.scope
            and first_half.is_conference is not distinct from second_half.is_conference
            and first_half.entity_id <> second_half.entity_id
            and first_half.finished_at <= second_half.starts_at
    left join caps on first_half.entity_id = caps.entity_id
    {{ rule_on('half_day', 'half_day_minutes', 'first_half.fact_date') }}
    {{ detector_rule('max_gap', 'split_max_gap_minutes', 'first_half.fact_date') }}
    {{ detector_rule('noon_gap', 'split_noon_gap_minutes', 'first_half.fact_date') }}
),

suspicious as (
    select *
    from pairs
    where
        gap_minutes <= max_gap
        or (gap_minutes <= noon_gap and coalesce(is_over_cap, false))
),

halves as (
    select
        agency_id,
        agency_code,
        fact_date,
        first_id as entity_id,
        second_id as other_id,
        cast(cast(round(gap_minutes) as bigint) as varchar) as gap_minutes
    from suspicious
    union all
    select
        agency_id,
        agency_code,
        fact_date,
        second_id as entity_id,
        first_id as other_id,
        cast(cast(round(gap_minutes) as bigint) as varchar) as gap_minutes
    from suspicious
)

{{ suspicion('meeting_split', 'halves', "concat('other=', other_id, '; gap_minutes=', gap_minutes)") }}
