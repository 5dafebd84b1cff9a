"""What each column of an entry workbook takes, by its layout and the rules of its stream.

Belongs here: kind, choices and limits of a column. Does not belong here: cells (`book`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from ingestion.layout.model import ColumnRule, Layout, ValueRule
from ingestion.normalise.text import fold
from schemas.envelope import TextList
from schemas.registry import STREAMS

Kind = Literal["text", "list", "whole", "decimal", "date", "moment"]
LAYOUTS = {
    "meeting": "entry_meetings",
    "document": "entry_documents",
    "dossier": "entry_dossiers",
    "task": "entry_tasks",
}
"""Stream → the layout its entry workbook is made from."""
_YES_NO = ("có", "không")
_NUMBER = "Số và ký hiệu như ghi trên văn bản, ví dụ 05/QĐ-UBND hoặc 412/SNV-CCHC."


@dataclass(frozen=True)
class Field:
    """One column: its name, what it takes, and the sentence that explains it."""

    name: str
    kind: Kind
    required: bool
    is_key: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    splits: str | None = None
    told: str = ""
    """What the layout itself says of the column."""

    def hint(self) -> str:
        """What to enter, in Vietnamese."""
        optional = "" if self.required else " Để trống nghĩa là không rõ."
        if self.told:
            return self.told + optional
        said = {
            "text": "chữ",
            "list": "chọn trong danh sách: " + "; ".join(self.choices),
            "whole": "số nguyên" + self._range(),
            "decimal": "số, có thể có phần thập phân hoặc dấu %" + self._range(),
            "date": "ngày, dạng dd/mm/yyyy",
            "moment": "ngày giờ, dạng dd/mm/yyyy hh:mm",
        }[self.kind]
        if self.splits:
            said = f"một hay nhiều mục, cách nhau bằng dấu “{self.splits}”"
        if self.is_key:
            said = "mã của đơn vị đặt, mỗi dòng một mã, không đổi khi sửa dòng"
        return f"{said[0].upper()}{said[1:]}.{optional}"

    def _range(self) -> str:
        low, high = self.minimum, self.maximum
        if low is not None and high is not None:
            return f" từ {low:g} đến {high:g}"
        return f" từ {low:g} trở lên" if low is not None else ""


def fields_of(layout: Layout) -> list[Field]:
    """Columns of the entry workbook of a layout, those that name the row first."""
    stream = STREAMS[layout.stream]
    limits = _limits(stream.model)
    return [_field(rule, stream.attributes, limits, layout) for rule in _rules(layout)]


def _rules(layout: Layout) -> Iterator[ColumnRule]:
    required = layout.required_columns
    if layout.document_number:
        yield layout.document_number
    if layout.event_type and layout.event_type.column:
        column = layout.event_type.column
        yield ColumnRule(column, "event_type", column in required, layout.event_type.value)
    if layout.occurred_at_column:
        yield layout.occurred_at_column
    yield from layout.columns
    for rule in (each for each in layout.secrecy if each.required):
        words = ValueRule(mapping={"thuong": None}, words=("Thường",))
        yield ColumnRule(rule.column, "_secrecy", True, words)


def _field(
    rule: ColumnRule,
    attributes: Mapping[str, pl.DataType],
    limits: Mapping[str, tuple[float | None, float | None]],
    layout: Layout,
) -> Field:
    dtype = attributes.get(rule.to, pl.String())
    choices = _choices(rule.value, dtype)
    low, high = limits.get(rule.to, (None, None))
    told = _NUMBER if layout.document_number is rule else rule.hint
    return Field(
        rule.source,
        "list" if choices else _kind(rule.to, dtype),
        rule.required,
        is_key=rule.to == "entity_key",
        choices=choices,
        minimum=low,
        maximum=high,
        splits=(rule.value.split or ";") if dtype == TextList else None,
        told=told,
    )


def _choices(rule: ValueRule, dtype: pl.DataType) -> tuple[str, ...]:
    if isinstance(dtype, pl.Boolean) and not rule.is_closed:
        return _YES_NO
    return tuple(word for word in rule.words if fold(word) in rule.mapping and word)


def _kind(to: str, dtype: pl.DataType) -> Kind:
    if isinstance(dtype, pl.Date):
        return "date"
    if isinstance(dtype, pl.Datetime) or to == "occurred_at":
        return "moment"
    if dtype.is_integer():
        return "whole"
    return "decimal" if dtype.is_float() else "text"


def _limits(model: Any) -> dict[str, tuple[float | None, float | None]]:
    """Least and largest value of each attribute, as the stream's own rules say."""
    found: dict[str, tuple[float | None, float | None]] = {}
    for name, column in model.to_schema().columns.items():
        said: dict[str, float] = {}
        for check in column.checks:
            said |= {k: v for k, v in (check.statistics or {}).items() if k.endswith("_value")}
        if said:
            found[name] = (said.get("min_value"), said.get("max_value"))
    return found
