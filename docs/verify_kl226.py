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
ENVELOPE = {*ONCE, "event_id", "position", "source_sheet", "source_row", "payload_hash", "month"}
FIRST = ("event_type", "agency_code", "entity_id", "occurred_at", "status", "cleared")
EPOCH, MICROSECOND = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC), datetime.timedelta(0, 0, 1)
found = []


def finding(code, **where):
    found.append(code)
    print(code, *(f"{key}={value}" for key, value in where.items() if value not in (None, "")))


def actions(log):
    """What the newest checkpoint and the commits after it say, in order."""
    checkpoints = sorted(log.glob("*.checkpoint*.parquet"))
    after = int(checkpoints[-1].name[:20]) if checkpoints else -1
    for path in (path for path in checkpoints if int(path.name[:20]) == after):
        for row in pq.ParquetFile(path).read().to_pylist():
            yield from ((kind, said) for kind, said in row.items() if said)
    for expected, path in enumerate((p for p in sorted(log.glob("*.json")) if int(p.stem) > after)):
        if int(path.stem) != expected + after + 1:
            finding("log_unreadable", path=path.name)
        for line in path.read_text("utf-8").splitlines():
            yield from json.loads(line).items()


def read(table):
    """All rows of a table with its folders as columns, and the keys its log has counted."""
    live, keys, pieces = {}, {}, []
    for kind, said in actions(table / "_delta_log"):
        if kind == "add":
            live[said["path"]] = dict(said["partitionValues"])
        elif kind == "remove":
            live.pop(said["path"], None)
        elif kind == "txn":
            keys[said["appId"]] = said["version"]
    for name, partition in sorted(live.items()):
        path = table / unquote(name)
        folders = dict(part.split("=") for part in path.parts[:-1] if "=" in part)
        if not path.resolve().is_relative_to(table.resolve()):
            finding("file_outside", path=name)
            continue
        if any(folders.get(key) != value for key, value in partition.items()):
            finding("file_misplaced", path=name)
        try:
            rows = pq.ParquetFile(path).read()
        except (pa.ArrowException, OSError):
            finding("file_unreadable" if path.exists() else "file_missing", path=name)
            continue
        for key in partition:
            rows = rows.append_column(key, pa.array([folders.get(key)] * len(rows), pa.string()))
        pieces.append(rows)
    return pa.concat_tables(pieces, promote_options="default") if pieces else pa.table({}), keys


def integers(array):
    array = array.cast(pa.int64())
    start, end = array.offset * 8, (array.offset + len(array)) * 8
    return memoryview(array.buffers()[1])[start:end] if len(array) else b""


def feed(hashed, array):
    """Add a column to a hash: a byte per row, then its values; returns the kind of the column."""
    hashed.update(bytes(memoryview(array.is_valid().cast(pa.uint8()).buffers()[1])[: len(array)]))
    values, kind = array.drop_null(), array.type
    if pa.types.is_list(kind):
        hashed.update(integers(pc.list_value_length(values)))
        return f"list({feed(hashed, values.flatten())})"
    if pa.types.is_struct(kind):
        fields = zip(kind, values.flatten(), strict=True)
        return f"struct({','.join(f'{f.name} {feed(hashed, inner)}' for f, inner in fields)})"
    if pa.types.is_string(kind):
        hashed.update(integers(pc.binary_length(values)))
        hashed.update("".join(values.to_pylist()).encode())
        return "text"
    if pa.types.is_floating(kind):
        hashed.update(integers(values.cast(pa.float64()).view(pa.int64())))
        return "real"
    hashed.update(integers(values.cast(pa.int32()) if pa.types.is_date(kind) else values))
    return "number"


def table_hash(rows):
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
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime.datetime) else value


def row_hash(row, without):
    said = {k: plain(v) for k, v in row.items() if v is not None and k != without}
    return hashlib.sha256(spelled(said).encode()).hexdigest()


def spelled(said):
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def text_of(value):
    """A value as the payload hash spells it."""
    if isinstance(value, list):
        items = [v.values() if isinstance(v, dict) else [v] for v in value]
        return "\x1e".join(
            "/".join("" if v is None else text_of(v) for v in item) for item in items
        )
    return str(value).lower() if isinstance(value, bool) else str(plain(value))


def is_itself(row):
    """Whether a row says what its payload hash was made of."""
    said = [*FIRST, *(name for name in row if name not in ENVELOPE and name not in FIRST)]
    pairs = "\x1f".join(f"{n}={text_of(row[n])}" for n in said if row.get(n) is not None)
    return hashlib.md5(pairs.encode(), usedforsecurity=False).hexdigest() == row["payload_hash"]


