"""Names: units, persons, places and teams of a page, chosen together from all their candidates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.context import Context
from extractor.mentions import persons, places, units
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Person, Place, Team, Unit
from extractor.mentions.scan import Hit
from extractor.mentions.teams import find_teams
from extractor.text.page import Page


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a page, each list sorted by start, one entry an occurrence; spans are clean and half-open."""

    places: list[Place]
    units: list[Unit]
    persons: list[Person]
    teams: list[Team]


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the vocabularies of all name finders."""
    return units.vocabularies() | persons.vocabularies() | places.vocabularies()


def find_names(
    page: Page, hits: Mapping[str, list[Hit]], context: Context, taken: Sequence[tuple[int, int]] = (),
) -> Names:
    """Find the names of a page; `taken` are the clean spans of figures and dates, which no name may overlap."""
    place_found = places.place_candidates(page, hits, context)
    areas = []
    for candidate in place_found:
        place = places.to_place(candidate, page, context)
        areas.append(units.Area(candidate.start, candidate.end, place.name, place.code))
    unit_found = units.unit_candidates(page, hits, context, areas, taken)
    blocked = [*taken, *page.layout.bylines]
    ends = frozenset(c.end for c in unit_found) | frozenset(c.end for c in place_found)
    person_found = persons.person_candidates(page, hits, ends, blocked)
    unit_found = units.outweigh(unit_found, place_found)
    chosen = choose([*place_found, *unit_found, *person_found])
    echoed = persons.echoes(page, chosen, blocked)
    if echoed:
        chosen = choose([*chosen, *echoed])
    return _assemble(page, hits, context, chosen)


def _assemble(page: Page, hits: Mapping[str, list[Hit]], context: Context, chosen: Sequence[Candidate]) -> Names:
    """Turn the chosen candidates into mentions."""
    text = page.clean
    named = units.settle([c for c in chosen if c.label == "unit"], text)
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
    page: Page, hits: Mapping[str, list[Hit]], chosen: Sequence[Candidate], found: Sequence[Unit], located: Sequence[Place],
) -> list[Person]:
    """Give each person the role and the unit that stand before the name; later mentions inherit them."""
    by_end: dict[int, list[tuple[int, str]]] = {}
    for start, end, kind in hits["persons.roles"]:
        by_end.setdefault(end, []).append((start, kind))
    anchors = sorted([(u.end, u.name) for u in found if u.kind != "media"] + [(p.end, p.text) for p in located])
    starts = [a[0] for a in anchors]
    people: list[Person] = []
    known: dict[str, tuple[str, str]] = {}
    for candidate in (c for c in chosen if c.label == "person"):
        index = bisect_right(starts, candidate.start) - 1
        floor, owner = anchors[index] if index >= 0 else (-1, "")
        sentence = page.sentence_at(candidate.start)
        if sentence is None or floor < sentence.start:
            floor, owner = -1, ""
        role, left = persons.role_of(page.clean, candidate.start, by_end, floor)
        unit = owner if left >= 0 and page.clean[floor:left] in ("", "的") and floor >= 0 else ""
        name = page.clean[candidate.start : candidate.end]
        if name in known and not unit and not role:
            role, unit = known[name]
        elif role or unit:
            known.setdefault(name, (role, unit))
        people.append(persons.to_person(candidate, page, role, unit))
    return people
