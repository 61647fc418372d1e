"""Numerals: Arabic, Chinese and mixed figures in any string in, `Number`s with closed bounds out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions import intervals
from extractor.mentions.figures import ONES, PLAIN, VALUE, find_ranges
from extractor.mentions.mention import Number, NumberKind
from extractor.mentions.numeral_values import DIGITS, evaluate
from extractor.mentions.scan import Scanner, longest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.mentions.figures import Figure
    from extractor.mentions.intervals import Bounds, Value


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure under its approximators: span with them, closed bounds, whether 约, 左右, 来 hedge it."""

    start: int
    end: int
    low: Value | None
    high: Value | None
    hedged: bool


def estimate(text: str, figure: Figure, suffix: re.Match[str] | None = None) -> Estimate:
    """Apply the approximators before `figure` and `suffix` (左右), which may stand after a classifier."""
    found: list[str] = []
    start, end = figure.start, figure.end
    window = max(0, start - 14)
    pattern, last = intervals.before()
    match = pattern.search(text[window:start]) if text[start - 1 : start] in last else None
    if match:
        words = [match["w2"], match["w1"]] if match["w1"] else [match[0].strip()]
        kinds = [_kind(text, figure, w) for w in words if w]
        if None not in kinds:
            found += [k for k in kinds if k]
            start = window + match.start()
    if not found and not suffix:
        return Estimate(start, end, figure.low, figure.high, figure.hedged)
    if suffix:
        found.append(intervals.kinds("after")[suffix[0].strip()])
        end = max(end, suffix.end())
    bounds: Bounds = (figure.low, figure.high)
    exact: Bounds = bounds if figure.base is None else (figure.base, figure.base)
    readings = [intervals.approximate(exact, kind) for kind in found]
    if figure.base is not None and figure.base != figure.low:
        readings.append(bounds)
    low, high = intervals.hull(readings or [bounds])
    return Estimate(start, end, low, high, figure.hedged or "about" in found)


_SEVERAL = 10  # figures from which 超 says more than them


def _kind(text: str, figure: Figure, word: str) -> str | None:
    """Return what an approximator does before `figure`; 上 and 过 need a bare unit or a cue, 超 more than a few (杨超|两位)."""
    if word == "超" and figure.high < _SEVERAL and "%" not in text[figure.end : figure.end + 1]:
        return None
    if word == "上":
        return "least" if figure.bare else None
    if word == "过":
        before = text[figure.start - 2 : figure.start - 1]
        return "over" if figure.bare or (before and before in "比均") else None
    return intervals.kinds("before").get(word)


@cache
def _traps() -> Scanner:
    return Scanner({"trap": {row["term"]: None for row in read_lexicon("phrases")}})


