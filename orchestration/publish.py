"""Publish the marts: a new file, counted, then one atomic change of the pointer.

Belongs here: copying `marts` and `kpi` out of the private warehouse and moving the pointer. Does
not belong here: deciding whether the checks passed (`verdict.py`), reading a publication
(`reporting/publication.py`).
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.dbt_run import manifest
from orchestration.home import Home
from orchestration.rules import rule
from orchestration.settings import Settings
from orchestration.warehouse import LastBuild, open_warehouse
from reporting.publication import POINTER, NoPublication, Pointer, open_marts, read_pointer

COPIED_SCHEMAS = ("ref", "marts", "kpi")
SORT_KEYS = (
    "kpi_code",
    "agency_code",
    "period_code",
    "start_date",
    "fact_date",
    "meeting_date",
    "issued_date",
    "received_date",
    "due_date",
    "valid_from",
    "entity_id",
    "recorded_at",
    "batch_id",
    "source_row",
)
"""An agency and a month lie together, so that a drill-down reads a few row groups."""


class PublishFailed(Exception):
    """The copy does not hold what the warehouse holds; nothing was published."""


@dataclass(frozen=True)
class Relation:
    """One table or view of the warehouse that is published."""

    schema: str
    name: str
    view_sql: str | None

    @property
    def full_name(self) -> str:
        """Schema and name, quoted."""
        return f'"{self.schema}"."{self.name}"'


def publish(
    home: Home,
    settings: Settings,
    build: LastBuild,
    *,
    store_version: int,
    tests_passed: int,
    warnings: list[str],
    published_at: datetime,
) -> Pointer:
    """Write `published/marts-<run>.duckdb`, count it, move the pointer, drop old publications.

    The caller has made sure that every blocking check ran and passed. Raises PublishFailed.
    """
    home.published.mkdir(parents=True, exist_ok=True)
    final = home.published / f"marts-{build.run_id}.duckdb"
    partial = home.published / f".{final.name}.part"
    for leftover in home.published.glob(".marts-*"):
        leftover.unlink()
    found, expected = _copy(home, settings, partial)
    counts = _compare(partial, found, expected)
    _sync(partial)
    partial.replace(final)
    pointer = Pointer(
        run_id=build.run_id,
        file=final.name,
        as_of=build.as_of.isoformat(),
        as_of_date=build.as_of_date.isoformat(),
        chain_hash=build.chain_hash,
        store_version=store_version,
        fingerprint=build.fingerprint,
        is_sample=home.is_sample,
        published_at=published_at.isoformat(),
        sha256=_sha256(final),
        tests_passed=tests_passed,
        row_counts=counts,
        warnings=warnings,
    )
    write_pointer(home.published, pointer)
    prune(home, keep=int(rule("publications_kept", build.as_of_date)))
    return pointer


def write_pointer(published: Path, pointer: Pointer) -> None:
    """Replace the pointer in one step: a reader sees the old one or the new one."""
    partial = published / f".{POINTER}.part"
    partial.write_text(pointer.as_json(), encoding="utf-8")
    _sync(partial)
    partial.replace(published / POINTER)
    _sync(published)


def prune(home: Home, *, keep: int) -> list[Path]:
    """Remove all but the newest `keep` publications, never the one the pointer names."""
    try:
        current = read_pointer(home.root).file
    except NoPublication:
        return []
    # Run ids begin with the time of the run, so names sort by age.
    files = sorted(home.published.glob("marts-*.duckdb"), key=lambda file: file.name)
    old = [file for file in files[: max(len(files) - keep, 0)] if file.name != current]
    for file in old:
        file.unlink(missing_ok=True)
    return old


def _copy(home: Home, settings: Settings, target: Path) -> tuple[list[Relation], dict[str, int]]:
    """Copy what is published; returns it, and the rows of each table in the warehouse."""
    with open_warehouse(home.warehouse, settings, home.temporary) as connection:
        found = published_relations(manifest(home))
        connection.execute(f"attach '{_quoted(target)}' as publication")
        try:
            for schema in (*COPIED_SCHEMAS, "store"):
                connection.execute(f"create schema if not exists publication.{schema}")
            for relation in found:
                if relation.view_sql is None:
                    _copy_table(connection, relation)
            _create_views(connection, [one for one in found if one.view_sql is not None])
            _copy_comments(connection, found)
        finally:
            connection.execute("use warehouse")
            connection.execute("detach publication")
        shown = [relation for relation in found if relation.schema != "store"]
        tables = [relation for relation in shown if relation.view_sql is None]
        return shown, {one.full_name: _count(connection, one) for one in tables}


def published_relations(manifest_content: dict[str, Any]) -> list[Relation]:
    """What dbt's manifest says is published, in an order in which views can be made.

    A view is re-created from the SQL dbt compiled: DuckDB 1.5 prints its own views wrongly (a cross
    join becomes a comma and binds differently, 1e0 becomes a decimal).
    """
    found = [
        Relation(node["schema"], node["alias"], _view_sql(node))
        for node in manifest_content["nodes"].values()
        if node["resource_type"] in ("model", "seed") and node["schema"] in COPIED_SCHEMAS
    ]
    found.sort(key=lambda one: (one.view_sql is not None, one.full_name))
    # Views of `marts` read these two.
    under = [Relation("store", name, None) for name in ("run_context", "check_results")]
    return [*under, *found]


def _view_sql(node: dict[str, Any]) -> str | None:
    if node["resource_type"] == "seed" or node["config"]["materialized"] != "view":
        return None
    if not node.get("compiled_code"):
        raise PublishFailed(f"dbt's manifest holds no compiled SQL of {node['alias']}")
    return str(node["compiled_code"])


def _copy_table(connection: duckdb.DuckDBPyConnection, relation: Relation) -> None:
    columns = [
        row[0]
        for row in connection.execute(
            f"select column_name from (describe warehouse.{relation.full_name})"
        ).fetchall()
    ]
    keys = ", ".join(key for key in SORT_KEYS if key in columns) or "all"
    connection.execute(
        f"create table publication.{relation.full_name} as "
        f"select * from warehouse.{relation.full_name} order by {keys}"
    )


def _create_views(connection: duckdb.DuckDBPyConnection, views: list[Relation]) -> None:
    """A view may stand on another, so try until no more can be made."""
    connection.execute("use publication")
    waiting, why = views, ""
    while waiting:
        left = []
        for view in waiting:
            try:
                connection.execute(f"create view {view.full_name} as {view.view_sql}")
            except duckdb.CatalogException as error:
                left.append(view)
                why = str(error)
        if len(left) == len(waiting):
            names = ", ".join(view.full_name for view in left)
            raise PublishFailed(f"views cannot be re-created: {names}: {why}")
        waiting = left


def _copy_comments(connection: duckdb.DuckDBPyConnection, found: list[Relation]) -> None:
    """Vietnamese descriptions travel with the tables."""
    kinds = {(one.schema, one.name): "view" if one.view_sql else "table" for one in found}
    said = connection.execute(
        "select schema_name, table_name, null, comment from duckdb_tables() where comment is not "
        "null and database_name = 'warehouse' union all "
        "select schema_name, view_name, null, comment from duckdb_views() where comment is not "
        "null and database_name = 'warehouse' union all "
        "select schema_name, table_name, column_name, comment from duckdb_columns() where comment "
        "is not null and database_name = 'warehouse'"
    ).fetchall()
    for schema, name, column, comment in said:
        kind = kinds.get((schema, name))
        if kind is None:
            continue
        text = "'" + comment.replace("'", "''") + "'"
        place = f'publication."{schema}"."{name}"'
        target = f'column {place}."{column}"' if column else f"{kind} {place}"
        connection.execute(f"comment on {target} is {text}")


def _compare(path: Path, found: list[Relation], expected: dict[str, int]) -> dict[str, int]:
    """Open the copy as a reader will, and count every relation; the tables hold what they held.

    A view is the same SQL over the same tables, so it is counted here only.
    """
    counts = {}
    with open_marts(path) as connection:
        for one in found:
            rows = _count(connection, one)
            wanted = expected.get(one.full_name, rows)
            name = f"{one.schema}.{one.name}"
            if rows != wanted:
                raise PublishFailed(f"{name}: {wanted} rows in the warehouse, {rows} published")
            counts[name] = rows
    return counts


def _count(connection: duckdb.DuckDBPyConnection, relation: Relation) -> int:
    row = connection.execute(f"select count(*) from {relation.full_name}").fetchone()
    return int(row[0]) if row else 0


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
