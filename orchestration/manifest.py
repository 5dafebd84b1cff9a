"""dbt's manifest for Dagster, parsed again only when the project changed.

Belongs here: keeping one manifest per meaning. Does not belong here: building.
"""

from __future__ import annotations

import json
from typing import Any

from orchestration.dbt_run import DbtFailed, manifest, run_dbt
from orchestration.fingerprint import fingerprint
from orchestration.home import Home
from orchestration.pipeline import Workplace


def ensure_manifest(place: Workplace) -> dict[str, Any]:
    """The manifest of the project as it is now. Raises DbtFailed when dbt cannot read it.

    It is kept beside, not in, dbt's target folder: a build replaces that one.
    """
    kept = place.home.root / "dbt" / "manifest.json"
    meaning = fingerprint(place.settings)
    if kept.exists():
        said = json.loads(kept.read_text(encoding="utf-8"))
        if said.get("fingerprint") == meaning:
            found: dict[str, Any] = said["manifest"]
            return found
    parsed_in = Home(place.home.root / "dbt" / "parse")
    result = run_dbt(["parse"], parsed_in, place.settings)
    if result.error:
        raise DbtFailed(result.error)
    content = manifest(parsed_in)
    partial = kept.with_suffix(".part")
    partial.write_text(json.dumps({"fingerprint": meaning, "manifest": content}), encoding="utf-8")
    partial.replace(kept)
    return content
