"""Dates: every calendar expression of a page, placed by the text and by the day of publication.

The past is preferred, as in news, unless the clause plans; what cannot be placed has no mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.calendar import day_of, festival_rules, shift_month, year_days
from extractor.mentions.date_grammar import RANGE, clock, date_words, opening, point
from extractor.mentions.date_placing import Placer
from extractor.mentions.date_points import Point, at_time, value_of, weekday_of
from extractor.mentions.mention import Date
from extractor.mentions.name_shapes import is_surname

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_RECURRING = re.compile(r"(?:每逢?|(?<![恰正适又时喜])逢|历|往|逐|各)[年月周天日]?$")
_UNTIL = re.compile("(?:截至|截止)到?$")
_NO_DAY_AFTER = re.compile(
    r"(?:之?内(?!蒙古|[江乡黄丘])|以内|后[,。、的就又再]|之后|游|均|时间|间|的?[用产销总]?量)"
)
_DAY_SIGN_AFTER = re.compile(
    r"[,。;!?]|$|[起前以之就要去的开乘抵赴召举宣]|从(?!\d)|发布"
)  # 12号 as a day, not 12号楼
_UNREAD_YEAR = re.compile(r"[\d元〇零一二三四五六七八九十]年$")  # 神龙二年正月: not our calendar's year
_YEARS = ("y4", "roc", "y3", "y3b", "y2", "y2b", "yrel")
_STAMPED_DAY = re.compile(r"(?:时间|日期) ?: ?$|(?<![A-Za-z])[Dd]ate ?:? ?$")
_MASTHEAD = re.compile(r"[\u4e00-\u9fff]{1,8}(?:报|网|台|在线|客户端) *")
_AHEAD = "未到"  # 谷雨未到: which one is not placed
_LISTED_SIGN = re.compile(r"(?:[、和]\d{1,2}){1,6}号")
_RANGED_SIGN = re.compile(r"号?[至到—~–-]\d{1,2}号(?=[院楼栋幢门库馆厂井坝船线哨])")  # 6-7号院
_STREETS = tuple("街路道巷弄里")
_HOUSES = re.compile(r"\d{1,2}[至到—~-]?(?:\d{1,3})?号")  # 青云街12-20号
_NEWS = 3  # days: so old is the news of a paper
_HEADS = tuple(",。;\n")
_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)(?![\d年./-])")
_NUMBERED = re.compile(r"第[\d一二三四五六七八九十百]{1,4}[个届次]$")
_ALONE = re.compile("[ /、(][^于和从]")  # 通讯员/方国庆)
_BEFORE_TERM = tuple("的是在逢过到自从正今日天至近后前年月")


@cache
def _no_day_before() -> re.Pattern[str]:
    """Compile what stands before a number of days (连续|12日)."""
    return re.compile(rf"(?:[每近满仅首第这数几百整多逐前后共]|{any_of('date_beside', 'lasts')})$")


@cache
def _stamp() -> re.Pattern[str]:
    """Compile what stands behind the day of publication: the time, the source, the page."""
    return re.compile(
        rf"\s{{1,3}}\d\d?:\d\d|[^\n。]{{0,20}}?(?:{any_of('layout_words', 'beside_day')}) ?:|\s*第?[A-Z]?\d{{1,2}}版"
    )


@cache
def _stamped() -> re.Pattern[str]:
    """Compile what stands before the day and hour of publication."""
    return re.compile(rf"(?:{any_of('layout_words', 'dated')})[^\n]{{0,12}}$")


@cache
def _posted() -> re.Pattern[str]:
    """Compile what stands behind the hour of publication (5月9日18:30更新)."""
    return re.compile(rf"(?:{any_of('layout_words', 'posted')})[:,。\n]")


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the terms that the finder needs: phrases that are no dates, and words that plan."""
    return {name: {row["term"]: None for row in read_lexicon(name)} for name in ("date_traps", "date_plans")}


