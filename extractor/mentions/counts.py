"""Counts: figures that count people, person-times, units, teams, places or households, from clean text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from extractor.lexicons import read_lexicon
from extractor.mentions import intervals, nouns, numerals
from extractor.mentions.mention import Count, Measure, Per
from extractor.mentions.scan import Hit, longest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.mentions.numerals import Figure

_ALL = frozenset({"persons", "units", "teams", "places", "households", "other"})
_MEASURES: dict[str, frozenset[str]] = {
    "people": frozenset({"persons"}),
    "units": frozenset({"units"}),
    "teams": frozenset({"teams"}),
    "places": frozenset({"places", "units", "other"}),
    "any": _ALL,
    "": frozenset(),
}


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return what the scanner must look for: the words that look like figures and are none."""
    return {"counts.trap": {row["term"]: None for row in read_lexicon("phrases")}}


@dataclass(frozen=True, slots=True)
class _Classifier:
    """A classifier of the lexicon: what it measures (`any`: its noun decides) and the nouns it takes."""

    term: str
    measure: str
    kinds: frozenset[str]


@cache
def _classifiers() -> tuple[re.Pattern[str], dict[str, _Classifier]]:
    rows = sorted(read_lexicon("classifiers"), key=lambda row: -len(row["term"]))
    terms = [
        re.escape(r["term"]) + (f"(?![{re.escape(r['not_before'])}])" if r["not_before"] else "")
        for r in rows
    ]
    table = {r["term"]: _Classifier(r["term"], r["measure"], _MEASURES[r["noun"]]) for r in rows}
    return re.compile(f" ?({'|'.join(terms)})"), table


