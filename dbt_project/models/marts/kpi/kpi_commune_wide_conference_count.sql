-- One row per meeting hosted by a commune. Source: counted_meetings; KL 226-KL/TW:
-- at most so many a year for each commune (kpi_targets). Every held meeting is looked at;
-- a hội nghị of scope commune_wide is counted. A meeting that is not known to be one, nor known not to
-- be, is left out. A row without a unit in force has its own reason.
with meetings as (
    select
        *,
        is_conference and scope = 'commune_wide' as is_counted
    from {{ ref('counted_meetings') }}
    where unit_level is null or unit_level = 'commune'
),

judged as (
    select
        *,
        coalesce(
            {{ reason_of_its_own('meetings') }},
            case
                when is_counted is not null then null
                when is_conference is null then 'conference_unknown'
                else 'scope_unknown'
            end
        ) as judged_reason
    from meetings
),

{{ joint_once() }}

select
    'commune_wide_conference_count' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when final_reason is null then case when is_counted then 1e0 else 0e0 end
    end as numerator,
    case when final_reason is null then 1e0 end as denominator,
    final_reason as excluded_reason,
    is_for_province as counts_for_province,
    cast(null as varchar) as basis,
    scope as note
from counted
