"""Placing: a match of the date grammar in, the days that it means out, None where nothing places it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from extractor.mentions.calendar import (
    day_of,
    festival,
    festival_rules,
    holiday,
    lunar_day,
    month_days,
    months_days,
    nth_weekday,
    nth_weeks,
    shift_month,
    week_days,
    year_days,
)
from extractor.mentions.date_context import STALE
from extractor.mentions.date_days import DayPlacer
from extractor.mentions.date_grammar import month_words, year_words
from extractor.mentions.date_points import Anchor, Point, third_named, value_of, weekday_of

if TYPE_CHECKING:
    import re

    from extractor.mentions.calendar import Days

_AHEAD = 20  # a day of the month ahead of publication must be so many days nearer than the one behind
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 12)}
_HALVES = {"上": (1, 6), "前": (1, 6), "下": (7, 12), "后": (7, 12)}


def _counts_from(match: re.Match[str]) -> bool:
    """Tell whether the match names the nth week, month or day of something."""
    return bool(match["nth"] or match["nth_last"] or match["nth_count"])


class Placer(DayPlacer):
    """Places what the grammar matched by the text and by the day of publication."""

    def _place(self, match: re.Match[str]) -> Point | None:
        """Place one point, None where nothing places it."""
        if match["iy"] or match["compact"]:
            return self._iso(match)
        if match["wy"] or match["sm"]:
            return self._western(match)
        if match["decade"]:
            return self._decade(match)
        if match["rel"] or match["relb"] or match["bd"]:
            return self._relative(match)
        for names, place in (
            (("wd", "wrel2"), self._week),
            (("season", "ago", "later", "pair"), self._counted),
        ):
            if any(match[name] for name in names):
                return place(match)
        return self._numeric(match)

    def _year(self, match: re.Match[str]) -> tuple[int | None, Anchor]:
        """Return the year that the match names, and what gave it."""
        if match["yrel"]:
            base, shift = year_words()[match["yrel"]]
            if match["yrel"] in ("上年", "上一年") and self.year:
                return self.year - 1, "text"
            origin = self.today if base == "published" else self._last()
            return (origin.year + shift if origin else None), "published" if base == "published" else "text"
        year: int | None = None
        if match["y4"]:
            year = value_of(match["y4"])
        elif match["roc"] or match["y3"]:
            year = 1911 + value_of(match["roc"] or match["y3"])
        elif match["y3b"]:
            year = value_of(match["y3b"])
        elif short := match["y2"] or match["y2b"]:
            turn = (self.today.year if self.today else 2040) + 10
            year = max(c for c in (1900 + value_of(short), 2000 + value_of(short)) if c <= turn or c < 2000)
        return year, "explicit"

    def _numeric(self, match: re.Match[str]) -> Point | None:
        """Place what has a year, a month, a day or a festival."""
        year, anchor = self._year(match)
        if match["yrel"] and (year is None or (match["yrel"] == "当年" and not match["m"])):
            return None  # 当年 alone is mostly "in those days"
        if year is not None and not 1 <= year <= 9998:
            return None
        found: Point | None
        if match["fest"]:
            found = self._festival(match, year)
        elif match["ml"] or match["era"] or match["era2"] or (match["ld"] and self._is_lunar(match)):
            found = self._lunar(match, year)
        elif match["yp"] or match["quarter"] or match["first_quarters"]:
            found = self._part_of_year(match, year, anchor)
        elif match["mrel"]:
            found = self._relative_month(match, year)
        elif match["m"]:
            found = self._month(match, year, anchor)
        else:
            found = self._without_month(match, year, anchor)
        return found

    def _without_month(self, match: re.Match[str], year: int | None, anchor: Anchor) -> Point | None:
        """Place a year, its nth week, a day or a third of the month at hand."""
        if year is not None:
            if _counts_from(match):
                return self._nth(match, year_days(year), anchor)
            return None if match["d"] or match["mp"] else Point(year_days(year), anchor)
        if match["nth_count"] and self.today:
            return self._nth(match, year_days(self.today.year), "published")
        if match["mp"]:
            origin = self._last() or self.today
            return Point(third_named(match["mp"], origin.year, origin.month), "text") if origin else None
        return self._day(value_of(match["d"]), match) if match["d"] else None

    def _nth(self, match: re.Match[str], days: Days, anchor: Anchor) -> Point | None:
        """Place 第二周, 前两周, 第八个月, 第三个周五, 最后一天 of a year or a month."""
        start, end = days
        if match["nth_day"]:
            nth = value_of(match["nth"]) if match["nth"] else -1 if match["nth_last"] else 0
            found = nth_weekday(days, weekday_of(match["nth_day"]), nth) if nth else None
            return Point((found, found), anchor) if found else None
        if match["nth_date"]:
            nth = value_of(match["nth"]) if match["nth"] else 0
            day = end if match["nth_last"] else start + timedelta(days=nth - 1)
            return Point((day, day), anchor) if start <= day <= end else None
        if match["nth_last"]:
            return None if match["nth_month"] else Point(week_days(end, 0), anchor)
        if match["nth_month"]:
            month = value_of(match["nth"] or match["nth_count"][1:])
            first = month if match["nth"] else 1
            return Point(months_days(start.year, first, month), anchor) if 1 <= month <= 12 else None
        nth, count = (value_of(match["nth"]), 1) if match["nth"] else (1, value_of(match["nth_count"][1:]))
        return Point(nth_weeks(start, nth, count), anchor) if 1 <= nth <= 53 else None

    def _part_of_year(self, match: re.Match[str], year: int | None, anchor: Anchor) -> Point | None:
        if year is None:
            if self.today is None:
                return None
            year, anchor = self.today.year, "published"
        first, last = 1, 12
        if match["quarter"]:
            quarter = value_of(match["quarter"])
            first, last = 3 * quarter - 2, 3 * quarter
        elif match["first_quarters"]:
            last = 3 if match["first_quarters"] == "首" else 3 * value_of(match["first_quarters"][-1])
        elif match["yp"][-1] in "初底末":
            first, last = (1, 1) if match["yp"][-1] == "初" else (12, 12)
        elif match["yp"] == "年中":
            first, last = 6, 7
        elif match["yp"][0] in _HALVES:
            first, last = _HALVES[match["yp"][0]]
        else:
            first, last = _SEASONS[match["season_of"]]
            if first == 12:
                return Point((date(year, 12, 1), month_days(year + 1, 2)[1]), anchor)
        return Point(months_days(year, first, last), anchor)

    def _relative_month(self, match: re.Match[str], year: int | None) -> Point | None:
        base, shift = month_words()[match["mrel"]]
        textual = base == "text"
        origin = self._last() if textual else self.today
        if textual and self.month:
            origin = date(*self.month, 1)  # 11月当月
        if origin is None:
            return None
        at, month = shift_month(origin, shift)
        return self._in_month(match, year or at, month, "text" if textual else "published")

    def _in_month(self, match: re.Match[str], year: int, month: int, anchor: Anchor) -> Point | None:
        """Place what the match says of a month whose year is known."""
        named = match["d"] or match["d_bare"] or match["ld"]
        if named:
            day = day_of(year, month, value_of(named))
            return Point((day, day), anchor) if day else None
        if match["mp"]:
            return Point(third_named(match["mp"], year, month), anchor)
        if _counts_from(match):
            return self._nth(match, month_days(year, month), anchor)
        return Point(month_days(year, month), anchor)

    def _month(self, match: re.Match[str], year: int | None, anchor: Anchor) -> Point | None:
        month = value_of(match["m"])
        if not 1 <= month <= 12:
            return None
        if year is not None:
            return self._in_month(match, year, month, anchor)
        sentence = self.page.sentence_at(match.start())
        if self.dated and (self.today is None or (sentence and self.dated[0] == sentence.start)):
            placed = self._in_month(match, self.dated[1], month, "text")
            last = self._last()
            if self.today is None or (placed and last and placed.days[1] >= last):
                return placed
        if self.today is None:
            return None
        reach = 4 if month == 2 else 1  # 29 February
        options = [
            self._in_month(match, self.today.year + shift, month, "published")
            for shift in range(-reach, reach + 1)
        ]
        return self._latest([option for option in options if option], match)

    def _day(self, day: int, match: re.Match[str]) -> Point | None:
        """Place a day without month by the date last mentioned and by publication."""
        origin = self._last()
        today = self.today
        stale = origin and today and (abs((today - origin).days) > STALE)
        if origin is None or (stale and not self._is_late_copy() and self._is_back(match)):
            origin, stale = today, False
        if origin is None:
            return None
        planned = None if today is None or stale else self._plans(match)

        sentence = self.page.sentence_at(match.start())
        listed = sentence is not None and self.told_at >= sentence.start  # 3日先走、8日再到

        def cost(candidate: date) -> int:
            away = abs((candidate - origin).days)
            if planned is None or today is None:
                return away + (10 if candidate < origin else 0)
            if candidate > today and not planned and not (listed and today < origin <= candidate):
                return away + _AHEAD
            return away + (_AHEAD if planned and candidate < today else 0)

        months = [shift_month(origin, shift) for shift in (-2, -1, 0, 1, 2)]
        candidates = [found for year, month in months if (found := day_of(year, month, day))]
        if weekday := match["weekday"] or match["weekday_in"]:
            candidates = [day for day in candidates if day.weekday() == weekday_of(weekday)] or candidates
        best = min(candidates, key=cost)
        return Point((best, best), "text" if origin is not today else "published")

    def _is_back(self, match: re.Match[str]) -> bool:
        """Tell whether the text has come back from a day long ago: in another paragraph, or behind an aside."""
        paragraph = self.page.paragraph_at(match.start())
        if paragraph is None or paragraph.start != self.told_paragraph:
            return paragraph is not None
        sentence = self.page.sentence_at(match.start())
        return (
            self.now_paragraph == paragraph.start and sentence is not None and sentence.start > self.told_at
        )

    def _is_lunar(self, match: re.Match[str]) -> bool:
        """Tell whether a day without 日 is one of the lunar calendar: 三月初一, 八月十五."""
        return match["ld"][0] in "初廿" or not match["y4"]

    def _lunar(self, match: re.Match[str], year: int | None) -> Point | None:
        month = {"正": 1, "冬": 11, "腊": 12}.get(match["ml"] or "") or (
            value_of(match["m"]) if match["m"] else 0
        )
        named = match["ld"] or match["d"] or match["d_bare"]
        if not month:
            return None

        def option(at: int) -> Point | None:
            first = lunar_day(at, month, value_of(named) if named else 1)
            last = first if named else lunar_day(at, month, 30) or lunar_day(at, month, 29)
            return (
                Point((first, last), "published" if year is None else "explicit") if first and last else None
            )

        if year is not None:
            if match["yrel"] and month > 10:
                return self._latest([o for at in (year - 1, year) if (o := option(at))], match)
            return option(year)
        if self.today is None:
            return None
        years = range(self.today.year - 2, self.today.year + 2)
        return self._latest([found for at in years if (found := option(at))], match)

    def _festival(self, match: re.Match[str], year: int | None) -> Point | None:
        name = match["fest"]

        def option(at: int) -> Point | None:
            shifted = at - 1 if festival_rules()[name].startswith("lunar 12") else at
            day = festival(shifted, name)
            days = holiday(at, name) if match["span"] else None
            if day is None:
                return None
            return Point(days or (day, day), "published" if year is None else "explicit")

        if year is not None:
            return option(year)
        if self.today is None:
            return None
        years = range(self.today.year - 2, self.today.year + 2)
        return self._latest([found for at in years if (found := option(at))], match)
