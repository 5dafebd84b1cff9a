-- One row per dossier whose digitised flag was set days after it had been finished, on a day when the unit
-- did so for many. A flag that came with the finish, however late the file, is no such thing.
-- Source: counted_dossiers, stg_dossier_events.
with said as (
    select
        *,
        {{ said_at('events') }} as said_at,
        -- When the store first knew that it was finished.
        min(case when status in ('finished', 'returned') or finished_at is not null then recorded_at end)
            over (partition by entity_id) as finish_known_at,
        max(finished_at) over (partition by entity_id) as finished_on,
        max(case when has_digitised_components then 1 else 0 end) over before as had_components,
        max(case when has_digitised_result then 1 else 0 end) over before as had_result
    from {{ ref('stg_dossier_events') }} as events
    where order_key is not null
    window
        before as (
            partition by entity_id order by order_key rows between unbounded preceding and 1 preceding
        )
),

turned as (
    select
        dossiers.agency_id,
        dossiers.agency_code,
        dossiers.fact_date,
        dossiers.entity_id,
        min({{ local_date('said.said_at') }}) as turned_on
    from said
    inner join {{ ref('counted_dossiers') }} as dossiers on said.entity_id = dossiers.entity_id
    {{ detector_rule('apart', 'digitised_bulk_min_days', local_date('said.said_at')) }}
    where
        dossiers.excluded_reason is null
        and said.event_type in ('corrected', 'digitised')
        and (
            (said.has_digitised_components and coalesce(said.had_components, 0) = 0)
            or (said.has_digitised_result and coalesce(said.had_result, 0) = 0)
        )
        and {{ minutes_between(
            "case when said.event_type = 'corrected' then said.finish_known_at else said.finished_on end",
            'said.said_at',
        ) }} >= apart.value * {{ day_minutes() }}
    group by dossiers.agency_id, dossiers.agency_code, dossiers.fact_date, dossiers.entity_id
),

counted as (
    select
        *,
        count(*) over (partition by agency_id, turned_on) as turned_together
    from turned
),

found as (
    select
        counted.*,
        concat(
            'one of ', cast(counted.turned_together as varchar),
            ' on ', cast(counted.turned_on as varchar)
        ) as why
    from counted
    {{ detector_rule('bulk', 'digitised_bulk_count', 'counted.turned_on') }}
    where counted.turned_together >= bulk.value
)

{{ suspicion('dossier_digitised_in_bulk', 'found', 'why') }}
