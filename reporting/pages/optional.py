"""Tables that a publication may lack because it was made before they were thought of.

Belongs here: asking whether there is such a table, and reading it. Does not belong here: what a
missing one means (the page says: chưa có số liệu).
"""

from __future__ import annotations

from reporting.publication import Publication
from reporting.scorecard import Row


def rows_of(publication: Publication, table: str, sql: str) -> list[Row] | None:
    """Rows of a query on one table of the marts; None where the publication has no such table."""
    return publication.rows(sql) if has(publication, table) else None


def has(publication: Publication, table: str) -> bool:
    """Whether the marts have a table; `table` is a name written in this program."""
    found = publication.rows(
        "select 1 as found from information_schema.tables "
        f"where table_schema = 'marts' and table_name = '{table}'"
    )
    return bool(found)
