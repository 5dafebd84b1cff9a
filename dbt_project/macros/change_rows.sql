{# Rows of a KPI that compares with the year before, out of the CTE `counted`: each fact stands once
   for its own year (numerator) and once per baseline for the next (denominator, dated a year later).
   `like_for_like`: the unit that bears its history then; `raw`: the same unit or, for units that
   ended, the province alone; `no_successor`: the facts of abolished districts, shown apart. #}

{% macro change_rows(kpi_code, joint=false) -%}
sides as (
    select 'this_year' as side
    union all
    select 'like_for_like' as side
    union all
    select 'raw' as side
),

baseline_bearers as (
    select
        'like_for_like' as side,
        agency_id,
        bearer_id,
        bearer_code,
        bears_from,
        {{ or_forever('bears_to') }} as bears_until
    from {{ ref('agency_bearers') }}
    union all
    select
        'raw' as side,
        agency_id,
        bearer_id,
        bearer_code,
        bears_from,
        {{ or_forever('bears_to') }} as bears_until
    from {{ ref('agency_bearers') }}
    where bearer_id = agency_id
),

sided as (
    select
        counted.entity_id,
        counted.excluded_reason,
        counted.counts_for_province,
        counted.note,
        sides.side,
        case
            when sides.side = 'like_for_like' and bearers.bearer_id is null then 'no_successor'
            when sides.side <> 'this_year' then sides.side
        end as basis,
        case when sides.side = 'this_year' then counted.agency_id else bearers.bearer_id end
            as agency_id,
        case when sides.side = 'this_year' then counted.agency_code else bearers.bearer_code end
            as agency_code,
        case
            when sides.side = 'this_year' then counted.fact_date
            else {{ next_year('counted.fact_date') }}
        end as fact_date,
        {{ 'coalesce(counted.joint_key, counted.entity_id)' if joint else 'counted.entity_id' }}
            as counted_as
    from counted
    cross join sides
    left join baseline_bearers as bearers
        on
            sides.side = bearers.side
            and counted.agency_id = bearers.agency_id
            and {{ next_year('counted.fact_date') }} >= bearers.bears_from
            and {{ next_year('counted.fact_date') }} < bearers.bears_until
    where sides.side = 'this_year' or counted.excluded_reason is null
),

placed as (
    select
        *,
        {%- if joint %}
        row_number() over (
            partition by side, basis, agency_id, counted_as order by fact_date, entity_id
        ) as place_for_unit,
        -- A joint meeting that some host's successor bears is no loss: it does not stand apart.
        row_number() over (
            partition by side, counted_as
            order by case when basis = 'no_successor' then 1 else 0 end, fact_date, entity_id
        ) as place_for_province
        {%- else %}
        1 as place_for_unit,
        1 as place_for_province
        {%- endif %}
    from sided
)

select
    '{{ kpi_code }}' as kpi_code,
    agency_id,
    agency_code,
    fact_date,
    cast(null as date) as until_date,
    entity_id,
    case when side = 'this_year' and excluded_reason is null then 1e0 end as numerator,
    case when side <> 'this_year' and place_for_unit = 1 then 1e0 end as denominator,
    case
        when side <> 'this_year' and place_for_unit > 1 then 'joint_duplicate' else excluded_reason
    end as excluded_reason,
    case when side = 'this_year' then counts_for_province else place_for_province = 1 end
        as counts_for_province,
    basis,
    note
from placed
{%- endmacro %}
