"""The page of data quality: one HTML file that needs nothing else.

Belongs here: filling the template `templates/quality.html.j2` and writing the file. Does not belong
here: which rows (`quality.py`), words (`quality_words.py`). Everything is escaped; the page has no
script and asks no server for anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reporting import figures
from reporting.messages import say
from reporting.publication import Publication
from reporting.quality import (
    QualitySelection,
    check_counts,
    failed_checks,
    owed_rows,
    quality_rows,
    thresholds,
)
from reporting.quality_table import PARTS, checks_summary, owed_line, owed_summary
from reporting.quality_words import check_sentence
from schemas.check_register import CHECKS
from schemas.problems import Language

TEMPLATES = Path(__file__).with_name("templates")


def quality_page(publication: Publication, selection: QualitySelection, language: Language) -> str:
    """The page as HTML text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(
        say=lambda key, **values: say(key, language, **values),
        percent=lambda value: figures.percent(value, language),
        number=lambda value: figures.number(value, language),
        day=lambda value: figures.day(value, language),
    )
    return environment.get_template("quality.html.j2").render(
        _content(publication, selection, language)
    )


def write_quality_page(
    path: Path, publication: Publication, selection: QualitySelection, language: Language
) -> Path:
    """Write the page in one step; a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.part")
    partial.write_text(quality_page(publication, selection, language), encoding="utf-8")
    partial.replace(path)
    return path


def _content(
    publication: Publication, selection: QualitySelection, language: Language
) -> dict[str, Any]:
    pointer = publication.pointer
    return {
        "language": language,
        "period": selection.period,
        "is_sample": pointer.is_sample,
        "as_of": figures.moment(pointer.as_of, language),
        "published": figures.moment(pointer.published_at, language),
        "run_id": pointer.run_id,
        "chain_hash": pointer.chain_hash,
        "parts": PARTS,
        "scores": quality_rows(publication, selection),
        "checks": [
            {
                **row,
                "label": CHECKS[row["check_code"]].label(language),
                "todo": CHECKS[row["check_code"]].todo(language),
            }
            for row in check_counts(publication, selection)
        ],
        "checks_summary": checks_summary(publication, selection, language),
        "failed": [check_sentence(row, language) for row in failed_checks(publication, selection)],
        "owed_summary": owed_summary(publication, selection, language),
        "owed": [owed_line(row, language) for row in owed_rows(publication, selection)],
        "thresholds": [
            {**row, "label": CHECKS[row["check_code"]].label(language)}
            for row in thresholds(publication)
        ],
    }
