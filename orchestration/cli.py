"""The command `kl226`.

Belongs here: the application and its list of commands. Does not belong here: what a command does
(`cli_*.py`).
"""

from __future__ import annotations

from collections.abc import Callable

import typer

from orchestration.cli_alerts import alerts
from orchestration.cli_build import build, run
from orchestration.cli_demo import demo
from orchestration.cli_desk import HomeOption, LangOption, help_text
from orchestration.cli_doctor import doctor
from orchestration.cli_findings import findings
from orchestration.cli_forecast import forecast
from orchestration.cli_freeze import freeze
from orchestration.cli_help import SpokenCommand, SpokenGroup
from orchestration.cli_intake import check, ingest
from orchestration.cli_notify import notify
from orchestration.cli_period import period
from orchestration.cli_push import receive, token
from orchestration.cli_quality import quality
from orchestration.cli_quarantine import quarantine
from orchestration.cli_rank import rank
from orchestration.cli_read import explain, show
from orchestration.cli_revisions import revisions
from orchestration.cli_serve import serve
from orchestration.cli_tasks import tasks
from orchestration.cli_template import template
from orchestration.cli_verify import verify
from orchestration.settings import silence_telemetry

COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo,
    "ingest": ingest,
    "check": check,
    "template": template,
    "build": build,
    "run": run,
    "show": show,
    "explain": explain,
    "tasks": tasks,
    "findings": findings,
    "rank": rank,
    "forecast": forecast,
    "revisions": revisions,
    "quality": quality,
    "quarantine": quarantine,
    "alerts": alerts,
    "doctor": doctor,
    "notify": notify,
    "period": period,
    "freeze": freeze,
    "verify": verify,
    "serve": serve,
    "receive": receive,
    "token": token,
}

app = typer.Typer(
    cls=SpokenGroup,
    help=help_text("app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, command in COMMANDS.items():
    app.command(name, cls=SpokenCommand, help=help_text(name))(command)


@app.callback()
def options(context: typer.Context, home: HomeOption = None, lang: LangOption = None) -> None:
    """Options that may also stand before the command."""
    context.obj = (home, lang)


def main() -> None:
    """Entry point of the console script."""
    silence_telemetry()
    app()


if __name__ == "__main__":
    main()
