"""Dates: language cases, the peers' cases as a gate, properties, and time that grows with the text."""

from __future__ import annotations

import json
import re
import time as clock
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.mentions import calendar, dates
from extractor.mentions.scan import Scanner
from extractor.text.page import read_page

if TYPE_CHECKING:
    from extractor.mentions.mention import Date

CASES = Path(__file__).parent / "cases"
SCANNER = Scanner(dates.vocabularies())
SIDES = re.compile(r"^(?:[从自在于由]|大概)|\s|(?:(?:或|及)?(?:之|以)?[前后]|以来|起|止|开始|的)$")


def find(text: str, published: date | None) -> list[Date]:
    page = read_page(text)
    return dates.find_dates(page, SCANNER.scan(page.clean), published)


def minute(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def day(value: date | datetime) -> str:
    return value.isoformat()[:10]


def shown(found: Date) -> str:
    first, last = minute(found.from_), minute(found.to)
    return f"{found.text}={first}" + (f"~{last}" if last != first else "")


def lines() -> list[Any]:
    rows = []
    for number, line in enumerate((CASES / "dates.tsv").read_text("utf-8").splitlines(), 1):
        if not line.startswith("#"):
            text, published, expected = line.split("\t")
            rows.append(pytest.param(text, published, expected, id=f"dates.tsv:{number}"))
    return rows


@pytest.mark.parametrize(("text", "published", "expected"), lines())
def test_case(text: str, published: str, expected: str) -> None:
    found = find(text, None if published == "-" else date.fromisoformat(published))
    assert " ; ".join(map(shown, found)) == ("" if expected == "-" else expected)


# -- the peers' cases


def peers(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CASES / "peers" / f"{name}.jsonl").read_text("utf-8").splitlines()]


def exclusions() -> set[str]:
    lines = (CASES / "peers" / "date_exclusions.tsv").read_text("utf-8").splitlines()[1:]
    return {line.split("\t")[0] for line in lines}


def reference(row: dict[str, Any]) -> date:
    return date.fromisoformat(row.get("reference_date", "2021-06-14")[:10])


def agrees(want: dict[str, Any], got: Date) -> bool:
    """Tell whether days agree; 之前, 之后 and the like stand outside our mention and leave one side open."""
    first, last, step = day(got.from_), day(got.to), timedelta(days=1)
    match want.get("mod"):
        case "before":
            return want["to"] == (date.fromisoformat(first) - step).isoformat()
        case "after":
            return want["from"] == (date.fromisoformat(last) + step).isoformat()
        case "since":
            return want["from"] == first
        case "until":
            return want["to"] == last
    readings = [want["past"], want["future"]] if "past" in want else [want]
    return any((reading["from"], reading["to"]) == (first, last) for reading in readings)


def is_right_day(row: dict[str, Any]) -> bool:
    found = find(row["input"], reference(row))
    over = [[d for d in found if d.start < e["end"] and e["start"] < d.end] for e in row["expected"]]
    wanted = zip(row["expected"], over, strict=True)
    return all(any(agrees(e, d) for d in near) for e, near in wanted) and bool(row["expected"]) >= bool(found)


def bare(text: str) -> str:
    while (less := SIDES.sub("", text)) != text:
        text = less
    return text


def is_right_span(row: dict[str, Any]) -> bool:
    page = read_page(row["input"])
    found = find(row["input"], reference(row))
    got = {bare(row["input"][slice(*page.span(d.start, d.end))]) for d in found}
    return {bare(e["text"]) for e in row["expected"]} <= got and bool(row["expected"]) >= bool(got)


def is_right_minute(row: dict[str, Any]) -> bool:
    found, values = find(row["input"], reference(row)), row["expected"][0]["values"]
    if len(found) != 1:
        return False
    first = values[0] if isinstance(values[0], str) else values[0].get("value")
    last = values[-1] if isinstance(values[-1], str) else values[-1].get("end", first)
    if first is None:  # a part of day: tools differ about its hours, not about its day
        return day(found[0].to) == last[:10]
    same = minute(found[0].from_) == first.replace(" ", "T")[:16]
    span = found[0].from_ != found[0].to
    return same and (not span or minute(found[0].to) == last.replace(" ", "T")[:16])


@pytest.mark.parametrize(
    ("name", "right", "bar"),
    [
        ("dates", is_right_day, 0.98),
        ("date_spans", is_right_span, 1),
        ("datetimes", is_right_minute, 0.95),
    ],
)
def test_peers(name: str, right: Any, bar: float) -> None:
    left_out, rows = exclusions(), peers(name)
    assert [row["id"] for row in rows if row["id"] in left_out and right(row)] == []
    rows = [row for row in rows if row["id"] not in left_out]
    wrong = [row["id"] + " " + row["input"] for row in rows if not right(row)]
    assert len(wrong) <= (1 - bar) * len(rows), wrong


def test_exclusions_name_cases_and_reasons() -> None:
    known = {
        json.loads(line)["id"]
        for path in (CASES / "peers").glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    }
    for line in (CASES / "peers" / "date_exclusions.tsv").read_text("utf-8").splitlines()[1:]:
        name, reason = line.split("\t")
        assert name in known
        assert len(reason) > 10


