"""Names that a list holds beside places found: between two of them, before or behind, or sharing the head of the last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.lexicons import terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.name_shapes import bigrams
from extractor.mentions.place_items import FIRM, SHORT, may_name, says, whole_heads
from extractor.mentions.place_text import Found

if TYPE_CHECKING:
    from extractor.mentions.place_text import View

_ITEM = re.compile(r"[\u4e00-\u9fff]{2,8}(?=、)")
_LISTABLE = frozenset(("site", "road", "community", "county"))
_SHARED_KINDS = frozenset(("site", "community", "village", "water"))
_JOINS = ("、", "和", "与", "及")
_PREPOSITIONS = frozenset("到赴往在")
_SOURCES = ("从", "来自", "自", "源自")
_ITEM_LENGTH = 5
_AHEAD = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?=[、,。;]|等地?(?![\d两三四五六七八九十多])|[\d两三四五六七八九十]{1,3}[个座处地])"
)


def between(view: View) -> None:
    """Find what a list names between two places found (在人民广场、|高山街|、中心广场)."""
    text = view.text
    places = _listable(view)
    starts = {c.start for c in places}
    covered = _covered(view)
    for end in {c.end for c in places}:
        if text[end : end + 1] != "、":
            continue
        item = _ITEM.match(text, end + 1)
        if item is None or item.end() + 1 not in starts or not covered.isdisjoint(range(*item.span())):
            continue
        if may_name(item.group()) and not says(view, *item.span()):
            found = Found(item.group(), "site")
            view.add(Candidate(*item.span(), "place", FIRM + 0.1, ("list",), found))


def beside(view: View) -> None:
    """Find what stands before or behind two places of a list (到|梅子地、深水埗及湾仔等地)."""
    text = view.text
    starts: dict[int, Candidate] = {}
    for c in _listable(view):
        if c.start not in starts or c.end > starts[c.start].end:
            starts[c.start] = c
    covered = _covered(view)
    for first in list(starts.values()):
        second = starts.get(first.end + 1)
        if second is None or text[first.end] not in _JOINS:
            continue
        spans = []
        if (
            text[first.start - 1 : first.start] in _JOINS
            and (at := _item_before(view, first.start - 1)) is not None
        ):
            spans.append((at, first.start - 1))
        if text[second.end : second.end + 1] in _JOINS and (ahead := _AHEAD.match(text, second.end + 1)):
            spans.append(ahead.span())
        for start, end in spans:
            if (
                covered.isdisjoint(range(start, end))
                and may_name(text[start:end])
                and not says(view, start, end)
            ):
                found = Found(text[start:end], "site")
                view.add(Candidate(start, end, "place", FIRM + 0.1, ("list",), found))


def sharing(view: View) -> None:
    """Find the names that share the head of the last of their list (闻喜、垣曲西和绛县收费站)."""
    text = view.text
    for last in list(view.found):
        if text[last.start - 1 : last.start] not in _JOINS or last.payload.kind not in _SHARED_KINDS:
            continue
        head = next(
            (h for h in terms_of("place_list_nouns", "shared") if text.endswith(h, last.start, last.end)), ""
        )
        stem = last.end - last.start - len(head)
        if not head or stem < SHORT or last.score < FIRM - 0.2 or text[last.end : last.end + 1] == "、":
            continue
        _sharers(view, last, head)


def _listable(view: View) -> list[Candidate]:
    """Return the places that a list may name others beside: firm ones, and those of the article's own divisions in a list."""
    return [
        c
        for c in view.found
        if c.payload.kind in _LISTABLE and (c.score > FIRM or {"near", "list"} <= set(c.evidence))
    ]


def _covered(view: View) -> set[int]:
    """Return the ends of what is known already: firm candidates, and divisions, whether they are places here or only origins."""
    return {
        at
        for c in view.found
        if c.score > FIRM or (c.score > 0 and c.payload.divisions)
        for at in (c.start, c.end - 1)
    }


def _item_before(view: View, end: int) -> int | None:
    """Return where a name of two to four characters begins that a word leading to places stands before, None without one."""
    for start in range(end - SHORT, end - _ITEM_LENGTH, -1):
        cue = view.cues.get(start)
        if cue is not None and cue[2] == "to" and not view.text.startswith(_SOURCES, cue[0]):
            return start
    return None


def _sharers(view: View, last: Candidate, head: str) -> None:
    """Add the names before the last of a list, up to a town that stands before them or what leads to them."""
    text = view.text
    spans: list[tuple[int, int]] = []
    end = last.start - 1
    opened = False
    while not opened:
        start = max(text.rfind(mark, max(0, end - _ITEM_LENGTH - 1), end) for mark in _JOINS) + 1
        edge = next(
            (at for at in range(end - SHORT, max(start, end - _ITEM_LENGTH) - 1, -1) if _opens(view, at)),
            None,
        )
        opened = start == 0 or edge is not None
        begin = start if edge is None else edge
        if not 1 < end - begin < _ITEM_LENGTH or not _shares(view, begin, end, head):
            break
        spans.append((begin, end))
        end = begin - 1
        if edge is None and text[begin - 1] not in _JOINS:
            break
    if not opened:
        return
    for begin, stop in spans:
        own = max((c.score for c in view.pieces.get(stop, ()) if c.start >= begin), default=0.0)
        found = Found(text[begin:stop] + head, last.payload.kind, last.payload.divisions)
        view.add(Candidate(begin, stop, "place", own + FIRM + 0.2, ("list",), found))


def _shares(view: View, start: int, end: int, head: str) -> bool:
    """Tell whether an item may share the head of its list: a bare name, and of villages no county's."""
    text = view.text
    if not may_name(text[start:end]) or says(view, start, end) or text[start:end].endswith(whole_heads()):
        return False
    return head != "村" or all(
        c.start != start or c.payload.kind != "county" for c in view.pieces.get(end, ())
    )


def _opens(view: View, at: int) -> bool:
    """Tell whether a list may begin somewhere: after a town or a word that leads to places."""
    cue = view.cues.get(at)
    before = view.before(at)
    return (cue is not None and cue[2] == "to" and (at - cue[0] > 1 or _leads(view.text, at))) or (
        before is not None and before.payload.kind in ("town", "road") and before.end - before.start > SHORT
    )


def _leads(text: str, at: int) -> bool:
    """Tell whether one character leads to a name: a preposition that makes no word with what follows (到|古塘, not 在|职)."""
    return text[at - 1] in _PREPOSITIONS and text[at - 1 : at + 1] not in bigrams()
