"""A sample of the mutated files of `make fuzz`."""

from __future__ import annotations

from pathlib import Path

from tests.fuzz.run import fuzz


def test_mutated_files_are_read_or_refused_and_never_crash_or_hang(
    tmp_path: Path, shared_data: Path
) -> None:
    result = fuzz(tmp_path, shared_data, files=150, seed=226)
    assert result.files == 150
    assert {extension for _, extension in result.kinds} >= {".csv", ".xlsx", ".parquet", ".ics"}
    assert result.outcomes["refused"] > 20
    assert result.outcomes["checked"] > 20
    assert result.crashes == []
    assert result.slowest < 10, result.slowest_file
