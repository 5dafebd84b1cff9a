-- One row per detector, unit and calendar month in which it found something, with how much.
-- Source: detector_evidence, detectors. A detector of single entities observes how many there are and
-- expects none; one that compares counts says both.
with evidence as (
    select
        *,
        {{ month_code('fact_date') }} as period_code
    from {{ ref('detector_evidence') }}
)

select
    evidence.detector_code,
    evidence.agency_id,
    evidence.agency_code,
    evidence.period_code,
    detectors.stream,
    detectors.severity,
    count(distinct evidence.entity_id) as entity_count,
    coalesce(max(evidence.observed), cast(count(distinct evidence.entity_id) as double)) as observed,
    coalesce(max(evidence.expected), 0e0) as expected
from evidence
inner join {{ ref('detectors') }} as detectors on evidence.detector_code = detectors.detector_code
group by
    evidence.detector_code, evidence.agency_id, evidence.agency_code, evidence.period_code,
    detectors.stream, detectors.severity
