"""The record: one figure with everything that the text says about it; and the report of one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from extractor.mentions.mention import Measure, Per

Who = Literal["mobilized", "served", "affected", "population"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Record:
    """A figure and its links, as in the output contract; offsets are code points of the original text, half-open.

    `low`/`high` are inclusive, None where open. `unit`, `team`, `persons`, `places` hold the `name` of an entity of the
    same article; empty or None where the text does not say or the link is doubtful. `of` and `same_as` are record ids.
    `rounded` (a decimal before 万/亿) and `again` (other sentences that say it in the same words) are kept for the rules; the
    contract's projections leave them out.
    """

    id: str
    text: str
    noun: str
    measure: Measure
    low: int | None
    high: int | None
    hedged: bool = False
    who: Who | None = None
    scope: Literal["total", "part"] = "part"
    basis: Literal["actual", "planned"] = "actual"
    per: Per | None = None
    of: str | None = None
    same_as: str | None = None
    batch: int | None = None
    unit: str | None = None
    team: str | None = None
    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    from_: date | datetime | None = None
    to: date | datetime | None = None
    as_of: date | datetime | None = None
    action: str | None = None
    attributed_to: str | None = None
    sentence: str = ""
    start: int = 0
    end: int = 0
    confidence: float = 1.0
    rounded: bool = False
    again: tuple[str, ...] = ()


RelationKind = Literal[
    "same_quantity", "part_of_whole", "breakdown", "percentage", "product", "listing", "order"
]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between figures that the text itself states; the checks decide whether it holds.

    `parts` and `whole` are record ids of the same article (`product`: the rate and the number of groups; `percentage`: the
    part or parts; `order`: the earlier cumulative figure; `same_quantity`: the other statement). `percent`: bounds in per
    cent that the stated percentage stands for (92.3 -> 92.25, 92.35; 近八成 -> 70, 80). `names`: what a `listing` names.
    `exhaustive`: the parts are all of the whole (no 等, no 其中). `disjoint`: no member stands in two parts. `sure`: the text
    leaves no other reading of what belongs to what; only then can the relation contradict anything.
    """

    kind: RelationKind
    parts: tuple[str, ...]
    whole: str
    percent: tuple[float, float] | None = None
    names: tuple[str, ...] = ()
    exhaustive: bool = True
    disjoint: bool = True
    sure: bool = True


@dataclass(frozen=True, slots=True)
class UnitEntity:
    """An organisation of an article: `forms` are all forms that the article uses and the qualified one."""

    name: str
    official: str | None
    forms: tuple[str, ...]
    region: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PersonEntity:
    """A named person of an article."""

    name: str
    role: str
    unit: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PlaceEntity:
    """A place of an article; `candidates` are the codes that remain possible where `code` is None."""

    name: str
    forms: tuple[str, ...]
    code: str | None
    kind: str
    candidates: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DateEntity:
    """A calendar expression of an article; each distinct text and meaning once."""

    text: str
    from_: date | datetime
    to: date | datetime
    anchor: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TeamEntity:
    """A named team of an article and the unit that formed it."""

    name: str
    unit: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """The division that an article is about."""

    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What muster read in one article: entities, records; `checks` (findings) and `errors` are added by later stages."""

    id: str
    path: str | None
    url: str | None
    title: str | None
    publisher: str | None
    published: date | None
    region: Region | None
    sha256: str
    reprint_of: str | None = None
    units: tuple[UnitEntity, ...] = ()
    persons: tuple[PersonEntity, ...] = ()
    places: tuple[PlaceEntity, ...] = ()
    dates: tuple[DateEntity, ...] = ()
    teams: tuple[TeamEntity, ...] = ()
    records: tuple[Record, ...] = ()
    relations: tuple[Relation, ...] = ()
    checks: tuple[object, ...] = ()
    errors: tuple[str, ...] = ()
    text: str = field(default="", repr=False)
