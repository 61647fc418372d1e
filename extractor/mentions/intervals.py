"""What an approximator makes of a figure: a value and words in, a closed interval out."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

Value = int | float
Bounds = tuple[Value | None, Value | None]

# Words that may stand between an approximator and its figure: 约有68家, 至少是3, 超过了100人.
_LINK = "(?:了|有|是|为|达到|达|到|共)?"


def last_place(value: Value) -> Value:
    """Return the place value of the last digit that is not zero: 6000 -> 1000, 1500 -> 100, 5.8 -> 0.1."""
    if isinstance(value, float) and not value.is_integer():
        decimals = repr(value).partition(".")[2]
        return float(10.0 ** -len(decimals)) if decimals.isdigit() else 0.0
    number = abs(int(value))
    place = 1
    while number and number % 10 == 0:
        number //= 10
        place *= 10
    return place


def more(value: Value, place: Value) -> Bounds:
    """Read 余 or 多 after `value`, where `place` is the unit that they count: 300 and 100 -> 301..399."""
    if place <= 1:
        return value, value + 9
    return value + 1, value + place - 1


def about(value: Value) -> Bounds:
    """Read 约 or 左右: half the last place, at least 5 %, on both sides, rounded inwards."""
    slack = max(last_place(value) / 2, abs(value) * 0.05)
    if isinstance(value, float) and not value.is_integer():
        return value - slack, value + slack
    return math.ceil(value - slack - 1e-9), math.floor(value + slack + 1e-9)


def approximate(bounds: Bounds, kind: str) -> Bounds:
    """Read a figure's own bounds under an approximator; a figure that is vague itself keeps both readings."""
    low, high = bounds
    if low is None or high is None or kind == "equal":
        return bounds
    step = 0 if isinstance(low, float) or isinstance(high, float) else 1
    if kind == "over":
        return (low + step if low == high else low), None
    if kind == "least":
        return low, None
    if kind == "under":
        return None, (high - step if low == high else high)
    if kind == "most":
        return None, high
    if kind == "near":
        return _near(low, step) if low == high and low > 1 else bounds
    return about(low) if low == high else bounds  # 约30至50 says no more than 30至50


def _near(value: Value, step: int) -> Bounds:
    """Read 近: less than a last place below the value; less than ten below one that is not round."""
    place = last_place(value)
    if place == 1:
        place = min(10, value)
    return value - place + step, value - step


def hull(readings: Iterable[Bounds]) -> Bounds:
    """Return the union of several readings as one interval."""
    lows, highs = zip(*readings, strict=True)
    low = None if None in lows else min(x for x in lows if x is not None)
    high = None if None in highs else max(x for x in highs if x is not None)
    return low, high


@cache
def kinds(side: str) -> dict[str, str]:
    """Return the approximators of one side (`before`, `after`) with their kinds."""
    return {row["term"]: row["kind"] for row in read_lexicon("approximators") if row["side"] == side}


def _alternatives(side: str) -> str:
    rows = sorted(
        (r for r in read_lexicon("approximators") if r["side"] == side), key=lambda r: -len(r["term"])
    )
    return "|".join(
        (f"(?<![{r['not_after']}])" if r["not_after"] else "") + re.escape(r["term"]) for r in rows
    )


@cache
def before() -> tuple[re.Pattern[str], frozenset[str]]:
    """Compile what may stand right before a figure: a pattern, and the characters that it can end in.

    过 counts only where no verb can own it (占比过20, 过百), 上 only before a bare unit (上千).
    """
    words = _alternatives("before")
    pattern = rf"(?:(?P<w2>{words}){_LINK} ?)?(?P<w1>{words}){_LINK} ?$|(?<![以线网岗堤路街晚早])上$|过$"
    firsts = re.escape("".join(sorted({"上", "过"} | {term[0] for term in kinds("before")})))
    lasts = frozenset("上过了有是为到达共 ") | {term[-1] for term in kinds("before")}
    return re.compile(f"(?=[{firsts}])(?:{pattern})"), lasts


@cache
def _after() -> tuple[re.Pattern[str], frozenset[str]]:
    """Compile what may stand after a figure or after its classifier: a pattern, and the characters that it begins with."""
    return re.compile(rf" ?(?:{_alternatives('after')})"), frozenset(" ") | {t[0] for t in kinds("after")}


def suffix_at(text: str, at: int) -> re.Match[str] | None:
    """Match 左右, 以上 and the like at a position."""
    pattern, first = _after()
    return pattern.match(text, at) if text[at : at + 1] in first else None
