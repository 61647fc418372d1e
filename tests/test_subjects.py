"""Whose clause a figure stands in, told by the features of the reading that nobody sent it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpora.metadata import Metadata, parse_date
from corpora.textfiles import make_article
from extractor import pipeline
from extractor.records.ranking import choose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.ranking import Option

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "subjects.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def features(text: str, figure: str) -> list[str]:
    """Return the features of the empty reading of a figure's sender."""
    found: list[str] = []

    def chooser(task: str, count: tuple[int, int], options: Sequence[Option]) -> tuple[Any, float]:
        if task == "unit" and text[slice(*count)] == figure:
            found.extend(options[0].names())
        return choose(task, count, options)

    meta = Metadata(
        published=parse_date("2024-03-15", "x"), title=None, publisher=None, url=None, region=None
    )
    pipeline.extract(make_article(text, "x", meta, None), chooser=chooser)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]}-{case[1]}")
def test_subject(case: list[str]) -> None:
    text, figure, kind = case
    told = [name for name in features(text, figure) if name.startswith("subject/")]
    assert f"subject/{kind}" in told


def test_adverbs_before_verb_and_figure() -> None:
    named = features("市税务局已累计投入现有320人。", "320人")
    assert {"nobody/manner-已", "nobody/manner-累计", "nobody/manner-现有"} <= set(named)
