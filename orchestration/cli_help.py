"""The words of the help page that typer brings in English.

Belongs here: saying them in the language of this process. Does not belong here: any help text of
this project (`help_texts.py`).
"""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup

from orchestration.cli_desk import HELP_LANGUAGE, help_text

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": "panel_arguments",
    "OPTIONS_PANEL_TITLE": "panel_options",
    "COMMANDS_PANEL_TITLE": "panel_commands",
    "REQUIRED_LONG_STRING": "panel_required",
}


class _Spoken:
    """A help page that is in one language throughout."""

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help` with its help translated."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of the class mixed with
        if option is not None:
            option.help = help_text("help")
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page under translated headings."""
        _name_panels()
        super().format_help(ctx, formatter)  # type: ignore[misc]  # of the class mixed with


class SpokenCommand(_Spoken, TyperCommand):
    """One command."""


class SpokenGroup(_Spoken, TyperGroup):
    """The application itself, whose page lists the commands."""


def _name_panels() -> None:
    """Typer keeps the headings in its module and offers no setting for them."""
    if HELP_LANGUAGE == "en":
        return
    from typer import rich_utils

    for name, key in _PANELS.items():
        setattr(rich_utils, name, help_text(key))
