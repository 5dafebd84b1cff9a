-- One row per meeting for its own year and per conference and baseline for the next.
-- Source: counted_meetings; KH annex task 5, KL 226-KL/TW. Only hội nghị. A joint one counts once per
-- host and once for the province: the first host that lists it as a hội nghị, in both years alike.
with meetings as (
    select
        entity_id,
        agency_id,
        agency_code,
        fact_date,
        joint_key,
        coalesce(excluded_reason, {{ conference_reason() }}) as excluded_reason,
        agency_code as note
    from {{ ref('counted_meetings') }}
),

counted as (
    select
        *,
        excluded_reason is null
        and row_number() over (
            partition by coalesce(joint_key, entity_id), excluded_reason is null
            order by fact_date, entity_id
        ) = 1 as counts_for_province
    from meetings
),

{{ change_rows('conference_count_change', joint=true) }}
