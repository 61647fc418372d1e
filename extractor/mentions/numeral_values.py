"""The values of numerals: 1,200; 1万5千; 三百二十; 三四百; 几十; 6000余 as words in, numbers or closed bounds out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.mentions import intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.intervals import Bounds, Value

DIGITS = {
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
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIGS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_TOKEN = re.compile(r"\d[\d,，.． ]*|[^\s]")


def _number(word: str) -> Value:
    """Return the value of an Arabic numeral with its separators."""
    plain = word.replace(",", "").replace("，", "").replace(" ", "").replace("．", ".").rstrip(".")
    return int(plain) if plain.isdigit() else _exact(Decimal(plain))


def _exact(value: Decimal) -> Value:
    return int(value) if value == value.to_integral_value() else float(value)


def times(value: Value, factor: int) -> Value:
    """Return a value times a unit, exactly also for decimals (1.2 * 10000)."""
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
            self.section += times(1 if self.digit is None else self.digit, unit)
        else:
            section = self.section + (self.digit or 0)
            if self.big and (unit > self.big or (unit == self.big and not section)):
                self.total = times(self.total + section, unit)
            else:
                self.total += times(section or 1, unit)
            self.section, self.big = 0, unit
        self.digit, self.unit, self.zero = None, unit, False

    def result(self) -> Value | None:
        rest: Value = 0
        if self.digit is not None:
            rest = self.digit
            if self.short and self.unit >= 100:  # 两千六, 三万五, 百三
                rest = times(rest, self.unit // 10)
        return None if self.fails else self.total + self.section + rest


def _decimal(whole: str, decimals: str) -> Value | None:
    """Return the value of a decimal in words, also with 万 or 亿 behind it (三点五, 二点四万)."""
    big = _BIG_TAIL.search(decimals)
    if big is not None:
        value = _decimal(whole, decimals[: big.start()])
        return None if value is None else times(value, unit_product(big[0]))
    head = evaluate(whole)
    digits = [DIGITS.get(c, int(c) if c.isdigit() else None) for c in decimals if c != " "]
    if not isinstance(head, int) or not digits or None in digits:
        return None
    return _exact(Decimal(f"{head}.{''.join(map(str, digits))}"))


def evaluate(word: str) -> Value | None:
    """Return the value of a numeral (1,200; 1万5千; 三百二十; 两千六; 二〇二二; 三点五; 二点四万) or None.

    >>> evaluate("两千零五"), evaluate("1.2万"), evaluate("三四百")
    (2005, 12000, None)
    """
    if word.isdigit():
        return int(word)
    if word[0] in ".．":
        return _number("0" + word)
    whole, point, decimals = word.replace("點", "点").partition("点")
    if point:
        return _decimal(whole.strip(), decimals)
    tokens = _TOKEN.findall(word)
    values = [DIGITS[t] for t in tokens if t in DIGITS]
    if len(values) == len(tokens) > 1 and values[0] < 10:
        return _positional(values)
    if len(tokens) == 1 and values:
        return values[0]
    total = _Sum()
    for token in tokens:
        if token in UNITS:
            total.add_unit(UNITS[token])
        elif token in BIGS:
            total.add_unit(BIGS[token])
        elif token in DIGITS:
            total.add_digit(DIGITS[token], arabic=False)
        elif token[0].isdigit():
            total.add_digit(_number(token), arabic=True, short=len(token.strip()) == 1)
        else:
            return None
    return total.result()


_NEIGHBOURS = re.compile(
    r"^(?P<head>[一二三四五六七八九]?[十百千万](?=.{2}$|.{2}[十百千]$))?(?P<a>[一二两三四五六七八九])(?P<b>[二三四五六七八九])(?P<units>[十百千万亿萬億]{0,2})$"
)
_BIG_TAIL = re.compile("(?<=.)[万亿萬億]{1,2}$")
_VAGUE = re.compile(r"^(?P<head>[^几幾数]*)[几幾数](?P<small>[十百千]{0,2})(?P<big>[万萬亿億]{0,2})$")


def unit_product(units: str) -> int:
    """Return the product of unit signs: 十万 -> 100000, nothing -> 1."""
    product = 1
    for unit in units:
        product *= UNITS.get(unit) or BIGS[unit]
    return product


def neighbours(word: str) -> Bounds | None:
    """Read two digits in a row: 三四百 -> 300..499, 两三 -> 2..3, 十七八 -> 17..18."""
    match = _NEIGHBOURS.match(word)
    if not match:
        return None
    first, second, unit = DIGITS[match["a"]], DIGITS[match["b"]], unit_product(match["units"])
    if first >= second or second - first > 2:
        return None
    head = evaluate(match["head"]) if match["head"] else 0
    if head is None:
        return None
    return head + first * unit, head + (second + 1) * unit - 1 if unit > 1 else head + second


def vague(word: str) -> Bounds | None:
    """Read 几 and 数: 几十 -> 20..99, 数百 -> 200..999, 十几 -> 11..19, 几 -> 2..9."""
    match = _VAGUE.match(word)
    if not match:
        return None
    small, big = unit_product(match["small"]), unit_product(match["big"])
    head = evaluate(match["head"]) if match["head"] else 0
    if not isinstance(head, int) or head % (small * 10):
        return None
    if small > 1 or not head:
        return (head + 2 * small) * big, (head + 10 * small) * big - 1
    return head * big + 1, (head + 10) * big - 1


_MORE_PARTS = re.compile(r" ?([余餘多来來把几幾]) ?([百千万萬亿億]*) ?([余餘多]?) ?([万萬亿億]*)$")


def with_more(bounds: Bounds, word: str, tail: str) -> tuple[Bounds, Value | None, bool]:
    """Read what follows a value (余, 多, 来, a unit after it); return bounds, base, whether hedged."""
    match = _MORE_PARTS.match(tail)
    low, high = bounds
    if match is None or low is None or high is None:
        return bounds, low if low == high else None, False
    first = unit_product(match[2])
    factor = first * unit_product(match[4])
    if low != high or (match[3] and first > 1):
        if low % 10 == 1 and low > 10:  # 十几万多亿: above 十万亿
            return (times(low - 1, factor) + 1, times(high + 1, factor) - 1), None, False
        return (times(low, factor), times(high + 1, factor) - 1), None, False
    last = word.rstrip()[-1]
    place = intervals.last_place(low)
    if last in BIGS:
        place = min(place, BIGS[last])
    base = times(low, factor)
    if match[1] in "来來把":
        return intervals.about(base), base, True
    low, high = intervals.more(base, max(1, int(place * factor)))  # 2.32余万: above 23200, below 23300
    return (low, high), base, False
