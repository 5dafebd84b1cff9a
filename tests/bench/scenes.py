"""The measurements: both sides of each in turn, each in fresh processes, figures compared.

Belongs here: which processes run in which order on which data. Does not belong here: the table.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.bench.measure import BenchmarkFailed, Cost, module, repeated, run
from tests.bench.sql import NOW, PROJECT

FOLDER = PROJECT / "build" / "bench"
HISTORY = 10_000_000
DAY = 100_000
COUNTS = ("received", "accepted", "duplicate", "quarantined")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Row:
    """One line of the table. `most` is the aim: a ratio, or CPU-seconds where nothing is beside."""

    name: str
    size: str
    product: Cost
    bare: Cost | None = None
    most: float | None = None


def ingest_rows(rows: int, repeat: int, say: Say) -> list[Row]:
    """A CSV file into a store of 10 M events."""
    store = _made("history", HISTORY, say=say)
    file = _made("export", rows, HISTORY, say=say)
    say(f"ingest {rows:,} rows")

    def once() -> list[Cost]:
        home = _home(store)
        landed = home / "landing" / "SNV" / file.name
        landed.parent.mkdir(parents=True)
        landed.hardlink_to(file)
        ours = run(module("tests.bench.product", "ingest", home, landed))
        out = home / "bare"
        latest = f"{NOW + timedelta(days=1):%Y-%m-%d %H:%M:%S}"
        bare = run(module("tests.bench.bare", "ingest", store, file, out, latest))
        if any(ours.said[name] != bare.said[name] for name in COUNTS):
            raise BenchmarkFailed(f"counts differ: {ours.said} {bare.said}")
        run(module("tests.bench.product", "events", home, ours.said["batch_id"], out))
        return [ours, bare]

    ours, bare = repeated(repeat, once)
    counts = " / ".join(f"{ours.said[name]:,}" for name in COUNTS[1:])
    say(f"  {ours.cpu:.1f} : {bare.cpu:.1f} CPU-s; accepted / duplicate / quarantined {counts}")
    return [Row("ingest", f"{rows:,} rows", ours, bare, 1.6)]


def build_rows(events: int, repeat: int, say: Say) -> list[Row]:
    """Full and incremental build, a run with nothing new, and a build of an empty store."""
    store = _made("history", events, say=say)
    say(f"build {events:,} events")

    def once() -> list[Cost]:
        home = _home(store)
        database = home / "bare.duckdb"
        costs = []
        for day in (0, 1):
            if day:
                run(module("tests.bench.dataset", "extend", home / "store", events, DAY))
            ours = run(module("tests.bench.product", "build", home, day))
            if bool(ours.said["full_refresh"]) == bool(day):
                raise BenchmarkFailed(f"not the build that was meant: {ours.said}")
            local_day = f"{NOW + timedelta(days=day, hours=7):%Y-%m-%d}"
            bare = run(module("tests.bench.bare", "build", home / "store", database, local_day))
            run(module("tests.bench.product", "figures", home, database))
            costs += [ours, bare]
        database.unlink()
        command = [sys.executable, "-m", "orchestration.cli", "run", "--home", str(home), "--json"]
        run(command)
        idle = run(command)
        if idle.said["build"]["status"] != "nothing_new":
            raise BenchmarkFailed(f"something was new: {idle.said['build']}")
        empty = FOLDER / "empty"
        shutil.rmtree(empty, ignore_errors=True)
        return [*costs, idle, run(module("tests.bench.product", "build", empty, 0))]

    full, bare_full, day, bare_day, idle, empty = repeated(repeat, once)
    for name, cost in (("full", full), ("incremental", day)):
        say(f"  {name}: {cost.cpu:.1f} CPU-s, seconds by model {cost.said['dearest']}")
    size = f"{events:,} events"
    return [
        Row("full build", size, full, bare_full, 2.0),
        Row("incremental build", f"{DAY:,} on {size}", day, bare_day, 2.0),
        Row("build of an empty store (what dbt itself costs)", "0 events", empty),
        Row("`kl226 run`, nothing new", size, idle, None, 10.0),
    ]


def proof_rows(events: int, repeat: int, say: Say) -> list[Row]:
    """What is asked of a finished store: its proof, and a figure of the province down to the row."""
    store = _made("history", events, say=say)
    home = _home(store)
    command = [sys.executable, "-m", "orchestration.cli"]
    say(f"prove and explain {events:,} events")
    run([*command, "run", "--home", str(home), "--json"])
    explain = [*command, "explain", "dossier_digital_share", "SONLA", str(NOW.year)]

    def once() -> list[Cost]:
        proved = run([*command, "verify", "--home", str(home), "--json"])
        if proved.said["findings"]:
            raise BenchmarkFailed(f"a store nobody touched: {proved.said}")
        alone = [sys.executable, str(PROJECT / "docs" / "verify_kl226.py"), str(home / "store")]
        return [proved, run(alone), run([*explain, "--home", str(home)])]

    proved, alone, explained = repeated(repeat, once)
    size = f"{events:,} events"
    return [
        Row("`kl226 verify` beside the stand-alone verifier", size, proved, alone),
        Row("`kl226 explain`, a figure of the province", size, explained),
    ]


def _made(what: str, *numbers: int, say: Say) -> Path:
    say(f"data: {what} {' '.join(f'{number:,}' for number in numbers)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    return Path(run(module("tests.bench.dataset", what, FOLDER, *numbers)).said)


def _home(store: Path) -> Path:
    """A fresh home whose store is a copy, by hard links, of the one made."""
    home = FOLDER / "home"
    shutil.rmtree(home, ignore_errors=True)
    run(module("tests.bench.dataset", "clone", store, home / "store"))
    return home
