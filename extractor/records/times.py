"""Linking counts to the day that the statement is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from extractor.mentions.mention import Date
from extractor.records.draft import Draft
from extractor.records.frame import Frame, Token

_UNTIL = re.compile(r"(?:截至|截止|截止到|截至到|至|到)$")
_SINCE = re.compile(r"^(?:起|以来|开始|至今|后)")
_ATTRIBUTE = re.compile(r"^(?:[^,。;]{0,10}?)(?:挂牌|成立|设立|创办|建成|出生|入党|毕业|那一?[轮次场年]|的(?:那|第|大))")


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
        dates = frame.of("date")
        for draft in own:
            _link(draft, dates, carried, published)
        usable = [t.item for t in dates if not _aside(frame, t)]
        if usable:
            carried = usable[-1]


def _aside(frame: Frame, token: Token) -> bool:
    """Tell whether a date only describes something else (2007年挂牌的…) or opens a period (3月1日以来)."""
    rest = frame.text[token.end : frame.clauses[token.clause][1]]
    return bool(_ATTRIBUTE.match(rest)) or (bool(_SINCE.match(rest)) and day_of(token.item.from_) == day_of(token.item.to))


def _link(draft: Draft, dates: Sequence[Token], carried: Date | None, published: date | None) -> None:
    frame, token = draft.frame, draft.token
    if frame.kind == "headline" and not dates:
        return
    before = [d for d in dates if d.end <= token.start and not _aside(frame, d)]
    if draft.planned:
        before = [d for d in before if d.clause == token.clause or _plan_between(draft, d)]
        if before:
            _set(draft, before[-1].item)
        return
    now = frame.cue("now", frame.sentence.start, token.start)
    if before and (now is None or now.start < before[-1].end):
        _set(draft, before[-1].item)
    elif now is not None and published is not None:
        draft.as_of = draft.from_ = draft.to = published
    elif carried is not None and not before:
        year = day_of(carried.to).toordinal() - day_of(carried.from_).toordinal() > 1
        if not year:
            _set(draft, carried)
            draft.doubts += 1


def _plan_between(draft: Draft, day: Token) -> bool:
    plan = draft.frame.cue("plan", draft.frame.sentence.start, draft.token.start)
    return plan is not None and day.start >= plan.end


def _set(draft: Draft, found: Date) -> None:
    draft.as_of, draft.from_, draft.to = _as_of(found), found.from_, found.to
