-- What moved between two publications, `before` and `after` (attached), and why. Source: their marts
-- and `store.*_events` of the same store. The builds are known in `result.marts.revision_builds`.
-- Figures are sums of evidence, so a figure's difference is the sum of its entities' differences.
insert into result.marts.kpi_revisions
select
    coalesce(later.kpi_code, earlier.kpi_code),
    coalesce(later.agency_id, earlier.agency_id),
    coalesce(later.agency_code, earlier.agency_code),
    coalesce(later.period_code, earlier.period_code),
    case
        when earlier.kpi_code is null then 'appeared'
        when later.kpi_code is null then 'vanished'
        else 'both'
    end,
    earlier.numerator,
    later.numerator,
    coalesce(later.numerator, 0) - coalesce(earlier.numerator, 0),
    earlier.denominator,
    later.denominator,
    coalesce(later.denominator, 0) - coalesce(earlier.denominator, 0),
    earlier.kpi_value,
    later.kpi_value,
    later.kpi_value - earlier.kpi_value,
    earlier.target_value,
    later.target_value,
    earlier.status,
    later.status
from before.marts.kpi_scorecard as earlier
full join after.marts.kpi_scorecard as later
    on
        earlier.kpi_code = later.kpi_code
        and earlier.agency_id = later.agency_id
        and earlier.period_code = later.period_code
where
    (earlier.numerator, earlier.denominator, earlier.kpi_value, earlier.target_value, earlier.status)
    is distinct from
    (later.numerator, later.denominator, later.kpi_value, later.target_value, later.status);

-- Evidence of both builds that a figure of the scorecard is made of, or that says why it is not.
create temp table evidence as
select
    'before' as side,
    * exclude (note)
from before.marts.kpi_evidence
where coalesce(basis, 'like_for_like') = 'like_for_like'
union all
select
    'after' as side,
    * exclude (note)
from after.marts.kpi_evidence
where coalesce(basis, 'like_for_like') = 'like_for_like';

create temp table changed_entities as
select distinct kpi_code, entity_id
from (
    (
        select * exclude (side) from evidence
        where side = 'before'
        except all
        select * exclude (side) from evidence
        where side = 'after'
    )
    union all
    (
        select * exclude (side) from evidence
        where side = 'after'
        except all
        select * exclude (side) from evidence
        where side = 'before'
    )
);

-- Up to `unmoved_until` what did not change itself counts in both builds alike.
create temp table windows as
select
    coalesce(later.period_code, earlier.period_code) as period_code,
    earlier.start_date as start_before,
    earlier.cutoff_date as cutoff_before,
    later.start_date as start_after,
    later.cutoff_date as cutoff_after,
    case
        when earlier.start_date = later.start_date
            then least(earlier.cutoff_date, later.cutoff_date)
        else date '0001-01-01'
    end as unmoved_until,
    earlier.cutoff_date is distinct from later.cutoff_date as is_moved
from before.marts.dim_periods as earlier
full join after.marts.dim_periods as later on earlier.period_code = later.period_code;

-- Last year's facts of a unit that is silent count for nothing; all of them move when it turns.
create temp table silent as
select
    kpi_code,
    agency_id,
    period_code,
    coalesce(bool_or(side = 'before'), false) as is_before,
    coalesce(bool_or(side = 'after'), false) as is_after
from (
    select 'before' as side, * from before.marts.kpi_unit_totals
    where is_silent
    union all by name
    select 'after' as side, * from after.marts.kpi_unit_totals
    where is_silent
)
group by kpi_code, agency_id, period_code;

create temp table placed as
select
    evidence.*,
    windows.period_code,
    changed_entities.entity_id is not null as is_changed,
    case
        when silent.is_before and not silent.is_after then 'unit_heard'
        when silent.is_after and not silent.is_before then 'unit_silent'
    end as turned
from evidence
left join changed_entities
    on
        evidence.kpi_code = changed_entities.kpi_code
        and evidence.entity_id = changed_entities.entity_id
inner join windows
    on
        case
            when evidence.side = 'before' and evidence.until_date is not null
                then windows.cutoff_before between evidence.fact_date and evidence.until_date
            when evidence.side = 'before'
                then evidence.fact_date between windows.start_before and windows.cutoff_before
            when evidence.until_date is not null
                then windows.cutoff_after between evidence.fact_date and evidence.until_date
            else evidence.fact_date between windows.start_after and windows.cutoff_after
        end
