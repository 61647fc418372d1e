"""Frames in and out: records, sums and findings as pandas tables, and back."""

from __future__ import annotations

import pandas as pd
import pytest
from gold_reports import read_report
from hypothesis import given
from hypothesis import strategies as st

from extractor import extract
from extractor.checks import check_reports
from extractor.records.record import Record
from extractor.tables import RecordsError, aggregate, frame_of, reports_in
from extractor.tables.intervals import reading, readings

TEXT = "截至3月30日,全市共有2000名志愿者上岗,其中党员2400名。市税务局组织40余名党员到北村值守,每天3名。"


def test_a_frame_of_records_reads_back_as_the_reports_that_it_came_from() -> None:
    report = extract(TEXT, published="2022-03-31", region="徐州市")
    (again,) = reports_in(frame_of([report]))
    assert [(r.id, r.low, r.high, r.unit, r.places, r.as_of, r.per) for r in again.records] == [
        (r.id, r.low, r.high, r.unit, r.places, r.as_of, r.per) for r in report.records
    ]
    assert (again.published, again.region) == (report.published, report.region)


def test_a_broken_cell_of_a_frame_is_told_by_line_and_column() -> None:
    frame = frame_of([extract(TEXT, published="2022-03-31", region="徐州市")]).astype(object)
    frame.loc[1, "low"] = "很多"
    with pytest.raises(RecordsError, match="frame:3: column low is '很多'; expected a whole number"):
        reports_in(frame)


def test_what_was_changed_in_a_frame_is_checked_and_added_up() -> None:
    frame = frame_of([extract(TEXT, published="2022-03-31", region="徐州市")])
    part = frame["text"] == "2400名"
    assert check_reports(reports_in(frame)).contradicted
    frame.loc[part, ["low", "high"]] = 1400
    result = check_reports(reports_in(frame))
    assert not result.contradicted
    found = result.to_frame()
    assert list(found.columns) == ["kind", "verdict", "status", "line", "records", "explanation"]
    assert set(found["verdict"]) == {"consistent"}
    sums = aggregate(frame_of(reports_in(frame)), ["region"])
    assert sums.loc[sums["region"] == "徐州市", "low"].tolist() == [2000]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 99999),
            st.one_of(st.none(), st.integers(0, 999)),
            st.sampled_from(["人", "万人", ".2万人"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_whole_columns_are_read_as_single_figures_are(figures: list[tuple[int, int | None, str]]) -> None:
    records = [
        Record(f"a#{number}", f"1{tail}", "", "persons", low, None if more is None else low + more)
        for number, (low, more, tail) in enumerate(figures)
    ]
    frame = pd.DataFrame({"low": [r.low for r in records], "high": [r.high for r in records]})
    lows, highs = readings(frame["low"], frame["high"], [r.text for r in records])
    assert list(zip(lows, highs, strict=True)) == [(v.low, v.high) for v in map(reading, records)]


def test_official_rows_stand_in_the_frame_too() -> None:
    from corpora.totals import Total

    result = check_reports([read_report("01")], [Total(2, "泉州市", "", "", "units", None, "1", "")])
    assert result.to_frame().iloc[0][["kind", "line"]].tolist() == ["official", 2]
