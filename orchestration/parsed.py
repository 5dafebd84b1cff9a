"""The project as dbt has parsed it, kept so that a build does not parse it again.

Belongs here: keeping dbt's parsed manifest by the meaning of the project, beside a home and for
this process. Does not belong here: running dbt (`dbt_run.py`), Dagster's manifest (`manifest.py`).

Parsing costs about 5 CPU-seconds, reading a kept manifest 0.1 to 0.3. dbt's own partial parse is
bound to the values of the profile's variables, so it never serves a second home.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.fingerprint import fingerprint
from orchestration.home import Home
from orchestration.seeds import dbt_seed_path
from orchestration.settings import PROJECT_ROOT, Settings

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

DBT_OWN_FILE = "partial_parse.msgpack"
_PACKAGES = ("dbt-core", "dbt-adapters", "dbt-duckdb")
_READ: dict[str, bytes] = {}
"""Manifests of this process by key, so that a home inside a home need not parse either."""


def parsed_key(home: Home, settings: Settings) -> str:
    """Hash over everything the parsed project depends on.

    That is SQL and seeds and where these lie, the schema and database that stand in every node, and
    the packages whose macros are part of the project.
    """
    parts = (
        fingerprint(settings),
        dbt_seed_path(home, settings),
        (PROJECT_ROOT / "profiles.yml").read_text("utf-8"),
        home.warehouse.stem,
        *(f"{name} {version(name)}" for name in _PACKAGES),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def load_parsed(home: Home, key: str) -> Manifest | None:
    """The kept manifest, a new object each time since a run writes into it; None: parse."""
    content = _READ.get(key)
    if content is None:
        try:
            content = _file(home, key).read_bytes()
        except OSError:
            return None
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    try:
        found = Manifest.from_msgpack(content, decoder=extended_mashumuro_decoder)
    except Exception:
        # Cut short or of another make: any error of the decoder means the same, parse again.
        _READ.pop(key, None)
        return None
    found.build_flat_graph()
    _READ[key] = content
    return found


def keep_parsed(home: Home, key: str) -> None:
    """Keep what dbt has just parsed in this home; one file per home."""
    source = home.dbt_target / DBT_OWN_FILE
    if not source.is_file():
        return
    target = _file(home, key)
    for old in target.parent.glob("parsed-*.msgpack"):
        if old != target:
            old.unlink(missing_ok=True)
    partial = target.with_suffix(".part")
    partial.write_bytes(source.read_bytes())
    partial.replace(target)
    _READ[key] = target.read_bytes()


def _file(home: Home, key: str) -> Path:
    return home.dbt_target.parent / f"parsed-{key}.msgpack"
