"""The scorecard that the README shows is the one that `make demo` prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.cli import app
from orchestration.fingerprint import fingerprint
from reporting.publication import NoPublication, read_pointer

PARTS = re.compile(r"\d[\d.]* / \d[\d.]*")


def test_every_figure_of_the_readme_is_in_the_demo(project: Path) -> None:
    demo = project / "var" / "demo"
    try:
        made_by = read_pointer(demo).fingerprint
    except NoPublication:
        pytest.skip("`make demo` has not been run here")
    if made_by != fingerprint():
        pytest.skip("var/demo was made by another version: run `make demo` again")
    picture = (project / "README.md").read_text("utf-8").split("```\n DỮ LIỆU MẪU")[1]
    told = PARTS.findall(picture.split("```")[0])
    assert len(told) >= 24
    shown = CliRunner().invoke(app, ["show", "--home", str(demo), "--lang", "vi"]).stdout
    assert [figure for figure in told if figure not in PARTS.findall(shown)] == []
