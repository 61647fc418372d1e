"""Dates: every calendar expression of a page, placed by the text and by the day of publication.

The past is preferred, as in news, unless the clause plans; what cannot be placed has no mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal

from extractor.lexicons import read_lexicon
from extractor.mentions.calendar import (
    Days,
    day_of,
    festival,
    festival_rules,
    holiday,
    lunar_day,
    month_days,
    months_days,
    nth_weeks,
    shift_month,
    third_of_month,
    week_days,
    year_days,
)
from extractor.mentions.date_grammar import RANGE, clock, date_words, dayparts, opening, point, year_words
from extractor.mentions.mention import Date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

Anchor = Literal["published", "text", "explicit"]

_FUTURE = 45  # days: a day without year lies ahead only so far where its clause does not plan
_PLANNED = 200  # the same where it plans
_AHEAD = 20  # a day of the month ahead of publication must be so many days nearer than the one behind
_STALE = 45  # a chain older than this against publication is a story of its own
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "0": 0,
    "两": 2,
    "元": 1,
}
_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 12)}
_HOLIDAYS = {
    "劳动节": "五一",
    "“五一”": "五一",
    "十一": "国庆",
    "“十一”": "国庆",
    "国庆节": "国庆",
    "中秋节": "中秋",
    "端午节": "端午",
    "清明节": "清明",
}
_HALVES = {"上": (1, 6), "前": (1, 6), "下": (7, 12), "后": (7, 12)}
_RECURRING = re.compile(r"(?:每逢?|逢|历|往|逐|各)[年月周天日]?$")
_NO_DAY_BEFORE = re.compile(
    r"(?:每|近|连续|仅|首|不足|不到|超过|第|这|数|几|百|整|多|历时|过去|未来|用时|最近|为期|逐|前|后|共)$"
)
_NO_DAY_AFTER = re.compile(r"(?:之?内|以内|后[,。、的就又再]|之后|游|均|时间|间|的?[用产销总]?量)")
_DAY_SIGN_AFTER = re.compile(r"[,。;!?]|$|[起前以之就要去的开]")  # 12号 as a day, not 12号楼
_DATELINE_END = re.compile(r"\s?(?:专?[电讯]|消息)")
_UNREAD_YEAR = re.compile(r"[\d元〇零一二三四五六七八九十]年$")  # 神龙二年正月: not our calendar's year
_YEARS = ("y4", "roc", "y3", "y2", "y2b", "yrel")
_SPOKEN = re.compile(
    r"”[^,。;“”]{0,24}?(?<!\d)([12]\d|3[01]|[1-9])日[^,。;“”\d]{0,14}(?:说|告诉|介绍|表示|回忆)"
)
_STAMP = re.compile(r"\s\d\d?:\d\d|\s*第?[A-Z]?\d{1,2}版")
_NUMBERED = re.compile(r"第[\d一二三四五六七八九十百]{1,4}[个届次]$")
_BEFORE_TERM = tuple("的是在逢过到自从正今日天至近后前年月")


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the terms that the finder needs: phrases that are no dates, and words that plan."""
    return {name: {row["term"]: None for row in read_lexicon(name)} for name in ("date_traps", "date_plans")}


@dataclass(frozen=True, slots=True)
class _Point:
    """A placed point: its days, what placed it, its first and last minute where the text is that exact."""

    days: Days
    anchor: Anchor
    start: datetime | None = None
    end: datetime | None = None


def _number(text: str) -> int:
    """Return the value of digits or of a Chinese numeral below 100 (or a year written sign by sign)."""
    if text.isdecimal():
        return int(text)
    if text == "两千":
        return 2000
    if text[0] in "廿卅初":
        return {"廿": 20, "卅": 30, "初": 0}[text[0]] + (_number(text[1:]) if len(text) > 1 else 0)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[sign]) for sign in text))


