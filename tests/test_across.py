"""Two articles of one region: what one says later or for a part, and what contradicts what the other said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from extractor import extract
from extractor.checks import check_reports

with (Path(__file__).parent / "cases" / "across.tsv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['why']}" for case in CASES])
def test_two_articles(case: dict[str, str]) -> None:
    reports = [
        extract(case[text], published=day, region=case[region], id=text)
        for text, day, region in (("first", "2024-07-11", "region"), ("second", "2024-07-13", "other_region"))
    ]
    found = [finding.kind for finding in check_reports(reports).findings if finding.verdict == "contradicted"]
    assert found == ([case["contradicted"]] if case["contradicted"] else [])
