-- One row per meeting for its own year and per conference and baseline for the next.
-- Source: counted_meetings; KH annex task 5, KL 226-KL/TW. Only hội nghị. A joint one counts once per
-- host and once for the province: the first host that lists it as a hội nghị, in both years alike.
with judged as (
    select
        meetings.entity_id,
        meetings.agency_id,
        meetings.agency_code,
        meetings.fact_date,
        meetings.joint_key,
        coalesce({{ reason_of_its_own('meetings') }}, {{ conference_reason() }}) as judged_reason,
        meetings.agency_code as note
    from {{ ref('counted_meetings') }} as meetings
),

{{ joint_once('conferences') }},

counted as (
    select
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        joint_key,
        note,
        final_reason as excluded_reason,
        is_for_province as counts_for_province
    from conferences
),

{{ change_rows('conference_count_change', joint=true) }}
