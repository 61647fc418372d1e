"""Official totals and articles against each other, from gold records and from the text: as expected."""

from __future__ import annotations

import json

import pytest
from gold_reports import GOLD, read_report

from corpora.articles import read_articles
from corpora.totals import read_totals
from extractor import extract_article
from extractor.checks import check_reports

FILES = ["cadres", "city", "flood"]
MISSED = {
    ("city", 9): "none",  # 我局 is not known to be the office that publishes the bulletin
}


def read_texts(names):
    return [extract_article(article) for article in read_articles([GOLD / f"{name}.txt" for name in names])]


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


@pytest.mark.parametrize("name", FILES)
def test_official_rows_from_the_text(name):
    expected = json.loads((GOLD / f"official-{name}.expected.json").read_text("utf-8"))
    result = check_reports(read_texts(expected["articles"]), list(read_totals(GOLD / f"official-{name}.csv")))
    found = {row.line: row.status for row in result.official}
    assert found == {row["line"]: MISSED.get((name, row["line"]), row["status"]) for row in expected["rows"]}


@pytest.mark.parametrize("read", [read_texts, lambda names: [read_report(name) for name in names]])
def test_articles_contradict_each_other_where_expected_and_nowhere_else(read):
    expected = json.loads((GOLD / "official-city.expected.json").read_text("utf-8"))
    reports = read(expected["articles"])
    texts = {record.id: (report.id, record.text) for report in reports for record in report.records}
    found = {
        (f.kind, frozenset(texts[record] for record in f.records))
        for f in check_reports(reports).findings
        if f.verdict == "contradicted"
    }
    assert found == {
        (relation["kind"], frozenset((figure["article"], figure["text"]) for figure in relation["figures"]))
        for relation in expected["across"]
        if relation["verdict"] == "contradicted"
    }
