"""Rules between figures: stated by the text (relations, `of`, `same_as`) or found from what the records say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.checks.finding import Kind
    from extractor.checks.figures import Book
    from extractor.records.record import Relation, Report


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule between record ids; `parts` and `whole` as in `Relation`.

    `certain`: a violation is a contradiction; otherwise it only shows that the figures are not what the rule took
    them for. `disjoint`: the parts may be summed. `exhaustive`: they are all of the whole (all names of a listing).
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
        rule = from_relation(relation, book)
        if rule is not None:
            linked.update((part, rule.whole) for part in rule.parts)
            yield rule
    yield from linked_rules(report, book, linked)


def from_relation(relation: Relation, book: Book) -> Rule | None:
    """Return the rule of a stated relation, None where its figures do not go together (rate, plan, measure)."""
    parts, kind = relation.parts, relation.kind
    if kind in ("part_of_whole", "breakdown", "same_quantity", "order"):
        whole = book[relation.whole].record
        parts = tuple(part for part in parts if book[part].record.per == whole.per)
        if len({book[part].record.measure for part in parts} | {whole.measure}) > 1 or not parts:
            return None
    exhaustive = relation.exhaustive and len(parts) == len(relation.parts)
    if kind == "breakdown" and not (exhaustive and relation.disjoint):
        kind = "part_of_whole"
    return Rule(kind, parts, relation.whole, relation.percent, relation.names, exhaustive, relation.disjoint)


def linked_rules(report: Report, book: Book, linked: set[tuple[str, str]]) -> Iterator[Rule]:
    """Yield the rules of `same_as` and `of`; `linked` are pairs that a relation has already covered."""
    children: dict[str, list[str]] = {}
    for record in report.records:
        if record.same_as in book and (record.id, record.same_as) not in linked:
            yield Rule("same_quantity", (record.id,), record.same_as or "")
        if record.of in book and (record.id, record.of) not in linked:
            whole = book[record.of or ""].record
            if whole.measure == record.measure and whole.per == record.per:
                children.setdefault(whole.id, []).append(record.id)
    for whole_id, parts in children.items():
        yield Rule("part_of_whole", tuple(parts), whole_id, disjoint=apart(parts, book))


def apart(parts: list[str], book: Book) -> bool:
    """Tell whether parts surely share no member: one part, or all of different units or divisions of one level."""
    if len(parts) == 1:
        return True
    areas = [book[part].area for part in parts]
    if all(areas):
        return len(set(areas)) == len(areas) and len({len((area or "").rstrip("0")) for area in areas}) == 1
    units = [book[part].unit for part in parts]
    return all(units) and len(set(units)) == len(units) and not any(area for area in areas)