class _Reader:
    """Reads a page's dates from left to right and remembers what later ones refer to."""

    def __init__(self, page: Page, hits: Mapping[str, list[Hit]], published: date | None) -> None:
        self.page = page
        self.text = page.clean
        self.today = published
        self.traps = hits.get("date_traps", [])
        self.plans = [hit[0] for hit in hits.get("date_plans", [])]
        self.told: date | None = None  # the day last mentioned in running text
        self.quoted: date | None = None  # the day last mentioned in the quotation at hand
        self.quote = -1
        self.told_paragraph = -1
        self.dawn: tuple[int, date] | None = None  # (sentence, day) of a 次日凌晨 that a 第二天 may follow
        self.year: int | None = None  # the year last mentioned
        self.dated: tuple[int, int] | None = None  # (sentence, year) of the last date with its year
        self.position = 0

    def read(self) -> list[Date]:
        """Return the dates in order, without overlaps."""
        found: list[Date] = []
        position, text, search, read = 0, self.text, opening().search, point().match
        while sign := search(text, position):
            position = sign.start() + 1
            match = read(text, sign.start())
            if match is None:
                continue
            position = match.end()
            if self._is_no_date(match):
                position = max(position, self._trap_end(match))
                continue
            self._enter(match.start())
            placed = self._place(match)
            if placed is None:
                continue
            first = self._timed(match, placed)
            end = match.end()
            first, end = self._range(match, first, end)
            self._remember(match, first, end)
            found.append(self._mention(match.start(), end, first))
            position = end
        return found

    def _mention(self, start: int, end: int, placed: _Point) -> Date:
        from_: date | datetime = placed.start or placed.days[0]
        to: date | datetime = placed.end or placed.days[1]
        if placed.start is None and placed.end is not None:
            from_ = datetime.combine(placed.days[0], time(0, 0))
        if placed.end is None and placed.start is not None:
            to = datetime.combine(placed.days[1], time(23, 59))
        return Date(start, end, self.text[start:end], from_, to, placed.anchor)

    # -- what is no date

    def _trap_end(self, match: re.Match[str]) -> int:
        """Return the end of the trap that the match touches, 0 where there is none."""
        index = bisect_right(self.traps, (match.start(), len(self.text) + 1))
        for start, end, _ in self.traps[max(0, index - 2) : index + 1]:
            if start < match.end() and end > match.start() and (start < match.start() or end > match.end()):
                return end
        return 0

    def _is_no_date(self, match: re.Match[str]) -> bool:
        """Tell whether the match recurs, is the page's, or is part of something else."""
        if match["hour"] is None and self.traps and self._trap_end(match):
            return True
        start, end, text = match.start(), match.end(), self.text
        if _RECURRING.search(text, max(0, start - 3), start) or self._is_stamp(match):
            return True
        if match["wd"] and not match["wrel"]:
            before, after = text[start - 1 : start], text[end : end + 1]
            return match["wd"] == "末" or before in tuple("四圆外方至到个") or after in tuple("至到-—")
        if match["fest"]:
            return self._is_no_festival(match)
        return self._is_cut(match) or (match["d"] is not None and self._is_no_day(match))

    def _is_stamp(self, match: re.Match[str]) -> bool:
        """Tell whether the date is the page's: in a source or credit line, before a time or page number."""
        paragraph = self.page.paragraph_at(match.start())
        if paragraph and paragraph.kind in ("source", "credit") and len(self.page.paragraphs) > 1:
            return True
        full = match["iy"] or match["y4"]
        return full is not None and _STAMP.match(self.text, match.end()) is not None

    def _is_cut(self, match: re.Match[str]) -> bool:
        """Tell whether the match is the end of a longer expression that the grammar does not read."""
        start, text = match.start(), self.text
        before = text[start - 1 : start]
        if (match["d"] and before.isdigit()) or (match["mp"] and before in tuple("正腊冬")):
            return True
        if any(match[name] for name in _YEARS) or not (match["m"] or match["ml"]):
            return False
        return _UNREAD_YEAR.search(text, max(0, start - 2), start) is not None

    def _is_no_festival(self, match: re.Match[str]) -> bool:
        """Tell whether a festival is a numbered one (第61个…), or a solar term is part of a name."""
        start, text = match.start("fest"), self.text
        if _NUMBERED.search(text, max(0, start - 8), start):
            return True
        if not festival_rules()[match["fest"]].startswith("term") or len(match["fest"]) > 2 or match["span"]:
            return False
        before = text[start - 1 : start]
        return before.isalpha() and not before.isascii() and before not in _BEFORE_TERM

    def _is_no_day(self, match: re.Match[str]) -> bool:
        """Tell whether a day without its month is a duration, an ordinal or a numbered thing."""
        if any(match[name] for name in ("m", "ml", "mrel", "y4")):
            return False
        text, start, end = self.text, match.start(), match.end()
        if _NO_DAY_BEFORE.search(text, max(0, start - 2), start) or _NO_DAY_AFTER.match(text, end):
            return True
        timed = match["part"] or match["hour"] or RANGE.match(text, end)
        if text[match.end("d")] == "号" and not timed:
            before = text[start - 1 : start]
            named = before in tuple("〕)]】") or (
                before.isalnum() and before not in tuple("在于到至从的是自")
            )
            return named or not _DAY_SIGN_AFTER.match(text, end)
        return not timed and not match["d"].isdecimal() and len(match["d"]) < 2

    # -- what is around

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

    def _now(self) -> date | None:
        """Return the day that 今天 means: in a quotation that of the narrative, else that of publication."""
        today, told = self.today, self.told
        if self.quote < 0 or today is None:
            return today
        spoken = _SPOKEN.match(self.text, self.page.layout.quotations[self.quote][1])
        if spoken:
            days = [today - timedelta(days=back) for back in range(28)]
            return next((day for day in days if day.day == int(spoken[1])), today)
        if told is None:
            return today
        paragraph = self.page.paragraph_at(self.position)
        near = timedelta(0) <= today - told <= timedelta(days=10)
        return told if near and paragraph and paragraph.start == self.told_paragraph else today

    def _remember(self, match: re.Match[str], placed: _Point, end: int) -> None:
        first, last = placed.days
        if match["y4"] or match["iy"] or match["roc"] or match["y3"]:
            sentence = self.page.sentence_at(match.start())
            if sentence and (first.year, first.month) == (last.year, last.month):
                self.dated = sentence.start, first.year
        if placed.days == year_days(first.year) and match["yrel"] not in ("上年", "上一年"):
            self.year = first.year
        if (last - first).days > 40 or match["mp"] or placed.days == month_days(first.year, first.month):
            return
        if self.quote >= 0:
            self.quoted = last
            return
        self.told = last
        paragraph = self.page.paragraph_at(match.start())
        if paragraph is None:
            return
        self.told_paragraph = paragraph.start
        dateline = match.start() < paragraph.lead and _DATELINE_END.match(self.text, end)
        if dateline and (self.today is None or abs((self.today - last).days) <= 3):
            self.today = last

    # -- placing

    def _place(self, match: re.Match[str]) -> _Point | None:
        """Place one point, None where nothing places it."""
        if match["iy"] or match["compact"]:
            return self._iso(match)
        if match["decade"]:
            return self._decade(match)
        if match["rel"] or match["relb"] or match["bd"]:
            return self._relative(match)
        for names, place in (
            (("wd", "wrel2"), self._week),
            (("season", "ago", "pair"), self._counted),
        ):
            if any(match[name] for name in names):
                return place(match)
        return self._numeric(match)

    def _iso(self, match: re.Match[str]) -> _Point | None:
        if compact := match["compact"]:
            day = day_of(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
            return _Point((day, day), "explicit") if day else None
        year, month = int(match["iy"]), int(match["im"])
        if match["id"] is None:
            return _Point(month_days(year, month), "explicit") if match["sep"] != "/" else None
        day = day_of(year, month, int(match["id"]))
        return _Point((day, day), "explicit") if day else None

    def _decade(self, match: re.Match[str]) -> _Point:
        """Place 上世纪90年代; a decade without its century is the latest one that has begun."""
        tens, named = _number(match["decade"]), match["century"]
        this = (self.today.year if self.today else 2000) // 100
        if named:
            century = {"上": this - 1, "本": this}.get(named)
            century = _number(named) - 1 if century is None else century
        else:
            century = this if self.today and 100 * this + tens <= self.today.year else this - 1
        first = 100 * century + tens
        anchor: Anchor = "explicit" if named and named not in "上本" else "published"
        return _Point((date(first, 1, 1), date(first + 9, 12, 31)), anchor)

    def _relative(self, match: re.Match[str]) -> _Point | None:
        if match["bd"]:
            return self._bracketed(match)
        base, shift, _ = date_words()[match["rel"]]
        if match["event"] and shift < 0:
            base = "published"  # the event of 出发前一晚 is the news itself
        origin = self._now() if base == "published" else self._last()
        if origin is None:
            return None
        day = origin + timedelta(days=shift)
        if base == "text" and shift == 1:
            day = self._same_morning(match) or day
        return _Point((day, day), "published" if base == "published" else "text")

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

    def _bracketed(self, match: re.Match[str]) -> _Point | None:
        """Place 昨(20)日, 明天(16日), 本周日(5日): the figure decides the day, the word only its month."""
        day, month = int(match["bd"]), int(match["bm"]) if match["bm"] else None
        if self.today is None:
            return None
        word = match["rel"] or match["relb"]
        near = self.today
        if word and word not in date_words():
            near += timedelta(days={"昨": -1, "前": -2, "明": 1, "后": 2}.get(word, 0))
        candidates = [near + timedelta(days=shift) for shift in range(-15, 16)]
        for candidate in sorted(candidates, key=lambda other: abs((other - near).days)):
            if candidate.day == day and month in (None, candidate.month):
                return _Point((candidate, candidate), "published")
        return None

    def _week(self, match: re.Match[str]) -> _Point | None:
        if self.today is None:
            return None
        word = match["wrel2"] or match["wrel"]
        weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(word or "", 0)
        monday, sunday = week_days(self.today, weeks)
        if match["wrel2"]:
            return _Point((monday, sunday), "published")
        if match["wd"] == "末":
            return _Point((monday + timedelta(days=5), sunday), "published")
        day = monday + timedelta(days=_weekday(match["wd"]))
        if not word:
            planned = self._plans(match)
            if day > self.today and not planned:
                day -= timedelta(weeks=1)
            elif day < self.today and planned:
                day += timedelta(weeks=1)
        return _Point((day, day), "published")

    def _counted(self, match: re.Match[str]) -> _Point | None:
        """Place 上季度, 两天前, 明后两天, 今明两年."""
        today = self.today
        if today is None:
            return None
        if match["season"]:
            shift = {"上": -3, "下": 3}.get(match["season"], 0)
            year, month = shift_month(today, shift)
            first = (month - 1) // 3 * 3 + 1
            return _Point(months_days(year, first, first + 2), "published")
        if match["ago"]:
            day = today - timedelta(days=_number(match["ago"]))
            return _Point((day, day), "published")
        first = {"今明": 0, "明后": 1, "昨今": -1, "前昨": -2}[match["pair"]]
        if match["pair_unit"] == "年":
            return _Point(
                (year_days(today.year + first)[0], year_days(today.year + first + 1)[1]), "published"
            )
        return _Point((today + timedelta(days=first), today + timedelta(days=first + 1)), "published")

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
            year = _number(match["y4"])
        elif match["roc"] or match["y3"]:
            year = 1911 + _number(match["roc"] or match["y3"])
        elif short := match["y2"] or match["y2b"]:
            turn = (self.today.year if self.today else 2040) + 10
            year = max(c for c in (1900 + _number(short), 2000 + _number(short)) if c <= turn or c < 2000)
        return year, "explicit"

    def _numeric(self, match: re.Match[str]) -> _Point | None:
        """Place what has a year, a month, a day or a festival."""
        year, anchor = self._year(match)
        if match["yrel"] and (year is None or (match["yrel"] == "当年" and not match["m"])):
            return None  # 当年 alone is mostly "in those days"
        if year is not None and not 1 <= year <= 9998:
            return None
        found: _Point | None
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

    def _without_month(self, match: re.Match[str], year: int | None, anchor: Anchor) -> _Point | None:
        """Place a year, its nth week, a day or a third of the month at hand."""
        if year is not None:
            if match["nth"] or match["nth_count"]:
                return self._nth(match, date(year, 1, 1), anchor)
            return None if match["d"] or match["mp"] else _Point(year_days(year), anchor)
        if match["mp"]:
            origin = self._last() or self.today
            return _Point(_in_month(match["mp"], origin.year, origin.month), "text") if origin else None
        return self._day(_number(match["d"]), match) if match["d"] else None

    def _nth(self, match: re.Match[str], start: date, anchor: Anchor) -> _Point | None:
        """Place 第二周, 前两周 and 第八个月 of what begins at `start`."""
        if match["nth_month"]:
            month = _number(match["nth"]) if match["nth"] else 0
            return _Point(month_days(start.year, month), anchor) if 1 <= month <= 12 else None
        nth, count = (_number(match["nth"]), 1) if match["nth"] else (1, _number(match["nth_count"][1:]))
        return _Point(nth_weeks(start, nth, count), anchor) if 1 <= nth <= 53 else None

    def _part_of_year(self, match: re.Match[str], year: int | None, anchor: Anchor) -> _Point | None:
        if year is None:
            if self.today is None:
                return None
            year, anchor = self.today.year, "published"
        first, last = 1, 12
        if match["quarter"]:
            quarter = _number(match["quarter"])
            first, last = 3 * quarter - 2, 3 * quarter
        elif match["first_quarters"]:
            last = 3 if match["first_quarters"] == "首" else 3 * _number(match["first_quarters"][-1])
        elif match["yp"][-1] in "初底末":
            first, last = (1, 1) if match["yp"][-1] == "初" else (12, 12)
        elif match["yp"] == "年中":
            first, last = 6, 7
        elif match["yp"][0] in _HALVES:
            first, last = _HALVES[match["yp"][0]]
        else:
            first, last = _SEASONS[match["season_of"]]
            if first == 12:
                return _Point((date(year, 12, 1), month_days(year + 1, 2)[1]), anchor)
        return _Point(months_days(year, first, last), anchor)

    def _relative_month(self, match: re.Match[str], year: int | None) -> _Point | None:
        word = match["mrel"].replace("个", "")
        textual = word in ("当月", "同月", "次月", "翌月")
        origin = self._last() if textual else self.today
        if origin is None:
            return None
        shift = {"上月": -1, "上上月": -2, "下月": 1, "下下月": 2, "次月": 1, "翌月": 1}.get(word, 0)
        at, month = shift_month(origin, shift)
        return self._in_month(match, year or at, month, "text" if textual else "published")

    def _in_month(self, match: re.Match[str], year: int, month: int, anchor: Anchor) -> _Point | None:
        """Place what the match says of a month whose year is known."""
        named = match["d"] or match["d_bare"] or match["ld"]
        if named:
            day = day_of(year, month, _number(named))
            return _Point((day, day), anchor) if day else None
        if match["mp"]:
            return _Point(_in_month(match["mp"], year, month), anchor)
        if match["nth"] or match["nth_count"]:
            return self._nth(match, date(year, month, 1), anchor)
        return _Point(month_days(year, month), anchor)

    def _month(self, match: re.Match[str], year: int | None, anchor: Anchor) -> _Point | None:
        month = _number(match["m"])
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

    def _latest(self, options: list[_Point], match: re.Match[str]) -> _Point | None:
        """Return the latest point not after today, or the next one where it is near or its clause plans."""
        today = self.today
        if today is None:
            return None
        options = _on_weekday(options, match)
        past = [option for option in options if option.days[0] <= today]
        ahead = [option for option in options if option.days[0] > today]
        if ahead:
            distance = (ahead[0].days[0] - today).days
            near = not past or (today - past[-1].days[0]).days > 150
            this_year = ahead[0].days[0].year == today.year
            if not past or (near and distance <= _FUTURE):
                return ahead[0]
            if ((near and distance <= _PLANNED) or this_year) and self._plans(match):
                return ahead[0]
        return past[-1] if past else None

    def _day(self, day: int, match: re.Match[str]) -> _Point | None:
        """Place a day without month by the date last mentioned and by publication."""
        origin = self._last()
        today = self.today
        stale = origin and today and (abs((today - origin).days) > _STALE)
        paragraph = self.page.paragraph_at(match.start())
        if origin is None or (stale and paragraph and paragraph.start != self.told_paragraph):
            origin, stale = today, False
        if origin is None:
            return None
        planned = None if today is None or stale else self._plans(match)

        def cost(candidate: date) -> int:
            away = abs((candidate - origin).days)
            if planned is None or today is None:
                return away + (10 if candidate < origin else 0)
            if candidate > today and not planned:
                return away + _AHEAD
            return away + (_AHEAD if planned and candidate < today else 0)

        months = [shift_month(origin, shift) for shift in (-2, -1, 0, 1, 2)]
        candidates = [found for year, month in months if (found := day_of(year, month, day))]
        if weekday := match["weekday"] or match["weekday_in"]:
            candidates = [day for day in candidates if day.weekday() == _weekday(weekday)] or candidates
        best = min(candidates, key=cost)
        return _Point((best, best), "text" if origin is not today else "published")

    def _is_lunar(self, match: re.Match[str]) -> bool:
        """Tell whether a day without 日 is one of the lunar calendar: 三月初一, 八月十五."""
        return match["ld"][0] in "初廿" or not match["y4"]

    def _lunar(self, match: re.Match[str], year: int | None) -> _Point | None:
        month = {"正": 1, "冬": 11, "腊": 12}.get(match["ml"] or "") or (
            _number(match["m"]) if match["m"] else 0
        )
        named = match["ld"] or match["d"] or match["d_bare"]
        if not month:
            return None

        def option(at: int) -> _Point | None:
            first = lunar_day(at, month, _number(named) if named else 1)
            last = first if named else lunar_day(at, month, 29)
            return (
                _Point((first, last), "published" if year is None else "explicit") if first and last else None
            )

        if year is not None:
            if match["yrel"] and month > 10:
                return self._latest([o for at in (year - 1, year) if (o := option(at))], match)
            return option(year)
        if self.today is None:
            return None
        years = range(self.today.year - 2, self.today.year + 2)
        return self._latest([found for at in years if (found := option(at))], match)

    def _festival(self, match: re.Match[str], year: int | None) -> _Point | None:
        name = match["fest"]

        def option(at: int) -> _Point | None:
            shifted = at - 1 if festival_rules()[name].startswith("lunar 12") else at
            day = festival(shifted, name)
            days = holiday(at, _HOLIDAYS.get(name, name)) if match["span"] else None
            if day is None:
                return None
            return _Point(days or (day, day), "published" if year is None else "explicit")

        if year is not None:
            return option(year)
        if self.today is None:
            return None
        years = range(self.today.year - 2, self.today.year + 2)
        return self._latest([found for at in years if (found := option(at))], match)

    # -- hours, ranges

    def _timed(self, match: re.Match[str], placed: _Point) -> _Point:
        """Add part of day and clock time to a point of one day."""
        first, last = placed.days
        if first != last:
            return placed
        part = match["part"] or match["tail_part"] or match["bracket_part"]
        if part in (None, "日", "天"):
            part = date_words()[match["rel"]][2] if match["rel"] else None
        return _at(placed, part or None, match)

    def _range(self, match: re.Match[str], head: _Point, end: int) -> tuple[_Point, int]:
        """Join the point with one after 至, 到 or a dash."""
        joint = RANGE.match(self.text, end)
        if joint is None or match["nth"] or match["span"]:
            return head, end
        tail = point().match(self.text, joint.end())
        if tail is None:
            return self._hours(head, joint.end(), end)
        if self._is_no_date(tail):
            return head, end
        placed = self._tail(tail, head)
        if placed is None or placed.days[1] < head.days[0]:
            return head, end
        placed = self._timed(tail, placed)
        if placed.end and head.start and placed.end < head.start:
            return head, end
        whole = _Point((head.days[0], placed.days[1]), head.anchor, head.start, placed.end)
        return whole, tail.end()

    def _hours(self, head: _Point, position: int, end: int) -> tuple[_Point, int]:
        """Close a range within a day: 8时至10时, 上午至傍晚."""
        tail = clock().match(self.text, position)
        if head.start is None or tail is None or not (tail["part"] or tail["hour"]):
            return head, end
        placed = _at(_Point(head.days, head.anchor), tail["part"], tail)
        if placed.end is None or placed.end < head.start:
            return head, end
        return _Point(head.days, head.anchor, head.start, placed.end), tail.end()

    def _tail(self, tail: re.Match[str], head: _Point) -> _Point | None:
        """Place the end of a range, which takes from its beginning what it leaves out."""
        named = any(
            tail[name] for name in ("y4", "y2", "yrel", "roc", "ml", "mrel", "fest", "yp", "quarter", "ld")
        )
        first = head.days[0]
        if tail["m"] and not named:
            placed = self._in_month(tail, first.year, _number(tail["m"]), head.anchor)
            if placed is None or placed.days[1] < first:
                placed = self._in_month(tail, first.year + 1, _number(tail["m"]), head.anchor)
            return placed
        if tail["d"] and not named:
            for shift in (0, 1):
                day = day_of(*shift_month(first, shift), _number(tail["d"]))
                if day and day >= first:
                    return _Point((day, day), head.anchor)
            return None
        if tail["rel"] and date_words()[tail["rel"]][0] == "text":
            day = head.days[1] + timedelta(days=date_words()[tail["rel"]][1])
            return _Point((day, day), head.anchor)
        return self._place(tail)


def _weekday(sign: str) -> int:
    """Return the number of a weekday, Monday 0."""
    return min("一二三四五六日天".index(sign), 6)


def _on_weekday(options: list[_Point], match: re.Match[str]) -> list[_Point]:
    """Keep the days that fall on the weekday beside the date (10月12日(星期六)), all where none does."""
    sign = match["weekday"] or match["weekday_in"]
    if not sign:
        return options
    return [option for option in options if option.days[0].weekday() == _weekday(sign)] or options


def _in_month(part: str, year: int, month: int) -> Days:
    """Return the days of 上旬, 中旬, 下旬, 初, 底 or 末 of a month."""
    third = {"上": 0, "中": 1, "下": 2, "初": 0, "底": 2, "末": 2}[
        part.removeprefix("的")[-1 if "旬" not in part else -2]
    ]
    return third_of_month(year, month, third)


def _at(placed: _Point, part: str | None, match: re.Match[str]) -> _Point:
    """Return the point with the minutes of its part of day or clock time; an hour after noon takes 12."""
    day = placed.days[0]
    if match["hour"] is None:
        if part is None or part not in dayparts():
            return placed
        first, last = dayparts()[part]
        return _Point(
            placed.days,
            placed.anchor,
            datetime.combine(day, time.fromisoformat(first)),
            datetime.combine(day, time.fromisoformat(last)),
        )
    hour = _number(match["hour"])
    minute = 30 if match["half_hour"] else _number(match["minute"]) if match["minute"] else 0
    if match["quarter_hour"]:
        minute = 15 * _number(match["quarter_hour"])
    afternoon = part in dayparts() and dayparts()[part or ""][0] >= "11:00"
    if part and afternoon and 1 <= hour < 12 and not (hour >= 11 and dayparts()[part][0] == "11:00"):
        hour += 12
    if hour >= 24 or (hour == 12 and part and dayparts().get(part, ("", ""))[0] >= "18:00"):
        hour, minute = 23, 59
    at = datetime.combine(day, time(hour, min(minute, 59)))
    return _Point(placed.days, placed.anchor, at, at)


def find_dates(page: Page, hits: Mapping[str, list[Hit]], published: date | None) -> list[Date]:
    """Return the calendar expressions that can be placed, sorted, without overlaps; offsets half-open.

    Without `published`, only what the text itself places: dates with their year, and chains after them.
    """
    return _Reader(page, hits, published).read()
