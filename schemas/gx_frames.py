"""Let great-expectations judge one small frame: the one place that talks to the package.

Belongs here: one ephemeral context for the whole process, and running expectations on a frame.
Does not belong here: any expectation (`batch_expectations.py`, `fact_expectations.py`).
The package costs about 7 CPU-seconds to import, so it is imported by the first frame only. It sends
no analytics and writes nothing.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

Asked = tuple[str, Mapping[str, Any]]
"""Name of an expectation and its arguments."""


def validate(frame: pl.DataFrame, asked: Iterable[Asked], index: str | None = None) -> list[Any]:
    """What the package says of each expectation, in their order.

    With `index`, a column of the frame, a result names the rows that fail by its values
    (`unexpected_rows`); without it only counts come back.
    """
    form: dict[str, Any] = {"result_format": "BASIC"}
    if index:
        form = {"result_format": "COMPLETE", "unexpected_index_column_names": [index]}
    with warnings.catch_warnings():
        # The package warns about its own and Python's modules while it is imported and used.
        warnings.simplefilter("ignore")
        import great_expectations.expectations as gxe

        batch = _context().data_sources.pandas_default.read_dataframe(frame.to_pandas())
        return [
            batch.validate(getattr(gxe, name)(**arguments), result_format=form)
            for name, arguments in asked
        ]


def unexpected_rows(found: Any, index: str) -> set[Any]:
    """Values of the column `index` in the rows that fail."""
    return {row[index] for row in (found.result or {}).get("unexpected_index_list") or []}


@cache
def _context() -> Any:
    import logging

    import great_expectations as gx

    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context
