"""The command `serve`: the pages over HTTP, or as files.

Belongs here: its options, where editions lie in a home, and what is printed. Does not belong here:
a page (`reporting.pages`).
"""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orchestration.cli_build import progress_bar
from orchestration.cli_desk import (
    OK,
    PROBLEMS,
    USAGE,
    Desk,
    HomeOption,
    LangOption,
    help_text,
    open_desk,
    path_words,
    spoken_errors,
)
from orchestration.messages import say

if TYPE_CHECKING:
    from orchestration.home import Home
    from reporting.pages.shelf import Places
    from reporting.publication import Freeze

HostOption = Annotated[str, typer.Option("--host", help=help_text("host"))]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help=help_text("serve_port"))]
FolderOption = Annotated[Path | None, typer.Option("--freeze", help=help_text("serve_freeze"))]
PeriodsOption = Annotated[
    list[str] | None, typer.Option("--period", help=help_text("serve_period"))
]


def serve(
    context: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8260,
    freeze: FolderOption = None,
    period: PeriodsOption = None,
    home: HomeOption = None,
    lang: LangOption = None,
) -> None:
    """The pages."""
    desk = open_desk(context, home, lang)
    with spoken_errors(desk):
        if freeze:
            _write(desk, freeze, period or [])
        else:
            _serve(desk, host, port)
    raise typer.Exit(OK)


def places_of(home: Home) -> Places:
    """Where the editions of a home lie; a freeze is proved once and again when its store grows."""
    from orchestration.frozen import signed_freeze
    from reporting.pages.shelf import Places

    proved: dict[str, tuple[object, Freeze]] = {}

    def freeze(name: str) -> tuple[Path, Freeze]:
        root = home.freeze(name).root
        seen = _seen(home, root)
        if name not in proved or proved[name][0] != seen:
            proved[name] = (seen, signed_freeze(home, name))
        return root, proved[name][1]

    return Places(home.root, freeze, lambda moment: home.as_of(moment).root, lambda: _built(home))


def _seen(home: Home, root: Path) -> object:
    """What tells that a proof still holds: the store's log and the files of the freeze."""
    log = home.store / "events" / "_delta_log"
    files = [log, root.with_name(f"{root.name}.json"), *sorted((root / "published").glob("*"))]
    return tuple((path, path.stat().st_mtime_ns) for path in files if path.exists())


def _built(home: Home) -> list[datetime]:
    folders = (path.parent.name for path in home.root.glob("as_of/*/published"))
    return sorted(
        datetime.strptime(name, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC) for name in folders
    )


def _serve(desk: Desk, host: str, port: int) -> None:
    import uvicorn

    from reporting.pages.app import make_app
    from reporting.publication import read_pointer

    _require_free(desk, host, port)
    read_pointer(desk.home.root)  # says at once that nothing is published, and what to do
    desk.say("serving", host=host, port=port)
    app = make_app(places_of(desk.home), more=desk.home_words())
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False,
                server_header=False)  # fmt: skip


def _require_free(desk: Desk, host: str, port: int) -> None:
    """Exit with a sentence when nobody can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            said = say("serve_port_busy", desk.language, host=host, port=port, why=error.strerror)
            typer.echo(said, err=True)
            raise typer.Exit(PROBLEMS) from error


def _write(desk: Desk, folder: Path, periods: list[str]) -> None:
    from orchestration.cli_read import unknown_words
    from reporting.pages.static_edition import FolderTaken, write_edition
    from reporting.publication import open_published

    with open_published(desk.home.root) as publication, unknown_words(desk):
        try:
            with progress_bar(desk) as (on_node, _):
                done = write_edition(
                    publication, folder.absolute(), periods,
                    progress=lambda number, total: on_node(number, total, f"{number}/{total}"),
                )  # fmt: skip
        except FolderTaken as error:
            said = say("serve_folder_taken", desk.language, folder=path_words(error.folder))
            typer.echo(said, err=True)
            raise typer.Exit(USAGE) from error
    desk.say("pages_written", pages=done.pages, files=done.files, size=round(done.size / 1e6),
             file=path_words(folder.absolute() / "index.html"))  # fmt: skip
