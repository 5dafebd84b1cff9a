-- One row per dossier that was finished, returned or stopped and went back to work later than an ordinary
-- mending. Source: dossier_status_changes.
with changes as (
    select
        entity_id,
        min({{ local_date('said_at') }}) as reopened_on,
        min_by(status_before, said_at) as closed_as
    from {{ ref('dossier_status_changes') }}
    where
        status_before in ('finished', 'returned', 'stopped')
        and status in (
            'submitted', 'received', 'processing', 'supplement_requested', 'payment_requested'
        )
        and is_after_grace
    group by entity_id
),

found as (
    select
        dossiers.*,
        changes.reopened_on,
        changes.closed_as
    from {{ ref('counted_dossiers') }} as dossiers
    inner join changes on dossiers.entity_id = changes.entity_id
    where dossiers.excluded_reason is null
)

{{ suspicion('dossier_reopened', 'found', "concat(closed_as, ', reopened on ', cast(reopened_on as varchar))") }}
