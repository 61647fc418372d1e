"""Official totals against gold records: statuses and figures as expected."""

from __future__ import annotations

import json

import pytest
from gold_reports import GOLD, read_report

from corpora.totals import read_totals
from extractor.checks import check_reports

FILES = ["cadres", "city", "flood"]


@pytest.mark.parametrize("name", FILES)
def test_official_rows(name):
    expected = json.loads((GOLD / f"official-{name}.expected.json").read_text("utf-8"))
    reports = [read_report(article) for article in expected["articles"]]
    texts = {record.id: record.text for report in reports for record in report.records}
    result = check_reports(reports, list(read_totals(GOLD / f"official-{name}.csv")))
    assert result.errors == ()
    found = {row.line: (row.status, row.records) for row in result.official}
    wanted = {row["line"]: row["status"] for row in expected["rows"]}
    assert {line: status for line, (status, _) in found.items()} == wanted
    for row in expected["rows"]:
        named = {texts[record] for record in found[row["line"]][1]}
        assert bool(named) == bool(row["figures"]), row
        assert not named or named & set(row["figures"]), row
