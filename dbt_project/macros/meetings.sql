{# Whether a meeting counts as held online: mode online, or hybrid with enough remote sites where the
   dated rules let hybrid count. Goes with `online_rules`, which joins both rules; what is unknown is
   false. #}
{% macro counts_as_online(meetings) -%}
    coalesce(
        {{ meetings }}.mode = 'online'
        or (
            {{ meetings }}.mode = 'hybrid'
            and coalesce(hybrid.value, 0) = 1
            and {{ meetings }}.remote_site_count >= sites.value
        ),
        false
    )
{%- endmacro %}

{% macro online_rules(day) -%}
    {{ rule_on('hybrid', 'hybrid_counts_as_online', day) }}
    {{ rule_on('sites', 'hybrid_min_remote_sites', day) }}
{%- endmacro %}

{# Why a counted meeting is no hội nghị; null where it is one. #}
{% macro conference_reason() -%}
    case
        when is_conference is null then 'conference_unknown'
        when not is_conference then 'not_conference'
    end
{%- endmacro %}

{# Why a meeting does not count whatever the KPI, joint rows aside: those are told apart only among the
   rows that the KPI itself can judge (`joint_once`). #}
{% macro reason_of_its_own(meetings) -%}
    nullif({{ meetings }}.excluded_reason, 'joint_duplicate')
{%- endmacro %}

{# CTEs that end in `name`: the CTE `judged` (with `judged_reason`) where a joint meeting counts once
   per host and once for the province. Of the rows that can be judged the earliest speaks: a host that
   does not say how long it took must not hide the one that does. #}
{% macro joint_once(name='counted') -%}
joint as (
    select
        entity_id,
        row_number() over (partition by agency_id, joint_key order by fact_date, entity_id)
            as place_for_host,
        row_number() over (partition by joint_key order by fact_date, entity_id)
            as place_for_province
    from judged
    where joint_key is not null and judged_reason is null
),

{{ name }} as (
    select
        judged.*,
        coalesce(
            judged.judged_reason,
            case when joint.place_for_host > 1 then 'joint_duplicate' end
        ) as final_reason,
        judged.judged_reason is null and coalesce(joint.place_for_province, 1) = 1
            as is_for_province
    from judged
    left join joint on judged.entity_id = joint.entity_id
)
{%- endmacro %}
