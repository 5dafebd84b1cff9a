"""Problems of a file in the words of its sender."""

from __future__ import annotations

from pathlib import Path

from ingestion.agencies import AgencyDirectory
from ingestion.reading import read_candidates
from tests.reading import LIMITS, NOW, SEEDS, layout_of, written


def test_what_is_made_of_two_columns_is_told_by_both_in_the_words_of_the_sender(
    tmp_path: Path,
) -> None:
    columns = "{ma: entity_key, ngay: _day, gio: _time}"
    layout = layout_of(
        columns=columns,
        derive='{starts_at: {template: "{_day} {_time}", formats: ["%d/%m/%Y %H:%M"]}}',
        event_type="{constant: held}",
    )
    path = written(
        tmp_path, "x.csv", "ma,ngay,gio\n1,05/03/2031,08:15\n2,31/02/2026,09:00\n3,,09:00\n"
    )
    reading = read_candidates(
        path,
        layout,
        AgencyDirectory.load(SEEDS),
        folder_agency=None,
        now=NOW,
        tolerance_days=1,
        limits=LIMITS,
    )
    assert [(p.code, p.row, p.column, p.value) for p in reading.problems] == [
        ("in_future", 2, "ngay + gio", "05/03/2031 · 08:15"),
        ("bad_date", 3, "ngay + gio", "31/02/2026 · 09:00"),
        ("value_missing", 4, "ngay + gio", None),
    ]


def test_a_time_out_of_range_is_told_as_it_was_written(tmp_path: Path) -> None:
    layout = layout_of(event_type="{constant: held}")
    path = written(tmp_path, "x.csv", "ma,ngay\n1,05/03/2031 08:15\n")
    reading = read_candidates(
        path,
        layout,
        AgencyDirectory.load(SEEDS),
        folder_agency=None,
        now=NOW,
        tolerance_days=1,
        limits=LIMITS,
    )
    assert [(p.code, p.column, p.value) for p in reading.problems] == [
        ("in_future", "ngay", "05/03/2031 08:15")
    ]
