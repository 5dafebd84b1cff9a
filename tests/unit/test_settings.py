"""Settings: defaults, the command line wins, a wrong value is said."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from orchestration.home import Home
from orchestration.rules import load_rules, rule
from orchestration.settings import Mail, environment, read_settings, startup_language


def test_defaults_are_var_and_vietnamese() -> None:
    settings = read_settings({})
    assert settings.home == Path("var").absolute()
    assert (settings.language, settings.threads, settings.memory_limit) == ("vi", 2, "4GB")


def test_the_command_line_wins_over_the_environment(tmp_path: Path) -> None:
    said = {"KL226_HOME": "/elsewhere", "KL226_LANG": "vi"}
    settings = read_settings(said, home=tmp_path, language="en")
    assert (settings.home, settings.language) == (tmp_path, "en")


@pytest.mark.parametrize(
    "said", [{"KL226_LANG": "fr"}, {"KL226_THREADS": "0"}, {"KL226_THREADS": "many"}]
)
def test_a_wrong_value_is_refused_with_its_name(said: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="KL226_"):
        read_settings(said)


def test_the_help_speaks_the_language_asked_for() -> None:
    assert startup_language(["show", "--lang", "en"], {}) == "en"
    assert startup_language(["--lang=en", "show"], {}) == "en"
    assert startup_language(["show"], {"KL226_LANG": "en"}) == "en"
    assert startup_language(["show"], {}) == "vi"


def test_the_environment_is_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KL226_A", "before")
    monkeypatch.delenv("KL226_B", raising=False)
    with environment({"KL226_A": "during", "KL226_B": "during"}):
        assert os.environ["KL226_B"] == "during"
    assert os.environ["KL226_A"] == "before"
    assert "KL226_B" not in os.environ


def test_every_setting_is_in_the_runbook(project: Path) -> None:
    text = (project / "orchestration/settings.py").read_text("utf-8")
    runbook = (project / "docs/runbook.md").read_text("utf-8")
    names = {word.strip("`\"'().,:") for word in text.split() if "KL226_" in word}
    names = {name for name in names if name.isupper() or name.replace("_", "").isalnum()}
    for name in sorted(name for name in names if name.startswith("KL226_")):
        assert name in runbook, name


def test_a_sample_home_is_emptied_and_no_other(tmp_path: Path) -> None:
    mine = Home(tmp_path / "demo")
    mine.mark_as_sample()
    (mine.root / "old").write_text("old")
    mine.clear_sample()
    assert not mine.root.exists()
    theirs = Home(tmp_path / "real")
    theirs.create()
    with pytest.raises(FileExistsError):
        theirs.clear_sample()
    assert theirs.landing.is_dir()


def test_homes_of_two_moments_are_two_and_of_one_moment_one(tmp_path: Path) -> None:
    home = Home(tmp_path)
    noon = datetime(2026, 6, 30, 12, tzinfo=UTC)
    assert home.as_of(noon).root != home.as_of(noon.replace(microsecond=1)).root
    assert home.as_of(noon) == home.as_of(datetime.fromisoformat("2026-06-30T19:00:00+07:00"))


def test_every_limit_is_in_force_today_once_per_stream() -> None:
    today = date.today()
    seen = [(row.code, row.stream) for row in load_rules() if row.covers(today)]
    assert len(seen) == len(set(seen))
    assert rule("publications_kept", today) >= 1
    with pytest.raises(KeyError, match="no_such_rule"):
        rule("no_such_rule", today)


SMTP = {"KL226_SMTP_HOST": "mail.example", "KL226_SMTP_FROM": "canhbao@sonla.example"}


def test_without_a_mail_server_there_is_none() -> None:
    assert read_settings({}).mail is None
    assert read_settings({"KL226_SMTP_FROM": "a@b.example"}).mail is None


def test_mail_is_encrypted_unless_a_person_says_otherwise() -> None:
    assert read_settings(SMTP).mail == Mail("mail.example", 587, "canhbao@sonla.example")
    relay = read_settings({**SMTP, "KL226_SMTP_STARTTLS": "no"}).mail
    assert relay == Mail("mail.example", 25, "canhbao@sonla.example", starttls=False)


@pytest.mark.parametrize(
    "said",
    [
        {"KL226_SMTP_FROM": ""},
        {"KL226_SMTP_FROM": "Sở Nội vụ <a@b.example>"},
        {"KL226_SMTP_PORT": "0"},
        {"KL226_SMTP_PORT": "smtp"},
        {"KL226_SMTP_STARTTLS": "maybe"},
        {"KL226_SMTP_USER": "kl226", "KL226_SMTP_STARTTLS": "no"},
    ],
)
def test_a_wrong_mail_setting_is_refused_with_its_name(said: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="KL226_SMTP_"):
        read_settings({**SMTP, **said})


def test_a_password_shows_in_no_setting() -> None:
    mail = read_settings({**SMTP, "KL226_SMTP_PASSWORD": "secret"}).mail
    assert mail is not None and mail.password == "secret"
    assert "secret" not in repr(mail)
