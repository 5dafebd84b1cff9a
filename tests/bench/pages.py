"""How fast the pages are: `python -m tests.bench.pages HOME` (default: var/demo).

Belongs here: requests per second of a cached page and the 95th percentile of pages made anew, each
against a server process of its own. Does not belong here: a limit that a test would enforce.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import random
import sys
import threading
import time
from pathlib import Path

import uvicorn

from orchestration.cli_serve import places_of
from orchestration.home import Home
from reporting.pages.app import make_app
from reporting.publication import open_published

PORT, SECONDS, CLIENTS = 8266, 5.0, 4
KINDS = ("tinh", "chi-so", "don-vi", "dien-giai", "nop-bao-cao", "xep-hang")


def serve(home: Path) -> None:
    """The server, in a process of its own."""
    app = make_app(places_of(Home(home)))
    uvicorn.run(app, port=PORT, log_level="error", access_log=False)


def addresses(home: Path, count: int) -> list[str]:
    """Addresses of all kinds over all agencies, KPIs and periods, in an order that is always one."""
    with open_published(home) as publication:
        rows = publication.rows(
            "select kpi_code, agency_code, period_code from marts.kpi_scorecard "
            "where not starts_with(period_code, '2024') order by hash(kpi_code, agency_code, "
            f"period_code) limit {count * 2}"
        )
    made = []
    for number, row in enumerate(rows):
        kpi, agency, period = row.values()
        path = {
            "chi-so": f"{kpi}/{period}",
            "don-vi": f"{agency}/{period}",
            "dien-giai": f"{kpi}/{agency}/{period}",
        }
        kind = KINDS[number % len(KINDS)]
        made.append(f"/{kind}/{path.get(kind, period)}/")
    wanted = list(dict.fromkeys(made))
    random.Random(226).shuffle(wanted)
    return wanted[:count]


def spent(pid: int) -> float:
    """CPU seconds of a process so far: what a busy machine does not change much."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _ask(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def cached(path: str) -> int:
    """Requests in `SECONDS` for one page that is in the cache, by clients in one other process."""
    count = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT)
        while time.perf_counter() < until:
            assert _ask(connection, path) == 200
            count[number] += 1

    clients = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return sum(count)


def uncached(paths: list[str], pid: int) -> tuple[list[float], list[float]]:
    """Milliseconds and CPU milliseconds of each page, made anew, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    took, cpu = [], []
    for path in paths:
        begun, before = time.perf_counter(), spent(pid)
        if _ask(connection, path) == 200:
            took.append((time.perf_counter() - begun) * 1000)
            cpu.append((spent(pid) - before) * 1000)
    return sorted(took), sorted(cpu)


def main() -> None:
    """Measure and print the two rows of docs/benchmarks.md."""
    home = Path(sys.argv[1] if len(sys.argv) > 1 else "var/demo")
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(home,), daemon=True)
    server.start()
    for _ in range(900):
        try:
            _ask(http.client.HTTPConnection("127.0.0.1", PORT), "/")
            break
        except OSError:
            time.sleep(0.1)
    pid = server.pid or 0
    took, cpu = uncached(addresses(home, 300), pid)
    for name, found in (("", took), (" of CPU", cpu)):
        p50, p95 = found[len(found) // 2], found[int(len(found) * 0.95)]
        print(
            f"{len(found)} pages of all kinds made anew: p50 {p50:.0f} ms, p95 {p95:.0f} ms{name}"
        )
    before = spent(pid)
    done = cached("/tinh/2026/")
    print(f"cached overview: {done / SECONDS:,.0f} requests/s, "
          f"{done / (spent(pid) - before):,.0f} per CPU second")  # fmt: skip
    server.terminate()


if __name__ == "__main__":
    main()
