"""Places that go by their kind alone (在县城, 到火车站), and the parts of a place (体育中心|东门)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_edges import EDGES
from extractor.mentions.place_text import Found, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.scan import Hit

_NAME = 6
_JOINS = frozenset("、和与及")
_KINDS = re.compile(
    r"(?:[、和及][\u4e00-\u9fff]{2,8}){1,6}等(?:\d{3,5}|[数几]?[百千万]|各|多)[余多]?[个处类]"
)
"""What goes on with other kinds of places, of which there are many (火车站|、飞机场等5000余个场站)."""
_LIKELY, _MORE, _SURE = 1.0, 0.5, 0.8
_WHOLE = frozenset(("site", "community", "village", "zone"))


@cache
def gate() -> re.Pattern[str]:
    """Return the parts of a place that go by a side or a number: a gate, a square, a hall."""
    numbered, lettered = any_of("place_words", "numbered"), any_of("place_words", "lettered")
    return re.compile(
        r"(?:[东南西北正大侧]{1,2}门(?:外|前|口|处)?(?![诊店牌窗票户市镇乡村街岛])|门(?:前(?!三包|[雪的]雪)|口(?!罩))|[外前东西南北]广场"
        rf"|第?[一二三四五六七八九\d]期(?![工项建培学活])|\d{{1,2}}号(?:{numbered})(?:入口|出口)?"
        rf"|(?<=矿)(?:[一二三四五六七八九十\d]{{1,2}}号?|[主副])井|[A-Z]\d{{1,2}}(?:{lettered}))"
    )


@cache
def _sends() -> tuple[str, ...]:
    """Return the verbs that follow a zone which acts."""
    return tuple(verb for verb in terms_of("count_verbs", "each") if len(verb) > 1)


@cache
def _aside() -> frozenset[str]:
    """Return what leads to a place where nothing happens (离县城80公里)."""
    return frozenset(terms_of("place_words", "aside"))


def vocabulary() -> dict[str, str]:
    """Return the places that go by their kind: term -> kind; `area`, a zone that may act by itself; `seat`, only of a county."""
    return {row["term"]: row["kind"] for row in read_lexicon("place_bare")}


def _of_county(view: View, start: int, end: int) -> None:
    """Find the town of a county or city named before it (北川|县城, 北川县|城)."""
    text = view.text
    seat = view.before(start + (end - start == len("县城") and text[start] == "县")) or view.before(start)
    if (
        seat
        and seat.payload.kind in ("county", "city")
        and seat.end - seat.start < _NAME
        and (seat.end > start or text[seat.end - 1] not in "市区旗州")
        and not ((above := view.before(seat.start)) and above.payload.kind == "county")  # 中牟县|新县城
    ):
        found = Found(text[seat.start : end], "zone", seat.payload.divisions)
        view.add(Candidate(seat.start, end, "place", max(seat.score, 0.0) + _MORE, ("bare",), found))


def bare(view: View, hits: Sequence[Hit]) -> None:
    """Find places that go by their kind where the text goes there, or that a list joins to other places."""
    text = view.text
    longest = {start: (end, kind) for start, end, kind in hits}
    terms = {text[start:end] for start, (end, _) in longest.items()}
    full = (
        {
            term: c.payload  # 云山奥体中心 … 奥体中心
            for c in view.found
            if c.payload.kind == "site"
            for term in terms
            if text.endswith(term, c.start + 1, c.end)
        }
        if terms
        else {}
    )
    for start, (end, sort) in longest.items():
        kind = "zone" if sort == "area" else sort
        if kind != "site":
            _of_county(view, start, end)
        if kind == "seat":
            continue
        if sort == "area" and text[start - 1 : start] in EDGES and text.startswith(_sends(), end):
            view.add(Candidate(start, end, "place", _LIKELY, ("bare",), Found(text[start:end], kind)))
            continue  # 。高新区|出动人工1300余人
        if _KINDS.match(text, end):
            continue
        cue = view.cues.get(start)
        led = cue is not None and cue[2] == "to" and text[cue[0] : start] not in _aside()
        led = led or (
            text[start - 1 : start] in ("将", "把") and text.startswith(terms_of("place_words", "made"), end)
        )
        beside = view.before(start - 1) if text[start - 1 : start] in _JOINS else None
        if led or (beside is not None and beside.payload.kind != "county" and beside.score > _SURE):
            found = replace(full.get(text[start:end]) or Found(text[start:end], kind))
            if part := _part(found, text, end):  # 在体育中心|小礼堂
                found = Found(found.name + _own_name(part), "site", found.divisions)
            last = part.end() if part else end
            view.add(Candidate(start, last, "place", _LIKELY, ("bare",), found))


@cache
def rooms() -> re.Pattern[str]:
    """Return the parts that a place or an organisation's house has (体育中心|停车场)."""
    words = (row["term"] for row in read_lexicon("place_venues") if row["kind"] == "part")
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def _own_name(part: re.Match[str]) -> str:
    """Return what a part adds to the name of its place: before its door is the place itself (文化站|门前)."""
    return "" if part.group().startswith("门") else part.group()


def _part(found: Found, text: str, end: int) -> re.Match[str] | None:
    """Return the part of a place that is named after it; before the doors of a block many stand."""
    part = gate().match(text, end) or (rooms().match(text, end) if found.kind == "site" else None)
    return None if part and found.kind != "site" and part.group().startswith("门") else part


def parts(view: View) -> None:
    """Find the parts of the places found: each is a place of its own, and the longer name."""
    text = view.text
    for whole in list(view.found):
        found: Found = whole.payload
        if found.kind not in _WHOLE or whole.score <= _SURE or not (part := _part(found, text, whole.end)):
            continue
        end = part.end()
        named = Found(found.name + _own_name(part), "site", found.divisions)
        own = max((c.score for c in view.pieces.get(end, ()) if c.start >= whole.end), default=0.0)
        view.add(Candidate(whole.start, end, "place", whole.score + own + _MORE, ("part",), named))
