"""What a page's dates refer to: the day last mentioned, the quotation at hand, the day that 今天 means."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.mentions.calendar import day_of, month_days, year_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.mentions.date_points import Point
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_DATELINE_END = re.compile(r"\s?(?:专?[电讯]|消息)")
STALE = 45  # days: a chain older than this against publication is a story of its own
_MONTH_DAY = re.compile(r"(?<!\d)(1[0-2]|[1-9])月([12]\d|3[01]|[1-9])日")
_MONTH = 27  # days from the first to the last of the shortest month
_LONG = 40  # days: what lasts longer is no day that a later one refers to
_STILL = 4  # days: what was told so lately is the news as well
_FRESH = 2  # days: what the news tells of, so lately that people speak on that day


@cache
def _spoken() -> re.Pattern[str]:
    """Compile the day on which a quotation was said, right behind it or before a verb of speech."""
    return re.compile(
        r"”(?:\d{1,2}月)?(?P<next>\d{1,2})日|”[^,。;“”]{0,24}?(?<!\d)([12]\d|3[01]|[1-9])日"
        rf"[^,。;“”\d]{{0,14}}(?:{any_of('date_beside', 'spoken')})"
    )


class Context:
    """Reads along a page and remembers what later dates refer to."""

    def __init__(self, page: Page, hits: Mapping[str, list[Hit]], published: date | None) -> None:
        """Start at the head of the page; `hits` are the scanner's, by vocabulary."""
        self.page = page
        self.text = page.clean
        self.today = published
        self.traps = hits.get("date_traps", [])
        self.roles = hits.get("persons.roles", [])
        self.plans = [hit[0] for hit in hits.get("date_plans", [])]
        self.told: date | None = None  # the day last mentioned in running text
        self.quoted: date | None = None  # the day last mentioned in the quotation at hand
        self.quote = -1
        self.told_paragraph = self.told_at = -1
        self.now_paragraph = -1  # where a day near publication was last mentioned
        self.past: date | None = None  # the last such day that had come
        self.since = False  # whether the day told began something that goes on
        self.newest: date | None = None  # the latest of them
        self.newest_at = -1  # where it was told
        self.month: tuple[int, int] | None = None  # a month mentioned since that day
        self.dawn: tuple[int, date] | None = None  # (sentence, day) of a 次日凌晨 that a 第二天 may follow
        self.year: int | None = None  # the year last mentioned
        self.dated: tuple[int, int] | None = None  # (sentence, year) of the last date with its year
        self.position = 0

    def _enter(self, position: int) -> None:
        """Note the quotation at the position."""
        quotations = self.page.layout.quotations
        index = bisect_right(quotations, (position, len(self.text) + 1)) - 1
        quote = index if index >= 0 and quotations[index][1] > position else -1
        if quote != self.quote:
            self.quote, self.quoted = quote, None
        self.position = position

    def _plans(self, match: re.Match[str]) -> bool:
        """Tell whether the clause of the match, or the one before it, plans."""
        sentence = self.page.sentence_at(match.start())
        low, high = (sentence.start, sentence.end) if sentence else (match.start() - 30, match.end() + 30)
        for start, end in sentence.clauses if sentence else ():
            if end <= match.start():
                low = start
            elif start >= match.end():
                high = end
                break
        index = bisect_right(self.plans, low - 1)
        return index < len(self.plans) and self.plans[index] < high

    def _last(self) -> date | None:
        return self.quoted or self.told

    @cached_property
    def _days_past(self) -> int:
        """Return how many days before publication the latest day named with its month lies, 0 where none is."""
        today = self.today
        if today is None:
            return 0
        named = {(int(month), int(number)) for month, number in _MONTH_DAY.findall(self.text)}
        found = (day_of(year, *day) for day in named for year in (today.year, today.year - 1))
        return min(((today - day).days for day in found if day and day <= today), default=0)

    def _is_late_copy(self) -> bool:
        """Tell whether a page tells only of days long before its day of publication, as a later copy does."""
        return self.now_paragraph < 0 and self._days_past > STALE

    def _same(self) -> date | None:
        """Return the day that 当天 means: the last one told, or the day of the news behind what came long before it."""
        if self.quote >= 0 or self.today is None or self.newest is None:
            return self._last()
        told = self.told or self.newest
        if (self.today - self.newest).days > _FRESH or (self.today - told).days <= _STILL:
            return self._last()
        paragraph = self.page.paragraph_at(self.position)
        starts = [each.start for each in self.page.paragraphs]
        here = bisect_right(starts, paragraph.start if paragraph else self.position)
        return (
            self.newest
            if self.since or here - bisect_right(starts, self.told_paragraph) > 1
            else self._last()
        )

    def _now(self) -> date | None:
        """Return the day that 今天 means: in a quotation that of the narrative, else that of publication."""
        today, told = self.today, self.told
        if self.quote < 0 or today is None:
            return today
        spoken = _spoken().match(self.text, self.page.layout.quotations[self.quote][1])
        if spoken:
            days = [today - timedelta(days=back) for back in range(28)]
            return next((day for day in days if day.day == int(spoken["next"] or spoken[2])), today)
        if told is None:
            return today
        paragraph = self.page.paragraph_at(self.position)
        near = timedelta(0) <= today - told <= timedelta(days=10)
        if near and paragraph is not None and paragraph.start == self.told_paragraph:
            return told
        return self.newest if self.newest and (today - self.newest).days <= _FRESH else today

    def _remember(self, match: re.Match[str], placed: Point, end: int) -> None:
        first, last = placed.days
        if match["y4"] or match["iy"] or match["roc"] or match["y3"]:
            sentence = self.page.sentence_at(match.start())
            if sentence and (first.year, first.month) == (last.year, last.month):
                self.dated = sentence.start, first.year
        length = (last - first).days if last is not first else 0
        if (
            length > _MONTH
            and placed.days == year_days(first.year)
            and match["yrel"] not in ("上年", "上一年")
        ):
            self.year = first.year
        if length >= _MONTH and placed.days == month_days(first.year, first.month):
            self.month = first.year, first.month
            return
        if length > _LONG or match["mp"]:
            return
        self.month = None
        if self.quote >= 0:
            self.quoted = last
            return
        self.told = last
        self.since = self.text.startswith(("起", "以来"), end)
        if self.today is None or last <= self.today:
            self.past = last
            if self.newest is None or last >= self.newest:
                self.newest, self.newest_at = last, match.start()
        paragraph = self.page.paragraph_at(match.start())
        if paragraph is None:
            return
        self.told_paragraph = paragraph.start
        self.told_at = match.start()
        if self.today and abs((self.today - last).days) <= STALE:
            self.now_paragraph = paragraph.start
        dateline = match.start() < paragraph.lead and _DATELINE_END.match(self.text, end)
        if dateline and (self.today is None or abs((self.today - last).days) <= 3):
            self.today = last
