"""Fraud of every kind that the detectors ask about, planted into an honest province.

Belongs here: what a cheating unit would send, and which entities that touches. Does not belong here:
how it is found (`dbt_project/models/marts/detectors`), how much must be found (the tests).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from tests.honest_lookalikes import recent
from tests.honest_province import Event, Province, hold, issue, lineages, moment

TIMES = 48


@dataclass(frozen=True)
class Planted:
    """One fraud: the detector that should ask, and the entities it should name."""

    detector: str
    entities: frozenset[str]


def plant(province: Province) -> list[Planted]:
    """Every kind, `TIMES` each; the statistical ones once per unit."""
    found: list[Planted] = []
    for number in range(TIMES):
        for kind, ids in (
            ("meeting_split", _split(province, number)),
            ("meeting_merged", _merged(province, number)),
            ("meeting_online_without_site", _without_site(province)),
            ("meeting_hybrid_as_online", _hybrid(province, number)),
            ("document_back_dated", _back_dated(province, number)),
            ("document_number_reused", _reused(province, number)),
            ("document_moved_to_secret", _secret(province, number)),
            ("dossier_reopened", _reopened(province, number)),
            ("dossier_finished_before_received", _finished_before(province, number)),
            ("dossier_status_rewritten", _rewritten(province, number)),
        ):
            found.append(Planted(kind, frozenset(ids)))
    found += [Planted("dossier_digitised_in_bulk", frozenset(ids)) for ids in _bulk(province)]
    found += [Planted("count_exactly_at_target", frozenset(ids)) for ids in _at_target(province)]
    return found


def of_second_half(entity: Event) -> bool:
    """A unit whose counts are not arranged."""
    return recent(entity) and entity["lineage"] in COUNTED_HONESTLY


ARRANGED = [unit.code for unit in lineages()][-44:]
COUNTED_HONESTLY = frozenset(unit.code for unit in lineages()) - frozenset(ARRANGED)


def _split(province: Province, number: int) -> list[str]:
    draw = province.draw
    one = province.pick("meeting", of_second_half)
    if number % 2:
        gap = timedelta(minutes=draw.choice((0, 5, 10, 15)))
        starts, length = one["ends_at"] + gap, timedelta(minutes=draw.choice((45, 90)))
    else:
        whole = {"kind": "briefing", "starts_at": moment(one["day"], 8),
                 "ends_at": moment(one["day"], 11, 30)}  # fmt: skip
        province.forget("meeting", one)
        one |= whole
        hold(province, one)
        starts, length = moment(one["day"], 13, draw.choice((30, 45))), timedelta(hours=3)
    people = draw.sample(one["required_units"], len(one["required_units"]))
    half = {**one, "entity_id": f"{one['entity_id']}-b", "starts_at": starts,
            "ends_at": starts + length, "required_units": people}  # fmt: skip
    hold(province, half)
    return [one["entity_id"], half["entity_id"]]


def _merged(province: Province, number: int) -> list[str]:
    one = province.pick("meeting", of_second_half)
    if number % 3 == 0:
        starts = [one["starts_at"] + timedelta(days=7 * week) for week in range(3)]
        sessions = [{"start": start, "end": start + timedelta(hours=2)} for start in starts]
        province.correct("meeting", one, hours=3, sessions=sessions)
    elif number % 3 == 1:
        if one["day"] < date(2026, 1, 20):
            return _merged(province, number)
        first = province.pick("meeting", lambda e: of_second_half(e) and e["day"] < one["day"])
        for meeting in (first, one):
            province.correct("meeting", meeting, hours=30, joint_key=f"GOP-{number}")
    else:
        province.correct("meeting", one, hours=300, status="merged")
    return [one["entity_id"]]


def _without_site(province: Province) -> list[str]:
    one = province.pick("meeting", lambda e: of_second_half(e) and e["mode"] == "online")
    province.correct("meeting", one, hours=2, remote_site_count=0)
    return [one["entity_id"]]


def _hybrid(province: Province, number: int) -> list[str]:
    one = province.pick("meeting", lambda e: of_second_half(e) and e["mode"] == "hybrid")
    if number % 3 == 0:
        province.correct("meeting", one, hours=province.draw.randrange(40, 900), mode="online")
    elif number % 3 == 1:
        changed = one["ends_at"] + timedelta(days=2)
        province.say("meeting", "mode_changed", one, at=changed, known=changed, mode="online")
    else:
        key = f"HC-GIAN-{number}"
        province.correct("meeting", one, hours=1, joint_key=key)
        twin = {**one, "entity_id": f"{one['entity_id']}-host", "mode": "online"}
        hold(province, twin, joint_key=key)
        return [twin["entity_id"]]
    return [one["entity_id"]]


def _back_dated(province: Province, number: int) -> list[str]:
    def late_enough(entity: Event) -> bool:
        return of_second_half(entity) and entity["day"].month > 2 and int(entity["number"]) > 4

    one = province.pick("document", late_enough)
    back = timedelta(days=province.draw.randrange(9, 40))
    if number % 3 == 0:
        province.correct("document", one, hours=200, issued_date=one["issued_date"] - back)
        return [one["entity_id"]]
    earlier = _number_before(province, one)
    province.forget("document", one)
    known = one["issued_date"]
    one["issued_date"] = earlier["issued_date"] - back
    issue(province, one, after_days=(known - one["issued_date"]).days)
    return [one["entity_id"]]


def _number_before(province: Province, one: Event) -> Event:
    wanted = f"{one['entity_id'].rsplit(':', 1)[0]}:{int(one['number']) - 1}/{one['notation']}"
    return next(e for e in province.entities["document"] if e["entity_id"] == wanted)


def _reused(province: Province, number: int) -> list[str]:
    one = province.pick("document", lambda e: of_second_half(e) and e["day"].month > 1)
    day = one["issued_date"] + timedelta(days=province.draw.randrange(1, 6))
    content = f"{number + 5000:032x}"
    if number % 3 == 0:
        province.correct("document", one, hours=100, issued_date=day, content_key=content)
        return [one["entity_id"]]
    twin = {**one, "entity_id": f"{one['entity_id']}-twin", "content_key": content,
            "issued_date": day}  # fmt: skip
    if number % 3 == 1:
        twin |= {"number": f"{one['number']}a", "issued_date": one["issued_date"]}
    issue(province, twin)
    return [one["entity_id"], twin["entity_id"]]


def _fails_the_100(entity: Event) -> bool:
    """Sent on paper between agencies, and long enough ago to be taken back within the data."""
    on_paper = entity["is_between_agencies"] and entity["is_sent_on_paper"]
    return bool(of_second_half(entity) and on_paper and entity["day"].month < 4)


def _secret(province: Province, number: int) -> list[str]:
    one = province.pick("document", lambda e: _fails_the_100(e))
    known = moment(one["issued_date"]) + timedelta(days=60)
    file = f"so_mat_{number}.csv"
    province.say("document", "withdrawn", one, at=known, known=known)
    near = known + timedelta(days=province.draw.choice((-20, 0, 6)))
    province.refusals.append({"agency_code": one["agency_code"], "known": near, "file": file,
                              "rows": 1 + number % 3})  # fmt: skip
    return [one["entity_id"]]


def _finished(entity: Event) -> bool:
    return recent(entity) and entity["fate"] == "finished" and not entity["has_waited"]


def _reopened(province: Province, number: int) -> list[str]:
    one = province.pick("dossier", _finished)
    again = one["finished_at"] + timedelta(days=province.draw.randrange(2, 30))
    if number % 2:
        province.say("dossier", "processing", one, at=again, known=again)
    else:
        province.correct("dossier", one, hours=200, status="processing")
    return [one["entity_id"]]


def _finished_before(province: Province, number: int) -> list[str]:
    one = province.pick("dossier", _finished)
    before = one["received_at"] - timedelta(hours=province.draw.choice((1, 5, 30, 200)))
    what = "finished_at" if number % 2 else "returned_at"
    province.correct("dossier", one, hours=5, **{what: before})
    return [one["entity_id"]]


def _rewritten(province: Province, number: int) -> list[str]:
    one = province.pick("dossier", _finished)
    at = one["finished_at"] - timedelta(minutes=10)
    province.forget("dossier", one)
    received = one["received_at"]
    province.say("dossier", "received", one, at=received, known=received + timedelta(days=1))
    word = ("supplement_requested", "payment_requested", "stopped")[number % 3]
    province.say("dossier", word, one, at=at, known=at + timedelta(days=1))
    if word == "stopped" or number % 2:
        province.correct("dossier", one, hours=100, status="finished",
                 finished_at=at - timedelta(hours=2))  # fmt: skip
    else:
        province.say("dossier", "finished", one, at=at + timedelta(minutes=5),
                     known=at + timedelta(days=1))  # fmt: skip
    return [one["entity_id"]]


def _bulk(province: Province) -> list[list[str]]:
    groups = []
    for index, code in enumerate(
        sorted({e["lineage"] for e in province.entities["dossier"]})[:TIMES]
    ):
        chosen = [
            entity for entity in province.entities["dossier"]
            if entity["lineage"] == code and entity["agency_code"] == code and _finished(entity)
            and entity["entity_id"] not in province.taken and entity["day"] < date(2026, 5, 1)
        ][: province.draw.randrange(22, 30)]  # fmt: skip
        province.taken |= {entity["entity_id"] for entity in chosen}
        night = moment(date(2026, 6, 10), 22)
        for entity in chosen:
            if index % 2:
                province.say("dossier", "digitised", entity, at=night, known=night)
            else:
                province.say("dossier", "corrected", entity, at=night, known=night,
                             has_digitised_components=True)  # fmt: skip
        groups.append([entity["entity_id"] for entity in chosen])
    return groups


def _at_target(province: Province) -> list[list[str]]:
    """Meetings are taken out of the list until the count is the largest that meets the target."""
    known = {entity["entity_id"] for entity in province.entities["meeting"]}
    changed = {
        entity_id for entity_id, said in province.events["meeting"].items()
        if any(event.get("status") in ("cancelled", "merged") for event in said)
    }  # fmt: skip
    groups = []
    for code in ARRANGED:
        own = [e for e in province.entities["meeting"]
               if e["lineage"] == code and e["entity_id"] not in changed]  # fmt: skip
        years = Counter(e["day"].year for e in own if e["day"].month < 7 or (e["day"].day <= 15
                        and e["day"].month == 7))  # fmt: skip
        extra = _added(province, code, known)
        surplus = years[2026] + extra - int(years[2025] * 0.9 + 1e-9)
        free = [e for e in own if recent(e) and e["entity_id"] not in province.taken]
        # A unit with few meetings holds some more, so that there is something to take out.
        for more in range(max(0, 4 - surplus)):
            begins = free[more]["starts_at"] + timedelta(hours=7)
            meeting = {**free[more], "entity_id": f"{free[more]['entity_id']}-more",
                       "starts_at": begins, "ends_at": begins + timedelta(hours=1),
                       "kind": "training"}  # fmt: skip
            hold(province, meeting)
        surplus = max(surplus, 4)
        for meeting in free[:surplus]:
            late = meeting["starts_at"] + timedelta(days=40)
            event_type, status = (("withdrawn", None), ("corrected", "cancelled"))[len(groups) % 2]
            province.say("meeting", event_type, meeting, at=late, known=late, status=status)
        groups.append([meeting["entity_id"] for meeting in free[:surplus]])
    return groups


def _added(province: Province, code: str, known: set[str]) -> int:
    """Meetings that look-alikes added to a unit this year, those of joint keys too."""
    return sum(
        1 for entity_id, said in province.events["meeting"].items()
        if entity_id not in known and said[0]["agency_code"] == code
        and said[0]["event_type"] == "held"
    )  # fmt: skip
