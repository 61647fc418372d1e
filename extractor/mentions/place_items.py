"""The items of a list of places: where each stands, and whether it may be a name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.place_text import head_words, not_in_names, stops

if TYPE_CHECKING:
    from extractor.mentions.place_text import View

SHORT = 2  # characters of the shortest name
FIRM = 1.0  # a score above it: surely a place
_JOINT = re.compile("以及|[和与及]")


def items_of(view: View, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the names of a list; the last two may be joined by 和 (甲、乙|和|丙)."""
    text = view.text
    items: list[tuple[int, int]] = []
    for item in text[start:end].split("、"):
        items.append((start, start + len(item)))
        start += len(item) + 1
    left, right = items[-1]
    joint = _JOINT.search(text, left + SHORT, right - SHORT)
    if joint and text[left:right] not in view.towns:
        items[-1:] = [(left, joint.start()), (joint.end(), right)]
    return items


def may_name(item: str) -> bool:
    """Tell whether an item of a list may be a name and is no word (万华岩; 火车站)."""
    words = stops("word")
    short = len(item) <= 3
    return not item.endswith("境内") and not (
        item in words or (short and (item in head_words() or item in stops("stem") or item in stops("cut")))
    )


def says(view: View, start: int, end: int) -> bool:
    """Tell whether words that no name has stand in a part of a list (教师|深入)."""
    return (
        any(
            cue is not None and cue[2] in ("to", "cut") and at - cue[0] > 1 and cue[0] >= start
            for at in range(start + 2, end + 1)
            for cue in (view.cues.get(at),)
        )
        or not_in_names().match(view.text, start, end) is not None
    )


@cache
def whole_heads() -> tuple[str, ...]:
    """Return the heads that show a name of a list to be whole (石桥|村)."""
    return (*(head for head in head_words() if len(head) > 1), "村", "镇", "乡")
