"""Rules that no text states, found from what the records say, within an article and across articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.checks.rules import Rule
from extractor.tables.divisions import holds
from extractor.tables.nouns import is_generic, related

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.checks.figures import Book, Figure
    from extractor.records.record import Report


def found_rules(report: Report, book: Book, stated: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rules within one article that its text does not state itself."""
    figures = [book[record.id] for record in report.records]
    known = {frozenset(rule.records) for rule in stated}
    listed = {rule.whole for rule in stated if rule.kind == "listing"}
    yield from listings(figures, listed)
    yield from restatements(figures, known)
    yield from parts_of_totals(figures, stated)


def listings(figures: Sequence[Figure], listed: set[str]) -> Iterator[Rule]:
    """Yield a listing for each number of places beside named places; never a contradiction (names may nest)."""
    for figure in figures:
        record = figure.record
        if record.measure == "places" and record.id not in listed and 1 < len(record.places) <= figure.value.high:
            yield Rule("listing", (), record.id, names=record.places, certain=False)


def restatements(figures: Sequence[Figure], known: set[frozenset[str]]) -> Iterator[Rule]:
    """Yield same_quantity for totals of one quantity that an article says twice, one of them less precisely."""
    totals = [f for f in figures if f.countable and f.record.scope == "total" and not f.record.of]
    for index, one in enumerate(totals):
        for other in totals[index + 1 :]:
            if frozenset((one.record.id, other.record.id)) in known or not same_total(one, other):
                continue
            wide, narrow = sorted((one, other), key=lambda f: f.loose.high - f.loose.low, reverse=True)
            if wide.loose.meets(narrow.value) and wide.loose != narrow.loose:
                yield Rule("same_quantity", (wide.record.id,), narrow.record.id, certain=False)
                break


def same_total(one: Figure, other: Figure) -> bool:
    """Tell whether two totals of an article may be one quantity (an undated one may be of any day)."""
    a, b = one.record, other.record
    return (
        a.measure == b.measure
        and (a.who == b.who or None in (a.who, b.who))
        and one.unit == other.unit
        and (one.area == other.area or None in (one.area, other.area))
        and (one.day == other.day or None in (one.day, other.day))
        and (is_generic(a.noun) or is_generic(b.noun) or related(a.noun, b.noun))
    )


def parts_of_totals(figures: Sequence[Figure], stated: Sequence[Rule]) -> Iterator[Rule]:
    """Yield part_of_whole of the units' own figures under the region's total of the same people."""
    taken = {(part, rule.whole) for rule in stated for part in rule.parts}
    for whole in campaign_totals(figures):
        parts = [f for f in figures if is_contribution(f, whole) and (f.record.id, whole.record.id) not in taken]
        sure = [f for f in parts if surely_within(f, whole)]
        for chosen, certain in ((sure, True), ([] if len(sure) == len(parts) else parts, False)):
            if not chosen:
                continue
            ids = tuple(f.record.id for f in chosen)
            units = [f.unit for f in chosen]
            rule = Rule("part_of_whole", ids, whole.record.id, disjoint=len(set(units)) == len(units), certain=certain)
            if certain or sum(f.value.low for f in chosen) <= whole.value.high:
                yield rule


def campaign_totals(figures: Sequence[Figure]) -> list[Figure]:
    """Return the totals of a region's campaign, persons mobilized; of several for one day the most precise."""
    totals = [
        f
        for f in figures
        if f.countable
        and f.record.scope == "total"
        and f.record.measure == "persons"
        and f.record.who in ("mobilized", None)
        and f.unit is None
        and f.area is not None
        and not f.record.of
    ]
    best: dict[str, Figure] = {}
    for figure in totals:
        rank = (figure.day is not None, str(figure.day), -(figure.value.high - figure.value.low))
        old = best.get(figure.area or "")
        if old is None or rank > (old.day is not None, str(old.day), -(old.value.high - old.value.low)):
            best[figure.area or ""] = figure
    return list(best.values())


def is_contribution(figure: Figure, whole: Figure) -> bool:
    """Tell whether a figure is what one unit of the region gave to the campaign."""
    record = figure.record
    return (
        figure.countable
        and record.scope == "part"
        and record.measure == whole.record.measure
        and record.who in ("mobilized", None)
        and figure.unit is not None
        and record.of is None
        and figure.inside is not None
        and holds(whole.area or "", figure.inside)
        and (figure.day is None or whole.day is None or figure.day <= whole.day)
    )


def surely_within(figure: Figure, whole: Figure) -> bool:
    """Tell whether the total surely counts these people: its noun is theirs, or one answers the other."""
    noun = whole.record.noun
    return not is_generic(noun) and related(figure.record.noun, noun)


def across_rules(book: Book) -> Iterator[Rule]:
    """Yield the rules between articles: the same quantity, and cumulative totals over time."""
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in book.values():
        record = figure.record
        if figure.countable and record.scope == "total" and figure.day and (figure.area or figure.unit):
            key = (figure.area, figure.unit, figure.noun, record.measure, record.who)
            groups.setdefault(key, []).append(figure)
    for figures in groups.values():
        if len(figures) > 1:
            yield from over_time(sorted(figures, key=lambda f: (f.day, f.record.id)))


def over_time(figures: Sequence[Figure]) -> Iterator[Rule]:
    """Yield same_quantity for figures of one day and order for consecutive days."""
    for earlier, later in zip(figures, figures[1:], strict=False):
        if earlier.report is later.report:
            continue
        kind = "same_quantity" if earlier.day == later.day else "order"
        yield Rule(kind, (earlier.record.id,), later.record.id, certain=False)
