"""Figures: numerals as they stand in a text, ranges joined, with what their own words say of their bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.mentions.numeral_values import (
    BIGS,
    DIGITS,
    UNITS,
    evaluate,
    neighbours,
    times,
    unit_product,
    vague,
    with_more,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.mentions.intervals import Bounds, Value

ONES = "一二三四五六七八九"
PLAIN = "〇零一二三四五六七八九两兩廿卅壹贰貳叁柒捌玖"
_FORMAL = "肆伍陆陸参參"
_MARK = "名位个個人家户号口支块处所组队省市县区镇乡村天年月分"
_ALL = "百佰千仟万萬亿億兆十"
# Every alternative looks back over its first character, so that the search runs on one character class.
_CHINESE = (
    rf"[{PLAIN}{_ALL}{_FORMAL}俩倆拾几幾数](?:(?<=[{PLAIN}十佰千仟万萬亿億兆])|(?<=百)(?!分)"
    rf"|(?<=[{_FORMAL}])(?:(?=[拾佰仟百万萬亿億])|(?<=[拾佰仟零点點]{{1}}.)|(?= ?[点點] ?[{ONES}])"
    r"|(?<=[点點]{1}[壹贰叁肆伍陆柒捌玖]{1}.))"
    r"|(?<=[俩倆])(?=[千百万])"
    rf"|(?<=拾)(?:(?<![\u4e00-\u9fff].)(?![\u4e00-\u9fff])|(?=[〇零{_FORMAL}壹贰貳叁柒捌玖万萬亿億佰])|(?<=[{PLAIN}{_FORMAL}百佰].))"
    rf"|(?<=[几幾])(?:(?=[十百千万萬亿億{_MARK}])|(?<=十.))"
    rf"|(?<=数)(?<![人总多无次半少户额基岁指分倍参系奇偶代函为件字].)(?=[十百千万萬亿億名位个人家户支]))"
)
_DECIMALS = r"(?:[.．]\d{1,16})?"
_ARABIC = (
    rf"\d(?:(?<![\d.．].)(?<!\d[,，].)\d{{0,2}}(?:(?:[,，]\d{{3}}){{1,5}}{_DECIMALS}(?![\d,，]\d)"
    rf"|(?: \d{{3}}){{1,5}}(?= ?[余多名位人户家支个]))"
    rf"|(?<!\d.)\d{{0,19}}{_DECIMALS}(?!\d))"
)
_GAP = rf"(?:(?<=[{_ALL}拾]) {{1,2}}(?=[\d{PLAIN}])|(?<=[\d{PLAIN}]) {{1,2}}(?=[{_ALL}]))"
# 3点14 may be a decimal, but at 3点 come 300名, at 8点 30人.
_POINT = rf" ?[点點] ?(?=[{PLAIN}{_FORMAL}](?![十点點分])|\d{{1,2}}(?![\d十点點分{_MARK}]))"
_FIRST = rf"(?=[\d{PLAIN}{_ALL}{_FORMAL}俩倆拾几幾数])"
VALUE = rf"(?:{_ARABIC}|{_CHINESE})(?:{_GAP}?(?:{_ARABIC}|{_CHINESE})|{_POINT}){{0,48}}"
_MORE = (
    rf"(?: ?(?:[余餘多](?![样元方次处边])|[几幾](?=[万萬亿億])|[来來](?=[{_MARK}万千])|把(?=[{_MARK}]))"
    r"(?: ?[百千万萬亿億]{1,2})?(?:[余餘多] ?[万萬亿億]{1,2})?)?"
)
_SHORT = 6  # characters: what makes no numeral is searched for a later one
_START = re.compile(rf"[\d{PLAIN}{_ALL}{_FORMAL}俩倆拾几幾数]|(?<![\w.])\.(?=\d)")
# The same for counts: no 一 that no classifier follows, no inner digit, no year, date, hour or percentage.
_COUNT_START = re.compile(
    rf"[\d{PLAIN}{_ALL}俩几数](?:(?<!一)(?<![\d.].)(?!\d{{0,3}}(?:\.\d{{1,4}})?[年月日时分:%])"
    rf"|(?<=一)(?=[到至][两二三四五]|点[{ONES}]{{1,2}}[万亿])"
    rf"|(?<=一)(?=[名位个支人口户例死伤具街办市县区镇乡{PLAIN}{_ALL} 男女老村游乘司学工护患匿]))"
)
_FIGURE = re.compile(rf"(?P<value>{VALUE}|\.\d{{1,16}})(?P<more>{_MORE})")
_TO = re.compile(r" ?(?:\([^()]{1,2}\))?(?:至|到|—{1,2}|–|-|~|～|－|―) ?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure without its approximators; `base`: the value before 余/多/来, None where there is none.

    `rounded`: a decimal before 万/亿. `hedged`: 来/把. `bare`: a unit without a digit (千人).
    """

    start: int
    end: int
    low: Value
    high: Value
    base: Value | None
    hedged: bool = False
    rounded: bool = False
    bare: bool = False


