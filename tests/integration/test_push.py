"""Systems push bodies over HTTP to a real server and ask what came of them."""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from ingestion.push.endpoint import Endpoint
from ingestion.push.receipts import Receipts
from ingestion.push.tokens import FILE, Tokens
from tests.homes import EVENTS_HEADER, NOON, Home, step

CSV = {"content-type": "text/csv"}


@pytest.fixture
def home(tmp_path: Path, project: Path) -> Home:
    return Home.make(tmp_path / "home", project)


@pytest.fixture
def server(home: Home) -> Iterator[str]:
    context = home.context
    app = Endpoint(home.root, context.layouts, context.clock, context.rules).app()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [found]}, daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{found.getsockname()[1]}/v1"
        running.should_exit = True
        thread.join(10)


@pytest.fixture
def sender(home: Home, server: str) -> Iterator[httpx.Client]:
    yield from client(home, server, "SNV")


def client(home: Home, server: str, agency: str) -> Iterator[httpx.Client]:
    token = Tokens(home.root).make(agency, NOON)
    with httpx.Client(base_url=server, headers={"authorization": f"Bearer {token}"}) as opened:
        yield opened


def body(*lines: str) -> bytes:
    return ("\n".join([EVENTS_HEADER, *lines]) + "\n").encode()


def landed(home: Home, agency: str = "SNV") -> list[str]:
    folder = home.root / "landing" / agency
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_pushed_body_becomes_events_and_its_receipt_says_so(
    home: Home, sender: httpx.Client
) -> None:
    pushed = sender.post("/steps_1", content=body(step("1"), step("2", "bay")), headers=CSV)
    assert pushed.status_code == 202
    said = pushed.json()
    assert said["state"] == "waiting"
    assert landed(home) == [said["file"]]
    home.run()
    answer = sender.get(pushed.headers["location"].removeprefix("/v1")).json()
    assert (answer["state"], answer["accepted"], answer["quarantined"]) == ("ingested", 1, 1)
    assert [problem["row"] for problem in answer["problems"]] == [3]
    assert "bay" not in str(answer)
    assert home.events().height == 1


def test_the_same_body_again_is_the_same_push_before_and_after_it_was_taken_in(
    home: Home, sender: httpx.Client
) -> None:
    first, second = (sender.post("/steps_1", content=body(step("1")), headers=CSV) for _ in "12")
    assert first.json() == second.json()
    assert len(landed(home)) == 1
    home.run()
    third = sender.post("/steps_1", content=body(step("1")), headers=CSV)
    assert (third.status_code, third.json()["state"]) == (202, "ingested")
    assert landed(home) == []
    assert home.events().height == 1


def test_a_key_stands_for_one_body(home: Home, sender: httpx.Client) -> None:
    key = {**CSV, "idempotency-key": "2026-05-04/1"}
    assert sender.post("/steps_1", content=body(step("1")), headers=key).status_code == 202
    assert sender.post("/steps_1", content=body(step("1")), headers=key).status_code == 202
    other = sender.post("/steps_1", content=body(step("2")), headers=key)
    assert (other.status_code, other.json()["error"]) == (409, "key_used")
    assert len(landed(home)) == 1


def test_without_a_token_of_its_own_nobody_pushes_or_reads(
    home: Home, server: str, sender: httpx.Client
) -> None:
    receipt = sender.post("/steps_1", content=body(step("1")), headers=CSV).json()["receipt"]
    for header in ({}, {"authorization": "Bearer x"}, {"authorization": "Basic eDp5"}):
        for answer in (
            httpx.post(f"{server}/steps_2", content=b"x", headers=header),
            httpx.get(f"{server}/receipts/{receipt}", headers=header),
        ):
            assert (answer.status_code, answer.json()["error"]) == (401, "no_token")
    for other in client(home, server, "STP"):
        assert other.get(f"/receipts/{receipt}").status_code == 404
    [token, _] = Tokens(home.root).all()
    assert Tokens(home.root).revoke(token.name) == token
    assert sender.get(f"/receipts/{receipt}").status_code == 401


def test_a_body_that_is_too_large_leaves_nothing(
    home: Home, sender: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {"max_push_megabytes": 1.0, "max_waiting_files": 2.0}
    monkeypatch.setattr(home.context.rules, "value", lambda code, _: limits[code])
    answer = sender.post("/steps_1", content=b"x" * (1024 * 1024 + 1), headers=CSV)
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")
    assert landed(home) == []
    for number in (1, 2):
        name = f"/steps_{number}"
        assert sender.post(name, content=body(step("1")), headers=CSV).status_code == 202
    full = sender.post("/steps_3", content=body(step("3")), headers=CSV)
    assert (full.status_code, full.headers["retry-after"]) == (429, "300")


@pytest.mark.parametrize(
    ("name", "headers", "error"),
    [
        ("steps_1", {}, "no_ending"),
        ("steps_1", {"content-type": "image/png"}, "no_ending"),
        ("unknown_1", CSV, "no_layout"),
        ("steps_1.parquet", {}, "no_layout"),
        ("..%2f..%2fsteps_1.csv", CSV, None),
        ("steps%00.csv", CSV, "bad_name"),
        ("s" * 81, CSV, "bad_name"),
    ],
)
def test_a_name_that_no_layout_reads_lands_nowhere(
    home: Home, sender: httpx.Client, name: str, headers: dict[str, str], error: str | None
) -> None:
    answer = sender.post(f"/{name}", content=body(step("1")), headers=headers)
    assert answer.status_code in (404, 415)
    if error:
        assert answer.json()["error"] == error
        assert answer.json()["message_vi"]
    assert not list(home.root.rglob("*steps*.csv"))


def test_an_empty_body_and_a_sender_that_hangs_up_leave_nothing(
    home: Home, server: str, sender: httpx.Client
) -> None:
    assert sender.post("/steps_1", content=b"", headers=CSV).json()["error"] == "empty"
    host, port = server.removeprefix("http://").removesuffix("/v1").split(":")
    with socket.create_connection((host, int(port))) as line:
        token = sender.headers["authorization"]
        line.sendall(
            f"POST /v1/steps_9.csv HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
            "Content-Length: 1000\r\n\r\nhalf".encode()
        )
        time.sleep(0.2)
    deadline = time.monotonic() + 10
    while landed(home) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert landed(home) == []


def test_only_the_hash_of_a_token_is_kept_and_only_for_its_owner(home: Home) -> None:
    token = Tokens(home.root).make("SNV", NOON)
    file = home.root / FILE
    assert token not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Tokens(home.root).agency_of(token) == "SNV"
    assert Tokens(home.root).agency_of(token + "x") is None


def test_receipts_are_forgotten_with_the_answers(home: Home, sender: httpx.Client) -> None:
    receipt = sender.post("/steps_1", content=body(step("1")), headers=CSV).json()["receipt"]
    for file in (home.root / "pushed").glob("*/*"):
        os.utime(file, (0, 0))
    assert Receipts(home.root).prune(NOON.date(), 30) == 1
    gone = sender.get(f"/receipts/{receipt}")
    assert (gone.status_code, gone.json()["error"]) == (404, "no_receipt")
