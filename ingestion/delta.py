"""One Delta Lake table: opening, listing its live files, and committing under a key.

Belongs here: everything that talks to `deltalake`. Does not belong here: what a table means.

A key is written at most once: the table is loaded, asked for the key, and written through the same
object, so that a competitor's commit in between is a conflict and not a second copy. Writing by
path instead of by that object loses this (180 rows of 250 doubled in a trial with six writers).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import polars as pl
import pyarrow as pa
from deltalake import (
    ColumnProperties,
    CommitProperties,
    DeltaTable,
    Transaction,
    WriterProperties,
    write_deltalake,
)
from deltalake.exceptions import CommitFailedError

ROWS_PER_GROUP = 122_880
"""Row-group size of DuckDB, so that it can skip within a file."""
MERGED_BYTES = 64 * 1024 * 1024
"""Files of this size are left alone when small ones are merged."""
UNIQUE_COLUMNS = ("event_id", "payload_hash", "position")
"""No two rows share a value, so that a dictionary only costs: 6 % of the bytes of a file."""


class TableMoved(Exception):
    """Somebody else committed since the table was loaded; look again before writing."""


class Table:
    """A Delta table at a folder, created on first use."""

    def __init__(
        self,
        root: Path,
        schema: Mapping[str, pl.DataType],
        partition_by: list[str],
        configuration: dict[str, str | None],
    ) -> None:
        self.root = root
        self.schema = dict(schema)
        self._partition_by = partition_by
        self._configuration = configuration
        self._table: DeltaTable | None = None
        self._listed: tuple[int, pl.DataFrame] | None = None

    def create(self) -> None:
        """Create the table when it is absent."""
        if DeltaTable.is_deltatable(str(self.root)):
            return
        self.root.mkdir(parents=True, exist_ok=True)
        write_deltalake(
            str(self.root),
            pl.DataFrame(schema=self.schema),
            partition_by=self._partition_by,
            mode="ignore",
            configuration=self._configuration,
        )

    def refresh(self) -> None:
        """See what others committed."""
        if not DeltaTable.is_deltatable(str(self.root)):
            self._table = None
        elif self._table is None:
            self._table = DeltaTable(str(self.root))
        else:
            self._table.update_incremental()

    @property
    def version(self) -> int:
        """Version last seen; -1 when the table does not exist."""
        return -1 if self._table is None else self._table.version()

    def key_version(self, key: str) -> int:
        """How often a key was committed, as of the version last seen; 0 for never."""
        return 0 if self._table is None else self._table.transaction_version(key) or 0

    def live_files(self) -> pl.DataFrame:
        """List data files: absolute path, rows, and min/max/partition columns of the log."""
        if self._table is None:
            return pl.DataFrame(schema={"path": pl.String, "num_records": pl.Int64})
        version = self._table.version()
        if self._listed is None or self._listed[0] != version:
            frame = pl.DataFrame(self._table.get_add_actions(flatten=True))
            paths = [str(self.root / unquote(path)) for path in frame["path"]]
            frame = frame.with_columns(pl.Series("path", paths, dtype=pl.String)).sort("path")
            self._listed = (version, frame)
        return self._listed[1]

    def append(self, frame: pl.DataFrame, keys: Mapping[str, int]) -> None:
        """Append rows and record the keys with their versions, in one commit.

        Raises TableMoved when a competitor committed one of the keys.
        """
        try:
            write_deltalake(
                self._loaded(),
                self._rows(frame),
                mode="append",
                schema_mode="merge" if self._has_new_columns() else None,
                writer_properties=_writer(),
                commit_properties=_commit(keys),
            )
        except CommitFailedError as error:
            raise TableMoved(str(self.root)) from error

    def replace(self, frame: pl.DataFrame, predicate: str, keys: Mapping[str, int]) -> None:
        """Put rows in the place of those the predicate names, in one commit.

        Raises TableMoved when a competitor committed one of the keys.
        """
        table, commit = self._loaded(), _commit(keys)
        try:
            if frame.is_empty():
                table.delete(predicate, commit_properties=commit)
                return
            write_deltalake(
                table,
                self._typed(frame),
                mode="overwrite",
                predicate=predicate,
                writer_properties=_writer(),
                commit_properties=commit,
            )
        except CommitFailedError as error:
            raise TableMoved(str(self.root)) from error

    def compact(self, minimum_files: int) -> int:
        """Merge the small files of crowded partitions; old files stay for a week for readers.

        Returns the number of partitions merged.
        """
        columns = [f"partition.{name}" for name in self._partition_by]
        small = self.live_files()
        if small.is_empty():
            return 0
        small = small.filter(pl.col("size_bytes") < MERGED_BYTES)
        crowded = small.group_by(columns).len().filter(pl.col("len") >= minimum_files)
        for row in crowded.sort(columns).iter_rows(named=True):
            filters = [(name, "=", row[f"partition.{name}"]) for name in self._partition_by]
            self._loaded().optimize.compact(
                partition_filters=filters,
                target_size=MERGED_BYTES,
                writer_properties=_writer(),
            )
        return crowded.height

    def vacuum(self) -> None:
        """Delete files that were merged away more than a week ago."""
        self._loaded().vacuum(dry_run=False)

    def _typed(self, frame: pl.DataFrame) -> pl.DataFrame:
        typed = frame.select(pl.col(name).cast(dtype) for name, dtype in self.schema.items())
        return typed.rechunk()  # many small chunks double the time of writing

    def _rows(self, frame: pl.DataFrame) -> pl.DataFrame | pa.RecordBatchReader:
        """Rows of a large frame typed piece by piece.

        A million rows of 50 empty text columns are 0.8 GB in memory, and next to nothing on disk.
        """
        if frame.height <= ROWS_PER_GROUP:
            return self._typed(frame)
        pieces = (
            batch
            for piece in frame.rechunk().iter_slices(ROWS_PER_GROUP)
            for batch in self._typed(piece).to_arrow().to_batches()
        )
        schema = self._typed(frame.clear()).to_arrow().schema
        return pa.RecordBatchReader.from_batches(schema, pieces)

    def _has_new_columns(self) -> bool:
        return not {field.name for field in self._loaded().schema().fields} >= set(self.schema)

    def _loaded(self) -> DeltaTable:
        if self._table is None:
            raise RuntimeError(f"{self.root} was not loaded")
        return self._table


def _commit(keys: Mapping[str, int]) -> CommitProperties:
    return CommitProperties(
        app_transactions=[Transaction(key, version) for key, version in keys.items()]
    )


def _writer() -> WriterProperties:
    plain = ColumnProperties(dictionary_enabled=False)
    return WriterProperties(
        compression="ZSTD",
        max_row_group_size=ROWS_PER_GROUP,
        column_properties=dict.fromkeys(UNIQUE_COLUMNS, plain),
    )