def test_holiday_notices() -> None:
    """Every day that a notice names, off or on, lies in a date of ours."""
    rows, missed = peers("holiday_notices"), set()
    for row in rows:
        found = find(row["input"], reference(row))
        for want in row["expected"]["off"] + row["expected"]["on"]:
            if not any(day(d.from_) <= want <= day(d.to) for d in found):
                missed.add(row["id"])
    assert len(missed) <= 0.2 * len(rows), missed


# -- properties

DAYS = st.dates(date(1991, 1, 1), date(2049, 12, 31))


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "〇一二三"[tens] + "十") + (
        "" if not ones else "〇一二三四五六七八九"[ones]
    )


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 300))
def test_every_form_of_a_day_is_read_back(when: date, later: int) -> None:
    published = when + timedelta(days=later)
    year = "".join("〇一二三四五六七八九"[int(sign)] for sign in str(when.year))
    forms = [
        f"{when.year}年{when.month}月{when.day}日",
        f"{when.year}年{when.month:02}月{when.day:02}日",
        f"{when.year}-{when.month:02}-{when.day:02}",
        f"{year}年{chinese(when.month)}月{chinese(when.day)}日",
        f"民国{when.year - 1911}年{when.month}月{when.day}日",
        f"{when.month}月{when.day}日",
        f"{chinese(when.month)}月{chinese(when.day)}日",
    ]
    for form in forms:
        found = find(f"队伍{form}出发。", published)
        assert [(d.text, d.from_, d.to) for d in found] == [(form, when, when)]


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(0, 20), st.integers(0, 5))
def test_a_range_is_read_back(first: date, length: int, later: int) -> None:
    last = first + timedelta(days=length)
    tail = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
    text = f"{first.month}月{first.day}日至{tail}"
    found = find(f"{text}值守。", last + timedelta(days=later))
    assert [(d.text, d.from_, d.to) for d in found] == [(text, first, last)]


PIECES = "年月日号天周星期上下本今昨明前后当次晚时点半一二十0123456789-至到、()“”。,春节旬初底末第个世纪代民国廿 \n"


@settings(max_examples=200, deadline=None)
@given(st.text(PIECES, max_size=40), st.none() | DAYS)
def test_spans_are_valid_and_ordered(text: str, published: date | None) -> None:
    page = read_page(text)
    end = 0
    for found in dates.find_dates(page, SCANNER.scan(page.clean), published):
        assert end <= found.start < found.end
        assert page.clean[found.start : found.end] == found.text
        assert type(found.from_) is type(found.to)
        assert found.from_ <= found.to
        end = found.end


@settings(max_examples=60, deadline=None)
@given(st.integers(1990, 2049), st.integers(1, 12), st.integers(1, 29))
def test_lunar_days_follow_each_other(year: int, month: int, number: int) -> None:
    this, after = calendar.lunar_day(year, month, number), calendar.lunar_day(year, month, number + 1)
    assert this is not None
    assert after is None or (after - this).days in (0, 1)


@pytest.mark.parametrize(
    "piece",
    [
        "3月",
        "十",
        "1",
        "2022年",
        "3日至",
        "3、",
        "上",
        "(5",
        "12:",
        "第1个",
        "今",
        "“今天”",
        "最后一个周",
        "12/1",
        "1.1.",
        "前1个月",
        "”3日",
        "每年1-6月",
        "时间:2022-09-01 ",
    ],
)
def test_time_grows_with_the_text(piece: str) -> None:
    def cost(times: int) -> float:
        page = read_page(piece * times)
        hits = SCANNER.scan(page.clean)
        best = 9.0
        for _ in range(3):
            start = clock.process_time()
            dates.find_dates(page, hits, date(2022, 3, 29))
            best = min(best, clock.process_time() - start)
        return best

    assert cost(4000) < 16 * cost(500) + 0.02


def test_a_date_ends_with_its_line() -> None:
    found = find("日期:3月28日\n晚饭后上堤。\n3月29日\n至晚间", date(2022, 4, 1))
    assert [d.text for d in found] == ["3月28日", "3月29日"]


def test_the_day_below_a_letter_counts_and_a_stamp_above_a_page_does_not() -> None:
    body = "请各单位派出20名党员到社区报到,听从社区安排,协助做好登记和值守。\n"
    assert [d.text for d in find(f"关于报到的通知\n{body}{body}2022年5月20日", date(2022, 5, 21))] == [
        "2022年5月20日"
    ]
    assert find(f"关于报到的通知\n2022年5月20日\n{body}{body}{body}", date(2022, 5, 21)) == []


@pytest.mark.parametrize(
    ("middle", "published", "wanted"),
    [
        ("", date(2025, 12, 8), "2025-05-24"),  # a copy of May: nothing on the page is near its day
        ("", date(2025, 5, 25), "2025-05-24"),
        ("昨天,又有20人赶到。\n", date(2025, 12, 8), "2025-11-24"),
        ("12月7日,又有20人赶到。\n", date(2025, 12, 8), "2025-11-24"),
    ],
)
def test_a_late_copy_keeps_its_own_month(middle: str, published: date, wanted: str) -> None:
    found = find(f"5月23日,山洪来袭。\n{middle}24日,支队派出13名官兵。", published)
    assert day(next(d for d in found if d.text == "24日").from_) == wanted
