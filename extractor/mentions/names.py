"""Names: units, persons, places and teams of a page, chosen together from all their candidates."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.mentions import advice, persons, places, units
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Person, Place, Team, Unit
from extractor.mentions.place_text import Found
from extractor.mentions.place_venues import homes, venues
from extractor.mentions.posts import find_posts
from extractor.mentions.roles import Roles, index_roles
from extractor.mentions.teams import find_teams
from extractor.mentions.unit_terms import elements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.place_text import Found
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page
    from models.annotator import Annotator

_WINDOW = 40  # characters; no candidate for a unit is longer
_DIVISIONS = frozenset(("province", "city", "county", "town"))
_AREAS = _DIVISIONS | {"village", "community", "zone"}
_AREA_SCORE = 1.0  # below it the gazetteer's name is more likely a chance sequence of characters


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a page, each list sorted by start, one entry an occurrence; spans are clean, half-open."""

    places: list[Place]
    units: list[Unit]
    persons: list[Person]
    teams: list[Team]
    owner: Unit | None = None
    """The organisation that a page's credits name as its origin, as they name it; the story need not name it."""


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
    place_found, unit_found = other_candidates(page, hits, context, taken)
    blocked = [*taken, *page.layout.bylines]
    roles = index_roles(hits, page.clean)
    others = [*place_found, *unit_found]
    person_found = persons.person_candidates(page, hits, roles, others, blocked)
    place_found = _undisturbed(place_found, unit_found)
    blocks = elements("block")  # 学院|社区
    unit_found = [c for c in unit_found if not page.clean.startswith(blocks, c.end)]
    unit_found = units.outweigh(unit_found, [*place_found, *person_found])
    unit_found = units.at_work(page.clean, unit_found, place_found)
    chosen = choose([*place_found, *unit_found, *person_found])
    if not_people := _places_as_persons(page.clean, chosen):
        person_found = [c for c in person_found if page.clean[c.start : c.end] not in not_people]
        chosen = choose([*place_found, *unit_found, *person_found])
    echoed = persons.echoes(page, chosen, blocked)
    towns = {c.start for c in chosen if c.label == "place" and c.payload.kind in _DIVISIONS}
    echoed = [c for c in echoed if c.start not in towns]
    if echoed:
        chosen = choose([*chosen, *echoed])
    if annotator is not None:
        given = advice.suggestions(page, annotator, blocked)
        named = frozenset((s.start, s.end) for s in given if s.label == "person")
        known = {(c.start, c.end) for c in person_found}
        lifted = persons.person_candidates(page, hits, roles, others, blocked, named)
        doubtful = [c for c in lifted if (c.start, c.end) not in known]
        chosen = advice.advise(page, context, chosen, doubtful, given)
    villages = homes(page, place_found, chosen)
    referred = units.refer([*chosen, *villages], unit_found)
    return _assemble(page, hits, roles, context, sorted(referred, key=_start))


def other_candidates(
    page: Page, hits: Mapping[str, list[Hit]], context: Context, taken: Sequence[tuple[int, int]]
) -> tuple[list[Candidate], list[Candidate]]:
    """Return the candidates for places and those for units."""
    place_found = _untaken(places.place_candidates(page, hits, context), taken)
    areas = [area for c in place_found if (area := _area(c)) is not None]
    return place_found, units.unit_candidates(page, hits, context, areas, taken)


