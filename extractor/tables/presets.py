"""Presets: which interval stands for a quantity that several reports give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from extractor.tables.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

Preset = Literal["conservative", "informative", "representative"]
Dated = tuple[Interval, str]  # an interval and the day of its report in ISO 8601, empty where unknown


def choose(figures: Sequence[Dated], preset: Preset) -> Interval:
    """Return the interval that stands for one quantity given by several reports.

    `conservative`: the lowest low; `informative`: the most precise, then the latest; `representative`: the
    interval in which most of them agree, the lowest one of several.

    >>> figures = [(Interval(6001, 6999), "2022-03-29"), (Interval(6396, 6396), "2022-03-31")]
    >>> str(choose(figures, "conservative")), str(choose(figures, "informative"))
    ('6001–6999', '6396')
    """
    match preset:
        case "conservative":
            return min((value for value, _ in figures), key=lambda value: (value.low, value.high))
        case "informative":
            latest = sorted(figures, key=lambda figure: figure[1], reverse=True)
            return min(latest, key=lambda figure: figure[0].high - figure[0].low)[0]
        case "representative":
            return agreed([value for value, _ in figures])


def agreed(values: Sequence[Interval]) -> Interval:
    """Return the interval that lies in most of the given ones, the lowest one of several."""
    low = max(
        sorted({value.low for value in values}),
        key=lambda low: sum(value.low <= low <= value.high for value in values),
    )
    holding = [value for value in values if value.low <= low <= value.high]
    return Interval(low, min(value.high for value in holding))
