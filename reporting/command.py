"""How the command is called here, so that a hint can be pasted as it stands.

Belongs here: the word for `kl226` as this user can type it. Does not belong here: any hint.
"""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path

NAME = "kl226"


@cache
def command() -> str:
    """The command of this process: `kl226`, `.venv/bin/kl226`, or a full path."""
    return typed_as(sys.argv[0], Path(sys.executable), Path.cwd(), shutil.which(NAME))


def typed_as(started: str, python: Path, here: Path, found: str | None) -> str:
    """What to type to start this program again from the folder `here`.

    `started` is how the process was started, `found` what the shell finds under the bare name.
    Started as a module (`python -m`), the script beside the interpreter is meant.
    """
    script = Path(started) if Path(started).name == NAME else python.with_name(NAME)
    # Not `resolve`: the folder of a virtual environment may be a link, and is typed as it is seen.
    script = script if script.is_absolute() else here / script
    if not script.exists() or (found is not None and Path(found).samefile(script)):
        return NAME
    shown = script.relative_to(here) if script.is_relative_to(here) else script
    text = str(shown)
    return f'"{text}"' if " " in text else text
