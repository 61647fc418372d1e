"""Linking: who sent them, where, when, whole or part, in plain sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

import extractor

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "links.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]}-{case[0][:12]}")
def test_links(case: list[str]) -> None:
    text, region, figure, unit, places, as_of, scope, basis = case
    report = extractor.extract(text, published="2024-03-15", region=region)
    record = next(r for r in report.records if r.text == figure)
    forms = {name: {name, *p.forms} for p in report.places for name in [p.name]}
    found = {form for name in record.places for form in forms[name]}
    assert (record.unit or "") == unit
    assert set(filter(None, places.split(";"))) <= found
    assert bool(found) == bool(places)
    assert (str(record.as_of)[:10] if record.as_of else "") == as_of
    assert (record.scope, record.basis) == (scope, basis)


def test_a_source_is_no_sender() -> None:
    report = extractor.extract(
        "据市防指统计,全市有500名志愿者在岗。", published="2024-03-15", region="信阳市"
    )
    assert [r.unit for r in report.records] == [None]


def test_a_part_names_its_whole() -> None:
    report = extractor.extract("参加抢险的有120人,其中党员71人。", published="2024-03-15")
    whole, part = report.records
    assert part.of == whole.id


def test_a_rate_is_no_total_and_keeps_its_denominator() -> None:
    report = extractor.extract("全市设卡点14个,每个卡点配3名干部。", published="2024-03-15", region="信阳市")
    rate = next(r for r in report.records if r.per)
    assert (rate.per, rate.scope) == ("place", "part")


def test_the_same_words_again_are_one_record() -> None:
    text = "江州6000余名机关党员下沉社区\n\n连日来,全市6000余名机关党员下沉社区值守。他们中有的当了爷爷。"
    report = extractor.extract(text, published="2024-03-15")
    assert [r.text for r in report.records] == ["6000余名"]
