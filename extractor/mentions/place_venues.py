"""Organisations that are places too: a hospital that people are sent to, a school that takes them in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Place
from extractor.mentions.place_bare import gate, rooms
from extractor.mentions.place_site_lists import site_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Unit
    from extractor.text.page import Page

_KINDS = frozenset({"hospital", "school", "venue"})
_SITED_ENDS = frozenset("委支部织会矿场库站厂")  # of what `_sited` finds
_OPENS = re.compile(r"(?:^|[\n,。;:!?])在$")  # 在襄州区人民医院,队员接管了…
_JOINS = ("、", "和", "与", "及")
_NAME = 3  # characters; 医院 alone names none
_REACH = 6  # characters of the longest word that leads to a venue


@cache
def _sited() -> re.Pattern[str]:
    """Compile what a village or community has, and what ends the name of a site; its group tells which."""
    village, block = any_of("place_bodies", "in_village"), any_of("place_bodies", "in_block")
    return re.compile(
        rf"(?<=村)(?P<body>(?:{village})会?)$|(?<=社区)(?P<block>(?:{block})会?)$"
        r"|(?<=[煤铁金铜]矿)(?<!一[煤铁金铜]矿)(?P<mine>)$|(?<=村)(?P<plant>[^村]{2,8}厂)$|(?<=[林农]场)(?P<farm>)$|(?<=水库|电站)(?P<works>)$|(?<=站)(?<![务作费查测理助水血术技机防卫热粮油]站)(?P<station>)$"
    )


def homes(page: Page, located: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    """Return the villages whose body is named, mines, farms and stations, with what stands before (李店镇桑场村|党总支)."""
    text = page.clean
    bodies = [
        (c.start, match.start(match.lastgroup or 0))
        for c in chosen
        if c.label == "unit"
        and text[c.end - 1] in _SITED_ENDS
        and (match := _sited().search(text, c.start, c.end))
        and (
            match.lastgroup != "station" or (c.payload.kind == "company" and not c.payload.host)
        )  # of trains
    ]
    if not bodies:
        return []
    inside = [c for c in located if any(a <= c.start and c.end <= b for a, b in bodies)]
    return choose(inside) if inside else []


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Return words of a kind, the longest first.

    `to` and `beside` a venue, `there` after 在…, `part` of one, what `happens` at `works`,
    and what is `done` at a site (`place_goals.py`).
    """
    terms = (row["term"] for row in read_lexicon("place_venues") if row["kind"] == kind)
    return tuple(sorted(terms, key=len, reverse=True))


@cache
def _inside() -> re.Pattern[str]:
    """Return what shows after a name in the locative (在…医院|接受手术) that something happens there."""
    return re.compile(rf"[^,。;:!?、]{{0,6}}?(?:{'|'.join(map(re.escape, _words('there')))})")


def venues(page: Page, found: Sequence[Unit]) -> list[Place]:
    """Return hospitals and schools as places where the text says that people go or are there; they stay units."""
    text = page.clean
    places: list[Place] = []
    lists = site_lists(text)
    listed = 0  # where the last venue ends: 分别收治在甲医院、乙医院
    for unit in found:
        if part := gate().match(text, unit.end) or rooms().match(text, unit.end):
            end = part.end()
            end += text.startswith("前", end) * ("楼" in part.group())
            places.append(
                Place(unit.start, end, text[unit.start : end], unit.name + text[unit.end : end], "site")
            )
            continue
        if text.startswith(_words("happens"), unit.end) and unit.text.endswith(_words("works")):
            places.append(Place(unit.start, unit.end, unit.text, unit.name, "site"))
            continue
        if unit.kind not in _KINDS or unit.end - unit.start < _NAME:
            continue
        before = text[max(0, unit.start - _REACH) : unit.start]
        if (
            before.endswith(_words("to"))
            or text.startswith(_words("beside"), unit.end)
            or (before.endswith(("在", "到")) and _inside().match(text, unit.end))
            or text.startswith("内,", unit.end)  # …医院内,居民排起了队
            or (_OPENS.search(before) and text.startswith(",", unit.end))
            or any(start <= unit.start and unit.end <= end for start, end in lists)
            or (listed and text[listed : unit.start] in _JOINS)
        ):
            listed = unit.end
            places.append(Place(unit.start, unit.end, unit.text, unit.name, "site"))
    return places
