"""A comparison of two publications, as it was written: which figures moved, and why.

Belongs here: reading `kpi_revisions` and its two companions, for a selection. Does not belong here:
comparing (`orchestration/revisions.sql`), layout (`revisions_table.py`), any sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from reporting.publication import Publication, literal, open_marts

Row = dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which figures: codes that exist in the later publication; None means all."""

    kpi: str | None = None
    agency: str | None = None
    period: str | None = None

    @property
    def is_one_figure(self) -> bool:
        """Whether one figure is meant, so that its entities can be listed."""
        return None not in (self.kpi, self.agency, self.period)

    def condition(self) -> str:
        """The selection as SQL over `figures`."""
        chosen = (
            ("figures.kpi_code", self.kpi),
            ("figures.agency_code", self.agency),
            ("figures.period_code", self.period),
        )
        said = [f"{column} = {literal(value)}" for column, value in chosen if value is not None]
        return " and ".join(said) or "true"


@dataclass(frozen=True)
class Comparison:
    """An open comparison beside the later publication, which gives codes their names."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    later: Publication

    def rows(self, sql: str) -> list[Row]:
        """Rows of one query as dictionaries."""
        found = self.connection.execute(sql)
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def builds(self) -> dict[str, Row]:
        """What was compared, by side (`before`, `after`)."""
        return {row["side"]: row for row in self.rows("select * from marts.revision_builds")}

    def counts(self, wanted: Wanted) -> Row:
        """How many figures of a selection moved, appeared, vanished, changed their status."""
        [row] = self.rows(
            "select count_if(presence = 'both') as moved, "
            "count_if(presence = 'appeared') as appeared, "
            "count_if(presence = 'vanished') as vanished, "
            "count_if(presence = 'both' and status_before is distinct from status_after) "
            f"as status_changed from marts.kpi_revisions as figures where {wanted.condition()}"
        )
        return row

    def figures(self, wanted: Wanted, *, everything: bool = False) -> list[Row]:
        """Figures of a selection with their `reasons`, in the order of `_weight`.

        `everything` adds those that only one of the builds has.
        """
        presence = "true" if everything else "figures.presence = 'both'"
        rows = self.rows(
            f"select figures.* from marts.kpi_revisions as figures where {wanted.condition()} "
            f"and {presence} order by abs(value_change) desc nulls last, "
            "abs(numerator_change) desc, status_before is distinct from status_after desc, "
            "kpi_code, agency_code, period_code"
        )
        reasons: dict[tuple[str, str, str], list[Row]] = {}
        for row in self.rows(
            "select reasons.* from marts.kpi_revision_reasons as reasons "
            "inner join marts.kpi_revisions as figures using (kpi_code, agency_id, period_code) "
            f"where {wanted.condition()} "
            "order by abs(reasons.denominator_change) + abs(reasons.numerator_change) desc, reason"
        ):
            key = (row.pop("kpi_code"), row.pop("agency_id"), row.pop("period_code"))
            reasons.setdefault(key, []).append(row)
        for row in rows:
            key = (row["kpi_code"], row["agency_id"], row["period_code"])
            row["reasons"] = reasons.get(key, [])
        self._name(rows)
        return sorted(rows, key=_weight)

    def entities(self, wanted: Wanted) -> list[Row]:
        """Entities that moved the figures of a selection."""
        return self.rows(
            "select entities.* from marts.kpi_revision_entities as entities "
            "inner join marts.kpi_revisions as figures using (kpi_code, agency_id, period_code) "
            f"where {wanted.condition()} order by reason, entity_id, basis"
        )

    def _name(self, rows: list[Row]) -> None:
        kpis = self.later.rows(
            "select kpi_code, label_vi, label_en, unit, is_headline from marts.dim_kpis"
        )
        about = {row["kpi_code"]: row for row in kpis}
        units = self.later.rows("select agency_id, name_vi, is_province from marts.dim_agencies")
        names = {row["agency_id"]: row for row in units}
        for row in rows:
            kpi, unit = about.get(row["kpi_code"], {}), names.get(row["agency_id"], {})
            row["kpi_label"] = kpi.get("label_vi", row["kpi_code"])
            row["kpi_label_en"] = kpi.get("label_en", row["kpi_code"])
            row["unit"] = kpi.get("unit")
            row["is_headline"] = kpi.get("is_headline", False)
            row["agency_name"] = unit.get("name_vi", row["agency_code"])
            row["is_province"] = unit.get("is_province", False)


def folded_periods(rows: list[Row]) -> list[Row]:
    """One row for the periods of a figure that moved alike, named in its `periods`.

    A report's period and the calendar's often hold the same facts. Order: of the first of each.
    """
    folded: list[Row] = []
    by_figure: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        alike = by_figure.setdefault((row["kpi_code"], row["agency_id"]), [])
        same = next((one for one in alike if _moved_alike(one, row)), None)
        if same is None:
            alike.append({**row, "periods": [row["period_code"]]})
            folded.append(alike[-1])
        else:
            same["periods"].append(row["period_code"])
    for row in folded:
        row["periods"].sort(key=lambda code: (code.startswith("R"), len(code), code))
    return folded


def _moved_alike(one: Row, other: Row) -> bool:
    return all(one[name] == value for name, value in other.items() if name != "period_code")


def _weight(row: Row) -> tuple[bool, bool, bool]:
    """The province's headline figures of a calendar year, its other figures, then the units'.

    Rows come sorted by the size of their change; within each kind they stay so, and where the
    province is concerned those that reached another status go first.
    """
    if not row["is_province"]:
        return (True, True, True)
    is_first = row["is_headline"] and row["period_code"].isdigit()
    return (False, not is_first, row["status_before"] == row["status_after"])


@contextmanager
def open_comparison(path: Path, later: Publication) -> Iterator[Comparison]:
    """Open a comparison read-only and hardened. Raises NoPublication when unreadable."""
    with open_marts(path) as connection:
        yield Comparison(path, connection, later)
