"""Intervals of figures: what a stated figure can stand for, and sums over them (closed bounds)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf, isinf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from extractor.records.record import Record

ROUNDED_TEXT = re.compile(r"\d[.．点]\d{1,4}[万亿萬億]")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; `high` is infinite where open."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        """Return the sum of two intervals."""
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Interval) -> Interval:
        """Return the product of two intervals of non-negative numbers."""
        return Interval(self.low * other.low, self.high * other.high if self.high and other.high else 0)

    def __str__(self) -> str:
        """Return 6396, 6001–6999 or ≥101."""
        if isinf(self.high):
            return f"≥{show(self.low)}"
        return show(self.low) if self.low == self.high else f"{show(self.low)}–{show(self.high)}"

    @property
    def exact(self) -> bool:
        """Tell whether the interval is one value."""
        return self.low == self.high

    def meets(self, other: Interval) -> bool:
        """Tell whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def within(self, other: Interval) -> bool:
        """Tell whether every value of this one lies in the other."""
        return other.low <= self.low and self.high <= other.high

    def bounds(self) -> tuple[int | None, int | None]:
        """Return whole-number bounds, None where open, as the output contract has them."""
        return (round(self.low), None if isinf(self.high) else round(self.high))


def show(value: float) -> str:
    """Return a number without a needless decimal point."""
    return str(round(value)) if value == round(value) else f"{value:.2f}".rstrip("0").rstrip(".")


def stated(record: Record) -> Interval:
    """Return the bounds as the text states them."""
    return Interval(record.low or 0, inf if record.high is None else record.high)


def reading(record: Record) -> Interval:
    """Return what every rule reads: the stated bounds.

    A rounded figure (3.8万) opened by half of its last digit.
    """
    interval = stated(record)
    if interval.exact and (record.rounded or ROUNDED_TEXT.search(record.text)):
        return opened(interval)
    return interval


def loose_reading(record: Record) -> Interval:
    """Return the reading beside a more precise statement of the same quantity.

    Round figures (2600名) open too.
    """
    interval = reading(record)
    if interval.exact and interval.low >= 10 and interval.low % 10 == 0:
        return opened(interval)
    return interval


def opened(interval: Interval) -> Interval:
    """Open an exact figure N to N - u/2 … N + u/2 - 1, u the place value of its last digit that is not 0."""
    unit = last_place(round(interval.low))
    if unit < 2:
        return interval
    return Interval(interval.low - unit // 2, interval.high + unit // 2 - 1)


def readings(
    low: pd.Series[Any], high: pd.Series[Any], texts: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what `reading` gives for whole columns: bounds as arrays, infinite where open, rounded figures opened."""
    import numpy as np  # noqa: PLC0415  (heavy)
    import pandas as pd  # noqa: PLC0415

    lows = pd.to_numeric(low).fillna(0).to_numpy(np.float64, copy=True)
    highs = pd.to_numeric(high).fillna(inf).to_numpy(np.float64, copy=True)
    rounded = np.fromiter((ROUNDED_TEXT.search(text) is not None for text in texts), bool, len(texts))
    for at in np.flatnonzero(rounded & (lows == highs)):
        wide = opened(Interval(lows[at], highs[at]))
        lows[at], highs[at] = wide.low, wide.high
    return lows, highs


def last_place(value: int) -> int:
    """Return the place value of the last digit that is not 0: 6000 -> 1000, 1500 -> 100, 7 -> 1, 0 -> 1."""
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


def total(intervals: Iterable[Interval]) -> Interval:
    """Return the interval sum."""
    low = high = 0.0
    for interval in intervals:
        low += interval.low
        high += interval.high
    return Interval(low, high)
