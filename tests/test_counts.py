"""Counts: sentences with exactly what they must yield, count phrases alone, valid spans and linear growth."""

from __future__ import annotations

import csv
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicons import read_lexicon
from extractor.mentions.counts import find_counts, parse_count, vocabularies
from extractor.mentions.scan import Scanner

CASES = Path(__file__).parent / "cases"


def rows(name):
    with (CASES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@cache
def scanner():
    return Scanner(vocabularies())


def counts(text, taken=()):
    return find_counts(text, scanner().scan(text), taken)


def shown(count):
    low = "" if count.low is None else count.low
    high = "" if count.high is None else count.high
    value = f"{low}..{high}" if low != high else low
    marks = [count.measure, f"<{count.noun}>" if count.noun else "", f"per={count.per}" if count.per else ""]
    marks += [
        f"batch={count.batch}" if count.batch else "",
        "hedged" if count.hedged else "",
        "rounded" if count.rounded else "",
    ]
    return " ".join(m for m in [f"{count.text}={value}", *marks] if m)


@pytest.mark.parametrize("row", rows("counts.tsv"), ids=lambda row: row["text"])
def test_sentences(row):
    assert " | ".join(shown(c) for c in counts(row["text"]) if c.measure != "other") == row["counts"]


def test_goods_are_kept_with_their_classifier():
    assert [(c.text, c.measure, c.classifier) for c in counts("调集车辆20辆、帐篷300顶")] == [
        ("20辆", "other", "辆"),
        ("300顶", "other", "顶"),
    ]


def test_nothing_in_a_date_is_a_count():
    text = "3人和5人"
    assert [c.text for c in counts(text, taken=[(0, 2)])] == ["5人"]


@pytest.mark.parametrize(
    ("phrase", "low", "high", "measure"),
    [
        ("6396", 6396, 6396, "other"),
        ("6,396", 6396, 6396, "other"),
        ("6000余", 6001, 6999, "other"),
        ("约68", 65, 71, "other"),
        ("约68家", 65, 71, "units"),
        ("1.2万", 12000, 12000, "other"),
        (" 6396人 ", 6396, 6396, "persons"),
        ("50人以上", 50, None, "persons"),
    ],
)
def test_a_phrase_alone(phrase, low, high, measure):
    count = parse_count(phrase)
    assert count is not None
    assert (count.low, count.high, count.measure, count.text) == (low, high, measure, phrase.strip())


@pytest.mark.parametrize("phrase", ["", "人", "若干", "6396人和20人", "92.3%", "六点五", "6 396 7"])
def test_no_phrase(phrase):
    assert parse_count(phrase) is None


ALPHABET = (
    "0123456789.一二三十百千万亿余多几数近约超每第各名人个家支户的、,。和至—志愿者党员社区队天组村以上左右"
)


@given(st.text(ALPHABET, max_size=40))
def test_spans_are_valid_and_bounds_ordered(text):
    end = 0
    for count in counts(text):
        assert end <= count.start < count.end <= len(text)
        assert count.text == text[count.start : count.end]
        assert count.low is None or count.high is None or count.low <= count.high
        assert count.noun == (text[count.noun_start : count.noun_end] if count.noun_start >= 0 else "")
        end = count.end


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "每",
        "3人",
        "3个",
        "各",
        "3、",
        "每3人",
        "名志愿者",
        "30名的",
        "一名",
        "第一批",
        "3名被",
        "3个“",
        "3名有着",
        "6死",
        "各派3名",
        "重点3个",
        "九两个",
    ],
)
def test_time_grows_linearly(unit):
    def cost(size):
        text = unit * size
        hits = scanner().scan(text)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            find_counts(text, hits)
            best = min(best, time.process_time() - start)
        return best

    small, large = cost(500), cost(4000)
    assert large < 8 * 5 * max(small, 0.0005)  # quadratic growth would be 64 times


@pytest.mark.parametrize("name", ["approximators", "classifiers", "counted", "people", "phrases"])
def test_lexicons_are_sorted_and_unique(name):
    terms = [row["term"] for row in read_lexicon(name)]
    assert terms == sorted(terms)
    if name != "approximators":
        assert len(terms) == len(set(terms))
