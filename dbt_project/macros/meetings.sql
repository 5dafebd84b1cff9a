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
