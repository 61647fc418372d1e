"""Owners of posts that stand without one: the unit that the text speaks of, found by what a role's unit is called.

`role_owners.tsv` gives, for a role, the endings of the units that have it (护士长: 医院, 医疗队), `?` where only a unit right
before it can own it (志愿者), `-` where nothing does (村民). Anchors stand in the order of their ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.text.page import Page

_OPENING = 10  # characters; a unit that opens the sentence is its subject
_FAR = 400  # characters; further back the text speaks of something else
_SETTLED = frozenset(("village", "community", "town", "zone"))


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Anchor:
    """A unit or a place that may own a post; `kind` is the place's kind, `unit` for a unit; `text` as written."""

    start: int
    end: int
    name: str
    kind: str
    text: str


@cache
def _orders() -> re.Pattern[str]:
    """Compile what stands behind a unit that gives orders: it acts elsewhere."""
    return re.compile(f"的?(?:{any_of('post_words', 'orders')})")


@cache
def _owners() -> dict[str, tuple[str, ...]]:
    return {r["term"]: tuple(r["endings"].split("|")) for r in read_lexicon("role_owners")}


def endings_of(role: str) -> tuple[str, ...] | None:
    """Return the endings of the units that have a role, an empty tuple for none, None where nothing is known."""
    table = _owners()
    found = next((table[role[at:]] for at in range(len(role)) if role[at:] in table), None)
    return () if found == ("-",) else found


def owner_of(page: Page, anchors: Sequence[Anchor], ends: Sequence[int], role: str, left: int) -> str:
    """Return the unit that a role which begins at `left` belongs to, by its kind; empty where none is named before."""
    endings = endings_of(role)
    if endings is None:
        return _only(page, anchors, ends, left)
    fitting = [
        (anchor.end <= left, anchor)
        for anchor in anchors
        if (anchor.kind == "unit" or anchor.kind in _SETTLED)
        and (anchor.text.endswith(endings) or anchor.name.endswith(endings))
    ]
    before = [anchor for is_before, anchor in fitting if is_before]
    if before and left - before[-1].end <= _FAR:
        return before[-1].name
    if len({anchor.name for _, anchor in fitting}) == 1:
        return fitting[0][1].name
    return _only(page, anchors, ends, left) if role.endswith(terms_of("post_words", "anywhere")) else ""


def _only(page: Page, anchors: Sequence[Anchor], ends: Sequence[int], left: int) -> str:
    """Return the one unit of the sentence, or of the paragraph before it; of several the one that opens the sentence."""
    sentence, paragraph = page.sentence_at(left), page.paragraph_at(left)
    if sentence is None or paragraph is None:
        return ""
    here = bisect_right(ends, left)
    for floor in (sentence.start, paragraph.start):
        low = bisect_left(ends, floor)
        acting = [a for a in anchors[low:here] if a.kind == "unit" and not _orders().match(page.clean, a.end)]
        names = list(dict.fromkeys(a.name for a in acting))
        if names:
            opens = low < here and anchors[low].start - floor < _OPENING
            return names[0] if len(names) == 1 or opens else ""
    return ""