@cache
def _bare_heads() -> re.Pattern[str]:
    terms = sorted((r["term"] for r in read_lexicon("counted") if r["bare"]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, (t for t in terms if len(t) > 1))))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stands behind a figure: where the count ends, what it measures, its classifier and its noun."""

    end: int
    measure: Measure
    classifier: str
    noun: nouns.Noun | None


_OTHER_MARK = "other"


def _with_classifier(text: str, figure: Figure, match: re.Match[str], entry: _Classifier) -> _Reading | None:
    """Read a figure with a classifier; None where the classifier makes no count."""
    end = match.end()
    term = entry.term
    if term in ("人", "口人", "号人", "个人", "人次", "人(次)"):
        noun = _noun_of_people(text, figure, end)
        return _Reading(end, cast("Measure", entry.measure), term, noun)
    if term == "组" and text[figure.start : figure.end] in "一二三四五六七八九十":
        return None  # 二组 is a name
    if term in ("男子", "女子"):
        return _Reading(end, "persons", term, nouns.Noun(match.start(1), end, match.start(1), "persons"))
    if term in ("男", "女"):
        return (
            _Reading(end, "persons", term, None)
            if _PAIR.search(text[max(0, figure.start - 5) : end + 5])
            else None
        )
    if entry.measure == "places" and not entry.kinds:
        return (
            _Reading(end, "places", term, nouns.Noun(match.start(1), end, match.start(1), "places"))
            if _is_division(text, figure, term)
            else None
        )
    hedge = intervals.after().match(text, end)
    noun = nouns.after(text, hedge.end() if hedge else end, entry.kinds) if entry.kinds else None
    if figure.bare and noun is None and term in ("家", "户", "个"):
        return None  # 暖万家, 千家
    if entry.measure == "any":
        return _typed_by_noun(text, figure, end, term, noun)
    measure = cast("Measure", entry.measure)
    if term in "支处组":
        noun = noun or nouns.before(text, figure.start, entry.kinds)
        if noun is None and not _BREAK.match(text, end):
            measure = "other"
        elif noun is not None and noun.kind == "other":
            measure = "other"
    elif measure == "other" and noun is not None:
        measure = cast("Measure", noun.kind)
    elif noun is None:
        noun = nouns.before(text, figure.start, entry.kinds | {"other"})
        if noun is not None and noun.kind == "other":
            measure = "other"  # 名额500名
    return _Reading(end, measure, term, noun)


_PAIR = re.compile(r"[\d一二两三四五六七八九十][男女][,、和]?[\d一二两三四五六七八九十]+[男女]")
_BREAK = re.compile(r"[^\u4e00-\u9fff]|[共每各均都已投奔赴在]|$")


_HOUSED = frozenset({"units", "households", "persons"})


def _typed_by_noun(
    text: str, figure: Figure, end: int, term: str, noun: nouns.Noun | None
) -> _Reading | None:
    """Type a count by its noun: 个 and 户, which count many things."""
    if term == "户":
        if noun is None or noun.kind not in ("units", "households", "persons") or noun.start - end > 0:
            noun = (
                noun
                if noun is not None and noun.kind in ("units", "households", "persons")
                else nouns.before(text, figure.start, _HOUSED)
            )
        measure: Measure = (
            "units" if noun is not None and noun.kind == "units" and noun.start >= end else "households"
        )
        return _Reading(end, measure, term, noun)
    if noun is None:
        noun = nouns.before(text, figure.start, _ALL)
        return _Reading(
            end, cast("Measure", noun.kind) if noun and _BREAK.match(text, end) else "other", term, noun
        )
    return _Reading(noun.end if term == "个" else end, cast("Measure", noun.kind), term, noun)


def _noun_of_people(text: str, figure: Figure, end: int) -> nouns.Noun | None:
    """Return the noun of a count in 人: before it, behind 的, or a team right behind (60人的救治队)."""
    found = nouns.before(text, figure.start, frozenset({"persons", "teams"}))
    if found is not None:
        return found
    if text.startswith(("一", "为", "编"), end):
        return None
    at = end + 1 if text.startswith("的", end) else end
    return nouns.after(text, at, frozenset({"teams", "persons"}) if at > end else frozenset({"teams"}), 12)


def _is_division(text: str, figure: Figure, term: str) -> bool:
    """Tell whether 13市 or 两镇 counts divisions: two or more, and no name such as 曹杨二村."""
    word = text[figure.start : figure.end]
    if figure.low < 2 or figure.high > 3000 or "年" in word:
        return False
    return (
        word[0].isdigit()
        or word.startswith("两")
        or term in "省市县区州"
        or text.startswith(("各", "分别", "共", "均"), figure.end + 1)
    )


def _without_classifier(text: str, figure: Figure) -> _Reading | None:
    """Read a head noun right behind the figure: 3200余官兵, 六博企."""
    if 1900 <= figure.low <= 2100 and figure.low == figure.high:
        return None
    match = _bare_heads().match(text, figure.end)
    if match and 2 <= figure.low and figure.high < 5000:
        head = nouns.head_at(text, figure.end, len(text))
        if head and head[1] != "persons" and head[0] == match.end():
            return _Reading(
                head[0], cast("Measure", head[1]), "", nouns.Noun(figure.end, head[0], figure.end, head[1])
            )
    if figure.low < 10 and figure.high < 10:
        return None
    vague = figure.base != figure.low
    noun = nouns.after(text, figure.end, frozenset({"persons"}), 14 if vague else 10)
    if (
        noun is None
        or (noun.head > figure.end + 4 and not _chained(text, figure.end, noun.head))
        or (not vague and not _chained(text, figure.end, noun.head))
    ):
        return None
    return _Reading(noun.end, "persons", "", noun)


def _chained(text: str, start: int, head: int) -> bool:
    """Tell whether the text from `start` to `head` is made of head nouns."""
    while start < head:
        step = nouns.head_at(text, start, head)
        if step is None:
            return False
        start = step[0]
    return True


_CLAUSE = re.compile(r"[,。;:!?…\n]")
_PREDICATIVE = re.compile(
    r"(?:作为|身为|是|成为|成了|当好|当|做好|做|争当|像|好比|如同|每|任何|哪|某|同|没有|没|无|不让|不|唯|任|不落|为|于|有如|犹如|等于|这样|不止|任意|多|[男女](?:儿|人))$"
)
_SLOGAN = re.compile(r"[^,。;]{0,8}(?:就是|一面旗|不(?:少|漏|落|能少)|都不|也不|一个|一名|一座|一盏)")
_RATIO = re.compile(r"每[一二两三四五六七八九十百千万\d]+[个名位人户][^,。;]{0,10}$")
_SHARE = re.compile(r"[一1每](?:[个名位户村岗组家车楼栋企店点社院校]|社区|小区|网格)[^,。;]{0,6}$")


def _is_particular(text: str, figure: Figure, reading: _Reading) -> bool:
    """Tell whether 一名, 一个, 一支 mean a particular person or team: no slogan, predicate, negative or share."""
    before = text[max(0, figure.start - 10) : figure.start]
    before = _CLAUSE.split(before)[-1]
    if (
        _SHARE.search(before)
        or _RATIO.search(text[max(0, figure.start - 14) : figure.start])
        or _PREDICATIVE.search(before)
        or _SLOGAN.match(text, reading.end)
    ):
        return False
    if text[figure.start] != "一":
        return True
    if reading.classifier in ("名", "位"):
        return True
    if reading.classifier == "人":
        return not text.startswith(("一", "之", "多"), reading.end)
    if reading.measure == "teams":
        return reading.classifier == "支"
    return reading.classifier == "个" and reading.measure == "persons"


_DENOMINATORS: dict[str, Per] = {
    **dict.fromkeys("天日晚夜", "day"), **dict.fromkeys("班更", "shift"), **dict.fromkeys("组队支", "team"),
    **dict.fromkeys("人名位", "person"), "户": "household", **dict.fromkeys("家矿企校院店厂", "unit"),
    **dict.fromkeys("村点站所岗处镇乡县区市路栋条公段场座里棚口楼哨垸堤", "place"),
}  # fmt: skip
_OF_KIND: dict[str, Per] = {
    "persons": "person",
    "teams": "team",
    "places": "place",
    "units": "unit",
    "households": "household",
}
_AVERAGE = re.compile(
    r"(?:(?P<by>[日人班户村组队])均|一(?:个)?(?P<one>[天班组队夜更])(?:晚上|下来|就|要|能|得|需要?|是)|(?P<day>一晚上|每日))[^,。;]{0,8}$"
)
_RATE_AFTER = re.compile(
    r"(?:为|编[为成]|组成|编成)?一(?P<one>[组队班岗户])(?![^,。;]{0,4}[一二三四五六七八九十\d])|(?:/|每)(?P<by>[天日班组队户])"
)
# 每个点除医生外,再配4名: the comma does not end what 每 governs.
_RATE_CLAUSE = re.compile(r"(?<!外)[,]|[。;:!?…\n]")
_EACH_OF = re.compile(r"[镇村乡县区市道](?:分别)?各$")


def _per(text: str, start: int, end: int) -> Per | None:
    """Return the denominator of a rate, from what stands before the count in its clause or right behind it."""
    clause = _RATE_CLAUSE.split(text[max(0, start - 28) : start])[-1]
    at = clause.rfind("每")
    if at >= 0 and (rate := _denominator(text, start - len(clause) + at + 1, start)) is not None:
        return "team" if clause.endswith("一支") else rate
    average = _AVERAGE.search(clause)
    if average:
        return _DENOMINATORS[average["by"] or average["one"] or "天"]
    behind = _RATE_AFTER.match(text, end)
    if behind:
        return _DENOMINATORS[behind["one"] or behind["by"]]
    return "place" if _EACH_OF.search(clause) else None


_PIECE = re.compile("[个名位支所处座条家](?=[\u4e00-\u9fff])")


def _denominator(text: str, start: int, limit: int) -> Per | None:
    """Read what follows 每: 天, 班, 组, 个网格, 家单位, 公里."""
    piece = _PIECE.match(text, start)
    at = piece.end() if piece else start
    if text.startswith("班组", at):
        return "team"
    if text[at : at + 1] in ("天", "日", "晚", "夜", "班", "更"):
        return "team" if piece and text[at] == "班" else _DENOMINATORS[text[at]]
    kind = nouns.first(text, at, limit, 4 if piece else 0)
    if kind is not None:
        return _OF_KIND.get(kind)
    if not piece:
        return _DENOMINATORS.get(text[start : start + 1])
    if piece[0] in "个处座条":
        return next(
            (_DENOMINATORS[c] for c in text[at : min(at + 4, limit)] if _DENOMINATORS.get(c) == "place"), None
        )
    return _DENOMINATORS.get(piece[0])


_BATCH = re.compile(r"(?:(?P<first>首)|第(?P<number>[一二三四五六七八九十\d]{1,3}))批(?:次)?[^,。;]{0,12}$")


def _batch(text: str, start: int) -> int | None:
    """Return the number of the batch that the clause names before the count: 第一批 -> 1."""
    match = _BATCH.search(_CLAUSE.split(text[max(0, start - 20) : start])[-1])
    if match is None:
        return None
    number = 1 if match["first"] else numerals.evaluate(match["number"])
    return int(number) if number is not None else None


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
    if _BEFORE_BAD.search(text[max(0, figure.start - 7) : figure.start]):
        return None
    pattern, table = _classifiers()
    match = pattern.match(text, figure.end)
    reading = (
        _without_classifier(text, figure) if match is None or table[match[1]].measure == "places" else None
    )
    if reading is None and match is not None:
        reading = _with_classifier(text, figure, match, table[match[1]])
    if reading is None:
        return None
    if (
        figure.base == 1
        and figure.low == 1
        and reading.measure != "other"
        and not _is_particular(text, figure, reading)
    ):
        return None
    suffix = intervals.after().match(text, reading.end)
    found = numerals.estimate(text, figure, suffix)
    start, end = found.start, max(found.end, reading.end)
    if text[start - 1 : start] == "每" and not _RATE_AFTER.match(text, end):
        return None
    noun = reading.noun
    return Count(
        start, end, text[start:end], _whole(found.low), _whole(found.high), reading.measure, reading.classifier,
        noun=text[noun.start : noun.end] if noun else "",
        noun_start=noun.start if noun else -1,
        noun_end=noun.end if noun else -1,
        hedged=found.hedged,
        rounded=figure.rounded and found.low == found.high,
        per=_per(text, start, end),
        batch=_batch(text, start),
    )  # fmt: skip


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


_EACH = re.compile(r"各(?![级地类族界种项行方路位岗社市区县乡镇村单部])[\u4e00-\u9fff]{0,5}$")
_PREVIOUS = re.compile(r"[。!?;\n]")


def _after_others(text: str, counts: list[Count]) -> list[Count]:
    """Let a count read the one before it in its sentence: 国有的14户 after 37户企业, 每班10人 after 12个班."""
    for index, (last, count) in enumerate(pairwise(counts), 1):
        if last.end + 40 < count.start or _PREVIOUS.search(text, last.end, count.start):
            continue
        last = counts[index - 1]
        if count.classifier == last.classifier == "户" and last.measure == "units" and not count.noun:
            counts[index] = replace(count, measure="units")
        elif count.per == "shift" and last.measure == "teams" and last.noun.endswith("班"):
            counts[index] = replace(count, per="team")
    return counts


def _each(text: str, counts: list[Count]) -> list[Count]:
    """Make a rate of N家医院各选派22人: the units, teams or places counted before it in its sentence."""
    for index, count in enumerate(counts):
        if index == 0 or count.per is not None or count.measure not in ("persons", "teams"):
            continue
        window = max(0, count.start - 8)
        if count.text[-1].isdigit() or not _EACH.search(_CLAUSE.split(text[window : count.start])[-1]):
            continue
        before = counts[index - 1]
        if (
            before.measure in ("units", "places", "teams")
            and before.end + 30 > count.start
            and not _PREVIOUS.search(text, before.end, count.start)
        ):
            counts[index] = replace(count, per=_OF_KIND[before.measure])
    return counts


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
            and _RANGE.fullmatch(text[last.end : count.start])
        ):
            kept[-1] = replace(count, start=last.start, text=text[last.start : count.end], low=last.low)
        elif last is None or count.start >= last.end:
            kept.append(count)
    return kept


# A figure before one of these counts nothing that concerns us: dates, times, money, measures, ends of phrases.
_SKIP = frozenset("年月日时分秒元%％:：./级度℃岁米吨亩斤里期款章届楼倍,。;)）!?”》、\n")


def find_counts(
    text: str, hits: Mapping[str, Sequence[Hit]], taken: Sequence[tuple[int, int]] = ()
) -> list[Count]:
    """Return every count of clean `text`, sorted by start; nothing inside the spans `taken` (dates) is a count.

    `hits` are the scanner's, by vocabulary; only `counts.trap` is read.
    """
    blocked = numerals.union([(s, e) for s, e, _ in longest(hits.get("counts.trap", ()))] + list(taken))
    starts = [s for s, _ in blocked]
    counts: list[Count] = []
    for figure in numerals.find_ranges(text, _SKIP):
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
    figures = list(numerals.find_ranges(stripped))
    if len(figures) != 1 or not isinstance(figures[0].low, int):
        return None
    figure = figures[0]
    suffix = intervals.after().match(stripped, figure.end)
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
