"""Linking counts to the day that the statement is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from extractor.mentions.mention import Date
from extractor.records.draft import Draft
from extractor.records.frame import Frame, Token

_SINCE = re.compile(r"^(?:起|以来|开始|至今|后)")
_ATTRIBUTE = re.compile(r"^(?:[^,。;]{0,10}?)(?:挂牌|成立|设立|创办|建成|出生|入党|毕业|那一?[轮次场年]|的(?:那|第|大)|第\d+号|\d+岁|首[次度]|入)")
_ANNOUNCED = re.compile(r"^[^,。;]{0,14}?(?:公布|通报|发布|晒出|召开的|举行的|获悉|了解到|介绍|透露|披露|发函|消息)")
_CLOCK = re.compile(r"\d{1,2}[时点]")
_RUNNING = re.compile(r"累计|先后|各类|共有")


def day_of(value: date | datetime) -> date:
    """Return the calendar day of a date or datetime."""
    return value.date() if isinstance(value, datetime) else value


def _as_of(found: Date) -> date | datetime | None:
    """Return the day of a single-day date, the last day of a month or year, None for another span."""
    start, end = day_of(found.from_), day_of(found.to)
    if start == end:
        # A clock time is kept to the minute; a part of day stands for its day.
        exact = isinstance(found.from_, datetime) and found.from_ == found.to
        return found.from_ if exact else start
    whole_month = start.day == 1 and (end.year, end.month) == (start.year, start.month) and end.day >= 28
    whole_year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
    return end if whole_month or whole_year else None


def link_times(paragraph: Sequence[Frame], drafts: Sequence[Sequence[Draft]], published: date | None) -> None:
    """Set `as_of`, `from_` and `to` of every draft of a paragraph."""
    carried: Date | None = None
    for frame, own in zip(paragraph, drafts, strict=True):
        dates = [t for t in frame.of("date") if not _aside(frame, t)]
        for draft in own:
            if draft.planned:
                _link_plan(draft, frame.of("date"))
            else:
                _link(draft, dates, carried, published)
        days = [t.item for t in dates if _days(t.item) <= 1 and not _quoted(frame, t)]
        if days:
            carried = days[-1]


def _days(found: Date) -> int:
    """Return how many days a date spans beyond its first."""
    return (day_of(found.to) - day_of(found.from_)).days


def _quoted(frame: Frame, token: Token) -> bool:
    before = frame.text[frame.sentence.start : token.start]
    return before.count("“") > before.count("”")


def _aside(frame: Frame, token: Token) -> bool:
    """Tell whether a date only describes something else (2007年挂牌的…) or opens a period (3月1日以来)."""
    rest = frame.text[token.end : frame.clauses[token.clause][1]]
    if _days(token.item) > 1 and _ATTRIBUTE.match(rest):
        return True
    if _ANNOUNCED.match(rest) and not frame.text[: token.start].endswith(("截至", "截止", "至")):
        return True
    return bool(_SINCE.match(rest)) and _days(token.item) <= 1


def _link(draft: Draft, dates: Sequence[Token], carried: Date | None, published: date | None) -> None:
    frame, token = draft.frame, draft.token
    before = [d for d in dates if d.end <= token.start and (_days(d.item) <= 1 or token.clause - d.clause <= 1)]
    now = frame.cue("now", frame.sentence.start, token.start)
    if before and (now is None or now.start < before[-1].end):
        _set(draft, before[-1].item)
    elif now is not None and published is not None and frame.kind != "headline":
        draft.as_of = draft.from_ = draft.to = published
    elif frame.kind == "headline":
        return
    elif later := [d for d in dates if d.start >= token.end and _days(d.item) <= 1 and not _ahead(frame, token, d)]:
        _set(draft, later[0].item)
        draft.doubts += 1
    elif carried is not None and _goes_on(draft) and not _RUNNING.search(frame.text[frame.sentence.start : token.start]):
        _set(draft, carried)
        draft.doubts += 1


def _goes_on(draft: Draft) -> bool:
    """Tell whether a sentence goes on with the day before it: a bare clock time, or no new sender of its own."""
    before = draft.frame.text[draft.frame.sentence.start : draft.token.start]
    return draft.unit is None or draft.doubts > 0 or bool(_CLOCK.search(before))


def _ahead(frame: Frame, count: Token, day: Token) -> bool:
    """Tell whether a later date belongs to another event: a plan, or a figure of its own stands between."""
    if frame.cue("plan", count.end, day.end) or frame.text[count.end : day.start].count(",") > 2:
        return True
    return any(t.kind == "count" and t.item.measure == count.item.measure for t in frame.of_between(count.end, day.start))


def _link_plan(draft: Draft, dates: Sequence[Token]) -> None:
    """Link a planned count to the day or deadline that its own sentence gives."""
    before = [d for d in dates if d.end <= draft.token.start]
    if before:
        _set(draft, before[-1].item)


def _set(draft: Draft, found: Date) -> None:
    draft.as_of, draft.from_, draft.to = _as_of(found), found.from_, found.to
