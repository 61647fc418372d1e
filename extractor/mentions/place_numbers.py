"""Places that go by a number or a side: the halls of a site (2号馆), schools (市二中), the gate of a named house (云庙北门)."""

from __future__ import annotations

import re
from functools import cache

from extractor.mentions.lattice import Candidate
from extractor.mentions.place_text import Found, View, cue_at, generic, head_words, left_edge
from models.gazetteer import gazetteer

_HALL = re.compile(r"(?<![\dA-Za-z第.:-])\d{1,2}号(馆|展馆|展厅|登机口|航站楼|泊位|营房)(?:门[口前])?")
_SCHOOL = re.compile(r"中(?<=[一二三四五六七八九十]中)(?![学队心央毕国共有的年级层])")
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,2}$")
_TAKES_IN = re.compile(r"考点|(?:已|共|临时|集中)?(?:安置|接收)(?:了)?\d|门[口前]|校[门园]|操场")
_GATE = re.compile(r"门(?<=[东南西北正侧]门)(?=[,。、;和与上值巡执疏引维开设站守检安排])")
_JOINS = frozenset("、和与及")
_OWNERS = frozenset("市县区州")
_KINDS = frozenset("院校学司府局馆场区厦园店楼宅家村镇路街城厂市")
"""Characters that end the kind of a house rather than its name (医院|北门)."""
_SCORE = 2.0


def numbered(view: View) -> None:
    """Find halls and schools by number and gates where the text goes there."""
    _halls(view)
    _schools(view)
    _gates(view)


def _halls(view: View) -> None:
    """Find the halls of a kind of which the text goes to one (分守2号馆和|3号馆)."""
    text = view.text
    halls = [m for m in _HALL.finditer(text) if view.before(m.start()) is None] if "号" in text else []
    kinds = {m[1] for m in halls if cue_at(view, m.start()) == "to"}
    for match in halls:
        if match[1] in kinds:
            view.add(Candidate(*match.span(), "place", _SCORE, ("number",), Found(match.group(), "site")))


def _schools(view: View) -> None:
    """Find the schools of an area by number that people go to or that take people in (在|市二中, 云山一中|安置30人)."""
    text = view.text
    for match in _SCHOOL.finditer(text):
        number = _NUMBER.search(text, max(0, match.start() - 2), match.start())
        left = _area_start(view, number.start()) if number else None
        if number and left is not None and (cue_at(view, left) == "to" or _TAKES_IN.match(text, match.end())):
            end = match.end() + len("考点") * text.startswith("考点", match.end())
            inner = sum(max(c.score, 0.0) for c in view.pieces.get(number.start(), ()) if c.start == left)
            name = text[left:end]
            view.add(Candidate(left, end, "place", _SCORE + inner, ("number",), Found(name, "site")))


def _area_start(view: View, at: int) -> int | None:
    """Return where the area begins whose name ends at an offset: a division, or 市, 县 by itself; None if there is none."""
    text = view.text
    if area := view.before(at):
        return area.start if area.payload.kind in ("city", "county", "town") else None
    if text[at - 1 : at] in _OWNERS:
        return at - 1
    return at - 2 if gazetteer().find(text[at - 2 : at]) else None


@cache
def _heads() -> tuple[str, ...]:
    """Return the head words of more than one character."""
    return tuple(word for word in head_words() if len(word) > 1)


def _gates(view: View) -> None:
    """Find the gates of a house that goes by name where something is done there (在|云庙北门|疏导)."""
    text = view.text
    for match in _GATE.finditer(text):
        start = match.start() - 1
        if view.before(start) is not None:
            continue
        left, strength = left_edge(view, start, limit=4)
        stem = text[left:start]
        if (
            strength == "to"
            and len(stem) > 1
            and stem[-1] not in _KINDS
            and not stem.endswith(_heads())
            and not generic(view, left, start, match.end())
        ):
            name = text[left : match.end()]
            view.add(Candidate(left, match.end(), "place", _SCORE, ("gate",), Found(name, "site")))
