"""The only place that reads the environment.

Belongs here: names and defaults of the settings a person may change. Does not belong here: paths
inside the run-time home (`home.py`), business rules (seeds and `rules.csv`).

Settings: `KL226_HOME` (./var), `KL226_LANG` (vi | en), `KL226_THREADS` (2),
`KL226_MEMORY_LIMIT` (4GB, DuckDB's notation), `KL226_SEEDS` (<home>/seeds: the
province's own tables), `KL226_SMTP_…` (HOST, PORT, FROM, STARTTLS, CA_FILE, USER, PASSWORD: the
mail server of alerts; without HOST they are only files).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from schemas.mailbox import is_mailbox

Language = Literal["vi", "en"]

PROJECT_ROOT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
READY_LAYOUTS = PROJECT_ROOT / "ingestion" / "layouts"
DEFAULT_HOME = "var"

QUIET_ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "DAGSTER_DISABLE_TELEMETRY": "1",
    "GX_ANALYTICS_ENABLED": "false",
}
"""No tool of this project reports to its maker."""


@dataclass(frozen=True)
class Mail:
    """The mail server of alerts. Without `user` it is a relay that asks for no login."""

    host: str
    port: int
    sender: str
    starttls: bool = True
    """Encrypt, and insist that the certificate is the server's (`ca_file`: of one's own CA)."""
    ca_file: str | None = None
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """What the environment says, once."""

    home: Path
    language: Language
    threads: int
    memory_limit: str
    province_seeds: Path | None = None
    """Folder of this province's own tables: each replaces the table of the same name in `SEEDS`."""
    seeds_were_told: bool = False
    """Whether a person named that folder (`KL226_SEEDS`): then it must be there."""
    mail: Mail | None = None
    """Where alerts are sent; None: files in `outbox/` only."""


def read_settings(
    environ: Mapping[str, str] | None = None,
    *,
    home: Path | None = None,
    language: str | None = None,
) -> Settings:
    """Settings of this process; `home` and `language` given on the command line win.

    Raises ValueError with a sentence for the user when a value cannot be used.
    """
    env = os.environ if environ is None else environ
    chosen = (language or env.get("KL226_LANG") or "vi").strip().lower()
    if chosen not in ("vi", "en"):
        raise ValueError(f"--lang / KL226_LANG: “{chosen}” → vi | en")
    threads = (env.get("KL226_THREADS") or "2").strip()
    if not threads.isdigit() or int(threads) < 1:
        raise ValueError(f"KL226_THREADS: “{threads}” → 1, 2, 3 …")
    where = home or Path(env.get("KL226_HOME") or DEFAULT_HOME)
    return Settings(
        home=where.expanduser().absolute(),
        language="en" if chosen == "en" else "vi",
        threads=int(threads),
        memory_limit=(env.get("KL226_MEMORY_LIMIT") or "4GB").strip(),
        province_seeds=Path(env.get("KL226_SEEDS") or where / "seeds").expanduser().absolute(),
        seeds_were_told=bool(env.get("KL226_SEEDS")),
        mail=_read_mail(env),
    )


def _read_mail(env: Mapping[str, str]) -> Mail | None:
    """The mail server; None where no host is named. Raises ValueError as `read_settings`."""
    host, port, sender, starttls, ca_file, user = (
        env.get(f"KL226_SMTP_{name}", "").strip()
        for name in ("HOST", "PORT", "FROM", "STARTTLS", "CA_FILE", "USER")
    )
    if not host:
        return None
    if not is_mailbox(sender):
        raise ValueError(f"KL226_SMTP_FROM: “{sender}” → canhbao226@sonla.gov.vn")
    if starttls not in ("", "yes", "no"):
        raise ValueError(f"KL226_SMTP_STARTTLS: “{starttls}” → yes | no")
    port = port or ("25" if starttls == "no" else "587")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError(f"KL226_SMTP_PORT: “{port}” → 25, 587 …")
    if user and starttls == "no" and host not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("KL226_SMTP_USER + KL226_SMTP_STARTTLS=no: mật khẩu không mã hóa → yes")
    password = env.get("KL226_SMTP_PASSWORD", "")
    return Mail(host, int(port), sender, starttls != "no", ca_file or None, user, password)


def startup_language(arguments: list[str], environ: Mapping[str, str] | None = None) -> Language:
    """Language of the help texts, needed before the command line is parsed."""
    env = os.environ if environ is None else environ
    said = env.get("KL226_LANG", "vi")
    for place, word in enumerate(arguments):
        if word == "--lang" and place + 1 < len(arguments):
            said = arguments[place + 1]
        elif word.startswith("--lang="):
            said = word.removeprefix("--lang=")
    return "en" if said.strip().lower() == "en" else "vi"


def silence_telemetry() -> None:
    """Switch off the usage statistics of every tool that has some; what the user set stays."""
    for name, value in QUIET_ENVIRONMENT.items():
        os.environ.setdefault(name, value)


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables that a tool reads for itself (dbt's `env_var`), and put the old ones back."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
