"""Kiểm tra độc lập kho sự kiện kl226 · Independent check of a kl226 event store.

python3 verify_kl226.py KHO [--head MÃ]: KHO holds events/ and quarantine/; MÃ is the head printed
on a report (12 digits or 64). Needs Python 3.11 and pyarrow, nothing of kl226. Exit 0 only if
nothing was found. What is hashed: docs/decisions.md, D13.
"""

import argparse
import datetime
import hashlib
import json
import sys
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ONCE = ("stream", "batch_id", "source_system", "source_file", "recorded_at", "schema_version")
OTHER = {*ONCE, "event_id", "position", "source_sheet", "source_row", "payload_hash", "month"}
FIRST = ("event_type", "agency_code", "entity_id", "occurred_at", "status", "cleared")
EPOCH, MICROSECOND = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC), datetime.timedelta(0, 0, 1)
found = []


def finding(code, **where):
    """Print what was found and where."""
    found.append(code)
    print(code, *(f"{key}={value}" for key, value in where.items() if value not in (None, "")))


def actions(log):
    """What the newest checkpoint and the commits after it say, in order."""
    newest = max((path.name[:20] for path in log.glob("*.checkpoint*.parquet")), default="")
    for path in log.glob(f"{newest}.checkpoint*.parquet"):
        for row in pq.ParquetFile(path).read().to_pylist():
            yield from ((kind, said) for kind, said in row.items() if said)
    for path in sorted(path for path in log.glob("*.json") if path.stem > newest):
        for line in path.read_text("utf-8").splitlines():
            yield from json.loads(line).items()


def read(table):
    """All rows of a table with its folders as columns, and the keys its log has counted."""
    live, keys, pieces = set(), {}, []
    for kind, said in actions(table / "_delta_log"):
        if kind in ("add", "remove"):
            (live.add if kind == "add" else live.discard)(said["path"])
        elif kind == "txn":
            keys[said["appId"]] = said["version"]
    for name in sorted(live):
        path = table / unquote(name)
        if not path.resolve().is_relative_to(table.resolve()):
            finding("file_outside", path=name)
            continue
        try:
            rows = pq.ParquetFile(path).read()
        except (pa.ArrowException, OSError):
            finding("file_unreadable" if path.exists() else "file_missing", path=name)
            continue
        for key, value in (part.split("=") for part in Path(unquote(name)).parts[:-1]):
            rows = rows.append_column(key, pa.array([value] * len(rows), pa.string()))
        pieces.append(rows)
    return pa.concat_tables(pieces, promote_options="permissive") if pieces else pa.table({}), keys


def feed(hashed, array):
    """Add a column to a hash: a byte per row, then its values; returns the kind of the column."""
    hashed.update(bytes(memoryview(array.is_valid().cast(pa.uint8()).buffers()[1])[: len(array)]))
    values, kind = array.drop_null(), array.type
    if pa.types.is_struct(kind):
        fields = zip(kind, values.flatten(), strict=True)
        return f"struct({','.join(f'{f.name} {feed(hashed, inner)}' for f, inner in fields)})"
    numbers, is_text = values, "string" in str(kind) and not pa.types.is_nested(kind)
    if is_text or pa.types.is_nested(kind):
        numbers = pc.binary_length(values) if is_text else pc.list_value_length(values)
    elif pa.types.is_floating(kind):
        numbers = values.cast(pa.float64()).view(pa.int64())
    numbers = numbers.cast(pa.int32()) if pa.types.is_date(kind) else numbers
    numbers = numbers.cast(pa.int64())
    if len(numbers):
        hashed.update(memoryview(numbers.buffers()[1])[numbers.offset * 8 :][: len(numbers) * 8])
    if is_text:
        hashed.update("".join(values.to_pylist()).encode())
    elif pa.types.is_nested(kind):
        return f"list({feed(hashed, values.flatten())})"
    return "text" if is_text else "real" if pa.types.is_floating(kind) else "number"


def table_hash(rows):
    """The hash of rows, and the first digits of each column's."""
    lines, short = [str(len(rows))], {}
    for name in sorted(set(rows.column_names) - set(ONCE)):
        array = rows[name].combine_chunks()
        if array.null_count < len(array):
            hashed = hashlib.sha256()
            kind = feed(hashed, array)
            lines.append(f"{name} {kind} {hashed.hexdigest()}")
            short[name] = hashed.hexdigest()[:16]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest(), short


def plain(value):
    """Times as microseconds since 1970, in lists too."""
    if isinstance(value, list):
        return [plain(list(item.values()) if isinstance(item, dict) else item) for item in value]
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime.datetime) else value


