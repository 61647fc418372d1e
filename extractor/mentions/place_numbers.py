"""Places that go by a number or a side: the halls of a site (2号馆), schools (市二中), the gate of a named house (云庙北门).

Also houses by their number in a street (银杏街12号海月大厦), and the quarters of Taiwan's towns (光北里、南荣里等4个里).
"""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicons import any_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_text import Found, View, cue_at, generic, head_words, left_edge
from models.gazetteer import gazetteer

_SCHOOL = re.compile(r"中(?<=[一二三四五六七八九十]中)(?![学队心央毕国共有的年级层])")
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,2}$")
_GATE = re.compile(r"门(?<=[东南西北正侧]门)(?=[,。、;和与上值巡执疏引维开设站守检安排])")
_JOINS = frozenset("、和与及")
_OWNERS = frozenset("市县区州")
_KINDS = frozenset("院校学司府局馆场区厦园店楼宅家村镇路街城厂市")
"""Characters that end the kind of a house rather than its name (医院|北门)."""
_QUARTERS = re.compile(
    r"(?P<list>[\u4e00-\u9fff]{2,3}里(?:[、和与及][\u4e00-\u9fff]{2,3}里)*)(?=等?[\d两三四五六七八九十]{1,2}个?里)"
    r"|(?P<head>[\u4e00-\u9fff]{2}里)(?=里[长民]|长[\u4e00-\u9fff]{3})"
)
_TAIWAN = "71"
_SCORE = 2.0


@cache
def _hall() -> re.Pattern[str]:
    """Compile a hall by its number; group 1 is its kind."""
    return re.compile(rf"(?<![\dA-Za-z第.:-])\d{{1,2}}号({any_of('place_words', 'hall')})(?:门[口前])?")


@cache
def _takes_in() -> re.Pattern[str]:
    """Compile what shows behind a school that people are there."""
    interim, houses = any_of("place_words", "interim"), any_of("place_words", "takes_in")
    return re.compile(rf"(?:已|共|{interim})?(?:{houses})(?:了)?\d|{any_of('place_words', 'grounds')}")


@cache
def _house() -> re.Pattern[str]:
    """Compile a house under its number of a street."""
    return re.compile(
        r"(?<=[路街道巷里])\d[\d\-至]*号(?P<house>[\u4e00-\u9fff]{2,6}?"
        rf"(?:{any_of('place_words', 'house')}|(?<![一二三四五六七八九十])[楼阁苑]))"
        r"(?:[A-Z]座)?(?![\u4e00-\u9fff]*公司)"
    )


@cache
def _no_house() -> re.Pattern[str]:
    """Compile what the name of no such house holds."""
    return re.compile(f"[的了在一二三四五六七八九十]|{any_of('place_words', 'dwelling')}")


def numbered(view: View) -> None:
    """Find halls and schools by number and gates where the text goes there, houses and quarters."""
    _halls(view)
    _schools(view)
    _gates(view)
    _houses(view)
    _quarters(view)


def _halls(view: View) -> None:
    """Find the halls of a kind of which the text goes to one (分守2号馆和|3号馆)."""
    text = view.text
    halls = [m for m in _hall().finditer(text) if view.before(m.start()) is None] if "号" in text else []
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
        if (
            number
            and left is not None
            and (cue_at(view, left) == "to" or _takes_in().match(text, match.end()))
        ):
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


def _houses(view: View) -> None:
    """Find the houses that stand under a number of a street (银杏街12号|海月大厦)."""
    if "号" not in view.text:
        return
    for match in _house().finditer(view.text):
        road = next((c for c in view.pieces.get(match.start(), ()) if c.payload.kind == "road"), None)
        if road is None or _no_house().search(match["house"]):
            continue
        found = Found(match["house"], "site", road.payload.divisions)
        view.add(Candidate(match.start("house"), match.end("house"), "place", _SCORE, ("number",), found))


def _quarters(view: View) -> None:
    """Find the quarters of a town of Taiwan, which have heads of their own (光北里、南荣里等4个里, 光北里|里长)."""
    text = view.text
    if ("个里" not in text and "里长" not in text and "里民" not in text) or not _of_taiwan(view):
        return
    for match in _QUARTERS.finditer(text):
        at = match.start()
        for name in re.split("[、和与及]", match.group()):
            end = at + len(name)
            left = max((k for k in range(at, end - 2) if k in view.cues), default=at)
            if view.before(left) is None and not generic(view, left, end - 1, end):
                view.add(Candidate(left, end, "place", _SCORE, ("list",), Found(text[left:end], "community")))
            at = end + 1


def _of_taiwan(view: View) -> bool:
    """Tell whether a page tells of Taiwan."""
    return any(
        d.code.startswith(_TAIWAN)
        for c in view.found
        if c.payload.kind in ("city", "county", "town")
        for d in c.payload.divisions
    )
