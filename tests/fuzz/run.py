"""Checking mutated files one by one, and what came of them.

Belongs here: the seeds, the loop, the figures. Does not belong here: mutations, the command line.
"""

from __future__ import annotations

import random
import resource
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ingestion import apart
from ingestion.intake import check_file
from orchestration.demo import workplace, write_waves
from orchestration.home import Home
from orchestration.pipeline import intake_context
from orchestration.settings import read_settings
from tests.fuzz.mutations import mutated

LARGEST = 60_000
"""Bytes of a seed: small files are mutated where it matters, and quickly."""
_PER_LAYOUT = 6
_SUITES = {"ics": "suite_ics_dev/*/*.ics", "json": "suite_json_nst/test_parsing/*.json"}


@dataclass
class Seed:
    """A file to start from, and the layout that is to read what becomes of it."""

    name: str
    layout: str
    data: bytes


@dataclass
class Result:
    """What came of all files. `crashes` are errors that were not a refusal."""

    files: int = 0
    kinds: tuple[tuple[str, str], ...] = ()
    """Layout and extension of the seeds, each as often as the others."""
    outcomes: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_file: str = ""

    @property
    def parent_megabytes(self) -> float:
        """Largest resident memory of this process so far."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    @property
    def child_megabytes(self) -> float:
        """Largest resident memory of a child that has ended."""
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def fuzz(root: Path, shared: Path, *, files: int, seed: int) -> Result:
    """Check so many mutated files in a home below `root`. Files that crash stay in `root`."""
    home = Home(root / "home")
    home.mark_as_sample()
    home.create()
    settings = read_settings({}, home=home.root)
    waves = list(write_waves(home, scale=0.02, on_written=lambda _: None))
    context = intake_context(workplace(home, settings, waves))
    seeds = [*_sample_seeds(home, context.layouts), *_suite_seeds(shared)]
    contents = [each.data for each in seeds]
    groups = sorted({(each.layout, Path(each.name).suffix) for each in seeds})
    members = {g: [s for s in seeds if (s.layout, Path(s.name).suffix) == g] for g in groups}
    dice, result = random.Random(seed), Result(kinds=tuple(groups))
    folder = root / "SNV"
    folder.mkdir(exist_ok=True)
    for number in range(files):
        start = dice.choice(members[dice.choice(groups)])
        path = folder / f"{number:05d}_{start.name}"
        path.write_bytes(mutated(start.data, contents, dice))
        began = time.monotonic()
        try:
            outcome = check_file(path, context=context, agency_code="SNV", layout_name=start.layout)
            codes = {problem.code for problem in outcome.problems} or {"clean"}
            result.outcomes.update({f"{outcome.status}"} | codes)
        except Exception as error:
            result.crashes.append(f"{path.name}: {type(error).__name__}: {error}"[:300])
        else:
            path.unlink()
        taken = time.monotonic() - began
        if taken > result.slowest:
            result.slowest, result.slowest_file = taken, path.name
        result.files += 1
    apart.close()
    return result


def _sample_seeds(home: Home, layouts: object) -> Iterator[Seed]:
    from ingestion.layout.match import _names
    from ingestion.layout.model import Layout

    assert isinstance(layouts, dict)
    taken: Counter[str] = Counter()
    found = [
        path for path in home.root.rglob("*") if path.is_file() and "layouts" not in path.parts
    ]
    for path in sorted(found, key=lambda each: (each.stat().st_size, each.name)):
        name = unicodedata.normalize("NFC", path.name)
        for layout in layouts.values():
            assert isinstance(layout, Layout)
            size = path.stat().st_size
            if _names(name, layout) and 0 < size < LARGEST and taken[layout.name] < _PER_LAYOUT:
                taken[layout.name] += 1
                yield Seed(name, layout.name, path.read_bytes())


def _suite_seeds(shared: Path) -> Iterator[Seed]:
    layouts = {"ics": "meeting_calendar", "json": "portal_dossier_events"}
    for kind, pattern in _SUITES.items():
        for path in sorted(shared.glob(pattern)):
            if path.stat().st_size < LARGEST:
                yield Seed(path.name, layouts[kind], path.read_bytes())
