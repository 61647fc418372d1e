"""Cumulative figures over time: what an article says was so many on one day and so many later (增至, 升至, 截至…)."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.records.restatements import same_noun

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from extractor.records.draft import Draft

_RISE_SIGN = re.compile("[至到为]")  # what every one of them has
_FROM = re.compile(r"从[^,。;]{0,12}$")
_REACH = 90  # how far before 增至 the earlier figure stands


@cache
def _rise() -> re.Pattern[str]:
    """Compile a verb of growth before a later figure."""
    quick, rise = any_of("count_verbs", "quick"), any_of("count_verbs", "rise")
    return re.compile(rf"(?:(?:{quick})?(?:{rise})(?:至|到|为))(?:了|了近|约)?[^\d,。;]{{0,4}}$")


@cache
def _aside() -> re.Pattern[str]:
    """Compile what puts an earlier figure beside a later one."""
    return re.compile(
        rf"\([^()]{{0,16}}(?:{any_of('day_words', 'point')})[^()]{{0,6}}$"
        r"|(?:而|但)?在?[^,。;]{2,14},?(?:这个?|该)数[字据]还?(?:只)?[是为]$"
    )


@cache
def _cumulative() -> re.Pattern[str]:
    """Compile what tells of a figure that grows from day to day."""
    return re.compile(rf"共|{any_of('sum_words', 'running')}")


def find_order(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft, bool]]:
    """Yield (earlier, later, sure) of cumulative figures that the text sets side by side."""
    seen: set[tuple[int, int]] = set()
    for earlier, later, sure in (*_told(drafts), *_dated(drafts)):
        if (id(earlier), id(later)) not in seen:
            seen.add((id(earlier), id(later)))
            yield earlier, later, sure


def _alike(one: Draft, other: Draft) -> bool:
    a, b = one.count, other.count
    return (
        a.measure == b.measure
        and not a.per
        and not b.per
        and one.planned == other.planned
        and one.whole is not other
    )


def _told(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft, bool]]:
    """Yield pairs that a verb of growth or an aside (7月30日同一时点为1.52万人次) joins."""
    for index, draft in enumerate(drafts):
        text = draft.frame.text
        lead = text[max(draft.frame.sentence.start, draft.token.start - 24) : draft.token.start]
        aside = _aside().search(lead) if "(" in lead or lead.endswith(("是", "为")) else None
        rise = _rise().search(lead) if _RISE_SIGN.search(lead) else None
        if aside is None and rise is None:
            continue
        for other in reversed(drafts[max(0, index - 4) : index]):
            if other.paragraph != draft.paragraph or draft.token.start - other.token.end > _REACH:
                break
            if not _alike(other, draft) or other.whole is not None:
                continue
            if aside is not None:
                yield draft, other, False
            else:
                start = other.token.start
                sure = (
                    bool(_FROM.search(text[max(0, start - 14) : start]))
                    and draft.token.start - other.token.end < 12
                )
                yield other, draft, sure
            break


def _dated(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft, bool]]:
    """Yield cumulative totals of one noun at different times, each with the next."""
    groups: list[list[Draft]] = []
    for draft in drafts:
        if not _running(draft):
            continue
        for group in groups:
            if _alike(group[0], draft) and _one_noun(group[0], draft) and draft.unit == group[0].unit:
                group.append(draft)
                break
        else:
            groups.append([draft])
    for group in groups:
        moments: dict[str, Draft] = {}
        for draft in group:
            moments.setdefault(_moment(draft.as_of), draft)
        steps = [moments[key] for key in sorted(moments)]
        yield from ((a, b, False) for a, b in itertools.pairwise(steps))


def _one_noun(one: Draft, other: Draft) -> bool:
    return same_noun(one.count.noun, other.count.noun) and bool(one.count.noun) and bool(other.count.noun)


def _running(draft: Draft) -> bool:
    """Tell whether a figure is a dated running total."""
    if draft.as_of is None or draft.whole is not None or draft.count.per or draft.planned or not draft.total:
        return False
    frame = draft.frame
    return bool(_cumulative().search(frame.text, frame.sentence.start, draft.token.start))


def _moment(as_of: date | datetime | None) -> str:
    return as_of.isoformat() if as_of is not None else ""
