"""The page about the forecast says what was measured, and explains every word of the table."""

from __future__ import annotations

import re
from pathlib import Path

from tests.backtest.report import BEGIN, END, PAGE, kept, tables


def test_the_tables_of_the_page_are_those_of_the_results_that_are_kept() -> None:
    shown = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0]
    assert shown.strip() == tables(kept()).strip()


def test_the_method_beats_the_straight_line_in_every_kind_and_size() -> None:
    rows = [row for row in kept() if row["cut"] in ("kind", "size")]
    assert {row["world"] for row in rows} == {"demo", "council"}
    for row in rows:
        name = (row["world"], row["part"])
        assert float(row["brier"]) < float(row["line_brier"]), name
        assert float(row["brier"]) < float(row["chance_brier"]), name
        if row["part"] != "province":
            for error in ("error", "count_error"):
                assert not row[error] or float(row[error]) < float(row[f"line_{error}"]), name


def test_every_kind_and_reason_of_the_models_is_explained_and_has_a_sentence(project: Path) -> None:
    from reporting.forecast_words import SENTENCES

    models = project / "dbt_project/models/intermediate/forecast"
    sql = (models / "forecast_allowances.sql").read_text("utf-8")
    page = PAGE.read_text("utf-8")
    reasons = set(
        re.findall(r"then '(\w+)'", sql.split("reasoned as")[1].split("end as reason")[0])
    )
    kinds = set(
        re.findall(r"(?:then|else) '(\w+)'", sql.split("kinds as")[1].split("from reasoned")[0])
    )
    assert len(reasons) == 7 and len(kinds) == 7
    for reason in reasons | {"stock"}:
        assert f"`{reason}`" in page and f"why_{reason}" in SENTENCES
    for kind in kinds:
        assert f"`{kind}`" in page and f"allow_{kind}" in SENTENCES


def test_every_parameter_is_read_by_the_method(project: Path) -> None:
    seed = (project / "dbt_project/seeds/forecast_rules.csv").read_text("utf-8").splitlines()[1:]
    models = project / "dbt_project/models/intermediate/forecast/forecast_parameters.sql"
    named = set(re.findall(r"parameter\('(\w+)'\)", models.read_text("utf-8")))
    assert named == {line.split(",")[0] for line in seed}
