"""Calendar arithmetic: months, weeks, lunar days, solar terms, festivals and days off, as inclusive days."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from extractor.lexicons import read_lexicon

Days = tuple[date, date]
"""First and last day, inclusive."""


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_days(year: int, month: int) -> Days:
    """Return the days of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_days(year: int, first: int, last: int) -> Days:
    """Return the days from the first month of a year through the last."""
    return date(year, first, 1), month_days(year, last)[1]


def year_days(year: int) -> Days:
    """Return the days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def shift_month(day: date, months: int) -> tuple[int, int]:
    """Return (year, month), `months` after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def week_days(day: date, weeks: int) -> Days:
    """Return Monday and Sunday of the week `weeks` after that of `day`."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def nth_weeks(start: date, nth: int, count: int = 1) -> Days:
    """Return `count` weeks from the nth whose Monday lies in what begins at `start`."""
    monday = start + timedelta(days=-start.weekday() % 7, weeks=nth - 1)
    return monday, monday + timedelta(weeks=count, days=-1)


def nth_weekday(days: Days, weekday: int, nth: int) -> date | None:
    """Return the nth day of `days` that falls on a weekday (Monday 0), the last one for -1, None where there is none."""
    first, last = days
    if nth < 0:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    day = first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)
    return day if day <= last else None


def third_of_month(year: int, month: int, third: int) -> Days:
    """Return 上旬 (0), 中旬 (1) or 下旬 (2) of a month."""
    last = month_days(year, month)[1]
    return date(year, month, 10 * third + 1), date(year, month, 10 * third + 10) if third < 2 else last


@cache
def _lunar_years() -> dict[int, tuple[date, int, tuple[int, ...]]]:
    """Return for every lunar year its first day, its leap month (0: none), the lengths of its months."""
    return {
        int(row["term"]): (
            date.fromisoformat(row["first"]),
            int(row["leap"]),
            tuple(map(int, row["lengths"].split(","))),
        )
        for row in read_lexicon("lunar_years")
    }


def lunar_day(year: int, month: int, day: int) -> date | None:
    """Return a lunar day (of the first such month where it is doubled), None outside the table.

    Day 30 of the last month is New Year's Eve also where that month has 29 days.
    """
    known = _lunar_years().get(year)
    if known is None or not 1 <= month <= 12:
        return None
    first, leap, lengths = known
    index = month - 1 + (1 if leap and month > leap else 0)
    if day > lengths[index]:
        if month != 12:
            return None
        day = lengths[index]
    return first + timedelta(days=sum(lengths[:index]) + day - 1)


@cache
def _solar_terms() -> dict[int, tuple[int, ...]]:
    return {int(row["term"]): tuple(map(int, row["days"].split(","))) for row in read_lexicon("solar_terms")}


@cache
def _solar_numbers() -> dict[str, int]:
    """Return the solar terms with their number in the year."""
    return {row["term"]: int(row["number"]) for row in read_lexicon("solar_names")}


def solar_term(year: int, name: str) -> date | None:
    """Return the day of a solar term, None outside the table."""
    days = _solar_terms().get(year)
    if days is None:
        return None
    index = _solar_numbers()[name] - 1
    return date(year, index // 2 + 1, days[index])


@cache
def festival_rules() -> dict[str, str]:
    """Return the festivals with the rule of their day.

    `MM-DD`, `lunar MONTH DAY`, `term NAME`, `nth MONTH WEEKDAY N`, or `holiday MM-DD`
    for a name that stands for its days off only (五一假期).
    """
    return {row["term"]: row["rule"] for row in read_lexicon("festivals")}


def festival(year: int, name: str) -> date | None:
    """Return a festival's day in a year (lunar year for a lunar one), None where the tables do not reach."""
    kind, *rest = festival_rules()[name].split()
    if kind == "lunar":
        return lunar_day(year, int(rest[0]), int(rest[1]))
    if kind == "term":
        return solar_term(year, rest[0])
    if kind == "nth":
        month, weekday, nth = map(int, rest)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7, weeks=nth - 1)
    month, day = map(int, (rest[0] if kind == "holiday" else kind).split("-"))
    return date(year, month, day)


@cache
def _holidays() -> dict[str, Days]:
    rows = read_lexicon("holidays")
    return {row["term"]: (date.fromisoformat(row["from"]), date.fromisoformat(row["to"])) for row in rows}


@cache
def _holiday_names() -> dict[str, str]:
    """Return the festivals whose days off go by another name (劳动节: 五一)."""
    return {row["term"]: row["holiday"] for row in read_lexicon("holiday_names")}


def holiday(year: int, name: str) -> Days | None:
    """Return the official days off of a festival (元旦, 春节, 清明, 五一, 端午, 中秋, 国庆), None where not known."""
    return _holidays().get(f"{year}{_holiday_names().get(name, name)}")
