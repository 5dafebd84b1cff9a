-- One row per counted meeting declared online whose number of remote sites is said to be zero; a number
-- that is not known is no finding. Source: counted_meetings.
with found as (
    select *
    from {{ ref('counted_meetings') }}
    where excluded_reason is null and mode = 'online' and remote_site_count = 0
)

{{ suspicion('meeting_online_without_site', 'found', "'remote_site_count=0'") }}
