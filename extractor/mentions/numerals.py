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
from extractor.mentions.mention import Number, NumberKind
from extractor.mentions.scan import Scanner, longest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.mentions.intervals import Bounds, Value

_DIGITS = {
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "两": 2,
    "兩": 2,
    "俩": 2,
    "倆": 2,
    "貳": 2,
    "参": 3,
    "參": 3,
    "陸": 6,
    "廿": 20,
    "卅": 30,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIGS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_FEW = "几幾数"

_ONES = "一二三四五六七八九"
_PLAIN = "〇零一二三四五六七八九两兩廿卅壹贰貳叁柒捌玖"
_FORMAL = "肆伍陆陸参參"
_MARK = "名位个個人家户号口支块处所组队省市县区镇乡村天年月分"
_ALL = "百佰千仟万萬亿億兆十"
# Every alternative looks back over its first character, so that the search runs on one character class.
_CHINESE = (
    rf"[{_PLAIN}{_ALL}{_FORMAL}俩倆拾几幾数](?:(?<=[{_PLAIN}十佰千仟万萬亿億兆])|(?<=百)(?!分)"
    rf"|(?<=[{_FORMAL}])(?:(?=[拾佰仟百万萬亿億])|(?<=[拾佰仟零点點]{{1}}.)|(?= ?[点點] ?[{_ONES}])"
    r"|(?<=[点點]{1}[壹贰叁肆伍陆柒捌玖]{1}.))"
    r"|(?<=[俩倆])(?=[千百万])"
    rf"|(?<=拾)(?:(?<![\u4e00-\u9fff].)(?![\u4e00-\u9fff])|(?=[〇零{_FORMAL}壹贰貳叁柒捌玖万萬亿億佰])|(?<=[{_PLAIN}{_FORMAL}百佰].))"
    rf"|(?<=[几幾])(?:(?=[十百千万萬亿億{_MARK}])|(?<=十.))"
    rf"|(?<=数)(?<![人总多无次半少户额基岁指分倍参系奇偶代函为件字].)(?=[十百千万萬亿億名位个人家户支]))"
)
_DECIMALS = r"(?:[.．]\d{1,16})?"
_ARABIC = (
    rf"\d(?:(?<![\d,，.．].)\d{{0,2}}(?:(?:[,，]\d{{3}}){{1,5}}{_DECIMALS}(?![\d,，]\d)"
    rf"|(?: \d{{3}}){{1,5}}(?=[余多名位人户家支个]))"
    rf"|(?<!\d.)\d{{0,19}}{_DECIMALS}(?!\d))"
)
_GAP = rf"(?:(?<=[{_ALL}拾]) {{1,2}}(?=[\d{_PLAIN}])|(?<=[\d{_PLAIN}]) {{1,2}}(?=[{_ALL}]))"
_POINT = rf" ?[点點] ?(?=[{_PLAIN}{_FORMAL}\d](?![十点點分]))"
_FIRST = rf"(?=[\d{_PLAIN}{_ALL}{_FORMAL}俩倆拾几幾数])"
_VALUE = rf"(?:{_ARABIC}|{_CHINESE})(?:{_GAP}?(?:{_ARABIC}|{_CHINESE})|{_POINT}){{0,48}}"
_MORE = (
    rf"(?: ?(?:[余餘多](?![样元方次处边])|[几幾](?=[万萬亿億])|[来來](?=[{_MARK}万千])|把(?=[{_MARK}]))"
    r"(?: ?[百千万萬亿億]{1,2})?(?:[余餘多] ?[万萬亿億]{1,2})?)?"
)
_START = re.compile(rf"[\d{_PLAIN}{_ALL}{_FORMAL}俩倆拾几幾数]|(?<![\w.])\.(?=\d)")
# The same for counts: no 一 that no classifier follows, no inner digit, no year, date, hour or percentage.
_COUNT_START = re.compile(
    rf"[\d{_PLAIN}{_ALL}俩几数](?:(?<!一)(?<![\d.].)(?!\d{{0,3}}(?:\.\d{{1,4}})?[年月日时分:%])"
    rf"|(?<=一)(?=[名位个支人口户{_PLAIN}{_ALL} 男女]))"
)
_FIGURE = re.compile(rf"(?P<value>{_VALUE}|\.\d{{1,16}})(?P<more>{_MORE})")
_TOKEN = re.compile(r"\d[\d,，.． ]*|[^\s]")
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


def _number(word: str) -> Value:
    """Return the value of an Arabic numeral with its separators."""
    plain = word.replace(",", "").replace("，", "").replace(" ", "").replace("．", ".").rstrip(".")
    return int(plain) if plain.isdigit() else _exact(Decimal(plain))


def _exact(value: Decimal) -> Value:
    return int(value) if value == value.to_integral_value() else float(value)


def _times(value: Value, factor: int) -> Value:
    return value * factor if isinstance(value, int) else _exact(Decimal(repr(value)) * factor)


def _positional(digits: Sequence[Value]) -> Value | None:
    """Read 二〇二二 digit by digit; None where the run is too long for a number."""
    return (
        int("".join(str(d) for d in digits))
        if 3 <= len(digits) <= 16 and all(d < 10 for d in digits)
        else None
    )


class _Sum:
    """A numeral being added up, token by token; `fails` where the tokens make no numeral."""

    def __init__(self) -> None:
        self.total: Value = 0
        self.section: Value = 0
        self.digit: Value | None = None
        self.unit = self.big = 0
        self.zero = self.fails = self.short = False

    def add_digit(self, value: Value, *, arabic: bool, short: bool = True) -> None:
        if value == 0 and not arabic and (self.unit or self.digit is None):
            self.fails |= self.digit is not None
            self.zero = True
            return
        if value in (20, 30) and not arabic:  # 廿三, 卅
            self.section, self.unit = self.section + value, 10
            return
        self.fails |= self.digit is not None
        self.digit = value
        self.short = short and not self.zero and 0 < value < 10
        self.fails |= arabic and self.unit == 10 and value >= 10

    def add_unit(self, unit: int) -> None:
        if unit < 10**4:
            self.fails |= unit >= self.unit > 0 and not self.zero and self.unit < 10**4
            self.section += _times(1 if self.digit is None else self.digit, unit)
        else:
            section = self.section + (self.digit or 0)
            if self.big and (unit > self.big or (unit == self.big and not section)):
                self.total = _times(self.total + section, unit)
            else:
                self.total += _times(section or 1, unit)
            self.section, self.big = 0, unit
        self.digit, self.unit, self.zero = None, unit, False

    def result(self) -> Value | None:
        rest: Value = 0
        if self.digit is not None:
            rest = self.digit
            if self.short and self.unit >= 100:  # 两千六, 三万五, 百三
                rest = _times(rest, self.unit // 10)
        return None if self.fails else self.total + self.section + rest


def evaluate(word: str) -> Value | None:
    """Return the value of a numeral (1,200; 1万5千; 三百二十; 两千六; 二〇二二; 三点五) or None.

    >>> evaluate("两千零五"), evaluate("1.2万"), evaluate("三四百")
    (2005, 12000, None)
    """
    if word.isdigit():
        return int(word)
    if word[0] in ".．":
        return _number("0" + word)
    whole, point, decimals = word.replace("點", "点").partition("点")
    if point:
        digits = [_DIGITS.get(c, ord(c) - 48 if c.isdigit() else None) for c in decimals if c != " "]
        head = evaluate(whole.strip())
        if head is None or not digits or None in digits:
            return None
        value = Decimal(f"{head}.{''.join(map(str, digits))}") if isinstance(head, int) else None
        return None if value is None else _exact(value)
    tokens = _TOKEN.findall(word)
    values = [_DIGITS[t] for t in tokens if t in _DIGITS]
    if len(values) == len(tokens) > 1 and values[0] < 10:
        return _positional(values)
    if len(tokens) == 1 and values:
        return values[0]
    total = _Sum()
    for token in tokens:
        if token in _UNITS:
            total.add_unit(_UNITS[token])
        elif token in _BIGS:
            total.add_unit(_BIGS[token])
        elif token in _DIGITS:
            total.add_digit(_DIGITS[token], arabic=False)
        elif token[0].isdigit():
            total.add_digit(_number(token), arabic=True, short=len(token.strip()) == 1)
        else:
            return None
    return total.result()


_NEIGHBOURS = re.compile(
    r"^(?P<head>[一二三四五六七八九]?[十百千万](?=.{2}$|.{2}[十百千]$))?(?P<a>[一二两三四五六七八九])(?P<b>[二三四五六七八九])(?P<units>[十百千万亿萬億]{0,2})$"
)
_VAGUE = re.compile(r"^(?P<head>[^几幾数]*)[几幾数](?P<small>[十百千]{0,2})(?P<big>[万萬亿億]{0,2})$")


def _unit_product(units: str) -> int:
    product = 1
    for unit in units:
        product *= _UNITS.get(unit) or _BIGS[unit]
    return product


def _neighbours(word: str) -> Bounds | None:
    """Read two digits in a row: 三四百 -> 300..499, 两三 -> 2..3, 十七八 -> 17..18."""
    match = _NEIGHBOURS.match(word)
    if not match:
        return None
    first, second, unit = _DIGITS[match["a"]], _DIGITS[match["b"]], _unit_product(match["units"])
    if first >= second or second - first > 2:
        return None
    head = evaluate(match["head"]) if match["head"] else 0
    if head is None:
        return None
    return head + first * unit, head + (second + 1) * unit - 1 if unit > 1 else head + second


def _vague(word: str) -> Bounds | None:
    """Read 几 and 数: 几十 -> 20..99, 数百 -> 200..999, 十几 -> 11..19, 几 -> 2..9."""
    match = _VAGUE.match(word)
    if not match:
        return None
    small, big = _unit_product(match["small"]), _unit_product(match["big"])
    head = evaluate(match["head"]) if match["head"] else 0
    if not isinstance(head, int) or head % (small * 10):
        return None
    if small > 1 or not head:
        return (head + 2 * small) * big, (head + 10 * small) * big - 1
    return head * big + 1, (head + 10) * big - 1


_MORE_PARTS = re.compile(r" ?([余餘多来來把几幾]) ?([百千万萬亿億]*) ?([余餘多]?) ?([万萬亿億]*)$")


def _with_more(bounds: Bounds, word: str, tail: str) -> tuple[Bounds, Value | None, bool]:
    """Read what follows a value (余, 多, 来, a unit after it); return bounds, base, whether hedged."""
    match = _MORE_PARTS.match(tail)
    low, high = bounds
    if match is None or low is None or high is None:
        return bounds, low if low == high else None, False
    first = _unit_product(match[2])
    factor = first * _unit_product(match[4])
    if low != high or (match[3] and first > 1):
        return (_times(low, factor), _times(high + 1, factor) - 1), None, False
    last = word.rstrip()[-1]
    place = intervals.last_place(low)
    if last in _BIGS:
        place = min(place, _BIGS[last])
    base = _times(low, factor)
    if match[1] in "来來把":
        return (base - place * factor // 2, base + place * factor // 2), base, True
    low, high = intervals.more(base, int(place * factor) if place >= 1 else 1)
    return (low, high), base, False


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
    if word in _DIGITS and not tail:
        value = _DIGITS[word]
        return Figure(start, end, value, value, value)
    compact = word.replace(" ", "")
    exact = evaluate(word)
    bounds: Bounds | None = (exact, exact) if exact is not None else _neighbours(compact) or _vague(compact)
    if bounds is None or bounds[0] is None:
        return None
    if tail and exact is not None and exact < 10 and tail.strip() in ("余", "餘", "多", "来", "來", "把"):
        tail, end = "", match.end("value")  # 三多, 一来: only tens and more can be exceeded
    bounds, base, hedged = _with_more(bounds, word, tail)
    low, high = bounds
    if low is None or high is None:
        return None
    rounded = ("." in word or "．" in word or "点" in word) and word[-1] in _BIGS and not tail
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
        if text[at : at + 1] in skip:
            continue
        figure = _read(match)
        if figure is not None:
            yield figure
            at = max(figure.end, start.end())


def join(text: str, first: Figure, second: Figure, match: re.Match[str] | None) -> Figure | None:
    """Return the range of two figures with 至, 到 or a dash between them (30至50, 两到三万), else None."""
    if match is None or match.end() != second.start or first.start + 40 < second.start:
        return None
    low = first.low
    unit = _range_unit(text[first.start : first.end], text[second.start : second.end], low, second.high)
    low = _times(low, unit)
    if low >= second.high:
        return None
    return Figure(first.start, second.end, low, second.high, None, hedged=first.hedged or second.hedged)


def _range_unit(first: str, second: str, low: Value, high: Value) -> int:
    """Return the unit that a range's lower end shares with its upper end: 两到三万, 八到九百, 3至5万."""
    tail = re.search("[万亿萬億]{1,2}$", second)
    if tail and not set(first) & set(_BIGS):
        unit = _unit_product(tail[0])
        return unit if low * unit < high else 1
    if (
        len(first) == 1
        and first in _DIGITS
        and len(second) == 2
        and second[1] in "百千"
        and low * _UNITS[second[1]] < high
    ):
        return _UNITS[second[1]]
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


def _kind(text: str, figure: Figure, word: str) -> str | None:
    """Return what an approximator does before `figure`; 上 and 过 need a bare unit or a cue."""
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
    rf"(?:(?P<base>[百千仟万萬]{{1,3}}) ?分 ?之 {{0,2}}(?P<value>{_VALUE})(?: ?(?P<k>[kKＫ]))?|半[成折]"
    rf"|(?P<ones>[{_ONES}]) ?(?P<tenths>[{_ONES}]) ?折)"
)
_FRACTION = re.compile(rf"(?P<below>[{_PLAIN}十百千万]{{1,6}}|\d{{1,6}})分之(?P<above>{_VALUE})|一半|半数")
_SIGN = re.compile(r"(?:负|負|(?<![\w）)％%\u4e00-\u9fff])[-－] ?) ?$")


def _percents(text: str) -> Iterator[Number]:
    """Yield percentages and fractions that start with their base: 百分之六十五, 四分之三, 半成."""
    for match in _PERCENT.finditer(text):
        word = match[0]
        if match["ones"]:
            share = _DIGITS[match["ones"]] * 10.0 + _DIGITS[match["tenths"]]
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
            yield Number(*match.span(), match[0], above / below, above / below, "fraction")


def _percent(text: str, figure: Figure, after: re.Match[str]) -> Number | None:
    """Read a figure with %, 成, 折 or 个百分点 after it, in per cent."""
    scale = Decimal(1000 if after["k"] else 1)
    low, high = Decimal(repr(figure.low)), Decimal(repr(figure.high))
    if "成" in after[0] or "折" in after[0]:
        if low > 10 or (low == 10 and "折" in after[0]):
            return None
        tenth = (after["tenth"] or "").strip()
        scale *= 10
        low += Decimal(0) if not tenth else Decimal("0.5") if tenth == "半" else Decimal(_DIGITS[tenth]) / 10
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


def _plain(text: str, figure: Figure) -> Number:
    """Make a number of a figure with its sign and approximators."""
    sign = _SIGN.search(text[max(0, figure.start - 3) : figure.start])
    if sign:
        start = figure.start - len(sign[0])
        kind: NumberKind = "integer" if isinstance(figure.low, int) else "decimal"
        return Number(start, figure.end, text[start : figure.end], -figure.high, -figure.low, kind)
    suffix = intervals.after().match(text, figure.end)
    found = estimate(text, figure, suffix)
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
