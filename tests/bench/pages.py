"""How fast the pages are: `python -m tests.bench.pages HOME` (default: var/demo).

Belongs here: requests per second of a cached page and the 95th percentile of pages made anew, each
against a server process of its own. Does not belong here: a limit that a test would enforce.
"""

from __future__ import annotations

import http.client
import multiprocessing
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


def _ask(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def cached(path: str) -> float:
    """Requests per second of one page that is in the cache, by clients in one other process."""
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
    return sum(count) / SECONDS


def uncached(paths: list[str]) -> list[float]:
    """Milliseconds of each page, made anew, one after the other."""
    connection, took = http.client.HTTPConnection("127.0.0.1", PORT), []
    for path in paths:
        begun = time.perf_counter()
        status = _ask(connection, path)
        if status == 200:
            took.append((time.perf_counter() - begun) * 1000)
    return sorted(took)


def main() -> None:
    """Measure and print the two rows of docs/benchmarks.md."""
    home = Path(sys.argv[1] if len(sys.argv) > 1 else "var/demo")
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(home,), daemon=True)
    server.start()
    for _ in range(200):
        try:
            _ask(http.client.HTTPConnection("127.0.0.1", PORT), "/")
            break
        except OSError:
            time.sleep(0.1)
    took = uncached(addresses(home, 400))
    p50, p95 = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(f"pages made anew ({len(took)} of all kinds): p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    print(f"cached overview: {cached('/tinh/2026/'):,.0f} requests/s")
    server.terminate()


if __name__ == "__main__":
    main()
