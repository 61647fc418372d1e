"""Aggregation: what is summed, what is left out and why, and what a preset chooses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import MusterError
from extractor.records.record import Record, Region, Report, UnitEntity
from extractor.tables import aggregate, frame_of
from extractor.tables.intervals import Interval, last_place, opened, total
from extractor.tables.presets import choose

DAY = date(2022, 3, 30)


def record(number, low, high=None, article="a", **fields):
    defaults = {
        "noun": "志愿者",
        "measure": "persons",
        "who": "mobilized",
        "unit": "市税务局",
        "places": ("北村",),
    }
    return Record(f"{article}#{number}", f"{low}人", low=low, high=high or low, **(defaults | fields))


def report(article, *records, published=DAY):
    return Report(article, None, None, None, None, published, Region("徐州市", "320300"), "", records=records)


def one(frame, **options):
    lines = aggregate(frame, ["unit"], **options).to_dict("records")
    assert len(lines) == 1
    return lines[0]


def test_sums_are_of_intervals_and_say_what_is_behind_them():
    line = one(frame_of([report("a", record(0, 41, 49), record(1, 50, places=("南村",)))]))
    assert (line["low"], line["high"], line["records"], line["articles"]) == (91, 99, 2, 1)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"per": "day"}, "rate 1"),
        ({"basis": "planned"}, "planned 1"),
        ({"scope": "total"}, "total 1"),
        ({"same_as": "a#0"}, "restated 1"),
        ({"of": "a#0"}, "part 1"),
        ({"who": "served"}, "who 1"),
        ({"measure": "person_times"}, "measure 1"),
    ],
)
def test_what_is_left_out_is_said(fields, reason):
    line = one(frame_of([report("a", record(0, 40), record(1, 500, **fields))]))
    assert (line["low"], line["high"], line["left_out"]) == (40, 40, reason)


def test_the_total_of_a_unit_stands_for_the_parts_inside_it():
    whole = record(0, 6396, scope="total")
    inside = [record(1, 1200, of="a#0"), record(2, 300, of="a#1")]
    line = one(frame_of([report("a", whole, *inside)]))
    assert (line["low"], line["high"], line["left_out"]) == (6396, 6396, "part 2")


def test_an_open_figure_leaves_the_sum_open():
    frame = frame_of(
        [report("a", record(0, 40), Record("a#1", "逾百人", "志愿者", "persons", 101, None, unit="市税务局"))]
    )
    line = one(frame)
    assert (line["low"], pd.isna(line["high"])) == (141, True)


def test_one_quantity_in_two_articles_counts_once_and_the_preset_chooses():
    rough = report("a", record(0, 41, 49, as_of=DAY))
    exact = report("b", record(0, 44, article="b", as_of=DAY))
    frame = frame_of([rough, exact])
    chosen = {
        preset: one(frame, preset=preset) for preset in ("conservative", "informative", "representative")
    }
    assert {name: (line["low"], line["high"]) for name, line in chosen.items()} == {
        "conservative": (41, 49),
        "informative": (44, 44),
        "representative": (44, 44),
    }
    assert all((line["presets_low"], line["presets_high"]) == (41, 49) for line in chosen.values())
    assert chosen["informative"]["left_out"] == "restated 1"


def test_running_totals_of_a_region_are_not_added_up():
    figures = [
        report(
            name, record(0, low, article=name, unit=None, places=(), scope="total", as_of=date(2022, 3, day))
        )
        for name, low, day in (("a", 100, 1), ("b", 250, 2), ("c", 400, 3))
    ]
    line = aggregate(frame_of(figures), ["region"]).to_dict("records")[0]
    assert (line["region"], line["low"], line["high"], line["left_out"]) == ("徐州市", 400, 400, "restated 2")


def test_a_frame_read_from_csv_does_as_well(tmp_path):
    frame = frame_of([report("a", record(0, 41, 49), record(1, 50, places=("南村",)))])
    frame.drop(columns=["division", "reprint"]).to_csv(tmp_path / "r.csv", index=False)
    again = pd.read_csv(tmp_path / "r.csv")
    assert aggregate(again, ["unit"]).equals(aggregate(frame, ["unit"]))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": ["colour"]}, "choose from unit"),
        ({"by": ["unit"], "preset": "bold"}, "choose from conservative"),
        ({"by": ["unit"], "where": "colour =="}, "write a condition"),
    ],
)
def test_wrong_options_say_what_to_write(options, words):
    with pytest.raises(MusterError, match=words):
        aggregate(frame_of([report("a", record(0, 40))]), **options)


intervals = st.tuples(st.integers(0, 99), st.integers(0, 30)).map(lambda t: Interval(t[0], t[0] + t[1]))


@given(st.lists(intervals, min_size=1, max_size=6), st.data())
def test_interval_sums_hold_every_sum_and_do_not_depend_on_order(values, data):
    picked = [data.draw(st.integers(int(v.low), int(v.high))) for v in values]
    summed = total(values)
    assert summed.low <= sum(picked) <= summed.high
    assert total(reversed(values)) == summed


@given(st.lists(intervals, min_size=1, max_size=6))
def test_what_most_agree_in_is_held_by_as_many_as_any_value(values):
    chosen = choose([(v, "") for v in values], "representative")
    most = max(sum(v.low <= x <= v.high for v in values) for x in range(130))
    assert sum(v.low <= chosen.low and chosen.high <= v.high for v in values) == most


@given(st.integers(1, 10**7))
def test_a_rounded_figure_stands_for_what_rounds_to_it(value):
    unit = last_place(value)
    found = opened(Interval(value, value))
    assert found.low <= value <= found.high
    assert unit == 1 or found.high - found.low + 1 == unit


def test_two_names_of_one_organisation_are_one_group():
    units = (UnitEntity("徐州市城管局", "徐州市城市管理局", ("市城管局",), "320300", ()),)
    first = replace(report("a", record(0, 40, unit="徐州市城管局")), units=units)
    units = (UnitEntity("徐州市城市管理局", None, ("徐州市城市管理局",), "320300", ()),)
    second = replace(
        report("b", record(0, 30, article="b", unit="徐州市城市管理局", places=("南村",))), units=units
    )
    line = one(frame_of([first, second]))
    assert (line["unit"], line["low"], line["articles"]) == ("徐州市城市管理局", 70, 2)
