"""Named things right before their number: 北村、纺南等14个社区; what is a name, and how many there are."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from extractor.records.record import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.draft import Draft

_LIST_MARKS = ("、", "和", "与", "及", "等")
_REACH = 120  # how far before its number a list of names begins
_LIST = re.compile(r"[^,。;:()\d]{2,120}$")
_MARK = re.compile(r"、|和|与|以及|及")
_NAME = re.compile(r"[一-鿿·“”]{1,16}")
_AND_SO_ON = re.compile(r"等地?$")


def find_listings(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Find `北村、纺南等14个社区` and `河口、永平、鹅湖5个镇`: named things right before their number."""
    found: list[Relation] = []
    for draft in drafts:
        if draft.count.measure not in ("places", "units", "teams"):
            continue
        frame = draft.frame
        tokens = [t for t in frame.of("place", "unit") if t.end <= draft.token.start]
        gap = frame.text[tokens[-1].end : draft.token.start] if tokens else None
        if gap not in ("", "等", "等地", "这"):
            found += _words_listed(draft, ids)
            continue
        names = [tokens[-1]]
        for token in reversed(tokens[:-1]):
            between = frame.text[token.end : names[0].start]
            if re.fullmatch(r"、|和|与|及|以及", between):
                names.insert(0, token)
            elif between:
                break
        told = _words_listed(draft, ids)
        if told and len(told[0].names) > len(names):
            found += told  # names that no finder knows stand among them
        elif len(names) > 1 or gap.startswith("等"):
            listed = tuple(frame.text[t.start : t.end] for t in names)
            # A name that was not found may stand before the first or between two: such a list is open.
            whole = frame.text[: names[0].start].endswith(_LIST_MARKS) or "、" in "".join(listed)
            open_ = whole or gap.startswith("等")
            # 保定、涿州4个乡镇 names where they are, not which: only names of the counted kind are a list of them.
            kind = draft.count.noun[-1:]
            joints = {frame.text[a.end : b.start] for a, b in itertools.pairwise(names)}
            whole = (
                whole
                or not kind
                or any(not name.endswith(kind) for name in listed)
                or joints - {"、", "和"} != set()
            )
            found.append(
                Relation("listing", (), ids[id(draft)], names=listed, exhaustive=not open_, sure=not whole)
            )
    return found


def _words_listed(draft: Draft, ids: dict[int, str]) -> list[Relation]:
    """Return the listing of names that are only told by the marks between them.

    Where 等 closes them they are at most as many as are counted; without it, just as many. Of more, nothing is told.
    """
    text, start = draft.frame.text, draft.token.start
    lead = _LIST.search(text, max(draft.frame.sentence.start, start - _REACH), start)
    number = draft.count.low
    if lead is None or not number or number != draft.count.high or "、" not in lead[0]:
        return []
    open_ = _AND_SO_ON.search(lead[0])
    names = _MARK.split(lead[0][: open_.start()] if open_ else lead[0])
    if not all(_NAME.fullmatch(name) for name in names[1:]) or not names[0] or "的" in names[-1]:
        return []
    if len(names) > number or (not open_ and len(names) < number):
        return []
    return [Relation("listing", (), ids[id(draft)], names=tuple(names), exhaustive=not open_, sure=False)]