def sha256(said, without):
    """The hash of a row or a line, and the JSON it is made of."""
    spelled = json.dumps(
        {name: plain(said[name]) for name in said if name != without},
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(spelled.encode()).hexdigest()


def is_itself(row):
    """Whether a row says what its payload hash was made of."""

    def text(value, between="\x1e"):
        if isinstance(value, list):
            return between.join("" if item is None else text(item, "/") for item in value)
        return str(value).lower() if isinstance(value, bool) else str(value)

    said = [*FIRST, *(name for name in row if name not in OTHER and name not in FIRST)]
    pairs = "\x1f".join(f"{n}={text(plain(row[n]))}" for n in said if row.get(n) is not None)
    return hashlib.md5(pairs.encode(), usedforsecurity=False).hexdigest() == row["payload_hash"]


def unlike(row, line):
    """Columns that all rows of a commit share, where a row has something else than its line."""
    said = row | {"recorded_at": row["recorded_at"].isoformat()}
    return [name for name in ONCE if said[name] != line[name]]


def name_events(where, line, rows, changed):
    """Say which event of a commit whose hash differs it was, as far as the rows can tell."""
    told, before, seen = line["content_rows"], len(found), set()
    for row in rows.to_pylist():
        place = row["position"] % 2**32
        here = where | {"event": row["event_id"], "row": row.get("source_row")}
        if place in seen or not 1 <= place <= told:
            finding("event_added" if len(rows) > told else "event_reordered", **here)
        elif unlike(row, line) or not is_itself(row):
            columns = unlike(row, line) or (changed if len(rows) == told else ())
            finding("event_changed", **here, columns=",".join(columns))
        seen.add(place)
    for place in sorted({*range(1, told + 1)} - seen) if len(rows) < told else ():
        finding("event_removed", **where, place=place)
    if before == len(found):
        finding("events_changed", **where, columns=",".join(changed))


def check_line(where, row, before):
    """Check the line of a commit against its row and the line before; returns what it says."""
    line, there = json.loads(row["details"]), {k: v for k, v in row.items() if v is not None}
    spelled = json.dumps(line, ensure_ascii=False, sort_keys=True) == row["details"]
    whole = spelled and sha256(line, "chain_hash") == line["chain_hash"]
    if not whole or sha256(there, "details") != line["row_hash"]:
        finding("commit_changed", **where)
    elif line["commit_seq"] != where["commit"]:
        finding("commit_moved", **where, was=line["commit_seq"])
    elif before is not None and line["previous_chain_hash"] != before:
        finding("chain_broken", **where)
    return line


def check_commit(where, line, rows, broken):
    """Compare events and quarantined rows of a commit with its line."""
    digest, short = table_hash(rows)
    once = rows.select(ONCE).group_by(ONCE).aggregate([]).to_pylist() if len(rows) else []
    if digest != line["content_hash"] or any(unlike(row, line) for row in once):
        told = line["content_columns"]
        changed = [name for name in {**told, **short} if told.get(name) != short.get(name)]
        name_events(where, line, rows, changed)
    broken = [{k: v for k, v in row.items() if v is not None} for row in broken]
    hashes = [sha256(row, "row_hash") for row in broken]
    changed = [row for row, now in zip(broken, hashes, strict=True) if row.get("row_hash") != now]
    for row in changed:
        finding("quarantine_changed", **where, row=row.get("source_row"))
    more = len(broken) - line["quarantine_rows"]
    if more:
        by = sum(row["source_row"] for row in broken) - line["quarantine_row_sum"]
        code = "quarantine_added" if more > 0 else "quarantine_removed"
        finding(code, **where, row=abs(by) if abs(more) == 1 else None, count=abs(more))
    whole = hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()
    if not changed and not more and whole != line["quarantine_hash"]:
        finding("quarantine_changed", **where)


def main():
    """Check everything; 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--head", default="")
    asked = parser.parse_args()
    (events, keys), (broken, _) = (read(asked.store / name) for name in ("events", "quarantine"))
    lines, contents, of_batch, start, heads = {}, {}, {}, 0, ["0" * 64]
    if len(events):
        events = events.sort_by("position")
        is_line = pc.equal(pc.bit_wise_and(events["position"], 2**32 - 1), 0)
        for row in events.filter(is_line).to_pylist():
            lines.setdefault(row["position"] >> 32, []).append(row)
        events = events.filter(pc.invert(is_line))
        for part in pc.shift_right(events["position"], 32).value_counts().to_pylist():
            contents[part["values"]] = events.slice(start, part["counts"])
            start += part["counts"]
    for row in broken.to_pylist():
        of_batch.setdefault(row["batch_id"], []).append(row)
    before = heads[0]
    for number in range(1, max([keys.get("commit_seq", 0), *lines, *contents]) + 1):
        row, *more = lines.get(number, [None])
        where = {"commit": number, "file": row and row["source_file"]}
        if row is None or more:
            finding("commit_added" if more else "commit_removed", **where)
            before = None
            continue
        try:
            line = check_line(where, row, before)
            quarantined = of_batch.get(line["batch_id"], [])
            check_commit(where, line, contents.get(number, pa.table({})), quarantined)
            before = line["chain_hash"]
            heads.append(before)
            if not keys.get(line["batch_id"]):
                finding("key_missing", **where)
        except (KeyError, TypeError, ValueError) as error:
            finding("commit_changed", **where, lacks=error)
            before = None
    if asked.head and not any(len(asked.head) >= 12 and h.startswith(asked.head) for h in heads):
        finding("head_unknown", head=asked.head)
    print(f"đầu chuỗi · head: {heads[-1]}  commits: {len(heads) - 1}  findings: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
