"""What every command shares: options, console, exit codes, and turning errors into sentences.

Belongs here: the options `--home --lang --json`, printing, exit codes (0 all well, 1 something is
wrong with data or system, 2 wrong usage). Does not belong here: any command.
Nothing heavy may be imported at the top of a `cli*` module: `kl226 --help` must answer at once.
"""

from __future__ import annotations

import json as json_module
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from orchestration.help_texts import help_of
from orchestration.home import Home
from orchestration.messages import say
from orchestration.settings import (
    DEFAULT_HOME,
    Language,
    Settings,
    read_settings,
    startup_language,
)

if TYPE_CHECKING:
    from rich.console import Console

    from orchestration.pipeline import Workplace

OK, PROBLEMS, USAGE = 0, 1, 2
HELP_LANGUAGE: Language = startup_language(sys.argv[1:])
NARROW = 110
"""Width of output that goes into a file or a pipe."""


def help_text(key: str) -> str:
    """Help in the language this process was started with."""
    return help_of(key, HELP_LANGUAGE)


HomeOption = Annotated[Path | None, typer.Option("--home", help=help_text("home"))]
LangOption = Annotated[str | None, typer.Option("--lang", help=help_text("lang"))]
JsonOption = Annotated[bool, typer.Option("--json", help=help_text("json"))]
Shared = tuple[Path | None, str | None]


@dataclass(frozen=True)
class Desk:
    """Where a command works and how it speaks."""

    settings: Settings
    console: Console
    asks_json: bool
    home_was_told: bool

    @property
    def language(self) -> Language:
        """Language of every sentence."""
        return self.settings.language

    @property
    def home(self) -> Home:
        """The run-time home."""
        return Home(self.settings.home)

    def say(self, key: str, **values: object) -> None:
        """Print one sentence; with --json it goes to stderr, so that stdout stays JSON."""
        # No wrapping: a command broken over two lines cannot be pasted.
        sentence = say(key, self.language, **values)
        self.console.print(sentence, markup=False, highlight=False, soft_wrap=True)

    def line(self, text: str, style: str = "") -> None:
        """Print one line as it is."""
        self.console.print(text, markup=False, highlight=False, style=style, soft_wrap=True)

    def json(self, content: Any) -> None:
        """Print data for programs."""
        text = json_module.dumps(content, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write(text + "\n")

    def workplace(self) -> Workplace:
        """Home, settings and the machine's clock."""
        from ingestion.clock import SystemClock
        from orchestration.pipeline import Workplace

        return Workplace(self.home, self.settings, SystemClock())

    def home_words(self) -> str:
        """` --home …` for a hint, where the user needs it."""
        if not self.home_was_told:
            return ""
        return f" --home {path_words(self.settings.home)}"


def path_words(path: Path) -> str:
    """A path as one types it here: relative where it can be, quoted where it must be."""
    here = Path.cwd()
    return shlex.quote(str(path.relative_to(here) if path.is_relative_to(here) else path))


def option_words(**options: str | None) -> str:
    """Options that were given, as they are typed: ` --agency SNV`."""
    given = ((name, value) for name, value in options.items() if value)
    return "".join(f" --{name.replace('_', '-')} {shlex.quote(value)}" for name, value in given)


def open_desk(
    context: typer.Context,
    home: Path | None,
    lang: str | None,
    *,
    asks_json: bool = False,
    inner: str | None = None,
) -> Desk:
    """Read the settings; options after the command win over those before it.

    `inner` names a folder inside the default home, for a command that has a home of its own.
    """
    from rich.console import Console

    before: Shared = context.obj or (None, None)
    told = home or before[0]
    try:
        settings = read_settings(home=told, language=lang or before[1])
        if inner and told is None:
            settings = read_settings(home=settings.home / inner, language=settings.language)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(USAGE) from error
    console = Console(stderr=asks_json)
    if not console.is_terminal and console.width < NARROW:
        console = Console(stderr=asks_json, width=NARROW)
    is_default = settings.home == Path(DEFAULT_HOME).absolute()
    return Desk(settings, console, asks_json, home_was_told=not is_default)


@contextmanager
def spoken_errors(desk: Desk) -> Iterator[None]:
    """Foreseen errors end a command with a sentence and its exit code, without a traceback."""
    try:
        yield
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except Exception as error:
        sentences = _sentences(desk, error)
        if not sentences:
            raise
        for sentence in sentences:
            typer.echo(sentence, err=True)
        # A folder that a setting names wrongly is wrong usage, like any other wrong setting.
        is_setting = type(error).__name__ == "SeedsFolderMissing"
        raise typer.Exit(USAGE if is_setting else PROBLEMS) from error


_WITH_PROBLEMS = {"LayoutError": "layouts_wrong", "SeedsWrong": "seeds_wrong"}
"""Errors that list problems, by name: importing their modules would slow every command down."""


def _sentences(desk: Desk, error: Exception) -> list[str]:
    """What to tell the user about an error; nothing if it was not foreseen."""
    kind, language, home = type(error).__name__, desk.language, desk.settings.home
    if kind == "NoPublication":
        return [error.text(language, desk.home_words())]  # type: ignore[attr-defined]
    if kind in _WITH_PROBLEMS:
        problems = error.problems  # type: ignore[attr-defined]  # known by name only, see there
        said = [f"  {problem.text(language)}" for problem in problems]
        return [say(_WITH_PROBLEMS[kind], language), *said]
    if kind == "SeedsFolderMissing":
        folder = error.folder  # type: ignore[attr-defined]  # known by name only
        return [say("seeds_folder_missing", language, folder=folder)]
    if kind == "LeaseBusy" or (kind == "IOException" and "lock" in str(error).lower()):
        return [say("busy", language, home=home)]
    if kind == "PublishFailed":
        return [say("publish_failed", language, why=error, home=desk.home_words())]
    if isinstance(error, PermissionError | FileNotFoundError | NotADirectoryError):
        return [say("home_not_writable", language, home=home, why=error)]
    return []
