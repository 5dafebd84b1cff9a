"""What is answered of a file.

Belongs here: counts and outcome out of what was read and judged. Does not belong here: reading,
judging, writing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ingestion.arrival import Arrival
from ingestion.batch import Counts
from ingestion.classify import Judged
from ingestion.context import Outcome
from ingestion.reading import Reading
from schemas.problems import Problem


def counts_of(reading: Reading, judged: Judged) -> Counts:
    """Return what becomes of the rows of a file."""
    problems = [*reading.problems, *judged.problems]
    broken = {(problem.sheet, problem.row) for problem in problems if problem.row is not None}
    return Counts(
        received=reading.received,
        accepted=judged.events.height - judged.withdrawn,
        duplicate=judged.duplicate,
        quarantined=len(broken),
        withdrawn=judged.withdrawn,
        problems=dict(Counter(problem.code for problem in problems)),
    )


def outcome_of(
    item: Arrival, counts: Counts, problems: list[Problem], notes: Sequence[Problem] = ()
) -> Outcome:
    """Return the outcome of a file of which nothing was written yet."""
    return Outcome(
        file=item.source.source_file,
        status="checked",
        agency_code=item.source.agency_code,
        stream=item.layout.stream,
        layout=item.layout.name,
        batch_id=item.source.batch_id,
        received=counts.received,
        accepted=counts.accepted,
        duplicate=counts.duplicate,
        quarantined=counts.quarantined,
        withdrawn=counts.withdrawn,
        events_written=counts.events_written,
        problems=problems,
        notes=list(notes),
    )
