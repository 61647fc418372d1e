"""Placing by the day at hand: numeric dates, decades, relative days and weeks, and which year an option belongs to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from extractor.lexicons import terms_of
from extractor.mentions.calendar import (
    day_of,
    month_days,
    months_days,
    nth_weekday,
    shift_month,
    week_days,
    year_days,
)
from extractor.mentions.date_context import Context
from extractor.mentions.date_grammar import RANGE, date_words
from extractor.mentions.date_points import Anchor, Point, on_weekday, value_of, weekday_of

if TYPE_CHECKING:
    import re

_MONTH = 27  # days from the first to the last of the shortest month
_FUTURE = 60  # days: a day without year lies ahead only so far where its clause does not plan
_PLANNED = 200  # the same where it plans


class DayPlacer(Context):
    """Places what the day of publication or the day last mentioned decides."""

    def _iso(self, match: re.Match[str]) -> Point | None:
        if compact := match["compact"]:
            day = day_of(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
            return Point((day, day), "explicit") if day else None
        year, month = int(match["iy"]), int(match["im"])
        if match["id"] is None:
            return Point(month_days(year, month), "explicit") if match["sep"] != "/" else None
        day = day_of(year, month, int(match["id"]))
        return Point((day, day), "explicit") if day else None

    def _western(self, match: re.Match[str]) -> Point | None:
        """Place 13.5.2015, 5/13/2015 and 12/1; with slashes, either order only where one number is no month."""
        if match["sm"]:
            month, number = int(match["sm"]), int(match["sd"])
            if self.today is None or number >= month or self.text.startswith("(", match.start() - 1):
                return None  # 3/4 is a fraction as well; 周六(4/1) may be either order
            days = [day_of(self.today.year + shift, month, number) for shift in (-1, 0, 1)]
            return self._latest([Point((day, day), "published") for day in days if day], match)
        first, second, year = int(match["wd1"]), int(match["wm1"]), int(match["wy"])
        if match["wsep"] == "/" and first != second and max(first, second) <= 12:
            return None
        found = day_of(year, second, first) or day_of(year, first, second)
        return Point((found, found), "explicit") if found else None

    def _decade(self, match: re.Match[str]) -> Point:
        """Place 上世纪90年代; a decade without its century is the latest one that has begun."""
        tens, named = value_of(match["decade"]), match["century"]
        this = (self.today.year if self.today else 2000) // 100
        if named:
            century = {"上": this - 1, "本": this}.get(named)
            century = value_of(named) - 1 if century is None else century
        else:
            century = this if self.today and 100 * this + tens <= self.today.year else this - 1
        first = 100 * century + tens
        anchor: Anchor = "explicit" if named and named not in "上本" else "published"
        return Point((date(first, 1, 1), date(first + 9, 12, 31)), anchor)

    def _relative(self, match: re.Match[str]) -> Point | None:
        if match["bd"]:
            return self._bracketed(match)
        base, shift, _ = date_words()[match["rel"]]
        if match["event"] and shift < 0 and (self.told is None or match["rel"] in ("前一晚", "前一夜")):
            base = "published"  # the event of 出发前一晚 is the news itself
        origin = self._now() if base == "published" else self._last() if shift else self._same()
        until = self.quote < 0 and self.text.endswith(terms_of("day_words", "cutoff"), 0, match.start())
        sentence = self.page.sentence_at(match.start())
        if base == "text" and not shift and until and sentence and sentence.start <= self.newest_at:
            origin = self.newest  # 12日通报,10日…,截至当日15时
        if match["rel"] in ("同日", "同一天") and self.quote < 0:
            announced = self.told and self.today and self.told > self.today
            origin = self.past if announced else self._same()  # what is ahead is not the day meant
        if origin is None:
            return None
        day = origin + timedelta(days=shift)
        if base == "text" and shift == 1:
            day = self._same_morning(match) or day
        return Point((day, day), "published" if base == "published" else "text")

    def _same_morning(self, match: re.Match[str]) -> date | None:
        """Return the day of the small hours that the sentence has just named: 次日凌晨回家,第二天一早… is one morning."""
        sentence = self.page.sentence_at(match.start())
        dawn = self.dawn
        self.dawn = None
        if sentence is None or self.told is None:
            return None
        if "凌晨" in match[0]:
            self.dawn = sentence.start, self.told + timedelta(days=1)
            return None
        return dawn[1] if dawn is not None and dawn[0] == sentence.start else None

    def _bracketed(self, match: re.Match[str]) -> Point | None:
        """Place 昨(20)日, 明天(16日), 本周日(5日): the figure decides the day, the word only its month."""
        day, month = value_of(match["bd"]), value_of(match["bm"]) if match["bm"] else None
        if self.today is None:
            return None
        word = match["rel"] or match["relb"]
        near = self.today
        if word and word not in date_words():
            near += timedelta(days={"昨": -1, "前": -2, "明": 1, "后": 2}.get(word, 0))
        candidates = [near + timedelta(days=shift) for shift in range(-15, 16)]
        for candidate in sorted(candidates, key=lambda other: abs((other - near).days)):
            if candidate.day == day and month in (None, candidate.month):
                return Point((candidate, candidate), "published")
        return None

    def _week(self, match: re.Match[str]) -> Point | None:
        if self.today is None:
            return None
        word = match["wrel2"] or match["wrel"]
        weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(word or "", 0)
        monday, sunday = week_days(self.today, weeks)
        if match["wrel2"]:
            return Point((monday, sunday), "published")
        if match["wd"] == "末":
            return Point((monday + timedelta(days=5), sunday), "published")
        if match["wlast"]:
            origin = self._last() or self.today
            last = nth_weekday(month_days(origin.year, origin.month), weekday_of(match["wd"]), -1)
            return Point((last, last), "text") if last else None
        day = monday + timedelta(days=weekday_of(match["wd"]))
        if not word:
            planned = self._plans(match)
            if day > self.today and not planned:
                day -= timedelta(weeks=1)
            elif day < self.today and planned:
                day += timedelta(weeks=1)
        return Point((day, day), "published")

    def _counted(self, match: re.Match[str]) -> Point | None:
        """Place 上季度, 两天前, 明后两天, 今明两年."""
        today = self.today
        if today is None:
            return None
        if match["season"]:
            shift = {"上": -3, "下": 3}.get(match["season"], 0)
            year, month = shift_month(today, shift)
            first = (month - 1) // 3 * 3 + 1
            return Point(months_days(year, first, first + 2), "published")
        if match["ago"]:
            day = today - timedelta(days=value_of(match["ago"]))
            return Point((day, day), "published")
        if match["later"]:
            day = (self._last() or today) + timedelta(days=value_of(match["later"]))
            return Point((day, day), "text")
        first = {"今明": 0, "明后": 1, "昨今": -1, "前昨": -2}[match["pair"]]
        if match["pair_unit"] == "年":
            return Point(
                (year_days(today.year + first)[0], year_days(today.year + first + 1)[1]), "published"
            )
        return Point((today + timedelta(days=first), today + timedelta(days=first + 1)), "published")

    def _latest(self, options: list[Point], match: re.Match[str]) -> Point | None:
        """Return the latest point not after today, or the next one where it is near or its clause plans."""
        today = self.today
        if today is None:
            return None
        options = on_weekday(options, match)
        past = [option for option in options if option.days[0] <= today]
        ahead = [option for option in options if option.days[0] > today]
        if ahead:
            distance = (ahead[0].days[0] - today).days
            months = (options[0].days[1] - options[0].days[0]).days >= _MONTH
            opens = months and RANGE.match(self.text, match.end())  # 1—11月, in December
            near = not past or (not opens and (today - past[-1].days[0]).days > 150)
            this_year = ahead[0].days[0].year == today.year
            if not past or (near and distance <= _FUTURE):
                return ahead[0]
            due = near and self.text.startswith(("前", "之前", "以前"), match.end())  # 10月31日前到位
            if ((near and distance <= _PLANNED) or this_year) and (due or self._plans(match)):
                return ahead[0]
        return past[-1] if past else None
