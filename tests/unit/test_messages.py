"""No sentence in one language only, none that promises a value the other does not have."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from ingestion.verification.finding import CODES
from orchestration import help_texts, signoff_words, template_words, verify_words
from orchestration import messages as orchestration_messages
from reporting import messages as reporting_messages
from reporting import revision_words
from reporting.event_words import event_word
from reporting.lookup import STATUSES
from schemas.registry import STREAMS
from schemas.signoff import EVENTS

CATALOGUES = {
    "orchestration": orchestration_messages._SENTENCES,
    "reporting": reporting_messages._SENTENCES,
    "help": help_texts._HELP,
    "revisions": revision_words._SENTENCES,
    "signoff": signoff_words._SENTENCES,
    "template": template_words._SENTENCES,
    "verify": verify_words._SENTENCES,
    "verify sums": verify_words._SUMS,
    "verify places": verify_words._PLACES,
}


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("room", sorted(CATALOGUES))
def test_every_sentence_is_said_in_both_languages_with_the_same_values(room: str) -> None:
    for key, (vi, en) in CATALOGUES[room].items():
        assert vi.strip(), key
        assert en.strip(), key
        assert fields(vi) == fields(en), key


def test_every_key_that_is_said_exists(project: Path) -> None:
    everywhere = CATALOGUES["orchestration"] | CATALOGUES["reporting"]
    for room in ("orchestration", "reporting"):
        for path in (project / room).glob("*.py"):
            text = path.read_text("utf-8")
            mixed = room == "orchestration" and "from reporting.messages import say" in text
            known = everywhere if mixed else CATALOGUES[room]
            if "revision_words" in text:
                known = known | CATALOGUES["revisions"]
            if (
                "from orchestration.signoff_words import say" in text
                or path.stem == "signoff_words"
            ):
                known = CATALOGUES["signoff"]
            if "from orchestration.template_words import say" in text:
                known = CATALOGUES["template"]
            for key in re.findall(r"\bsay\(\s*\"(\w+)\"", text):
                assert key in known, f"{path.name}: {key}"


def test_every_status_and_every_reason_of_the_marts_has_a_word(project: Path) -> None:
    said: set[str] = set(STATUSES)
    for folder in ("marts/kpi", "intermediate"):
        for path in (project / "dbt_project/models" / folder).glob("*.sql"):
            said |= set(re.findall(r"then '([a-z_]+)'", path.read_text("utf-8")))
    said -= {"this_year"}
    assert len(said) > 20
    assert said - set(CATALOGUES["reporting"]) == set()


def test_every_finding_of_the_doctor_has_a_sentence(project: Path) -> None:
    for name in (
        *("doctor.py", "doctor_data.py", "doctor_files.py", "doctor_landing.py"),
        *("cli_doctor.py", "doctor_heartbeat.py"),
    ):
        text = (project / "orchestration" / name).read_text("utf-8")
        keys = set(re.findall(r"\"(doctor_[a-z_]+)\"", text))
        assert keys - set(CATALOGUES["orchestration"]) == set(), name


def test_every_finding_of_a_verification_has_a_sentence() -> None:
    assert set(verify_words._SENTENCES) == CODES


def test_every_event_type_and_status_has_a_vietnamese_word() -> None:
    for stream in STREAMS.values():
        for code in {*stream.events, *stream.statuses}:
            assert event_word(code, "vi") != code.replace("_", " "), code
            assert event_word(code, "en") == code.replace("_", " ")


def test_a_hint_never_spells_the_command_but_asks_how_it_is_called() -> None:
    for room in ("orchestration", "reporting"):
        for key, sentences in CATALOGUES[room].items():
            for sentence in sentences:
                assert not re.search(r"(?<!{)\bkl226 (run|build|show|explain|ingest)", sentence), (
                    key
                )


def test_every_reason_of_a_revision_has_a_word(project: Path) -> None:
    text = (project / "orchestration/revisions.sql").read_text("utf-8")
    reasons = set(re.findall(r"(?:then|else) '([a-z_]+)'", text))
    reasons -= {"appeared", "vanished", "both"}
    assert reasons == set(revision_words.REASONS)
    assert reasons <= set(CATALOGUES["revisions"])


def test_every_refusal_action_and_difference_of_a_sign_off_has_a_sentence(project: Path) -> None:
    said = CATALOGUES["signoff"]
    for name in ("schemas/signoff.py", "orchestration/verify_freeze.py",
                 "orchestration/signoff_book.py"):  # fmt: skip
        text = (project / name).read_text("utf-8")
        keys = re.findall(r"\b(?:Refusal|Difference|UnknownWord)\(\s*f?\"([\w{}]+)\"", text)
        assert keys, name
        for key in keys:
            for kind in ("table", "kept_table") if "{kind}" in key else ("",):
                assert key.replace("{kind}", kind) in said, key
    for action in set(EVENTS) - {"freeze"}:
        assert f"did_{action}" in said
