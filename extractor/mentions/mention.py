"""The mentions: what a finder finds, one frozen class per kind, offsets into the clean text (half-open)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

Measure = Literal["persons", "person_times", "units", "teams", "places", "households", "other"]
NumberKind = Literal["integer", "decimal", "percent", "fraction", "ordinal"]
Per = Literal[
    "day", "week", "month", "quarter", "year", "shift", "team", "place", "person", "household", "unit"
]


@dataclass(frozen=True, slots=True)
class Number:
    """A number or range of numbers; bounds are inclusive, None where open; a percent is in per cent (92.3)."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    kind: NumberKind


@dataclass(frozen=True, slots=True)
class Count:
    """A figure that counts people, person-times, units, teams, places or households.

    `start:end` runs from the approximator through the classifier (近80人, 22支; with 个 and without a classifier
    through the head noun). `low` and `high` are inclusive, None where open. `noun` is the counted noun as written
    (its span may stand before the figure), empty where the text does not name it. `rounded`: a decimal before 万/亿.
    `hedged`: 约/左右 and the like. `per`: the denominator of a rate. `batch`: 第一批 -> 1. `classifier`: 名, 支, ….
    """

    start: int
    end: int
    text: str
    low: int | None
    high: int | None
    measure: Measure
    classifier: str = ""
    noun: str = ""
    noun_start: int = -1
    noun_end: int = -1
    hedged: bool = False
    rounded: bool = False
    per: Per | None = None
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar expression; `from_`/`to` are inclusive, datetimes where the text gives an hour or part of day.

    `anchor`: what it was resolved against: `published`, `text` (the date last mentioned), `explicit` (nothing needed).
    """

    start: int
    end: int
    text: str
    from_: date | datetime
    to: date | datetime
    anchor: Literal["published", "text", "explicit"]


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; `code` is the six-digit code of its county-level (or higher) division, None where unsure.

    `name` is the fully qualified form; `kind`: country (what lies abroad), province, city, county, town, community,
    village, zone, road, site, water; `candidates`: codes that remain possible where the context does not decide.
    """

    start: int
    end: int
    text: str
    name: str
    kind: str
    code: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A named organisation; `name` is the fully qualified form, `official` the full official name where known.

    `region`: code of the division that it belongs to. `kind`: the class of its head (party, government, hospital, …);
    `media` marks a news organisation that only reports.
    """

    start: int
    end: int
    text: str
    name: str
    official: str | None = None
    region: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A named person; `role` as the text gives it, `unit` the canonical name of the unit, empty where not said."""

    start: int
    end: int
    name: str
    role: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """A team named in quotation marks, or by its head; `name` without the marks; `unit`: who formed it, or empty."""

    start: int
    end: int
    name: str
    unit: str = ""


Mention = Count | Date | Place | Unit | Person | Team
