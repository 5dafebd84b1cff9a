-- One row per meeting: its unit, and why it does not count where it does not. A joint meeting
-- (joint_key) counts once per host and, for the province, for one host. Source: fct_meetings.
with meetings as (
    select
        facts.entity_id,
        facts.agency_code,
        units.agency_id,
        units.level as unit_level,
        facts.held_date as fact_date,
        facts.kind,
        facts.mode,
        facts.remote_site_count,
        facts.duration_minutes,
        facts.joint_key,
        facts.is_conference,
        facts.scope,
        facts.is_paperless,
        facts.is_planned,
        facts.starts_at,
        facts.ends_at,
        facts.sessions,
        facts.required_units,
        facts.invited_at,
        facts.is_unscheduled,
        facts.is_conclusion_required,
        facts.conclusion_issued_at,
        facts.cost_amount,
        facts.cost_norm_amount,
        case
            when facts.is_withdrawn then 'withdrawn'
            when facts.status in ('cancelled', 'merged') then facts.status
            when facts.status is null or facts.status <> 'held' then 'not_held'
            when facts.held_date is null then 'date_unknown'
            when units.agency_id is null then 'unit_not_in_force'
        end as own_reason
    from {{ ref('fct_meetings') }} as facts
    left join {{ ref('dim_agencies') }} as units
        on {{ unit_on('facts.agency_code', 'facts.held_date') }}
),

joint as (
    select
        entity_id,
        row_number() over (
            partition by agency_id, joint_key order by fact_date, entity_id
        ) as place_for_host,
        row_number() over (partition by joint_key order by fact_date, entity_id)
            as place_for_province
    from meetings
    where joint_key is not null and own_reason is null
)

select
    meetings.*,
    coalesce(
        meetings.own_reason,
        case when joint.place_for_host > 1 then 'joint_duplicate' end
    ) as excluded_reason,
    meetings.own_reason is null and coalesce(joint.place_for_province, 1) = 1
        as counts_for_province
from meetings
left join joint on meetings.entity_id = joint.entity_id
