"""From mentions to the entities of an article: one organisation, person, place, date, team each, with all its spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from extractor.mentions.mention import Date, Person, Place, Team, Unit
from extractor.records.record import DateEntity, PersonEntity, PlaceEntity, Span, TeamEntity, UnitEntity

M = TypeVar("M", Unit, Person, Place, Date, Team)
Locate = Callable[[int, int], Span]


def _grouped(mentions: Iterable[M], key: Callable[[M], object]) -> list[list[M]]:
    groups: dict[object, list[M]] = {}
    for mention in mentions:
        groups.setdefault(key(mention), []).append(mention)
    return list(groups.values())


def _spans(mentions: Sequence[M], locate: Locate) -> tuple[Span, ...]:
    return tuple(locate(m.start, m.end) for m in mentions)


def _forms(name: str, mentions: Sequence[Unit | Place]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(m.text for m in mentions), name]))


def unit_entities(mentions: Iterable[Unit], locate: Locate) -> tuple[UnitEntity, ...]:
    """Group organisations by their canonical name, in order of first mention."""
    return tuple(
        UnitEntity(
            g[0].name,
            next((m.official for m in g if m.official), None),
            _forms(g[0].name, g),
            next((m.region for m in g if m.region), None),
            _spans(g, locate),
        )
        for g in _grouped(mentions, lambda m: m.name)
    )


def place_entities(mentions: Iterable[Place], locate: Locate) -> tuple[PlaceEntity, ...]:
    """Group places by their qualified name, in order of first mention."""
    return tuple(
        PlaceEntity(
            g[0].name,
            _forms(g[0].name, g),
            next((m.code for m in g if m.code), None),
            g[0].kind,
            g[0].candidates if not any(m.code for m in g) else (),
            _spans(g, locate),
        )
        for g in _grouped(mentions, lambda m: m.name)
    )


def person_entities(mentions: Iterable[Person], locate: Locate) -> tuple[PersonEntity, ...]:
    """Group persons by name; role and unit are those of the first mention that has them."""
    return tuple(
        PersonEntity(
            g[0].name,
            next((m.role for m in g if m.role), ""),
            next((m.unit for m in g if m.unit), ""),
            _spans(g, locate),
        )
        for g in _grouped(mentions, lambda m: m.name)
    )


def date_entities(mentions: Iterable[Date], locate: Locate) -> tuple[DateEntity, ...]:
    """Group dates by text and meaning: the same words may mean two days."""
    return tuple(
        DateEntity(g[0].text, g[0].from_, g[0].to, g[0].anchor, _spans(g, locate))
        for g in _grouped(mentions, lambda m: (m.text, m.from_, m.to))
    )


def team_entities(mentions: Iterable[Team], locate: Locate) -> tuple[TeamEntity, ...]:
    """Group teams by name."""
    return tuple(
        TeamEntity(g[0].name, next((m.unit for m in g if m.unit), ""), _spans(g, locate))
        for g in _grouped(mentions, lambda m: m.name)
    )