def _untaken(located: list[Candidate], taken: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Drop the places that begin within a date or figure (今|天全县)."""
    spans = sorted(taken)
    kept: list[Candidate] = []
    for candidate in located:
        at = bisect_right(spans, (candidate.start, 0)) - 1
        if at < 0 or not spans[at][0] < candidate.start < spans[at][1]:
            kept.append(candidate)
    return kept


def _places_as_persons(text: str, chosen: Sequence[Candidate]) -> set[str]:
    """Return the names chosen as a person's here and there that are as often a place's (贺兰山, its first word 贺)."""
    said = Counter((c.label, text[c.start : c.end]) for c in chosen if c.label in ("place", "person"))
    return {
        name for (label, name), times in said.items() if label == "person" and times <= said["place", name]
    }


def _start(candidate: Candidate) -> int:
    return candidate.start


def _area(candidate: Candidate) -> units.Area | None:
    """Return the area that a place candidate offers to units, None for sites, roads and doubtful ones."""
    found: Found = candidate.payload
    if found.kind not in _AREAS or candidate.score < _AREA_SCORE:
        return None
    name = found.divisions[0].name if found.divisions and found.kind in _DIVISIONS else found.name
    code = found.divisions[0].code if len(found.divisions) == 1 else None
    if found.kind == "town" and found.name != name and code and found.divisions[0].level == "county":
        name, code = found.name.removeprefix(name), None  # a town that the gazetteer does not have
    near = "near" in candidate.evidence
    return units.Area(
        candidate.start, candidate.end, name, code, bool(found.divisions) and found.kind in _DIVISIONS, near
    )


def _undisturbed(located: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """Drop the roads and sites that cut into a unit named after its area (应岳阳高速|公路交警支队)."""
    firm = sorted((c.start, c.end) for c in found if units.FIRM.intersection(c.evidence))
    kept: list[Candidate] = []
    for c in located:
        if c.payload.kind in _DIVISIONS:
            kept.append(c)
            continue
        low = bisect_right(firm, (c.start - _WINDOW, 0))
        high = bisect_right(firm, (c.end, 0))
        crossed = low < high and any(
            (a < c.end < b and c.start < a) or a < c.start < b < c.end for a, b in firm[low:high]
        )
        if not crossed:
            kept.append(c)
    return kept


def _assemble(
    page: Page,
    hits: Mapping[str, list[Hit]],
    roles: Roles,
    context: Context,
    chosen: Sequence[Candidate],
) -> Names:
    """Turn the chosen candidates into mentions."""
    text = page.clean
    named = units.unify(units.settle([c for c in chosen if c.label == "unit"]))
    bylines = page.layout.bylines
    found_units = [
        Unit(start, end, text[start:end], n.name, n.official, n.region, n.kind)
        for (start, end), n in named.items()
        if not (bylines and any(a < end and start < b for a, b in bylines))
    ]
    found_places = [
        places.to_place(c, page, context) for c in chosen if c.label == "place" and places.happens(c)
    ]
    people, found_units = find_posts(page, hits, roles, chosen, found_units, found_places)
    teams = find_teams(page, found_units)
    squads = [(t.start, t.end) for t in teams if text[t.start] == "“"]
    beside = {
        at
        for u in found_units
        if u.kind != "media"
        for at in (u.start - 1, u.end)
        if text[at : at + 1] == "、"
    }
    found_units = [
        u
        for u in found_units
        if not any(a <= u.start and u.end <= b for a, b in squads)
        and not units.is_credit(text, u.start, u.end)
        and not (
            u.kind == "media"
            and beside.isdisjoint((u.start - 1, u.end))  # 来自省文旅厅、|湖南日报社、…
            and units.is_source(text, u.start, u.end)
        )
    ]
    owner = _owner(page, named)
    found_units = units.uncredited(page, found_units)
    known = {p.end for p in found_places}
    also = (p for p in venues(page, found_units) if p.end not in known)
    found_places = sorted([*found_places, *also], key=lambda p: p.start)
    found_units = [u for u in found_units if not units.is_house(text, u)]
    return Names(found_places, found_units, people, teams, owner)


def _owner(page: Page, named: Mapping[tuple[int, int], units.Naming]) -> Unit | None:
    """Return the organisation that the rights, else the source line, else another credit of a page names: the longest name."""
    credited = [
        (rank, end - start, start, end, naming)
        for (start, end), naming in named.items()
        if naming.kind not in ("media", "short") and (rank := units.credit_rank(page, start, end))
    ]
    if not credited:
        return None
    _, _, start, end, naming = max(credited, key=lambda c: c[:3])
    text = page.clean[start:end]
    return Unit(start, end, text, naming.name, naming.official, naming.region, naming.kind)