class _Reader(Placer):
    """Reads a page's dates from left to right."""

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
                position = max(position, self._trap_end(match), self._tail_end(match))
                continue
            self._enter(match.start())
            placed = self._place(match)
            if placed is None:
                continue
            if match[0][-1] in "底末" and not match["wd"]:
                placed = Point((placed.days[1], placed.days[1]), placed.anchor)  # 7月底 is its last day
            first = self._timed(match, placed)
            end = match.end()
            first, end = self._range(match, first, end)
            self._remember(match, first, end)
            apart = match["event"] and match["rel"] not in ("前一晚", "前一夜")  # 抵达当晚, but 出发前一晚
            found.append(self._mention(match.start("rel" if apart else 0), end, first))
            position = end
        return found

    def _mention(self, start: int, end: int, placed: Point) -> Date:
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

    def _tail_end(self, match: re.Match[str]) -> int:
        """Return the end of the range that the match opens, 0 where there is none: 每年1-6月, 周一至周五."""
        joint = RANGE.match(self.text, match.end())
        tail = point().match(self.text, joint.end()) if joint else None
        return tail.end() if tail else 0

    def _is_no_date(self, match: re.Match[str]) -> bool:
        """Tell whether the match recurs, is the page's, or is part of something else."""
        if match["hour"] is None and self.traps and self._trap_end(match):
            return True
        start, end, text = match.start(), match.end(), self.text
        if _RECURRING.search(text, max(0, start - 3), start) or self._is_stamp(match):
            return True
        if match["wd"] and not match["wrel"]:
            before, after = text[start - 1 : start], text[end : end + 1]
            apart = before in tuple("四圆外方至到个") and not _UNTIL.search(text, max(0, start - 3), start)
            return match["wd"] == "末" or apart or after in tuple("至到-—")
        if match["fest"]:
            return self._is_no_festival(match)
        if match["nth_count"] and match.start() == match.start("nth_count"):  # 前11个月, not 事发前两个月
            return not match["nth_count"][1:].isdigit() or text[start - 1 : start].isalpha()
        return self._is_cut(match) or (match["d"] is not None and self._is_no_day(match))

    def _is_stamp(self, match: re.Match[str]) -> bool:
        """Tell whether the date is the page's: in a source or credit line, before a time or page number."""
        paragraph = self.page.paragraph_at(match.start())
        if paragraph and paragraph.kind in ("source", "credit") and len(self.page.paragraphs) > 1:
            alone = self.text[paragraph.start : paragraph.end].strip() == match[0]
            return not (
                alone and match["y4"] and 2 * match.start() > len(self.text)
            )  # below a letter: its day
        full = match["iy"] or match["y4"] or match["wy"]
        if match["hour"] and _posted().match(self.text, match.end()):
            return True
        if full is None:
            return False
        if paragraph and match.end() == paragraph.end:
            head = _MASTHEAD.fullmatch(self.text, paragraph.start, match.start())
            if head and len(self.page.paragraphs) > 1:
                return True  # 青川日报 2016年3月5日
        stamped = _stamped() if match["hour"] else _STAMPED_DAY
        if not match["y4"] and stamped.search(self.text, max(0, match.start() - 20), match.start()):
            return True
        return _stamp().match(self.text, match.end()) is not None

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
        """Tell whether a festival is a numbered one (第61个…), or part of a name (院长李|国庆)."""
        start, text = match.start("fest"), self.text
        if is_surname(text[start - 1 : start]) and (
            any(end == start - 1 for _, end, _ in self.roles)
            or (
                _ALONE.match(text, start - 2)
                and not text[match.end("fest") : match.end("fest") + 1].isalpha()
            )
        ):
            return True
        if _NUMBERED.search(text, max(0, start - 8), start) or text.startswith(_AHEAD, match.end("fest")):
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
        if _no_day_before().search(text, max(0, start - 2), start) or _NO_DAY_AFTER.match(text, end):
            return True
        if text[start - 1 : start] in _STREETS and _HOUSES.match(text, start):
            return True
        timed = match["part"] or match["hour"] or RANGE.match(text, end)
        listed = _LISTED_SIGN.match(text, match.end("d"))
        if listed and not _DAY_SIGN_AFTER.match(text, listed.end()):
            return True  # 2、3号哨所
        if _RANGED_SIGN.match(text, match.end("d")):
            return True
        if text[match.end("d")] == "号" and not timed:
            if text.startswith(terms_of("layout_words", "wire"), end):  # 通讯社9号消息
                return False
            before = text[start - 1 : start]
            named = before in tuple("〕)]】") or (
                before.isalnum() and before not in tuple("在于到至从的是自")
            )
            return named or not _DAY_SIGN_AFTER.match(text, end)
        return (
            not timed and not match["d"].isdecimal() and len(match["d"]) < 2 and not self._is_fresh_day(match)
        )

    def _is_fresh_day(self, match: re.Match[str]) -> bool:
        """Tell whether 九日 at the head of a clause is the day of the news, or one right before it."""
        back = self.today.day - value_of(match["d"]) if self.today else -1
        return 0 <= back <= _NEWS and self.text[match.start() - 1 : match.start()] in _HEADS

    # -- hours, ranges

    def _timed(self, match: re.Match[str], placed: Point) -> Point:
        """Add part of day and clock time to a point of one day."""
        first, last = placed.days
        if first != last:
            return placed
        part = match["part"] or match["tail_part"] or match["bracket_part"]
        if part in (None, "日", "天"):
            part = date_words()[match["rel"]][2] if match["rel"] else None
        return at_time(placed, part or None, match)

    def _range(self, match: re.Match[str], head: Point, end: int) -> tuple[Point, int]:
        """Join the point with one after 至, 到 or a dash."""
        joint = RANGE.match(self.text, end)
        if joint is None or (match["nth"] and not match["nth_day"]) or match["span"]:
            return head, end
        tail = point().match(self.text, joint.end())
        if tail is None:
            return self._year_or_hours(match, head, joint.end(), end)
        if match["wrel"] and tail["wd"] and not tail["wrel"]:  # 下周二到周四
            day = head.days[0] + timedelta(days=weekday_of(tail["wd"]) - head.days[0].weekday())
            return (
                (Point((head.days[0], day), head.anchor), tail.end()) if day > head.days[0] else (head, end)
            )
        if self._is_no_date(tail):
            return head, end
        placed = self._tail(tail, head)
        if placed is None or placed.days[1] < head.days[0]:
            return head, end
        placed = self._timed(tail, placed)
        if placed.end and head.start and placed.end < head.start:
            return head, end
        whole = Point((head.days[0], placed.days[1]), head.anchor, head.start, placed.end)
        return whole, tail.end()

    def _year_or_hours(self, match: re.Match[str], head: Point, position: int, end: int) -> tuple[Point, int]:
        """Close 2008.03-2009 with the year, else a range within a day."""
        year = _YEAR_ALONE.match(self.text, position) if match["iy"] else None
        if year is None or int(year[1]) <= head.days[0].year:
            return self._hours(head, position, end)
        return Point((head.days[0], year_days(int(year[1]))[1]), head.anchor), year.end()

    def _hours(self, head: Point, position: int, end: int) -> tuple[Point, int]:
        """Close a range within a day: 8时至10时, 上午至傍晚."""
        tail = clock().match(self.text, position)
        if head.start is None or tail is None or not (tail["part"] or tail["hour"]):
            return head, end
        placed = at_time(Point(head.days, head.anchor), tail["part"], tail)
        if placed.end is None or placed.end < head.start:
            return head, end
        return Point(head.days, head.anchor, head.start, placed.end), tail.end()

    def _tail(self, tail: re.Match[str], head: Point) -> Point | None:
        """Place the end of a range, which takes from its beginning what it leaves out."""
        named = any(
            tail[name] for name in ("y4", "y2", "yrel", "roc", "ml", "mrel", "fest", "yp", "quarter", "ld")
        )
        first = head.days[0]
        if tail["m"] and not named:
            placed = self._in_month(tail, first.year, value_of(tail["m"]), head.anchor)
            if placed is None or placed.days[1] < first:
                placed = self._in_month(tail, first.year + 1, value_of(tail["m"]), head.anchor)
            return placed
        if tail["d"] and not named:
            for shift in (0, 1):
                day = day_of(*shift_month(first, shift), value_of(tail["d"]))
                if day and day >= first:
                    return Point((day, day), head.anchor)
            return None
        if tail["rel"] and date_words()[tail["rel"]][0] == "text":
            day = head.days[1] + timedelta(days=date_words()[tail["rel"]][1])
            return Point((day, day), head.anchor)
        return self._place(tail)


def find_dates(page: Page, hits: Mapping[str, list[Hit]], published: date | None) -> list[Date]:
    """Return the calendar expressions that can be placed, sorted, without overlaps; offsets half-open.

    Without `published`, only what the text itself places: dates with their year, and chains after them.
    """
    return _Reader(page, hits, published).read()
