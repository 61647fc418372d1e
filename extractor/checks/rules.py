"""Rules between figures: stated by the text, or found from what its records say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.tables.divisions import level_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.checks.figures import Book
    from extractor.checks.finding import Kind
    from extractor.records.record import Relation, Report

LEVELS = {"province": 0, "city": 1, "county": 2, "town": 3}  # a place of any other kind lies in one of these
SLACK = 0.02  # how loose parts may be, together, for their sum to show that they are all of the whole


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule between record ids; `parts` and `whole` as in `Relation`.

    `certain`: a violation is a contradiction; otherwise it only shows that the figures are not what the
    rule took them for. `disjoint`: the parts may be summed. `exhaustive`: they are all of the whole (all
    names of a listing).
    """

    kind: Kind
    parts: tuple[str, ...]
    whole: str
    percent: tuple[float, float] | None = None
    names: tuple[str, ...] = ()
    exhaustive: bool = False
    disjoint: bool = True
    certain: bool = True

    @property
    def records(self) -> tuple[str, ...]:
        """Return the ids of all figures, the whole last."""
        return (*self.parts, self.whole)


def stated_rules(report: Report, book: Book) -> Iterator[Rule]:
    """Yield the rules that the text itself states; figures that may not enter a rule are left out of it."""
    linked: set[tuple[str, str]] = set()
    for relation in report.relations:
        if relation.whole not in book or any(part not in book for part in relation.parts):
            continue
        if relation.kind == "listing" and relation.exhaustive and names_wider(relation, report, book):
            continue
        rule = from_relation(relation, book)
        if rule is not None:
            linked.update((part, rule.whole) for part in rule.parts)
            yield rule
    yield from linked_rules(report, book, linked)


def names_wider(relation: Relation, report: Report, book: Book) -> bool:
    """Tell whether the things named are where the counted ones lie (泉山、云龙43个街道), so that they are no list of them.

    As many names as are counted are a list all the same (云岩、南明、观山湖三个主战场).
    """
    figure = book[relation.whole]
    if figure.value.low <= len(relation.names) <= figure.value.high:
        return False
    counted = noun_level(figure.record.noun)
    levels = {form: LEVELS.get(place.kind) for place in report.places for form in (place.name, *place.forms)}
    return any((level := levels.get(name)) is not None and level < counted for name in relation.names)


def noun_level(noun: str) -> int:
    """Return the level of the places that a noun counts: 3 towns, 4 what lies in them, 0 whatever may be a division."""
    noun, kinds = noun.rstrip(")"), place_kinds()
    head = next((noun[at:] for at in range(len(noun)) if noun[at:] in kinds), None)
    if head is None:
        return 0 if noun[-1:] in "省市州盟区县旗" else len(LEVELS)
    return LEVELS.get(kinds[head], len(LEVELS))


@cache
def place_kinds() -> dict[str, str]:
    """Return the heads of place names and the kind of place that each makes."""
    return {row["term"]: row["kind"] for row in read_lexicon("place_heads")}


def from_relation(relation: Relation, book: Book) -> Rule | None:
    """Return the rule of a stated relation, None where its figures do not go together."""
    parts, kind = relation.parts, relation.kind
    if kind in ("part_of_whole", "breakdown", "same_quantity", "order"):
        whole = book[relation.whole].record
        parts = tuple(part for part in parts if book[part].record.per == whole.per)
        if len({book[part].record.measure for part in parts} | {whole.measure}) > 1 or not parts:
            return None
    exhaustive = relation.exhaustive and len(parts) == len(relation.parts)
    if kind == "breakdown" and not (exhaustive and relation.disjoint):
        kind = "part_of_whole"
    return Rule(
        kind,
        parts,
        relation.whole,
        relation.percent,
        relation.names,
        exhaustive,
        relation.disjoint,
        certain=relation.sure,
    )


def linked_rules(report: Report, book: Book, linked: set[tuple[str, str]]) -> Iterator[Rule]:
    """Yield the rules of `same_as` and `of`; `linked` are pairs that a relation has already covered."""
    children: dict[str, list[str]] = {}
    for record in report.records:
        if record.same_as in book and (record.id, record.same_as) not in linked:
            yield Rule("same_quantity", (record.id,), record.same_as or "")
        # Of a text that was read, the relations say all: an `of` that none of them holds was settled otherwise.
        if (
            record.of in book
            and not (report.text and report.relations)
            and (record.id, record.of) not in linked
        ):
            whole = book[record.of or ""].record
            if whole.measure == record.measure and whole.per == record.per:
                children.setdefault(whole.id, []).append(record.id)
    for whole_id, parts in children.items():
        yield from sums_of(parts, whole_id, book)


def sums_of(parts: list[str], whole: str, book: Book) -> Iterator[Rule]:
    """Yield breakdowns among the parts of a whole, then disjoint sums, then each part left."""
    left = list(parts)
    for run in complete_runs(parts, whole, book):
        yield Rule("breakdown", tuple(run), whole, exhaustive=True, certain=False)
        left = [part for part in left if part not in run]
    groups = [[p for p in left if book[p].area], [p for p in left if not book[p].area and book[p].unit]]
    for group in groups:
        if len(group) > 1 and apart(group, book):
            yield Rule("part_of_whole", tuple(group), whole)
            left = [part for part in left if part not in group]
    for part in left:
        yield Rule("part_of_whole", (part,), whole)


def complete_runs(parts: list[str], whole: str, book: Book) -> Iterator[list[str]]:
    """Yield the runs of two and more parts, in text order, that add up to the whole."""
    target = book[whole].value
    start = 0
    while start < len(parts):
        low = high = 0.0
        for end in range(start, len(parts)):
            value = book[parts[end]].value
            low, high = low + value.low, high + value.high
            if end > start and low <= target.high and target.low <= high and high - low <= SLACK * target.low:
                yield parts[start : end + 1]
                start = end
                break
            if low > target.high:
                break
        start += 1


def apart(parts: list[str], book: Book) -> bool:
    """Tell whether parts surely share no member: divisions of one level, or different units in one list."""
    areas = [area for part in parts if (area := book[part].area)]
    if len(areas) == len(parts):
        return len(set(areas)) == len(areas) and len({level_of(area) for area in areas}) == 1
    units = [book[part].unit for part in parts]
    return (
        all(units)
        and len(set(units)) == len(units)
        and len({book[part].record.sentence for part in parts}) == 1
    )
