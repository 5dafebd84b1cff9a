-- One row per meeting. Source: counted_meetings; KL 226-KL/TW. A hội nghị is counted when it cost more
-- than its norm (as the source gives it) times the dated ratio that is allowed.
with judged as (
    select
        counted.*,
        counted.cost_norm_amount * limits.value as max_amount,
        coalesce(
            {{ reason_of_its_own('counted') }},
            {{ conference_reason() }},
            case
                when counted.cost_amount is null then 'cost_unknown'
                when counted.cost_norm_amount is null then 'norm_unknown'
                when limits.value is null then 'no_rule'
            end
        ) as judged_reason
    from {{ ref('counted_meetings') }} as counted
    {{ rule_on('limits', 'conference_max_cost_ratio', 'counted.fact_date') }}
),

{{ joint_once() }}

select
    'meeting_cost_overrun_count' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case
        when final_reason is null then case when cost_amount > max_amount then 1e0 else 0e0 end
    end as numerator,
    case when final_reason is null then 1e0 end as denominator,
    final_reason as excluded_reason,
    is_for_province as counts_for_province,
    cast(null as varchar) as basis,
    cast(null as varchar) as note
from counted
