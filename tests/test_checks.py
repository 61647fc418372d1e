"""Checks on annotated articles: with gold relations the gold's verdicts, without them no false alarm."""

from __future__ import annotations

import json

import pytest
from gold_reports import GOLD, gold_ids, read_report

from extractor import extract
from extractor.checks import check_report


@pytest.mark.parametrize("name", gold_ids())
def test_stated_relations_get_the_verdict_of_the_gold(name):
    report = read_report(name, relations=True)
    checks = json.loads((GOLD / f"{name}.gold.json").read_text("utf-8"))["checks"]
    findings = {(f.kind, f.records): f.verdict for f in check_report(report)}
    wanted = {
        (r.kind, (*r.parts, r.whole)): c["verdict"] for r, c in zip(report.relations, checks, strict=True)
    }
    assert {key: findings.get(key) for key in wanted} == wanted


@pytest.mark.parametrize("name", gold_ids())
def test_records_alone_raise_no_false_alarm(name):
    report = read_report(name)
    checks = read_report(name, relations=True).relations
    gold = json.loads((GOLD / f"{name}.gold.json").read_text("utf-8"))["checks"]
    wrong = {r.whole for r, c in zip(checks, gold, strict=True) if c["verdict"] == "contradicted"}
    alarms = [f for f in check_report(report) if f.verdict == "contradicted" and f.records[-1] not in wrong]
    assert alarms == []


def test_a_small_exact_figure_is_no_round_one_for_another():
    text = "青河大学共组建了19支校级团队,20支院级团队,分赴各乡镇开展实践。"
    assert [f.kind for f in extract(text, published="2024-03-15").checks] == []
