"""Kiểm tra độc lập kho sự kiện kl226 · Independent check of a kl226 event store.

verify_kl226.py KHO [--head MÃ], with any Python that has pyarrow; KHO holds events/, quarantine/.
Names commit, file and columns of changed events; not for freezes. Exit 0: clean. docs/signoff.md.
"""

import argparse
import hashlib
import json
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyarrow.types as pt

ONCE = ("stream", "batch_id", "source_system", "source_file", "recorded_at", "schema_version")
spelled = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
found = []


def sha256_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def finding(code, **where):
    found.append(code)
    print(code, *(f"{key}={value}" for key, value in where.items() if value not in (None, "")))


def actions(log):
    newest = max((path.name[:20] for path in log.glob("*.checkpoint*.parquet")), default="")
    for path in log.glob(f"{newest}.checkpoint*.parquet"):
        for row in pq.ParquetFile(path).read().to_pylist():
            yield from ((kind, said) for kind, said in row.items() if said)
    for path in sorted(path for path in log.glob("*.json") if path.stem > newest):
        for line in path.read_text("utf-8").splitlines():
            yield from json.loads(line).items()


def read(table):
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
            finding("file_unreadable" if path.is_file() else "file_missing", path=name)
            continue
        for key, value in (part.split("=") for part in Path(unquote(name)).parts[:-1]):
            rows = rows.append_column(key, pa.array([value] * len(rows), pa.string()))
        pieces.append(rows.cast(pa.schema([(f.name, plain(f.type)) for f in rows.schema])))
    return pa.concat_tables(pieces, promote_options="permissive") if pieces else pa.table({}), keys


def plain(kind):
    """One type for texts, lists and days, which files write in several."""
    if pt.is_nested(kind):
        return kind if pt.is_struct(kind) else pa.large_list(plain(kind.value_type))
    return pa.large_string() if "string" in str(kind) else pa.int32() if pt.is_date(kind) else kind


def feed(hashed, array):
    """Add a column to a hash: a byte per row, then its values; returns the kind of the column."""
    hashed.update(bytes(memoryview(array.is_valid().cast(pa.uint8()).buffers()[1])[: len(array)]))
    values, kind = array.drop_null(), array.type
    if pt.is_struct(kind):
        fields = zip(kind, values.flatten(), strict=True)
        return f"struct({','.join(f'{f.name} {feed(hashed, inner)}' for f, inner in fields)})"
    is_text, is_list = pt.is_large_string(kind), pt.is_large_list(kind)
    is_real = pt.is_floating(kind)
    numbers = values.view(pa.int64()) if is_real else values
    if is_text or is_list:
        numbers = pc.binary_length(values) if is_text else pc.list_value_length(values)
    numbers = numbers.cast(pa.int64())
    if len(numbers):
        hashed.update(memoryview(numbers.buffers()[1])[numbers.offset * 8 :][: len(numbers) * 8])
    if is_text:
        hashed.update("".join(values.to_pylist()).encode())
    inner = feed(hashed, values.flatten()) if is_list else ""
    return f"list({inner})" if inner else "text" if is_text else "real" if is_real else "number"


def table_hash(rows):
    lines, short = [str(len(rows))], {}
    for name in sorted(set(rows.column_names) - set(ONCE)):
        array = rows[name].combine_chunks()
        if array.null_count < len(array):
            hashed = hashlib.sha256()
            lines.append(f"{name} {feed(hashed, array)} {hashed.hexdigest()}")
            short[name] = hashed.hexdigest()[:16]
    return sha256_of("\n".join(lines)), short


def sha256(said, without, nulls=False):
    """The hash of a row or a line: JSON in order of names, times as microseconds since 1970."""
    times = {k: round(v.timestamp() * 1e6) for k, v in said.items() if hasattr(v, "timestamp")}
    kept = {k: v for k, v in (said | times).items() if k != without and (v is not None or nulls)}
    return sha256_of(spelled(kept))


def check_line(where, row, before):
    line = json.loads(row["details"])
    whole = sha256(line, "chain_hash", nulls=True) == line["chain_hash"]
    if not whole or spelled(line) != row["details"] or sha256(row, "details") != line["row_hash"]:
        finding("commit_changed", **where)
    elif line["commit_seq"] != where["commit"]:
        finding("commit_moved", **where, was=line["commit_seq"])
    elif before is not None and line["previous_chain_hash"] != before:
        finding("chain_broken", **where)
    return line


def check_commit(where, line, rows, quarantined):
    """Compare the rows of a commit with its line, and say what their places tell."""
    hashes, more = [], len(quarantined) - line["quarantine_rows"]
    for row in quarantined:
        hashes.append(sha256(row, "row_hash"))
        if hashes[-1] != row.get("row_hash"):
            finding("quarantine_changed", **where, row=row.get("source_row"))
    if more:
        by = abs(sum(row["source_row"] for row in quarantined) - line["quarantine_row_sum"])
        code = "quarantine_added" if more > 0 else "quarantine_removed"
        finding(code, **where, row=by if abs(more) == 1 else None, count=abs(more))
    elif sha256_of("\n".join(sorted(hashes))) != line["quarantine_hash"]:
        finding("quarantine_changed", **where)
    digest, short = table_hash(rows)
    once = [line[n] if n != "recorded_at" else datetime.fromisoformat(line[n]) for n in ONCE]
    shared = [rows[name].unique().to_pylist() for name in ONCE if len(rows)]
    if digest == line["content_hash"] and shared in ([], [[value] for value in once]):
        return
    told, before, seen = line["content_rows"], len(found), set()
    for row in rows.to_pylist():
        place, here = row["position"] % 2**32, where | {"event": row["event_id"]}
        if place in seen or not 1 <= place <= told:
            finding("event_added" if len(rows) > told else "event_reordered", **here)
        elif [row[name] for name in ONCE] != once or len(rows) == told == 1:
            finding("event_changed", **here)
        seen.add(place)
    for place in sorted({*range(1, told + 1)} - seen) if len(rows) < told else ():
        finding("event_removed", **where, place=place)
    if before == len(found):
        said = line["content_columns"]
        changed = {name for name in {*said, *short} if said.get(name) != short.get(name)}
        finding("events_changed", **where, columns=",".join(sorted(changed)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", type=Path)
    parser.add_argument("--head", default="")
    asked = parser.parse_args()
    (events, keys), (broken, _) = (read(asked.store / name) for name in ("events", "quarantine"))
    lines, contents, of_batch, start, heads, last = {}, {}, {}, 0, ["0" * 64], "0" * 64
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
    for number in sorted({*range(1, keys.get("commit_seq", 0) + 1), *lines, *contents}):
        row, *more = lines.get(number, [None])
        before, last = last, None
        where = {"commit": number, "file": row and row["source_file"]}
        if row is None or more:
            finding("commit_added" if more else "commit_removed", **where)
            continue
        try:
            line = check_line(where, row, before)
            quarantined = of_batch.get(line["batch_id"], [])
            check_commit(where, line, contents.get(number, pa.table({})), quarantined)
            heads.append(last := line["chain_hash"])
            if not keys.get(line["batch_id"]):
                finding("key_missing", **where)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            finding("commit_changed", **where, lacks=error)
    if asked.head and not any(len(asked.head) >= 12 and h.startswith(asked.head) for h in heads):
        finding("head_unknown", head=asked.head)
    print(f"đầu chuỗi · head: {heads[-1]}  commits: {len(heads) - 1}  findings: {len(found)}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
