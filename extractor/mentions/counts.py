"""Counts: figures that count people, person-times, units, teams, places or households, from clean text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from extractor.lexicons import any_of, read_lexicon
from extractor.mentions import intervals, numerals
from extractor.mentions.count_readings import read_behind
from extractor.mentions.figures import find_ranges
from extractor.mentions.mention import Count
from extractor.mentions.nouns import head_before
from extractor.mentions.rates import CLAUSE, OF_KIND, RATE_AFTER, batch_number, is_particular, rate
from extractor.mentions.scan import Hit, longest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.mentions.figures import Figure


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return what the scanner must look for: the words that look like figures and are none."""
    return {"counts.trap": {row["term"]: None for row in read_lexicon("phrases")}}


_BEFORE_BAD = re.compile(r"(?:[A-Za-z第\d/〔.．#]|[A-Za-z\d][-—]|〔\d{4}〕|[^\d一-龥]-)$")


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _count(text: str, figure: Figure) -> Count | None:
    """Make a count of a figure, None where it counts nothing or is none."""
    if (
        not isinstance(figure.low, int)
        or not isinstance(figure.high, int)
        or figure.high < 1
        or figure.high > 10**10
    ):
        return None
    last = text[figure.start - 1 : figure.start]
    if (last.isascii() or last in "第〔．—〕") and _BEFORE_BAD.search(
        text, max(0, figure.start - 7), figure.start
    ):
        return None
    reading = read_behind(text, figure)
    if reading is None:
        return None
    if (
        figure.base == 1
        and figure.low == 1
        and reading.measure != "other"
        and not is_particular(text, figure, reading)
    ):
        return None
    if figure.bare and (_names_a_plan(text, figure.start, reading.end) or _in_title(text, figure.start)):
        return None
    suffix = intervals.suffix_at(text, reading.end)
    found = numerals.estimate(text, figure, suffix)
    start, end = found.start, max(found.end, reading.end)
    if (text[start - 1 : start] == "每" and not RATE_AFTER.match(text, end)) or _DENSITY.match(text, end):
        return None
    noun = reading.noun
    return Count(
        start, end, text[start:end], _whole(found.low), _whole(found.high),
        reading.measure, reading.classifier,
        noun=text[noun.start : noun.end] if noun else "",
        noun_start=noun.start if noun else -1,
        noun_end=noun.end if noun else -1,
        hedged=found.hedged,
        rounded=figure.rounded and found.low == found.high,
        per=rate(text, start, end),
        batch=batch_number(text, start),
    )  # fmt: skip


_DENSITY = re.compile("/(?:平方|公顷|公里|亩)")  # 6人/平方公里 counts nobody
_TITLE = re.compile("《[^》。]{0,20}$")


def _in_title(text: str, start: int) -> bool:
    """Tell whether a figure stands in the title of a document (《千名医师下乡方案》)."""
    return _TITLE.search(text, max(0, start - 22), start) is not None


_OPENED = re.compile(r"“[^”。]{0,10}$")


@cache
def _plan() -> re.Pattern[str]:
    """Return what shows behind a figure that it stands in the name of a campaign."""
    words = any_of("campaign_words", "plan")
    return re.compile(rf"[^“”。]{{0,16}}(?:(?:{words})”|”[^,。“”\d]{{0,4}}?(?:{words}))")


def _names_a_plan(text: str, start: int, end: int) -> bool:
    """Tell whether a round numeral is part of the name of a campaign (“万名干部下基层”活动)."""
    opened = _OPENED.search(text, max(0, start - 12), start)
    return opened is not None and _plan().match(text, end) is not None


_CHAIN = re.compile(r"(?:(?<![\d第A-Za-z.])\d{1,6}[余多]?(?:、|和)){1,12}$")
_MEMBER = re.compile(r"(\d+)([余多]?)")


def _chain(text: str, count: Count) -> list[Count]:
    """Return the figures that share the classifier of the last one: 30、26、18人."""
    if count.classifier not in ("人", "名", "户", "支", "家") or text[count.start - 1 : count.start] not in (
        "、",
        "和",
    ):
        return []
    window = max(0, count.start - 60)
    match = _CHAIN.search(text[window : count.start])
    if match is None:
        return []
    members = []
    for piece in _MEMBER.finditer(match[0]):
        start = window + match.start() + piece.start()
        value = int(piece[1])
        low, high = intervals.more(value, int(intervals.last_place(value))) if piece[2] else (value, value)
        members.append(
            replace(
                count,
                start=start,
                end=start + len(piece[0]),
                text=piece[0],
                low=_whole(low),
                high=_whole(high),
                hedged=False,
                rounded=False,
            )
        )
    return members


_SHARED = re.compile(
    r"([\u4e00-\u9fff]{2,3})(?:和|及|与|、)"
)  # an attribute before a noun that two figures share
_EACH = re.compile(r"各(?![级地类族界种项行方路位岗社市区县乡镇村单部庄])[\u4e00-\u9fff]{0,5}$")
_WITH = re.compile(r"[^,。;:!?\n\d]{1,10}、")
_LISTED = re.compile(r"、近?\d")  # 各调派105人、82人: each its own
_PREVIOUS = re.compile(r"[。!?;\n]")


@cache
def _sent() -> re.Pattern[str]:
    """Return what tells that so many were sent by each (徽县、西和县各派出100名)."""
    return re.compile(f"各(?:{any_of('count_verbs', 'each')})")


@cache
def _grown() -> re.Pattern[str]:
    """Return what stands between what a figure was and what it is."""
    return re.compile(f"(?:{any_of('count_verbs', 'change')})[到至为]")


