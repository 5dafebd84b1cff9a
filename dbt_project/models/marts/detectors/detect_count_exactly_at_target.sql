-- One row per entity that made a count of meetings or documents fall exactly at the largest number its
-- target allows: those taken out after they had been said to be real, where the count would have
-- missed the target with them; or all that count in months that fall there again and again.
-- Source: kpi_scorecard, removed_entities, kpi_meeting_count_change, kpi_document_count_change.
with figures as (
    select
        scorecard.kpi_code,
        scorecard.agency_id,
        periods.period_kind,
        periods.period_year,
        periods.start_date,
        periods.cutoff_date,
        scorecard.numerator,
        floor(scorecard.denominator * (1 + scorecard.target_value) + {{ rounding_slack() }})
            as largest_count,
        scorecard.denominator >= case
            when periods.period_kind = 'year' then year_base.value else month_base.value
        end
        and floor(scorecard.denominator * (1 + scorecard.target_value) + {{ rounding_slack() }})
        - scorecard.numerator between 0 and near.value as is_at_target
    from {{ ref('kpi_scorecard') }} as scorecard
    inner join {{ ref('dim_periods') }} as periods on scorecard.period_code = periods.period_code
    inner join {{ ref('dim_agencies') }} as units on scorecard.agency_id = units.agency_id
    {{ detector_rule('near', 'target_tolerance', 'periods.cutoff_date') }}
    {{ detector_rule('year_base', 'target_min_baseline', 'periods.cutoff_date') }}
    {{ detector_rule('month_base', 'target_month_min_baseline', 'periods.cutoff_date') }}
    where
        scorecard.kpi_code in ('meeting_count_change', 'document_count_change')
        and scorecard.comparator = 'le'
        and periods.calendar = 'calendar'
        and (
            periods.period_kind = 'year'
            or (periods.period_kind = 'month' and not periods.is_running)
        )
        and not units.is_province
),

removed as (
    select
        figures.*,
        entities.entity_id,
        entities.agency_code,
        entities.fact_date,
        count(*) over (partition by figures.kpi_code, figures.agency_id, figures.period_year)
            as removed_count
    from figures
    inner join {{ ref('removed_entities') }} as entities
        on
            figures.kpi_code = entities.kpi_code
            and figures.agency_id = entities.agency_id
            and entities.fact_date between figures.start_date and figures.cutoff_date
    where figures.period_kind = 'year' and figures.is_at_target
),

months as (
    select
        *,
        sum(case when is_at_target then 1 else 0 end)
            over (partition by kpi_code, agency_id, period_year) as months_at_target
    from figures
    where period_kind = 'month'
),

counted as (
    select * from {{ ref('kpi_meeting_count_change') }}
    union all
    select * from {{ ref('kpi_document_count_change') }}
),

found as (
    select
        removed.agency_id,
        removed.agency_code,
        removed.fact_date,
        removed.entity_id,
        removed.numerator,
        removed.largest_count,
        concat(
            removed.kpi_code, ': taken out, one of ', cast(removed.removed_count as varchar)
        ) as why
    from removed
    {{ detector_rule('enough', 'target_min_removed', 'removed.cutoff_date') }}
    where
        removed.removed_count >= enough.value
        and removed.numerator + removed.removed_count > removed.largest_count
    union
    select
        months.agency_id,
        counted.agency_code,
        counted.fact_date,
        counted.entity_id,
        months.numerator,
        months.largest_count,
        concat(
            months.kpi_code, ': ', cast(months.months_at_target as varchar), ' months at the target'
        ) as why
    from months
    inner join counted
        on
            months.kpi_code = counted.kpi_code
            and months.agency_id = counted.agency_id
            and counted.fact_date between months.start_date and months.cutoff_date
    {{ detector_rule('enough', 'target_min_months', 'months.cutoff_date') }}
    where
        months.is_at_target
        and months.months_at_target >= enough.value
        and counted.numerator > 0
        and counted.basis is null
)

{{ suspicion(
    'count_exactly_at_target', 'found', 'why', 'cast(numerator as double)',
    'cast(largest_count as double)',
) }}