left join silent
    on
        evidence.basis = 'like_for_like'
        and evidence.kpi_code = silent.kpi_code
        and evidence.agency_id = silent.agency_id
        and windows.period_code = silent.period_code
where
    evidence.excluded_reason is null
    and not coalesce(
        case evidence.side when 'before' then silent.is_before else silent.is_after end, false
    )
    and (
        changed_entities.entity_id is not null
        or silent.is_before <> silent.is_after
        or case
            when evidence.until_date is not null then windows.is_moved
            else evidence.fact_date > windows.unmoved_until
        end
    );

-- One row per figure, entity and basis: what it gave the unit's figure, and the province's.
create temp table shares as
with provinces as (
    select
        'before' as side,
        agency_id
    from before.marts.dim_agencies
    where is_province
    union all
    select
        'after' as side,
        agency_id
    from after.marts.dim_agencies
    where is_province
),

given as (
    select
        * exclude (counts_for_province),
        false as is_province
    from placed
    where agency_id not in (select agency_id from provinces)
    union all
    select
        placed.* exclude (counts_for_province) replace (provinces.agency_id as agency_id),
        true as is_province
    from placed
    inner join provinces on placed.side = provinces.side
    where placed.counts_for_province
)

select
    kpi_code,
    agency_id,
    is_province,
    period_code,
    entity_id,
    basis,
    bool_or(is_changed) as is_changed,
    max(turned) as turned,
    max(case when side = 'after' then fact_date end) as fact_date_after,
    count(case when side = 'before' then 1 end) > 0 as is_in_before,
    coalesce(sum(case when side = 'before' then numerator end), 0) as numerator_before,
    coalesce(sum(case when side = 'after' then numerator end), 0) as numerator_after,
    coalesce(sum(case when side = 'before' then denominator end), 0) as denominator_before,
    coalesce(sum(case when side = 'after' then denominator end), 0) as denominator_after
from given
group by kpi_code, agency_id, is_province, period_code, entity_id, basis
having numerator_before <> numerator_after or denominator_before <> denominator_after;

-- What the evidence of either build says of an entity, whatever its period.
create temp table places as
select
    side,
    kpi_code,
    entity_id,
    basis,
    max(excluded_reason) as excluded_reason,
    min(agency_code) as agency_code,
    bool_or(counts_for_province) as counts_for_province,
    coalesce(max(excluded_reason) like '%duplicate%', false) as is_duplicate
from evidence
where (kpi_code, entity_id) in (select (kpi_code, entity_id) from changed_entities)
group by side, kpi_code, entity_id, basis;

create temp table heard as
with events as (
    select 'meeting' as stream, entity_id, event_type, recorded_at from store.meeting_events
    union all
    select 'document' as stream, entity_id, event_type, recorded_at from store.document_events
    union all
    select 'dossier' as stream, entity_id, event_type, recorded_at from store.dossier_events
    union all
    select 'task' as stream, entity_id, event_type, recorded_at from store.task_events
),

builds as (
    select
        max(case when side = 'before' then as_of end) as as_of_before,
        max(case when side = 'after' then as_of end) as as_of_after
    from result.marts.revision_builds
)

select
    events.stream,
    events.entity_id,
    min(events.recorded_at) > any_value(builds.as_of_before) as is_new,
    bool_or(
        events.event_type = 'corrected' and events.recorded_at > builds.as_of_before
    ) as is_corrected
from events
cross join builds
where events.recorded_at <= builds.as_of_after
group by events.stream, events.entity_id
having max(events.recorded_at) > any_value(builds.as_of_before);

create temp table withdrawn as
select
    coalesce(earlier.stream, later.stream) as stream,
    coalesce(earlier.entity_id, later.entity_id) as entity_id,
    coalesce(earlier.is_withdrawn, false) as is_before,
    coalesce(later.is_withdrawn, false) as is_after
from (
    select 'meeting' as stream, entity_id, is_withdrawn from before.marts.fct_meetings
    union all
    select 'document' as stream, entity_id, is_withdrawn from before.marts.fct_documents
    union all
    select 'dossier' as stream, entity_id, is_withdrawn from before.marts.fct_dossiers
    union all
    select 'task' as stream, entity_id, is_withdrawn from before.marts.fct_tasks
) as earlier
full join (
    select 'meeting' as stream, entity_id, is_withdrawn from after.marts.fct_meetings
    union all
    select 'document' as stream, entity_id, is_withdrawn from after.marts.fct_documents
    union all
    select 'dossier' as stream, entity_id, is_withdrawn from after.marts.fct_dossiers
    union all
    select 'task' as stream, entity_id, is_withdrawn from after.marts.fct_tasks
) as later on earlier.stream = later.stream and earlier.entity_id = later.entity_id
where earlier.is_withdrawn or later.is_withdrawn;

