"""A home with a publication made by hand, its mailboxes, and a real mail server on loopback.

Also runnable: `python -m tests.alert_place HOME PORT [POINT LETTER]` runs the alerts once in a
process of its own, and kills itself at a point of the sending of the LETTER-th letter.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import duckdb

from ingestion.clock import FixedClock
from orchestration.alerts import outbox, run_alerts
from orchestration.alerts.ledger import Ledger, open_ledger
from orchestration.alerts.model import AlertRun, Audience
from orchestration.alerts.smtp import Conversation
from orchestration.home import Home
from orchestration.pipeline import Workplace
from orchestration.settings import SEEDS, Mail, read_settings
from reporting.publication import POINTER, Pointer
from tests.warehouse_fixture import literal

MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
UNITS = {"SONLA": "Tỉnh Sơn La", "SNV": "Sở Nội vụ", "STP": "Sở Tư pháp", "VPUBND": "Văn phòng"}
MAILBOXES = {
    ("SNV", "so_noi_vu"): "theodoi@snv.example",
    ("VPUBND", "van_phong"): "tonghop@vpubnd.example",
    ("SNV", "don_vi"): "vanthu@snv.example",
    ("STP", "don_vi"): "vanthu@stp.example",
}
TABLES = {
    "dim_agencies": "agency_id varchar, agency_code varchar, name_vi varchar, is_current boolean, "
    "is_province boolean",
    "dim_periods": "period_code varchar, calendar varchar, period_kind varchar, period_year int, "
    "label_vi varchar, start_date date, is_running boolean, is_provisional boolean",
    "dim_kpis": "kpi_code varchar, label_vi varchar, unit varchar, is_headline boolean",
    "dim_days": "day date, is_working_day boolean",
    "kpi_scorecard": "kpi_code varchar, agency_code varchar, period_code varchar, kpi_value double,"
    " target_value double, comparator varchar, status varchar, agency_id varchar",
    "quarantine": "batch_id varchar, agency_code varchar, source_sheet varchar, source_row bigint, "
    "is_open boolean",
    "fct_meetings": "agency_code varchar, held_date date, status varchar, is_withdrawn boolean",
    "fct_documents": "agency_code varchar, issued_date date, is_withdrawn boolean",
    "fct_dossiers": "agency_code varchar, received_date date, is_withdrawn boolean",
    "fct_tasks": "agency_code varchar, completed_date date, is_withdrawn boolean",
    "check_results": "check_code varchar, check_group varchar, stream varchar, agency_code varchar,"
    " period_code varchar, batch_id varchar, severity varchar, passed boolean, observed varchar, "
    "expected varchar, judged_as_of timestamptz",
    "detectors": "detector_code varchar, label_vi varchar, what_to_do_vi varchar",
    "detector_findings": "detector_code varchar, agency_id varchar, agency_code varchar, "
    "period_code varchar, stream varchar, severity varchar, entity_count int, observed double, "
    "expected double",
    "submissions": "obligation_code varchar, label_vi varchar, agency_code varchar, "
    "period_code varchar, due_date date, received_at timestamptz, status varchar, days_late int",
    "kpi_forecasts": "kpi_code varchar, agency_code varchar, period_code varchar, "
    "probability_missed double, expected_value double",
}
ALWAYS = ("dim_agencies", "dim_periods", "dim_kpis", "dim_days", "kpi_scorecard", "quarantine",
          "fct_meetings", "fct_documents", "fct_dossiers", "fct_tasks")  # fmt: skip
Rows = Mapping[str, Iterable[tuple[Any, ...]]]


def not_met(agency: str, kpi: str = "online", period: str = "2026", value: float = 0.5) -> tuple:
    """One row of the scorecard that misses its target of 0.6."""
    return kpi, agency, period, value, 0.6, "ge", "not_met", agency


def failed(code: str, agency: str, period: str = "2026-10", severity: str = "warning") -> tuple:
    """One failed check."""
    return code, "facts", "meeting", agency, period, None, severity, False, "0.25", "≤ 0.2", MONDAY


def publish(root: Path, rows: Rows, *, day: date = date(2026, 11, 16), run: str = "run1") -> None:
    """Put a publication into a home: base tables, and of the others those that `rows` names."""
    folder = root / "published"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"marts-{run}.duckdb"
    path.unlink(missing_ok=True)
    base: dict[str, Iterable[tuple[Any, ...]]] = {
        "dim_agencies": [(code, code, name, True, code == "SONLA") for code, name in UNITS.items()],
        "dim_periods": [
            ("2026", "calendar", "year", 2026, "Năm 2026", date(2026, 1, 1), True, True),
            ("R2026", "reporting", "year", 2026, "Năm báo cáo 2026", date(2025, 12, 15), True, True),
        ],
        "dim_kpis": [("online", "Tỷ lệ họp trực tuyến", "share", True),
                     ("paper", "Tỷ lệ văn bản điện tử", "share", True)],
        "dim_days": [(day + timedelta(days=n), (day + timedelta(days=n)).weekday() < 5)
                     for n in range(-200, 200)],
        "fct_meetings": [(code, day - timedelta(days=3), "held", False) for code in UNITS],
    }  # fmt: skip
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for name in dict.fromkeys((*ALWAYS, *rows)):
            connection.execute(f"create table marts.{name} ({TABLES[name]})")
            listed = list(rows.get(name, base.get(name, ())))
            if listed:
                values = (f"({', '.join(map(literal, row))})" for row in listed)
                connection.execute(f"insert into marts.{name} values {', '.join(values)}")
    pointer = Pointer(
        run_id=run, file=path.name, as_of=f"{day}T08:00:00+07:00", as_of_date=str(day),
        chain_hash="0" * 64, store_version=1, fingerprint="f", is_sample=False,
        published_at=f"{day}T01:00:00+00:00", sha256="0" * 64, tests_passed=1,
    )  # fmt: skip
    (folder / POINTER).write_text(json.dumps(asdict(pointer)), encoding="utf-8")


@dataclass
class AlertPlace:
    """A home in which alerts are run under a clock that is set."""

    root: Path
    mail: Mail | None = None
    now: datetime = MONDAY

    @classmethod
    def make(cls, root: Path, port: int | None = None, **rules: float) -> AlertPlace:
        """A home with mailboxes of its own; `rules` replaces values of alert_rules by code."""
        seeds = root / "seeds"
        seeds.mkdir(parents=True, exist_ok=True)
        write_recipients(seeds, {key: [box] for key, box in MAILBOXES.items()})
        with (SEEDS / "alert_rules.csv").open(encoding="utf-8") as stream:
            lines = list(csv.DictReader(stream))
        with (seeds / "alert_rules.csv").open("w", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(lines[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(
                {**line, "value": rules.get(line["rule_code"], line["value"])} for line in lines
            )
        return cls(root, server_at(port) if port else None)

    @property
    def place(self) -> Workplace:
        """The workplace as `kl226` would make it."""
        settings = replace(read_settings({}, home=self.root), mail=self.mail)
        return Workplace(Home(self.root), settings, FixedClock(self.now))

    def publish(self, rows: Rows, **told: Any) -> None:
        """Replace the publication."""
        publish(self.root, rows, **told)

    def run(self, audience: Audience | None = None, **later: float) -> AlertRun:
        """Run the alerts, after moving the clock."""
        self.now += timedelta(**later)
        return run_alerts(self.place, self.root, self.now, audience)

    def ledger(self) -> Any:
        """The open ledger, as a context manager."""
        return open_ledger(self.root)

    def letters(self, state: str) -> list[outbox.Letter]:
        """Letters in a state."""
        with self.ledger() as ledger:
            return outbox.letters(ledger, state)


def write_recipients(seeds: Path, mailboxes: Mapping[tuple[str, str], Iterable[str]]) -> None:
    """Write the table of mailboxes of a province."""
    lines = ["agency_code,role,mailbox,valid_from,valid_to,legal_ref,note"]
    lines += [f"{agency},{role},{box},2026-01-01,,Kiểm thử,"
              for (agency, role), boxes in mailboxes.items() for box in boxes]  # fmt: skip
    (seeds / "alert_recipients.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def server_at(port: int) -> Mail:
    """A relay on loopback without TLS and login."""
    return Mail("127.0.0.1", port, "canhbao@sonla.example", starttls=False)


@dataclass
class Post:
    """Handler of a mail server: what it accepted, and how it misbehaves.

    `answers` by mailbox replaces the answer to RCPT; `at_data` is called with the letter's number
    before it is accepted and may answer something else, hang or drop the connection.
    """

    answers: dict[str, str] = field(default_factory=dict)
    at_data: Callable[[Any, int], Any] | None = None
    accepted: list[tuple[str, Any]] = field(default_factory=list)
    seen: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, options: Any) -> str:  # fmt: skip
        """Accept a recipient unless told otherwise."""
        if to in self.answers:
            return self.answers[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Accept a letter unless told otherwise."""
        self.seen += 1
        if self.at_data is not None:
            answer = await self.at_data(server, self.seen)
            if answer is not None:
                return answer
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.accepted.extend((box, message) for box in envelope.rcpt_tos)
        return "250 Message accepted"

    def ids(self) -> list[str]:
        """Message-IDs in the order of acceptance."""
        return [message["Message-ID"] for _, message in self.accepted]

    def texts(self, mailbox: str = "") -> list[str]:
        """Plain texts accepted for a mailbox, or for all."""
        return [
            message.get_body(("plain",)).get_content()
            for box, message in self.accepted
            if not mailbox or box == mailbox
        ]