def _after_others(text: str, counts: list[Count]) -> list[Count]:
    """Let a count follow the one before it: 国有的14户 after 37户企业, 每班10人 after 12个班."""
    for index, (_, count) in enumerate(pairwise(counts), 1):
        last = counts[index - 1]
        if last.end + 40 < count.start or _PREVIOUS.search(text, last.end, count.start):
            continue
        attribute = _SHARED.fullmatch(text, last.end, count.start)
        if (
            attribute
            and count.noun
            and count.classifier == last.classifier
            and head_before(text, attribute.end(1)) is None
        ):
            counts[index - 1] = replace(
                last,
                measure=count.measure,
                noun=count.noun,
                noun_start=count.noun_start,
                noun_end=count.noun_end,
            )  # 7家省属和4家市属医院
        if (
            count.measure == "other"
            and not count.noun
            and count.classifier == last.classifier
            and _grown().fullmatch(text, last.end, count.start)
        ):
            counts[index] = replace(
                count,
                measure=last.measure,
                noun=last.noun,
                noun_start=last.noun_start,
                noun_end=last.noun_end,
            )  # 网点由16个增加到21个
        elif count.classifier == last.classifier == "户" and last.measure == "units" and not count.noun:
            counts[index] = replace(count, measure="units")
        elif count.per == "shift" and last.measure == "teams" and last.noun.endswith("班"):
            counts[index] = replace(count, per="team")
    return counts


def _each(text: str, counts: list[Count]) -> list[Count]:
    """Make a rate of N家医院各选派22人: the units, teams or places counted before it in its sentence."""
    for index, count in enumerate(counts):
        last = counts[index - 1] if index else None
        if last is not None and last.per and _shares_rate(text, last, count):
            counts[index] = replace(count, per=last.per)
            continue
        if count.per is not None or count.measure not in ("persons", "teams"):
            continue
        window = max(0, count.start - 8)
        each = _EACH.search(CLAUSE.split(text[window : count.start])[-1])
        if count.text[-1].isdigit() or not each:
            continue
        before = counts[index - 1] if index else None
        if _sent().match(each[0]) and not _LISTED.match(text, count.end):
            counts[index] = replace(count, per="unit")
        if (
            before is not None
            and before.measure in ("units", "places", "teams")
            and before.end + 30 > count.start
            and not _PREVIOUS.search(text, before.end, count.start)
        ):
            counts[index] = replace(count, per=OF_KIND[before.measure])
    return counts


def _shares_rate(text: str, last: Count, count: Count) -> bool:
    """Tell whether a count goes on with the list of a rate (每队由1名队长、1名专干组成; 各抽调25名辅导员、150名学生)."""
    if last.per == "unit":
        return _WITH.fullmatch(text, last.end, count.start) is not None
    return (
        not count.per
        and count.classifier == last.classifier
        and _ITEM.fullmatch(text, last.end, count.start) is not None
    )


_ITEM = re.compile(r"[^,。;:!?…、\d共]{1,16}、")
_RANGE = re.compile(" ?(?:至|到|-|—{1,2}|~) ?")


def _joined(text: str, counts: list[Count]) -> list[Count]:
    """Join 3名至5名 into one count."""
    kept: list[Count] = []
    for count in counts:
        last = kept[-1] if kept else None
        if (
            last
            and last.measure == count.measure
            and last.low
            and count.high
            and last.low < count.high
            and last.classifier == count.classifier
            and _RANGE.fullmatch(text[last.end : count.start])
        ):
            kept[-1] = replace(count, start=last.start, text=text[last.start : count.end], low=last.low)
        elif last is None or count.start >= last.end:
            kept.append(count)
    return kept


# A figure before one of these counts nothing that concerns us: dates, times, measures, ends of phrases.
_SKIP = frozenset("年月日时分秒元%％:：./级度℃岁米吨亩斤里期款章届楼倍,。;)）!?”》、\n")


def find_counts(
    text: str, hits: Mapping[str, Sequence[Hit]], taken: Sequence[tuple[int, int]] = ()
) -> list[Count]:
    """Return every count of clean `text`, sorted by start; nothing inside the spans `taken` is a count.

    `hits` are the scanner's, by vocabulary; only `counts.trap` is read.
    """
    blocked = numerals.union([(s, e) for s, e, _ in longest(hits.get("counts.trap", ()))] + list(taken))
    starts = [s for s, _ in blocked]
    counts: list[Count] = []
    for figure in find_ranges(text, _SKIP):
        if numerals.covers(blocked, starts, figure.start, figure.end):
            continue
        count = _count(text, figure)
        if count is not None:
            counts += _chain(text, count)
            counts.append(count)
    return _after_others(text, _each(text, _joined(text, counts)))


def parse_count(text: str) -> Count | None:
    """Read one count phrase alone (6396; 6000余; 约68家; 1.2万), None where it is none or more than one.

    A bare number has the measure `other` and no classifier.
    """
    stripped = text.strip()
    for count in find_counts(stripped, {}):
        if count.start == 0 and count.end == len(stripped):
            return count
    figures = list(find_ranges(stripped))
    if len(figures) != 1 or not isinstance(figures[0].low, int):
        return None
    figure = figures[0]
    suffix = intervals.suffix_at(stripped, figure.end)
    found = numerals.estimate(stripped, figure, suffix)
    if (found.start, found.end) != (0, len(stripped)):
        return None
    rounded = figure.rounded and found.low == found.high
    return Count(
        0,
        len(stripped),
        stripped,
        _whole(found.low),
        _whole(found.high),
        "other",
        hedged=found.hedged,
        rounded=rounded,
    )