_MONEY = ("余元", "多元")  # 78万|余元人民币
_BIG_END = re.compile("[万亿萬億]{1,2}$")
_BARE = re.compile("[百千万亿萬億]{1,2}$")


def _read(match: re.Match[str]) -> Figure | None:
    """Turn one match of the figure grammar into a figure, None where the characters make no number."""
    word, tail = match["value"], match["more"]
    start, end = match.span()
    if word.isdigit() and not tail:
        if len(word) > 16:
            return None
        value: Value = int(word)
        return Figure(start, end, value, value, value)
    if word in DIGITS and not tail:
        value = DIGITS[word]
        return Figure(start, end, value, value, value)
    compact = word.replace(" ", "")
    exact = evaluate(word)
    bounds: Bounds | None = (exact, exact) if exact is not None else neighbours(compact) or vague(compact)
    if bounds is None or bounds[0] is None:
        return None
    if tail and exact is not None and exact < 10 and tail.strip() in ("余", "餘", "多", "来", "來", "把"):
        tail, end = "", match.end("value")  # 三多, 一来: only tens and more can be exceeded
    bounds, base, hedged = with_more(bounds, word, tail)
    low, high = bounds
    if low is None or high is None:
        return None
    rounded = ("." in word or "．" in word or "点" in word) and word[-1] in BIGS and not tail
    return Figure(
        start,
        end,
        low,
        high,
        base,
        hedged=hedged,
        rounded=rounded,
        bare=not tail and bool(_BARE.match(compact)),
    )


def find_figures(text: str, skip: frozenset[str] = frozenset()) -> Iterator[Figure]:
    """Yield every figure of `text`, one by one, ranges not yet joined, traps not yet taken out.

    With `skip`, only what may count people or things: figures followed by one of its characters are left out.
    """
    at = 0
    search, read = (_COUNT_START if skip else _START).search, _FIGURE.match
    while (start := search(text, at)) is not None:
        match = read(text, start.start())
        if match is None:
            at = start.end()
            continue
        at = match.end()
        if text[at : at + 1] in skip or (skip and text[at : at + 2] in _MONEY):
            continue
        figure = _read(match)
        if figure is not None:
            yield figure
            at = max(figure.end, start.end())
        elif len(match[0]) <= _SHORT:
            at = start.end()  # 昌九两个项目部: the numeral begins later


def join(text: str, first: Figure, second: Figure, match: re.Match[str] | None) -> Figure | None:
    """Return the range of two figures with 至, 到 or a dash between them (30至50, 两到三万), else None."""
    if match is None or match.end() != second.start or first.start + 40 < second.start:
        return None
    low = first.low
    unit = _range_unit(text[first.start : first.end], text[second.start : second.end], low, second.high)
    low = times(low, unit)
    if low >= second.high:
        return None
    return Figure(first.start, second.end, low, second.high, None, hedged=first.hedged or second.hedged)


def _range_unit(first: str, second: str, low: Value, high: Value) -> int:
    """Return the unit that a range's lower end shares with its upper end: 两到三万, 八到九百, 3至5万."""
    tail = _BIG_END.search(second)
    if tail and not set(first) & set(BIGS):
        unit = unit_product(tail[0])
        return unit if low * unit < high else 1
    if (
        len(first) == 1
        and first in DIGITS
        and len(second) == 2
        and second[1] in "百千"
        and low * UNITS[second[1]] < high
    ):
        return UNITS[second[1]]
    return 1


def find_ranges(text: str, skip: frozenset[str] = frozenset()) -> Iterator[Figure]:
    """Yield figures with ranges joined; `skip` as in `find_figures`."""
    pending: Figure | None = None
    for figure in find_figures(text, skip):
        if pending is not None:
            joined = (
                join(text, pending, figure, _TO.match(text, pending.end))
                if pending.end <= figure.start <= pending.end + 6
                else None
            )
            if joined is not None:
                yield joined
                pending = None
                continue
            yield pending
        pending = figure
    if pending is not None:
        yield pending