def name_events(where, line, rows, changed):
    """Say which event of a commit whose hash differs it was, as far as the rows can tell."""
    told, before, seen = line["content_rows"], len(found), set()
    for row in rows.to_pylist():
        place = row["position"] % 2**32
        here = where | {"event": row["event_id"], "sheet": row.get("source_sheet")}
        here["row"] = row.get("source_row")
        other = [name for name in ONCE if said_once(row, name) != line[name]]
        if place in seen or not 1 <= place <= told:
            finding("event_added" if len(rows) > told else "event_reordered", **here)
        elif other or not is_itself(row):
            columns = other or (changed if len(rows) == told else ())
            finding("event_changed", **here, columns=",".join(sorted(columns)))
        seen.add(place)
    for place in sorted({*range(1, told + 1)} - seen) if len(rows) < told else ():
        finding("event_removed", **where, place=place)
    if before == len(found):
        finding("events_changed", **where, columns=",".join(sorted(changed)))


def said_once(row, name):
    return row[name].isoformat() if name == "recorded_at" else row[name]


def check_line(where, row, before):
    """Check the line of a commit against its row and the line before; returns what it says."""
    line = json.loads(row["details"])
    own = row_hash(line, "chain_hash") == line["chain_hash"]
    if not own or spelled(line) != row["details"] or row_hash(row, "details") != line["row_hash"]:
        finding("commit_changed", **where, file=row["source_file"])
    elif line["commit_seq"] != where["commit"]:
        finding("commit_moved", **where, was=line["commit_seq"])
    elif before is not None and line["previous_chain_hash"] != before:
        finding("chain_broken", **where)
    return line


def check_quarantine(where, line, rows):
    hashes = [row_hash(row, "row_hash") for row in rows]
    changed = [row for row, now in zip(rows, hashes, strict=True) if row["row_hash"] != now]
    for row in changed:
        finding("quarantine_changed", **where, row=row["source_row"])
    more = len(rows) - line["quarantine_rows"]
    if more:
        by = sum(row["source_row"] or 0 for row in rows) - line["quarantine_row_sum"]
        code = "quarantine_added" if more > 0 else "quarantine_removed"
        finding(code, **where, row=abs(by) if abs(more) == 1 else None, count=abs(more))
    elif not changed:
        whole = hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()
        if whole != line["quarantine_hash"]:
            finding("quarantine_changed", **where)


def check_commit(where, line, content, quarantined):
    digest, short = table_hash(content)
    once = content.select(ONCE).group_by(ONCE).aggregate([]).to_pylist() if len(content) else []
    same = all(said_once(row, name) == line[name] for row in once for name in ONCE)
    if digest != line["content_hash"] or not same:
        told = line["content_columns"]
        changed = {name for name in {*told, *short} if told.get(name) != short.get(name)}
        name_events(where, line, content, changed)
    check_quarantine(where, line, quarantined)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--head", default="")
    asked = parser.parse_args()
    (events, keys), (broken, _) = (read(asked.store / name) for name in ("events", "quarantine"))
    lines, contents, by_batch, start, heads = {}, {}, {}, 0, ["0" * 64]
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
        by_batch.setdefault(row["batch_id"], []).append(row)
    before = heads[0]
    for number in range(1, max([keys.get("commit_seq", 0), *lines, *contents, 0]) + 1):
        if len(lines.get(number, [])) != 1:
            finding("commit_added" if number in lines else "commit_removed", commit=number)
            before = None
            continue
        where = {"commit": number, "file": lines[number][0]["source_file"]}
        try:
            line = check_line({"commit": number}, lines[number][0], before)
            before = line["chain_hash"]
            content = contents.get(number, events.slice(0, 0))
            check_commit(where, line, content, by_batch.get(line["batch_id"], []))
        except (KeyError, TypeError, ValueError):  # a line that lacks what every line has
            finding("commit_changed", **where)
            before = None
            continue
        heads.append(before)
        if not keys.get(line["batch_id"]):
            finding("key_missing", **where)
    if asked.head and not any(len(asked.head) >= 12 and h.startswith(asked.head) for h in heads):
        finding("head_unknown", head=asked.head)
    print(f"đầu chuỗi · head: {heads[-1]}  commits: {len(heads) - 1}  findings: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
