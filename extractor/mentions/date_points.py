"""Points in time: placed days with their first and last minute, and how the grammar's signs are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Literal

from extractor.mentions.calendar import month_days, third_of_month
from extractor.mentions.date_grammar import dayparts

if TYPE_CHECKING:
    import re

    from extractor.mentions.calendar import Days

Anchor = Literal["published", "text", "explicit"]

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "0": 0,
    "两": 2,
    "元": 1,
}


@dataclass(frozen=True, slots=True)
class Point:
    """A placed point: its days, what placed it, its first and last minute where the text is that exact."""

    days: Days
    anchor: Anchor
    start: datetime | None = None
    end: datetime | None = None


def value_of(text: str) -> int:
    """Return the value of digits or of a Chinese numeral below 100 (or a year written sign by sign)."""
    if text.isdecimal():
        return int(text)
    if text.startswith("两千"):
        return 2000 + (value_of(text[3:]) if len(text) > 3 else 0)
    if text[0] in "廿卅初":
        return {"廿": 20, "卅": 30, "初": 0}[text[0]] + (value_of(text[1:]) if len(text) > 1 else 0)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[sign]) for sign in text))


def weekday_of(sign: str) -> int:
    """Return the number of a weekday, Monday 0."""
    return min("一二三四五六日天".index(sign), 6)


def on_weekday(options: list[Point], match: re.Match[str]) -> list[Point]:
    """Keep the days that fall on the weekday beside the date (10月12日(星期六)), all where none does."""
    sign = match["weekday"] or match["weekday_in"]
    if not sign:
        return options
    return [option for option in options if option.days[0].weekday() == weekday_of(sign)] or options


def third_named(part: str, year: int, month: int) -> Days:
    """Return the days of 上旬, 中旬, 下旬, 上半月, 初, 底 or 末 of a month."""
    part = part.removeprefix("的")
    first, last = month_days(year, month)
    if part.endswith("半月"):
        return (first, first.replace(day=15)) if part[0] == "上" else (first.replace(day=16), last)
    signs = part.removesuffix("旬") if "旬" in part else part[-1]
    thirds = [{"上": 0, "中": 1, "下": 2, "初": 0, "底": 2, "末": 2}[sign] for sign in signs]
    return third_of_month(year, month, thirds[0])[0], third_of_month(year, month, thirds[-1])[1]


def at_time(placed: Point, part: str | None, match: re.Match[str]) -> Point:
    """Return the point with the minutes of its part of day or clock time; an hour after noon takes 12."""
    day = placed.days[0]
    if match["hour"] is None:
        if part is None or part not in dayparts():
            return placed
        first, last = dayparts()[part]
        return Point(
            placed.days,
            placed.anchor,
            datetime.combine(day, time.fromisoformat(first)),
            datetime.combine(day, time.fromisoformat(last)),
        )
    hour = value_of(match["hour"])
    minute = 30 if match["half_hour"] else value_of(match["minute"]) if match["minute"] else 0
    if match["bare_minute"]:
        minute = int(match["bare_minute"])
    if match["quarter_hour"]:
        minute = 15 * value_of(match["quarter_hour"])
    afternoon = part in dayparts() and dayparts()[part or ""][0] >= "11:00"
    if part and afternoon and 1 <= hour < 12 and not (hour >= 11 and dayparts()[part][0] == "11:00"):
        hour += 12
    if hour >= 24 or (hour == 12 and part and dayparts().get(part, ("", ""))[0] >= "18:00"):
        hour, minute = 23, 59
    at = datetime.combine(day, time(hour, min(minute, 59)))
    return Point(placed.days, placed.anchor, at, at)