def covers(spans: Sequence[tuple[int, int]], starts: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of the sorted, disjoint `spans` (their starts: `starts`) takes a figure.

    A span that ends inside a longer figure does not: 一点 in 一点五.
    """
    at = bisect_right(starts, start) - 1
    if at < 0 or start >= spans[at][1]:
        return False
    return spans[at][0] < start or spans[at][1] >= end


_URL = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}")
_ORDINAL = re.compile(r"第 ?$")
_PERCENT_AFTER = re.compile(
    r"(?P<k> ?[kKＫ])?(?: ?(?P<sign>[%％])| {0,4}个?個?百分[点點]"
    r"| ?成(?P<tenth>半| ?[一二三四五六七八九](?![十百千万年月个名人]))?(?![员立果功为就本效分都])"
    r"| ?折(?![叠磨腾射断]))"
)
_PERCENT = re.compile(
    rf"(?:(?P<base>[百千仟万萬]{{1,3}}) ?分 ?之 {{0,2}}(?P<value>{VALUE})(?: ?(?P<k>[kKＫ]))?|半[成折]"
    rf"|(?P<ones>[{ONES}]) ?(?P<tenths>[{ONES}]) ?折)"
)
_FRACTION = re.compile(rf"(?P<below>[{PLAIN}十百千万]{{1,6}}|\d{{1,6}})分之(?P<above>{VALUE})|一半|半数")
_WHOLE = re.compile(rf"({VALUE}) ?又 ?$")  # 五又四分之三
_COINS = re.compile(rf"[元块](?P<tenth>[\d{ONES}])[角毛](?:(?P<hundredth>[\d{ONES}])分)?")
_SIGN = re.compile(r"(?:负|負|零下|(?<![\w）)％%\u4e00-\u9fff])[-－] ?) ?$")


def _percents(text: str) -> Iterator[Number]:
    """Yield percentages and fractions that start with their base: 百分之六十五, 四分之三, 半成."""
    for match in _PERCENT.finditer(text):
        word = match[0]
        if match["ones"]:
            share = DIGITS[match["ones"]] * 10.0 + DIGITS[match["tenths"]]
            yield Number(*match.span(), word, share, share, "percent")
            continue
        if match["base"] is None:
            yield Number(*match.span(), word, *((5.0, 5.0) if word == "半成" else (50.0, 50.0)), "percent")
            continue
        base, value = evaluate(match["base"]), evaluate(match["value"])
        if base and value is not None:
            share = float(Decimal(repr(value)) * (1000 if match["k"] else 1) * 100 / Decimal(base))
            yield Number(*match.span(), word, share, share, "percent")
    for match in _FRACTION.finditer(text):
        if match["below"] is None:
            yield Number(*match.span(), match[0], 0.5, 0.5, "fraction")
            continue
        below, above = evaluate(match["below"]), evaluate(match["above"])
        if below and above is not None and below not in (100, 1000, 10000):
            whole = _WHOLE.search(text, max(0, match.start() - 10), match.start())
            start = whole.start() if whole else match.start()
            value = ((evaluate(whole[1]) or 0) if whole else 0) + above / below
            yield Number(start, match.end(), text[start : match.end()], value, value, "fraction")


def _percent(text: str, figure: Figure, after: re.Match[str]) -> Number | None:
    """Read a figure with %, 成, 折 or 个百分点 after it, in per cent."""
    scale = Decimal(1000 if after["k"] else 1)
    low, high = Decimal(repr(figure.low)), Decimal(repr(figure.high))
    if "成" in after[0] or "折" in after[0]:
        if low > 10 or (low == 10 and "折" in after[0]):
            return None
        tenth = (after["tenth"] or "").strip()
        scale *= 10
        low += Decimal(0) if not tenth else Decimal("0.5") if tenth == "半" else Decimal(DIGITS[tenth]) / 10
        high = low if tenth else max(low, high)
    start = figure.start
    sign = _SIGN.search(text[max(0, start - 3) : start])
    if sign:
        start -= len(sign[0])
        low, high = -high, -low
    return Number(
        start, after.end(), text[start : after.end()], float(low * scale), float(high * scale), "percent"
    )


_COUNTABLE = re.compile(
    r" ?[种個个块塊名位条條人家户支处所座件间批次对双组队场份项棵辆台只"
    r"片张本部米元岁年月日天号度以到至或和的,，。;、!?()）]|$|[^\u4e00-\u9fff]"
)


def _lone(text: str, figure: Figure) -> bool:
    """Tell whether 一 stands for a number: before a classifier, punctuation or the end (not 一看)."""
    return text[figure.start : figure.end] not in ("一", "壹") or bool(_COUNTABLE.match(text, figure.end))


_COIN_PARTS = (("tenth", Decimal("0.1")), ("hundredth", Decimal("0.01")))


def _coin(coins: re.Match[str], name: str, unit: Decimal) -> Decimal:
    """Return the value of the 角 or 分 of an amount."""
    return unit * int(evaluate(coins[name]) or 0) if coins[name] else Decimal(0)


def _plain(text: str, figure: Figure) -> Number:
    """Make a number of a figure with its sign and approximators."""
    sign = _SIGN.search(text[max(0, figure.start - 3) : figure.start])
    if sign:
        start = figure.start - len(sign[0])
        kind: NumberKind = "integer" if isinstance(figure.low, int) else "decimal"
        return Number(start, figure.end, text[start : figure.end], -figure.high, -figure.low, kind)
    coins = _COINS.match(text, figure.end) if figure.low == figure.high else None
    if coins:
        value = float(Decimal(repr(figure.low)) + sum(_coin(coins, *part) for part in _COIN_PARTS))
        return Number(figure.start, coins.end(), text[figure.start : coins.end()], value, value, "decimal")
    suffix = intervals.suffix_at(text, figure.end)
    found = estimate(text, figure, suffix)
    if figure.low != figure.high and (found.low, found.high) == (figure.low, figure.high):
        found = Estimate(figure.start, figure.end, figure.low, figure.high, found.hedged)  # 大概有20-100
    whole = isinstance(figure.low, int) and isinstance(figure.high, int)
    return Number(
        found.start,
        found.end,
        text[found.start : found.end],
        found.low,
        found.high,
        "integer" if whole else "decimal",
    )


_AND = re.compile(r"[,，]? ?(?:(?:并且|并|且|而且|同时|的同时)?) ?$")
_BETWEEN = re.compile(r"(?:位于|介于|处于|在)$")


def _merge(text: str, first: Number, second: Number) -> Number | None:
    """Join two one-sided numbers into one interval (大于10小于20); None where they do not make one."""
    if {first.kind, second.kind} - {"integer", "decimal"} or not _AND.fullmatch(
        text[first.end : second.start]
    ):
        return None
    if first.high is None and first.low is not None and second.low is None and second.high is not None:
        low, high = first.low, second.high
    elif first.low is None and first.high is not None and second.high is None and second.low is not None:
        low, high = second.low, first.high
    else:
        return None
    return (
        Number(first.start, second.end, text[first.start : second.end], low, high, first.kind)
        if low <= high
        else None
    )


def _between(text: str, first: Number, second: Number) -> Number | None:
    """Read 位于20和30之间 as one range."""
    if (
        second.end != first.end
        and text[first.end : second.start] in ("和", "与", "到", "至")
        and text.startswith("之间", second.end)
    ):
        lead = _BETWEEN.search(text[max(0, first.start - 2) : first.start])
        start = first.start - (len(lead[0]) if lead else 0)
        return Number(start, second.end + 2, text[start : second.end + 2], first.low, second.high, first.kind)
    return None


def find_numbers(text: str) -> list[Number]:
    """Return the numbers of `text`, sorted by start: integers, decimals, percents, fractions, ordinals."""
    blocked = [m.span() for m in _URL.finditer(text)]
    found = list(_percents(text))
    blocked += [(n.start, n.end) for n in found]
    blocked += [(s, e) for s, e, _ in longest(_traps().scan(text)["trap"])]
    blocked = union(blocked)
    starts = [s for s, _ in blocked]
    for figure in find_ranges(text):
        if covers(blocked, starts, figure.start, figure.end) or not _lone(text, figure):
            continue
        if _ORDINAL.search(text[max(0, figure.start - 2) : figure.start]):
            start = text.rindex("第", 0, figure.start)
            found.append(
                Number(start, figure.end, text[start : figure.end], figure.low, figure.high, "ordinal")
            )
            continue
        after = _PERCENT_AFTER.match(text, figure.end)
        number = _percent(text, figure, after) if after else _plain(text, figure)
        if number is not None:
            found.append(number)
    found.sort(key=lambda n: n.start)
    return _merged(text, found)


def union(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the union of spans as sorted, disjoint spans."""
    union: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if union and start < union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((start, end))
    return union


def _merged(text: str, found: list[Number]) -> list[Number]:
    """Join neighbours that make one interval and drop what overlaps the number before."""
    kept: list[Number] = []
    for number in found:
        if kept:
            joined = _merge(text, kept[-1], number) or _between(text, kept[-1], number)
            if joined is not None:
                kept[-1] = joined
                continue
            if number.start < kept[-1].end:
                continue
        kept.append(number)
    return kept
