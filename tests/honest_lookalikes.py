"""What looks like fraud and is none, many times over: a detector that asks about these is a nuisance.

Belongs here: honest oddities laid over `honest_province`. Does not belong here: fraud.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.honest_province import Event, Province, hold, issue, moment

TIMES = 40


def lay(province: Province) -> None:
    """Every kind of look-alike, `TIMES` each."""
    for number in range(TIMES):
        _meetings(province, number)
        _documents(province, number)
        _dossiers(province)
        _dossier_lists(province, number)


def recent(entity: Event) -> bool:
    """In the year that is judged, and long enough ago to be mended since."""
    return entity["day"].year == 2026 and entity["day"].month < 6


def _meetings(province: Province, number: int) -> None:
    one = province.pick("meeting", recent)
    begins = one["ends_at"] + timedelta(minutes=5)
    # Another meeting in a row: another kind, or other people.
    other = {**one, "entity_id": f"{one['entity_id']}-next", "starts_at": begins,
             "ends_at": begins + timedelta(hours=1)}  # fmt: skip
    changed = {"kind": "coordination"} if number % 2 else {"required_units": ["SGDDT", "SNV"]}
    hold(province, {**other, **changed})
    # A conference of a Friday and the Monday after it.
    friday = province.pick("meeting", lambda e: recent(e) and e["day"].weekday() == 4)
    monday = friday["starts_at"] + timedelta(days=3)
    sessions = [{"start": s, "end": s + timedelta(hours=3)} for s in (friday["starts_at"], monday)]
    province.correct("meeting", friday, hours=5, sessions=sessions)
    # Hybrid became online before it was held; or was typed wrongly and mended the next morning.
    plan = province.pick("meeting", lambda e: recent(e) and e["mode"] == "online")
    early = plan["starts_at"] - timedelta(days=4)
    province.say("meeting", "scheduled", plan, at=early, known=early, mode="hybrid",
                 starts_at=plan["starts_at"])  # fmt: skip
    typo = province.pick("meeting", lambda e: recent(e) and e["mode"] == "hybrid")
    province.correct("meeting", typo, hours=15, mode="online", remote_site_count=4)
    # Called off by two: some meetings do not take place after all.
    if number % 4 == 0:
        gone = province.pick("meeting", recent)
        province.correct("meeting", gone, hours=200, status="cancelled")
    merged = province.pick("meeting", recent)
    before = merged["starts_at"] - timedelta(days=2)
    planned = {**merged, "entity_id": f"{merged['entity_id']}-planned"}
    province.say("meeting", "merged", planned, at=before, known=before,
                 starts_at=merged["starts_at"], kind=merged["kind"])  # fmt: skip
    # Two hosts list one meeting.
    joint = province.pick("meeting", recent)
    guest = province.pick("meeting", recent)
    key = f"HC-{number}"
    province.correct("meeting", joint, hours=4, joint_key=key)
    twin = {**joint, "entity_id": f"{guest['entity_id']}-joint",
            "agency_code": guest["agency_code"]}  # fmt: skip
    hold(province, twin, joint_key=key)


def _documents(province: Province, number: int) -> None:
    # The same document in a second register; a new scan of it; a date mended within the day.
    one = province.pick("document", recent)
    issue(province, {**one, "entity_id": f"{one['entity_id']}-second-register"}, after_days=30)
    scan = province.pick("document", recent)
    province.correct("document", scan, hours=300, content_key=f"{number:032x}")
    typo = province.pick("document", lambda e: recent(e) and e["day"].month > 1)
    province.forget("document", typo)
    later = {**typo, "issued_date": typo["issued_date"] + timedelta(days=20),
             "content_key": f"{number + 900:032x}"}  # fmt: skip
    issue(province, later)
    mended = moment(later["issued_date"]) + timedelta(days=4, hours=6)
    province.say("document", "corrected", typo, at=mended, known=mended,
                 issued_date=typo["issued_date"], content_key=typo["content_key"])  # fmt: skip

    # Taken back without any secret row; and a secret row beside a document that was sent properly.
    def bad(entity: Event) -> bool:
        return recent(entity) and entity["is_sent_on_paper"]

    def good(entity: Event) -> bool:
        return recent(entity) and not entity["is_sent_on_paper"]

    if number % 4 == 0:
        _withdraw(province, province.pick("document", bad), days=40)
        proper = province.pick("document", good)
        known = _withdraw(province, proper, days=20)
        province.refusals.append({"agency_code": proper["agency_code"], "known": known,
                                  "file": f"so_{number}.csv", "rows": 1})  # fmt: skip


def _dossiers(province: Province) -> None:
    finished = province.pick("dossier", lambda e: recent(e) and e["fate"] == "finished")
    province.correct("dossier", finished, hours=10, status="processing")
    known = finished["finished_at"] + timedelta(days=3)
    province.say("dossier", "corrected", finished, at=known, known=known, status="finished")
    # A step that arrives late takes its place in the world's order.
    late = province.pick("dossier", lambda e: recent(e) and e["fate"] == "finished")
    province.say("dossier", "processing", late, at=late["received_at"] + timedelta(hours=2),
                 known=late["finished_at"] + timedelta(days=30))  # fmt: skip
    # A handful digitised afterwards.
    old = province.pick("dossier", lambda e: recent(e) and e["fate"] == "finished")
    scanned = old["finished_at"] + timedelta(days=20)
    province.say("dossier", "digitised", old, at=scanned, known=scanned)


def _dossier_lists(province: Province, number: int) -> None:
    """A list shows waiting in one quarter and finished, digitised in the next; a day without a time."""
    shown = province.pick("dossier", recent)
    entity = {**shown, "entity_id": f"{shown['entity_id']}-list"}
    quarter = shown["received_at"] + timedelta(days=30)
    province.say("dossier", "received", entity, at=shown["received_at"], known=quarter,
                 received_at=shown["received_at"],
                 status=("supplement_requested", "payment_requested")[number % 2])  # fmt: skip
    province.say("dossier", "corrected", entity, at=shown["received_at"],
                 known=quarter + timedelta(days=90), status="finished", has_digitised_result=True,
                 has_digitised_components=True,
                 finished_at=quarter + timedelta(days=12))  # fmt: skip
    day = province.pick("dossier", recent)
    listed = {**day, "entity_id": f"{day['entity_id']}-day"}
    midnight = day["received_at"].replace(hour=0, minute=0)
    province.say("dossier", "received", listed, at=day["received_at"],
                 known=quarter, status="finished", received_at=day["received_at"],
                 finished_at=midnight)  # fmt: skip


def _withdraw(province: Province, document: Event, *, days: int) -> Any:
    known = moment(document["issued_date"]) + timedelta(days=days)
    province.say("document", "withdrawn", document, at=known, known=known)
    return known
