"""Reprints: whole ones, partial ones, with changed figures, across scripts and noise; and no others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from gold_reports import GOLD, gold_ids, read_report
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.checks import check_reports
from extractor.records.record import Record, Report
from extractor.tables import clusters_of, find_pairs, find_reprints
from extractor.tables.reprints import SHORTEST, shingles


def report(name, text, published=None, records=()):
    return Report(name, None, None, None, None, published, None, "", text=text, records=records)


@pytest.mark.skipif(not gold_ids(), reason="the annotated articles are not bundled")
def test_annotated_reprints_and_no_others():
    reports, wanted = [], {}
    for name in gold_ids():
        meta = json.loads((GOLD / f"{name}.meta.json").read_text("utf-8"))
        reports.append(replace(read_report(name), text=(GOLD / f"{name}.txt").read_text("utf-8")))
        if meta.get("reprint_of"):
            wanted[name] = meta["reprint_of"]
    assert find_reprints(reports) == wanted
    assert {c.original: c.reprints for c in clusters_of(wanted)} == {v: (k,) for k, v in wanted.items()}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from("党员干部志愿者社区医院街道市县区三四五人名"), min_size=200, max_size=400).map(
        "".join
    )
)
def test_similarity_is_exact(text):
    assume(len(shingles(text)) >= SHORTEST)
    half = text[: len(text) // 2]
    pairs = list(find_pairs([report("a", text, date(2022, 1, 1)), report("b", text, date(2022, 1, 2))]))
    assert [(p.reprint, p.original, p.jaccard, p.containment) for p in pairs] == [("b", "a", 1.0, 1.0)]
    assert set(shingles(half).tolist()) <= set(shingles(text).tolist())


def test_what_a_reprint_repeats_is_counted_once_and_what_it_changes_is_its_own():
    text = "".join(chr(0x4E00 + 37 * i % 5000) for i in range(300))
    figure = {"noun": "志愿者", "measure": "persons", "scope": "total", "who": "mobilized"}
    first = report(
        "a",
        text,
        date(2022, 1, 1),
        (
            Record("a#0", "90人", low=90, high=90, of="a#1", **figure),
            Record("a#1", "80人", low=80, high=80, **figure),
        ),
    )
    again = report(
        "b",
        text + "补充",
        date(2022, 1, 2),
        (
            Record("b#0", "90人", low=90, high=90, of="b#1", **figure),
            Record("b#1", "80人", low=80, high=80, **figure),
        ),
    )
    changed = replace(again, records=(replace(again.records[0], low=95, high=95), again.records[1]))
    assert [f.records for f in check_reports([first, again]).findings] == [("a#0", "a#1")]
    assert ("b#0", "b#1") in [f.records for f in check_reports([first, changed]).findings]
