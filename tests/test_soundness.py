"""What is a contradiction and what is not: one campaign, one figure changed at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from corpora.totals import Total
from extractor.checks import check_reports
from extractor.records.record import Record, Region, Relation, Report, UnitEntity

DAY = date(2022, 3, 30)
UNITS = tuple(
    UnitEntity(f"徐州市{n}", None, (f"市{n}", f"徐州市{n}"), "320300", ())
    for n in ("税务局", "财政局", "委研究室")
)


def figure(number, text, low, high, noun="机关党员志愿者", **fields):
    defaults = {"measure": "persons", "who": "mobilized", "sentence": f"组织{text}{noun}。"}
    return Record(f"a#{number}", text, noun, low=low, high=high, **(defaults | fields))


def article(*changed, relations=(), name="a"):
    records = {
        0: figure(0, "6000余名", 6001, 6999, "市级机关党员志愿者", scope="total"),
        1: figure(
            1,
            "6396人",
            6396,
            6396,
            "",
            scope="total",
            as_of=datetime(2022, 3, 30, 16, 0),  # noqa: DTZ001
            sentence="截至30日,市级机关党员志愿者已有6396人到社区报到。",
        ),
        2: figure(2, "40余名", 41, 49, unit="徐州市税务局"),
        3: figure(3, "30名", 30, 30, "党员", unit="徐州市财政局", batch=1),
        4: figure(4, "10余名", 11, 19, unit="徐州市委研究室"),
        5: figure(5, "500名", 500, 500, "志愿者", basis="planned"),
        6: figure(6, "20名", 20, 20, "骨干", per="day"),
    }
    records |= {int(record.id.partition("#")[2]): record for record in changed}
    return Report(
        name,
        None,
        None,
        None,
        None,
        date(2022, 3, 31),
        Region("徐州市", "320300"),
        "",
        units=UNITS,
        records=tuple(records.values()),
        relations=relations,
    )


def total(value, noun="党员志愿者", day=DAY, region="徐州市"):
    return Total(2, region, "", noun, "persons", day, value, "")


def test_the_campaign_is_consistent_and_its_parts_are_covered():
    result = check_reports([article()])
    assert not result.contradicted
    parts = next(f for f in result.findings if f.kind == "part_of_whole")
    assert (parts.records, parts.verdict) == (("a#2", "a#3", "a#4", "a#1"), "consistent")
    assert "82–98 of 6396 (1.3–1.5 %)" in parts.explanation
    assert ("same_quantity", ("a#0", "a#1")) in [(f.kind, f.records) for f in result.findings]


def test_a_part_above_the_total_is_a_contradiction_with_its_suspect():
    result = check_reports([article(figure(2, "7400余名", 7401, 7499, unit="徐州市税务局"))])
    broken = [f for f in result.findings if f.verdict == "contradicted"]
    assert [f.records for f in broken] == [("a#2", "a#0"), ("a#2", "a#1")]
    assert "7401–7499 is more than the whole of 6001–6999" in broken[0].explanation
    assert [(s.record, s.would_need) for s in result.suspects] == [("a#2", (0, 6396))]


@pytest.mark.parametrize(
    "changed",
    [
        figure(2, "7400余名", 7401, 7499, unit="徐州市税务局", basis="planned"),
        figure(2, "7400余名", 7401, 7499, unit="徐州市税务局", per="day"),
        figure(2, "7400余人次", 7401, 7499, unit="徐州市税务局", measure="person_times"),
        figure(2, "7400余名", 7401, 7499, unit="徐州市税务局", who="served"),
        figure(2, "7400余名", 7401, 7499, "群众", unit="徐州市税务局"),
        figure(2, "7400余名", 7401, 7499, "志愿者", unit="徐州市税务局"),
        figure(2, "7400余名", 7401, 7499, unit="河北省某局"),
        figure(2, "7400余名", 7401, 7499),
        figure(2, "6900名", 6900, 6900, "志愿者", unit="徐州市税务局"),
    ],
)
def test_what_may_be_other_people_is_no_contradiction(changed):
    assert not check_reports([article(changed)]).contradicted


@pytest.mark.parametrize(("start", "contradicted"), [(14, 0), (60, 1)])
def test_what_stands_before_a_total_in_its_sentence_may_be_beside_it(start, contradicted):
    sentence = "徐州市税务局组织机关党员志愿者7400余名;市级机关党员志愿者已有6396人到社区报到。"
    fields = {"sentence": sentence, "start": start}
    part = figure(2, "7400余名", 7401, 7499, unit="徐州市税务局", **fields)
    whole = figure(1, "6396人", 6396, 6396, "市级机关党员志愿者", scope="total", sentence=sentence, start=35)
    report = replace(article(), records=(part, whole))
    assert len([f for f in check_reports([report]).findings if f.verdict == "contradicted"]) == contradicted


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("6396", "match"),
        ("6000余", "match"),
        ("约6400", "match"),
        ("5396", "over"),
        ("7396", "under"),
    ],
)
def test_official_totals(value, status):
    result = check_reports([article()], [total(value)])
    assert (result.official[0].status, result.contradicted) == (status, status in ("over", "under"))


def test_official_totals_of_other_days_or_regions_or_people_settle_nothing():
    rows = [
        total("5396", day=date(2022, 3, 29)),
        total("5396", region="南京市"),
        total("5396", noun="医务人员"),
    ]
    result = check_reports([article()], rows)
    assert [row.status for row in result.official] == ["open", "none", "none"]
    assert not result.contradicted


@pytest.mark.parametrize(
    ("row", "column"), [(total("很多"), "value"), (total("5", region="桃花源"), "region")]
)
def test_a_row_that_cannot_be_read_is_an_error(row, column):
    result = check_reports([article()], [row])
    assert result.official == ()
    assert f":2: column {column}" in result.errors[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "verdict"),
    [
        ("6400人", 6400, 6400, "consistent"),
        ("0.64万人", 6400, 6400, "consistent"),
        ("6395人", 6395, 6395, "contradicted"),
        ("6500人", 6500, 6500, "contradicted"),
        ("近6400人", 6301, 6399, "consistent"),
        ("超过6396人", 6397, None, "contradicted"),
    ],
)
def test_a_round_figure_beside_a_precise_one(text, low, high, verdict):
    again = figure(7, text, low, high, scope="total", same_as="a#1")
    found = {f.records: f.verdict for f in check_reports([article(again)]).findings}
    assert found["a#7", "a#1"] == verdict


def test_parts_that_may_overlap_are_open():
    women, young = figure(7, "4000名", 4000, 4000, of="a#1"), figure(8, "3000名", 3000, 3000, of="a#1")
    stated = Relation("part_of_whole", ("a#7", "a#8"), "a#1", disjoint=False)
    assert not check_reports([article(women, young)]).contradicted
    findings = check_reports([article(women, young, relations=(stated,))]).findings
    assert {f.verdict for f in findings if f.records == ("a#7", "a#8", "a#1")} == {"open"}
    disjoint = Relation("part_of_whole", ("a#7", "a#8"), "a#1")
    assert check_reports([article(women, young, relations=(disjoint,))]).contradicted


def test_a_round_figure_agrees_with_more_than_it():
    round_one = figure(7, "6000人", 6000, 6000, scope="total")
    more = figure(8, "超过6000人", 6001, None, scope="total", same_as="a#7")
    report = article(round_one, more)
    report = replace(report, records=report.records[-2:])
    result = check_reports([report])
    assert [(f.records, f.verdict) for f in result.findings] == [(("a#8", "a#7"), "consistent")]


@pytest.mark.parametrize(("text", "value", "contradicted"), [("1034人", 1034, 0), ("1640人", 1640, 1)])
def test_a_round_total_may_be_a_part_that_is_nearly_all_of_it(text, value, contradicted):
    round_one = figure(7, "千名", 1000, 1000, "市级机关党员志愿者", scope="total")
    part = figure(8, text, value, value, unit="徐州市税务局")
    report = replace(article(), records=(round_one, part))
    found = [f.verdict for f in check_reports([report]).findings]
    assert found.count("contradicted") == contradicted
