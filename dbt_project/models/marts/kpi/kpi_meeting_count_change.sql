-- One row per meeting for its own year and per meeting and baseline for the next.
-- Source: counted_meetings; KH I.2, II.4, annex task 5. A joint meeting counts once per host, also
-- where two hosts of last year have become one unit.
with counted as (
    select
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        joint_key,
        excluded_reason,
        counts_for_province,
        agency_code as note
    from {{ ref('counted_meetings') }}
),

{{ change_rows('meeting_count_change', joint=true) }}
