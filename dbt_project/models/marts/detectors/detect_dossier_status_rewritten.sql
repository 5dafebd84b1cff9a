-- One row per dossier that stood at waiting for papers (5), waiting for a payment (6) or stopped (8) and was
-- made finished: a stopped one at all, a waiting one without time for the citizen to act, or with a
-- finish dated before the waiting. Source: dossier_status_changes, counted_dossiers.
with changes as (
    select changes.*
    from {{ ref('dossier_status_changes') }} as changes
    {{ detector_rule('quick', 'rewritten_max_minutes', local_date('changes.said_at')) }}
    where
        changes.status in ('finished', 'returned')
        and (
            (changes.status_before = 'stopped' and changes.is_after_grace)
            or (
                changes.status_before in ('supplement_requested', 'payment_requested')
                and (
                    {{ minutes_between('changes.occurred_before', 'changes.finished_at') }}
                    <= quick.value
                    or (
                        changes.event_type <> 'corrected'
                        and {{ minutes_between('changes.occurred_before', 'changes.said_at') }}
                        <= quick.value
                    )
                )
            )
        )
),

rewritten as (
    select
        entity_id,
        min(status_before) as status_before,
        min({{ local_date('said_at') }}) as said_on
    from changes
    group by entity_id
),

found as (
    select
        dossiers.*,
        rewritten.status_before,
        rewritten.said_on
    from {{ ref('counted_dossiers') }} as dossiers
    inner join rewritten on dossiers.entity_id = rewritten.entity_id
    where dossiers.excluded_reason is null
)

{{ suspicion('dossier_status_rewritten', 'found', "concat(status_before, ' until ', cast(said_on as varchar))") }}