insert into result.marts.kpi_revision_entities
select
    shares.kpi_code,
    shares.agency_id,
    shares.period_code,
    shares.entity_id,
    shares.basis,
    case
        when shares.turned = 'unit_heard' then 'unit_heard'
        when shares.turned = 'unit_silent' then 'unit_silent'
        when not shares.is_changed then 'period_advanced'
        when
            not shares.is_in_before
            and shares.fact_date_after > coalesce(windows.cutoff_before, date '0001-01-01')
            then 'period_advanced'
        when earlier.excluded_reason = 'not_due' and later.excluded_reason is null
            then 'due_date_passed'
        when heard.is_new then 'late_event'
        when withdrawn.is_after and not coalesce(withdrawn.is_before, false) then 'withdrawn'
        when withdrawn.is_before and not withdrawn.is_after then 'reinstated'
        when
            coalesce(earlier.is_duplicate, false) <> coalesce(later.is_duplicate, false)
            or (
                shares.is_province
                and earlier.excluded_reason is null
                and later.excluded_reason is null
                and earlier.counts_for_province <> later.counts_for_province
            )
            then 'duplicate'
        when earlier.agency_code <> later.agency_code then 'reassigned'
        when heard.is_corrected then 'correction'
        when heard.entity_id is not null then 'further_event'
        when (select count(distinct fingerprint) > 1 from result.marts.revision_builds)
            then 'meaning_changed'
        else 'related_changed'
    end,
    shares.numerator_before,
    shares.numerator_after,
    shares.denominator_before,
    shares.denominator_after,
    earlier.excluded_reason,
    later.excluded_reason
from shares
inner join result.marts.kpi_revisions as figures
    on
        shares.kpi_code = figures.kpi_code
        and shares.agency_id = figures.agency_id
        and shares.period_code = figures.period_code
        and figures.presence = 'both'
inner join after.marts.dim_kpis as kpis on shares.kpi_code = kpis.kpi_code
inner join windows on shares.period_code = windows.period_code
left join places as earlier
    on
        earlier.side = 'before'
        and shares.kpi_code = earlier.kpi_code
        and shares.entity_id = earlier.entity_id
        and shares.basis is not distinct from earlier.basis
left join places as later
    on
        later.side = 'after'
        and shares.kpi_code = later.kpi_code
        and shares.entity_id = later.entity_id
        and shares.basis is not distinct from later.basis
left join heard on kpis.stream = heard.stream and shares.entity_id = heard.entity_id
left join withdrawn on kpis.stream = withdrawn.stream and shares.entity_id = withdrawn.entity_id;

insert into result.marts.kpi_revision_reasons
select
    kpi_code,
    agency_id,
    period_code,
    reason,
    count(distinct entity_id),
    sum(numerator_after - numerator_before),
    sum(denominator_after - denominator_before)
from result.marts.kpi_revision_entities
group by kpi_code, agency_id, period_code, reason;

-- Reasons that are no entity: a figure that is new or gone, another target, a due date that passed.
insert into result.marts.kpi_revision_reasons
select
    kpi_code,
    agency_id,
    period_code,
    case
        when period_code not in (select period_code from before.marts.dim_periods)
            then 'period_begun'
        else 'unit_changed'
    end,
    0,
    numerator_change,
    denominator_change
from result.marts.kpi_revisions
where presence <> 'both';

insert into result.marts.kpi_revision_reasons
select
    figures.kpi_code,
    figures.agency_id,
    figures.period_code,
    case
        when figures.target_before is distinct from figures.target_after then 'target_changed'
        when figures.status_before = 'not_due' then 'due_date_passed'
        else 'related_changed'
    end,
    0,
    0,
    0
from result.marts.kpi_revisions as figures
left join result.marts.kpi_revision_reasons as said
    on
        figures.kpi_code = said.kpi_code
        and figures.agency_id = said.agency_id
        and figures.period_code = said.period_code
where
    figures.presence = 'both'
    and (said.reason is null or figures.target_before is distinct from figures.target_after)
group by all;