def die() -> None:
    """Leave as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def crash_at(point: str, letter: int) -> None:
    """Make this process die at a point of the sending of the `letter`-th letter."""
    count = {"put": 0, "send": 0, "mark": 0}
    put, send, mark = outbox.put, Conversation.send, outbox.mark

    def counted(name: str) -> bool:
        count[name] += 1
        return count[name] == letter

    def dying_put(*given: Any) -> None:
        put(*given)
        if point == "within_transaction" and counted("put"):
            die()

    def dying_send(self: Conversation, mailbox: str, content: bytes, at_the_dot: Any) -> Any:
        mine = counted("send")
        if mine and point == "before_envelope":
            die()

        def dot() -> None:
            if mine and point == "before_mark":
                die()
            at_the_dot()
            if mine and point == "after_mark":
                die()

        if mine and point == "after_dot":
            original = self._smtp.send

            def last(data: Any) -> None:
                original(data)
                if data == b".\r\n":
                    die()

            self._smtp.send = last  # type: ignore[method-assign]
        answer = send(self, mailbox, content, dot)
        if mine and point == "after_reply":
            die()
        return answer

    def dying_mark(ledger: Ledger, message_id: str, state: str, why: str = "") -> None:
        mark(ledger, message_id, state, why)
        if state == "sent" and point == "after_record" and counted("mark"):
            die()

    outbox.put, outbox.mark = dying_put, dying_mark  # type: ignore[assignment]
    Conversation.send = dying_send  # type: ignore[method-assign]


if __name__ == "__main__":
    if len(sys.argv) > 3:
        crash_at(sys.argv[3], int(sys.argv[4]))
    AlertPlace(Path(sys.argv[1]), server_at(int(sys.argv[2]))).run()
