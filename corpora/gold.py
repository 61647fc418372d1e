"""Annotated articles: a gold file in, one typed `Gold` out; every error names the file and the JSON path.

What each field means stands in docs/evaluation.md; gold is simplified and free of noise.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from corpora.article import Article
from corpora.errors import MusterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

MEASURES = frozenset({"persons", "person_times", "units", "teams", "places", "households"})
SCOPES = frozenset({"total", "part"})
BASES = frozenset({"actual", "planned"})
RATES = frozenset(
    {"day", "week", "month", "quarter", "year", "shift", "team", "place", "person", "household", "unit"}
)
WHO = frozenset({"mobilized", "served", "affected", "population"})
KINDS = frozenset(
    {"part_of_whole", "breakdown", "same_quantity", "percentage", "product", "listing", "order"}
)
VERDICTS = frozenset({"consistent", "contradicted", "open"})


class GoldError(MusterError):
    """A gold file is broken: names the file, the JSON path, what was found and what was expected."""


@dataclass(frozen=True, slots=True)
class GoldPerson:
    """A named person; `unit` holds all acceptable forms, empty where the article names none."""

    name: str
    unit: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class GoldDate:
    """A calendar expression and the days that it stands for, both inclusive."""

    text: str
    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class GoldCount:
    """A figure; `low`/`high` are inclusive, None where open; `place` holds one tuple of forms a place."""

    text: str
    noun: str
    measure: str
    low: int | None
    high: int | None
    scope: str
    basis: str
    per: str | None
    of: str | None
    unit: tuple[str, ...]
    place: tuple[tuple[str, ...], ...]
    as_of: date | None
    who: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class GoldCheck:
    """A checkable relation; `parts` and `whole` are texts or ids of counts (a listing's parts are names)."""

    kind: str
    parts: tuple[str, ...]
    whole: str
    verdict: str
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """What one article says, as its readers wrote it down; each unit and place is the tuple of its forms."""

    id: str
    published: date
    region: str
    units: tuple[tuple[str, ...], ...]
    persons: tuple[GoldPerson, ...]
    places: tuple[tuple[str, ...], ...]
    dates: tuple[GoldDate, ...]
    counts: tuple[GoldCount, ...]
    checks: tuple[GoldCheck, ...]

    def named(self, reference: str) -> tuple[GoldCount, ...]:
        """Return the counts that a text or an id names; an id goes before a text."""
        by_id = tuple(c for c in self.counts if c.id == reference)
        return by_id or tuple(c for c in self.counts if c.text == reference)


@dataclass(frozen=True, slots=True)
class _Node:
    """A JSON value and where it stands."""

    value: object
    file: str
    path: str

    def fail(self, expected: str) -> GoldError:
        found = json.dumps(self.value, ensure_ascii=False, default=str)
        return GoldError(f"{self.file}: {self.path}: expected {expected}, found {found[:80]}")

    def get(self, key: str, *, optional: bool = False) -> _Node:
        if not isinstance(self.value, dict):
            raise self.fail("an object")
        if key not in self.value and not optional:
            raise GoldError(f"{self.file}: {self.path}: key {key!r} is missing; add it")
        return _Node(self.value.get(key), self.file, f"{self.path}.{key}")

    def items(self) -> list[_Node]:
        if not isinstance(self.value, list):
            raise self.fail("a list")
        return [_Node(v, self.file, f"{self.path}[{i}]") for i, v in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise self.fail("a string")
        return self.value

    def texts(self) -> tuple[str, ...]:
        return tuple(node.text() for node in self.items())

    def whole(self) -> int | None:
        if self.value is None:
            return None
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self.fail("a whole number or null")
        return self.value

    def percent(self) -> float | None:
        if self.value is None:
            return None
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise self.fail("a number in per cent or nothing")
        return float(self.value)

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError:
            raise self.fail("a day such as 2022-03-18") from None

    def one_of(self, legal: frozenset[str]) -> str:
        if self.value not in legal:
            raise self.fail("one of " + ", ".join(sorted(legal)))
        return self.text()

    def or_none(self, read: Callable[[_Node], T]) -> T | None:
        return None if self.value is None else read(self)


def _read_count(node: _Node) -> GoldCount:
    low, high = node.get("low"), node.get("high")
    bounds = low.whole(), high.whole()
    if bounds == (None, None) or (bounds[0] is not None and bounds[1] is not None and bounds[0] > bounds[1]):
        raise low.fail(f"bounds with low <= high and at least one given (high is {high.value})")
    return GoldCount(
        text=node.get("text").text(),
        noun=node.get("noun").text(),
        measure=node.get("measure").one_of(MEASURES),
        low=bounds[0],
        high=bounds[1],
        scope=node.get("scope").one_of(SCOPES),
        basis=node.get("basis").one_of(BASES),
        per=node.get("per").or_none(lambda per: per.one_of(RATES)),
        of=node.get("of").or_none(_Node.text),
        unit=node.get("unit").texts(),
        place=tuple(place.texts() for place in node.get("place").items()),
        as_of=node.get("as_of").or_none(_Node.day),
        who=node.get("who", optional=True).or_none(lambda who: who.one_of(WHO)),
        id=node.get("id", optional=True).or_none(_Node.text),
    )


def _read_person(node: _Node) -> GoldPerson:
    return GoldPerson(node.get("name").text(), node.get("unit").texts(), node.get("role").text())


def _read_date(node: _Node) -> GoldDate:
    day = GoldDate(node.get("text").text(), node.get("from").day(), node.get("to").day())
    if day.from_ > day.to:
        raise node.get("from").fail(f"a day not after {day.to}")
    return day


def _read_check(node: _Node) -> GoldCheck:
    return GoldCheck(
        kind=node.get("kind").one_of(KINDS),
        parts=node.get("parts").texts(),
        whole=node.get("whole").text(),
        verdict=node.get("verdict").one_of(VERDICTS),
        percent=node.get("percent", optional=True).percent(),
    )


def _check_references(gold: Gold, file: str) -> None:
    """Raise GoldError where `of` or a check names no count."""
    for index, count in enumerate(gold.counts):
        if count.of is not None and not gold.named(count.of):
            raise GoldError(f"{file}: $.counts[{index}].of: no count has the text or id {count.of!r}")
    for index, check in enumerate(gold.checks):
        parts = () if check.kind == "listing" else check.parts
        for reference in (*parts, check.whole):
            if not gold.named(reference):
                raise GoldError(f"{file}: $.checks[{index}]: no count has the text or id {reference!r}")


def parse_gold(text: str, *, file: str) -> Gold:
    """Return the gold that a JSON text holds; raises GoldError, which names `file` and the JSON path."""
    try:
        root = _Node(json.loads(text), file, "$")
    except json.JSONDecodeError as error:
        raise GoldError(f"{file}:{error.lineno}: not JSON: {error.msg}") from None
    gold = Gold(
        id=root.get("id").text(),
        published=root.get("published").day(),
        region=root.get("region").text(),
        units=tuple(unit.texts() for unit in root.get("units").items()),
        persons=tuple(_read_person(person) for person in root.get("persons").items()),
        places=tuple(place.texts() for place in root.get("places").items()),
        dates=tuple(_read_date(day) for day in root.get("dates").items()),
        counts=tuple(_read_count(count) for count in root.get("counts").items()),
        checks=tuple(_read_check(check) for check in root.get("checks").items()),
    )
    _check_references(gold, file)
    return gold


def read_gold(path: Path) -> Gold:
    """Read one gold file; raises GoldError."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read as UTF-8: {error}") from None
    return parse_gold(text, file=str(path))


def read_golds(folder: Path) -> tuple[Gold, ...]:
    """Read every `*.gold.json` of a folder by name; raises GoldError, also where there is none."""
    paths = sorted(folder.glob("*.gold.json"))
    if not paths:
        raise GoldError(f"{folder}: no file *.gold.json; name a folder of annotated articles")
    return tuple(read_gold(path) for path in paths)


def read_annotated(folder: Path) -> Iterator[tuple[Article, Gold]]:
    """Yield each article of a gold folder with its gold; text and metadata stand beside `NAME.gold.json`.

    Raises GoldError where one of the three files is missing or broken.
    """
    for gold in read_golds(folder):
        try:
            text = (folder / f"{gold.id}.txt").read_text("utf-8")
            meta = json.loads((folder / f"{gold.id}.meta.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise GoldError(f"{folder / gold.id}: text or metadata cannot be read: {error}") from None
        yield (
            Article(
                id=gold.id,
                text=text,
                title=meta.get("title"),
                published=gold.published,
                publisher=meta.get("publisher"),
                url=meta.get("url"),
                region=meta.get("region"),
                path=f"{gold.id}.txt",
            ),
            gold,
        )
