"""Names: units, persons, places and teams of a page, chosen together from all their candidates."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extractor.mentions import advice, persons, places, units
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Person, Place, Team, Unit
from extractor.mentions.teams import find_teams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page
    from models.annotator import Annotator

_WINDOW = 40  # characters; no candidate for a unit is longer
_FIRM = frozenset(("area", "level", "parent", "national"))
_DIVISIONS = frozenset(("province", "city", "county", "town"))
_AREAS = _DIVISIONS | {"village", "community", "zone"}
_AREA_SCORE = 1.0  # below it the gazetteer's name is more likely a chance sequence of characters
_JOINS = frozenset(("、", "和", "与", "及"))
_OWNS = re.compile(r" ?(?:机关(?=的))?(?:(?:派来|选派|派出|派驻|来)?的)?(?:\d{1,3}岁的?)?")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a page, each list sorted by start, one entry an occurrence; spans are clean, half-open."""

    places: list[Place]
    units: list[Unit]
    persons: list[Person]
    teams: list[Team]


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the vocabularies of all name finders."""
    return units.vocabularies() | persons.vocabularies() | places.vocabularies()


def find_names(
    page: Page,
    hits: Mapping[str, list[Hit]],
    context: Context,
    taken: Sequence[tuple[int, int]] = (),
    annotator: Annotator | None = None,
) -> Names:
    """Find the names of a page; `taken` are the clean spans of figures and dates, left alone.

    What an `annotator` suggests fills gaps and settles doubts; names that the grammar is sure of stay.
    """
    place_found = places.place_candidates(page, hits, context)
    areas = [area for c in place_found if (area := _area(c)) is not None]
    unit_found = units.unit_candidates(page, hits, context, areas, taken)
    blocked = [*taken, *page.layout.bylines]
    ends = frozenset(c.end for c in unit_found) | frozenset(c.end for c in place_found)
    person_found = persons.person_candidates(page, hits, ends, blocked)
    place_found = _undisturbed(place_found, unit_found)
    unit_found = units.outweigh(unit_found, place_found)
    chosen = choose([*place_found, *unit_found, *person_found])
    echoed = persons.echoes(page, chosen, blocked)
    if echoed:
        chosen = choose([*chosen, *echoed])
    if annotator is not None:
        given = advice.suggestions(page, annotator, blocked)
        named = frozenset((s.start, s.end) for s in given if s.label == "person")
        known = {(c.start, c.end) for c in person_found}
        lifted = persons.person_candidates(page, hits, ends, blocked, named)
        doubtful = [c for c in lifted if (c.start, c.end) not in known]
        chosen = advice.advise(page, context, chosen, doubtful, given)
    return _assemble(page, hits, context, chosen)


def _area(candidate: Candidate) -> units.Area | None:
    """Return the area that a place candidate offers to units, None for sites, roads and doubtful ones."""
    found: places.Found = candidate.payload
    if found.kind not in _AREAS or candidate.score < _AREA_SCORE:
        return None
    name = found.divisions[0].name if found.divisions and found.kind in _DIVISIONS else found.name
    code = found.divisions[0].code if len(found.divisions) == 1 else None
    near = "near" in candidate.evidence
    return units.Area(
        candidate.start, candidate.end, name, code, bool(found.divisions) and found.kind in _DIVISIONS, near
    )


def _undisturbed(located: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """Drop the roads and sites that cut into a unit named after its area (应岳阳高速|公路交警支队)."""
    firm = sorted((c.start, c.end) for c in found if _FIRM.intersection(c.evidence))
    kept: list[Candidate] = []
    for c in located:
        low = bisect_right(firm, (c.start - _WINDOW, 0))
        high = bisect_right(firm, (c.end, 0))
        crossed = any((a < c.end < b and c.start < a) or a < c.start < b < c.end for a, b in firm[low:high])
        if c.payload.kind in _DIVISIONS or not crossed:
            kept.append(c)
    return kept


def _assemble(
    page: Page, hits: Mapping[str, list[Hit]], context: Context, chosen: Sequence[Candidate]
) -> Names:
    """Turn the chosen candidates into mentions."""
    text = page.clean
    named = units.settle([c for c in chosen if c.label == "unit"])
    bylines = page.layout.bylines
    found_units = [
        Unit(start, end, text[start:end], n.name, n.official, n.region, n.kind)
        for (start, end), n in named.items()
        if not any(a < end and start < b for a, b in bylines)
    ]
    found_places = [places.to_place(c, page, context) for c in chosen if c.label == "place"]
    people = _people(page, hits, chosen, found_units, found_places)
    return Names(found_places, found_units, people, find_teams(page, found_units))


def _people(
    page: Page,
    hits: Mapping[str, list[Hit]],
    chosen: Sequence[Candidate],
    found: Sequence[Unit],
    located: Sequence[Place],
) -> list[Person]:
    """Give each person the role and the unit that stand before the name; later mentions inherit them."""
    by_end: dict[int, list[tuple[int, str]]] = {}
    for start, end, kind in hits["persons.roles"]:
        by_end.setdefault(end, []).append((start, kind))
    placed = {p.text for p in located}  # a first secretary is sent there by another unit
    titles: dict[int, list[tuple[int, int]]] = {}
    for start, end, kind in hits["persons.roles"]:
        if kind == "title":
            titles.setdefault(start, []).append((start, end))
    anchors = sorted(
        [(u.end, u.name) for u in found if u.kind != "media"] + [(p.end, p.text) for p in located]
    )
    starts = [a[0] for a in anchors]
    people: list[Person] = []
    for candidate in (c for c in chosen if c.label == "person"):
        index = bisect_right(starts, candidate.start) - 1
        floor, owner = anchors[index] if index >= 0 else (-1, "")
        sentence = page.sentence_at(candidate.start)
        if sentence is None or floor < sentence.start:
            floor, owner = -1, ""
        previous = people[-1] if people else None
        joined = previous is not None and previous.end >= floor
        role, left = persons.role_of(
            page.clean, candidate.start, by_end, max(floor, previous.end if previous else -1)
        )
        unit = ""
        if joined and previous is not None and page.clean[previous.end : left] in _JOINS:
            unit, role = previous.unit, role or previous.role
        elif floor >= 0 and not joined and _OWNS.fullmatch(page.clean, floor, left):
            unit = owner if index < 0 or not (role.endswith("第一书记") and owner in placed) else ""
        if not unit and role.endswith("长"):
            unit = _headed(role, anchors[: index + 1])
        role = role or max((page.clean[s:e] for s, e in titles.get(candidate.end, ())), key=len, default="")
        people.append(persons.to_person(candidate, page, role, unit))
    return _agree(people)


def _headed(role: str, anchors: Sequence[tuple[int, str]]) -> str:
    """Return the unit or place that the role leads (大队长 -> 汉源县消防救援大队)."""
    head = role.removesuffix("长").rpartition("副")[2]
    if not anchors or not head or len(role) > 5:
        return ""
    if anchors[-1][1].endswith(head):
        return anchors[-1][1]
    led = {name for _, name in anchors if name.endswith(head)}
    return led.pop() if len(led) == 1 else ""


def _agree(people: Sequence[Person]) -> list[Person]:
    """Give each mention of a person the first role and unit that the text states for the name."""
    roles: dict[str, str] = {}
    units_of: dict[str, str] = {}
    for person in people:
        if person.role:
            roles.setdefault(person.name, person.role)
        if person.unit:
            units_of.setdefault(person.name, person.unit)
    return [replace(p, role=roles.get(p.name, ""), unit=units_of.get(p.name, "")) for p in people]
