"""What sentences state about their figures, and what they do not: from text to verdict."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpora.article import Article
from corpora.gold import read_annotated
from corpora.synthesis import synthesise
from extractor import extract, extract_article, pipeline
from extractor.checks import check_report
from extractor.records.ranking import choose

HERE = Path(__file__).parent
with (HERE / "cases" / "relations.tsv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file, delimiter="\t"))
ANNOTATED = list(read_annotated(HERE.parent / "corpora" / "gold"))


def contradictions(report):
    """Return the figures of each contradicted finding, the whole last."""
    texts = {record.id: record.text for record in report.records}
    return [
        [texts[r] for r in finding.records] for finding in report.checks if finding.verdict == "contradicted"
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_a_sentence_gets_its_verdict(case):
    report = extract(case["text"], published="2022-03-31", region="徐州市")
    texts = {record.id: record.text for record in report.records}
    found = {
        (f.kind, tuple(texts[r] for r in f.records[:-1]), texts[f.records[-1]], f.verdict)
        for f in report.checks
    }
    if case["kind"]:
        assert (case["kind"], tuple(case["parts"].split()), case["whole"], case["verdict"]) in found
    if case["verdict"] != "contradicted":
        assert contradictions(report) == []


@pytest.mark.parametrize(("article", "gold"), ANNOTATED, ids=[gold.id for _, gold in ANNOTATED])
def test_no_real_figure_is_called_wrong(article, gold):
    wrong = [{*check.parts, check.whole} for check in gold.checks if check.verdict == "contradicted"]
    for figures in contradictions(extract_article(article)):
        assert any(set(figures) & known for known in wrong), figures


@pytest.mark.parametrize(
    ("text", "again"),
    [
        (
            "千余名务工人员乘专列返岗\n\n2月8日,工会包下的专列送走1068名务工人员。另用大巴送走务工人员3200余人,其中西岭区1400余人。",
            ["1068名"],
        ),
        ("五千民兵上堤\n\n全县出动民兵5000余名上堤巡查。截至10日,全县共有4000余名民兵参战。", ["5000余名"]),
    ],
)
def test_a_headline_is_said_again_by_one_figure_only(text, again):
    report = extract(text, published="2022-02-09", region="徐州市")
    assert contradictions(report) == []
    assert [r.text for r in report.records if r.same_as] == again


def test_seeded_contradictions_are_found():
    missed = seeded = 0
    for seed in range(100):
        article, gold = synthesise(seed)
        found = [set(figures) for figures in contradictions(extract_article(article))]
        planted = [{*c.parts, c.whole} for c in gold.checks if c.verdict == "contradicted"]
        seeded += len(planted)
        missed += sum(figures not in found for figures in planted)
        assert all(figures in planted for figures in found), seed
    assert seeded > 50
    assert missed <= seeded // 10


def boldly(task, count, options):
    """Take a whole wherever one is offered, the furthest."""
    return (options[-1].value, 1.0) if task == "of" else choose(task, count, options)


@pytest.mark.parametrize(("article", "gold"), ANNOTATED[::7], ids=[gold.id for _, gold in ANNOTATED[::7]])
def test_no_guessed_whole_makes_a_contradiction(article, gold):
    wrong = [{*check.parts, check.whole} for check in gold.checks if check.verdict == "contradicted"]
    report = pipeline.extract(article, chooser=boldly)
    for figures in contradictions(replace(report, checks=check_report(report))):
        assert any(set(figures) & known for known in wrong), figures


def test_no_rule_builds_upon_a_guessed_whole():
    article = Article("a", "全县50人上堤。王村30人到岗。其余60人留守。", published=date(2022, 3, 1))
    report = pipeline.extract(article, chooser=boldly)
    assert [record.of for record in report.records] == [None, "a#0", None]
    assert contradictions(replace(report, checks=check_report(report))) == []
