"""Rules that no text states, found from what the records say, within an article and across articles."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from math import isinf
from typing import TYPE_CHECKING

from extractor.checks.campaign import ALIKE, alike, is_cumulative, same_campaign, says_region
from extractor.checks.rules import Rule
from extractor.tables.divisions import holds
from extractor.tables.nouns import alike_nouns, answers, is_generic, may_serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.checks.figures import Book, Figure
    from extractor.records.record import Report


_FEW = 5
_SHORT = 3  # figures of so few digits come close to each other by chance


def found_rules(report: Report, book: Book, stated: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the rules within one article that its text does not state itself."""
    figures = [book[record.id] for record in report.records]
    known = {frozenset(rule.records) for rule in stated}
    yield from restatements(figures, known)
    yield from parts_of_totals(figures, stated)
    yield from some_of_totals(figures, stated)


_ROUND = 100  # from which an exact total may be a round one


def restatements(figures: Sequence[Figure], known: set[frozenset[str]]) -> Iterator[Rule]:
    """Yield same_quantity for totals that an article says twice, one of them less precisely."""
    totals = [f for f in figures if f.countable and f.record.scope == "total" and not f.record.of]
    for index, one in enumerate(totals):
        for other in totals[index + 1 :]:
            if frozenset((one.record.id, other.record.id)) in known or not same_total(one, other):
                continue
            if misprinted(one, other):
                yield Rule("same_quantity", (one.record.id,), other.record.id)
                break
            wide, narrow = sorted((one, other), key=lambda f: f.loose.high - f.loose.low, reverse=True)
            if isinf(wide.value.high) and narrow.value.low > 2 * wide.value.low:
                continue  # more than 300 are no round figure for more than 2000
            if not wide.value.meets(narrow.value) and wide.value.high < _ROUND:
                continue  # nor are 20 teams one for 16
            if wide.loose.meets(narrow.value) and wide.loose != narrow.loose:
                yield Rule("same_quantity", (wide.record.id,), narrow.record.id, certain=False)
                break


def misprinted(one: Figure, other: Figure) -> bool:
    """Tell whether two exact totals, said alike in two sentences, differ by one digit or by digit order."""
    a, b = one.record, other.record
    first, second = str(a.low), str(b.low)
    if a.sentence == b.sentence or a.noun != b.noun or one.day is None or one.day != other.day:
        return False
    if not (one.loose.exact and other.loose.exact and len(first) == len(second) >= 3) or first == second:
        return False
    digits = sum(x != y for x, y in zip(first, second, strict=True))
    close = sorted(first) == sorted(second) or (digits == 1 and len(first) > _SHORT)
    return close and (a.action is None or a.action == b.action) and alike(a.sentence, b.sentence) >= ALIKE


def same_total(one: Figure, other: Figure) -> bool:
    """Tell whether two totals of an article may be one quantity (an undated one may be of any day)."""
    a, b = one.record, other.record
    return (
        a.measure == b.measure
        and (a.who == b.who or None in (a.who, b.who))
        and one.unit == other.unit
        and (one.area == other.area or None in (one.area, other.area))
        and (one.day == other.day or None in (one.day, other.day))
        and (is_generic(one.said) or is_generic(other.said) or alike_nouns(one.said, other.said))
    )


def parts_of_totals(figures: Sequence[Figure], stated: Sequence[Rule]) -> Iterator[Rule]:
    """Yield what the units' own figures make of the region's total, and each one that is too much."""
    taken = {(part, rule.whole) for rule in stated for part in rule.parts}
    totals = [figure for figure in figures if is_campaign_total(figure)]
    for whole in totals:
        for figure in figures:
            known = (figure.record.id, whole.record.id) in taken
            # the loose reading: a round total (千名) may be a part that is nearly all of it, said more precisely
            if figure.value.low > whole.loose.high and not known and surely_within(figure, whole):
                yield Rule("part_of_whole", (figure.record.id,), whole.record.id)
    for whole in most_precise(totals):
        parts = [
            f for f in figures if is_contribution(f, whole) and (f.record.id, whole.record.id) not in taken
        ]
        if parts and sum(figure.value.low for figure in parts) <= whole.value.high:
            units = {figure.unit for figure in parts}
            ids = tuple(figure.record.id for figure in parts)
            yield Rule(
                "part_of_whole", ids, whole.record.id, disjoint=len(units) == len(parts), certain=False
            )


def some_of_totals(figures: Sequence[Figure], stated: Sequence[Rule]) -> Iterator[Rule]:
    """Yield each figure of nobody's in particular that counts the same people as a total of the article, in another sentence."""
    known = {part for rule in stated for part in rule.parts if rule.kind != "same_quantity"}
    totals = [f for f in figures if f.countable and f.record.scope == "total" and not f.guessed]
    totals.sort(key=lambda f: f.value.high - f.value.low)
    by_people: dict[tuple[object, ...], list[Figure]] = {}
    for whole in totals:
        by_people.setdefault((whole.noun, whole.record.measure, whole.record.who), []).append(whole)
    for figure in figures:
        record = figure.record
        if record.id in known or record.scope == "total" or record.of or not figure.countable or figure.unit:
            continue
        if figure.value.low < _FEW or figure.guessed or is_generic(figure.said):
            continue  # the first: somebody whom the story tells of
        for whole in by_people.get((figure.noun, record.measure, record.who), ()):
            if whole.record.sentence != record.sentence and figure.value.high < whole.value.low:
                yield Rule("part_of_whole", (record.id,), whole.record.id, certain=False)
                break


def is_campaign_total(figure: Figure) -> bool:
    """Tell whether a figure sums up the people whom a region mobilized."""
    record = figure.record
    return (
        figure.countable
        and record.scope == "total"
        and record.measure == "persons"
        and record.who in ("mobilized", None)
        and may_serve(figure.said)
        and figure.unit is None
        and figure.area is not None
    )


def most_precise(totals: Sequence[Figure]) -> list[Figure]:
    """Return one total for each region: dated before undated, then the latest, then the most precise."""
    best: dict[str, Figure] = {}
    for figure in sorted(totals, key=lambda f: (f.day is not None, str(f.day), f.value.low - f.value.high)):
        if not figure.record.of:
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
        and (is_generic(figure.said) or is_generic(whole.said) or alike_nouns(figure.said, whole.said))
    )


def surely_within(figure: Figure, whole: Figure) -> bool:
    """Tell whether the total surely counts these people.

    A unit of the region sent them, and its noun covers theirs.
    """
    noun = whole.said
    one, other = figure.record, whole.record
    if one.sentence and one.sentence == other.sentence and one.start < other.start:
        return False  # 各县派出90人;市里抽调40人: the later one is beside it
    return bool(
        figure.unit_region
        and is_contribution(figure, whole)
        and not is_generic(noun)
        and says_region(whole)
        and not is_generic(figure.said)
        and answers(figure.said, noun)
    )


def across_rules(book: Book) -> Iterator[Rule]:
    """Yield the rules between articles.

    One quantity said twice, running totals over time, regions in larger ones.
    """
    groups: dict[tuple[object, ...], list[Figure]] = {}
    for figure in regional(book):
        record = figure.record
        groups.setdefault((figure.noun, record.measure, record.who, figure.unit), []).append(figure)
    for figures in groups.values():
        by_area: dict[str, list[Figure]] = {}
        for figure in figures:
            by_area.setdefault(figure.area or "", []).append(figure)
        for same in by_area.values():
            same.sort(key=lambda f: (str(f.day), f.value.high - f.value.low, f.record.id))
            yield from over_time(same, book)
        if len(by_area) > 1:
            yield from areas_in_areas(by_area, book)
    yield from said_again(book)


def regional(book: Book) -> Iterator[Figure]:
    """Yield dated figures said of a whole region: totals, and the lines of a larger region's breakdown."""
    for figure in book.values():
        record = figure.record
        said_of_all = record.scope == "total" or (
            record.of in book and breaks_down(figure, book[record.of or ""])
        )
        if said_of_all and figure.countable and figure.day and figure.area and not is_generic(figure.said):
            yield figure


def breaks_down(figure: Figure, whole: Figure) -> bool:
    """Tell whether a figure is a region's line in the breakdown of a larger region's figure."""
    inner, outer = figure.area or "", whole.area or ""
    return bool(inner and outer) and inner != outer and holds(outer, inner) and figure.noun == whole.noun


def over_time(figures: Sequence[Figure], book: Book) -> Iterator[Rule]:
    """Yield same_quantity for figures of one day, order from day to day.

    Figures come by day, then precision.
    """
    last: Figure | None = None
    steps: list[Figure] = []
    for figure in figures:
        if last is not None and last.day == figure.day:
            if last.report is not figure.report:
                sure = one_moment(last, figure) and same_campaign(last, figure)
                sure = sure and runs_on(last, book) and runs_on(figure, book)
                yield Rule("same_quantity", (figure.record.id,), last.record.id, certain=sure)
            continue
        last = figure
        steps.append(figure)
    for earlier, later in pairwise(steps):
        yield in_order(earlier, later, book)
    for earlier, middle, later in zip(steps, steps[1:], steps[2:], strict=False):
        if earlier.value.low > middle.value.high or middle.value.low > later.value.high:
            yield in_order(earlier, later, book)


def in_order(earlier: Figure, later: Figure, book: Book) -> Rule:
    """Return the rule that a running total does not fall; certain only where both are called cumulative."""
    sure = runs_on(earlier, book) and runs_on(later, book) and same_campaign(earlier, later)
    return Rule("order", (earlier.record.id,), later.record.id, certain=sure)


def runs_on(figure: Figure, book: Book) -> bool:
    """Tell whether a figure is a running total, by itself or as a line of one."""
    whole = book.get(figure.record.of or "")
    return is_cumulative(figure, whole if whole is not None and breaks_down(figure, whole) else None)


def one_moment(one: Figure, other: Figure) -> bool:
    """Tell whether two figures of one day stand for one moment.

    The same hour, or both for the day as a whole.
    """
    a, b = one.record.as_of, other.record.as_of
    if isinstance(a, datetime) or isinstance(b, datetime):
        return a == b
    return is_over(one) and is_over(other)


def is_over(figure: Figure) -> bool:
    """Tell whether the day of a figure was over when it was printed, so that it is of the whole day."""
    published = figure.report.published
    return published is None or (figure.day is not None and figure.day < published)


def areas_in_areas(by_area: Mapping[str, list[Figure]], book: Book) -> Iterator[Rule]:
    """Yield, for each total of a region, the latest figures up to its day of the regions right inside it."""
    inside: dict[str, list[list[Figure]]] = {}
    for area, figures in by_area.items():
        # Its people are counted with the nearest region around it, not with that one's region again.
        around = next((outer for outer in regions_around(area) if outer in by_area), None)
        if around is not None:
            inside.setdefault(around, []).append(figures)
    for outer, inner in inside.items():
        totals = by_area[outer]
        for whole in totals:
            parts = [part for figures in inner if (part := latest(figures, whole)) is not None]
            parts = [part for part in parts if part.record.of != whole.record.id]
            for part in parts:
                if part.value.low > whole.value.high and part.report is not whole.report:
                    yield nested([part], whole, book)
            parts = [part for part in parts if part.value.low <= whole.value.high]
            if any(part.report is not whole.report for part in parts):
                yield nested(parts, whole, book)


def regions_around(area: str) -> tuple[str, ...]:
    """Return the codes of the regions that a region lies in, the nearest first."""
    return tuple(
        code for code in (f"{area[:4]}00", f"{area[:2]}0000") if code != area and not area.endswith("0000")
    )


def latest(figures: Sequence[Figure], whole: Figure) -> Figure | None:
    """Return the region's last figure up to the day of the whole; figures come by day."""
    before = [f for f in figures if f.day and whole.day and f.day <= whole.day]
    return before[-1] if before else None


def nested(parts: Sequence[Figure], whole: Figure, book: Book) -> Rule:
    """Return the rule that regions together are at most the larger region.

    Earlier days count only where cumulative.
    """
    sure = all(
        same_campaign(part, whole)
        and (one_time(part, whole) if part.day == whole.day else runs_on(part, book) and runs_on(whole, book))
        for part in parts
    )
    return Rule("part_of_whole", tuple(part.record.id for part in parts), whole.record.id, certain=sure)


def one_time(part: Figure, whole: Figure) -> bool:
    """Tell whether a part is surely not of a later hour than the whole of the same day."""
    a, b = part.record.as_of, whole.record.as_of
    if isinstance(a, datetime) and isinstance(b, datetime):
        return a <= b
    return type(a) is type(b) and is_over(part) and is_over(whole)


def said_again(book: Book) -> Iterator[Rule]:
    """Yield same_quantity where two articles say the same of one unit at one place on one day."""
    groups: dict[tuple[object, ...], Figure] = {}
    for figure in book.values():
        record = figure.record
        if not (figure.countable and figure.unit and record.places and record.as_of):
            continue
        key = (figure.unit, record.places, figure.noun, record.measure, figure.day, record.low, record.high)
        first = groups.setdefault(key, figure)
        if first.report is not figure.report:
            yield Rule("same_quantity", (figure.record.id,), first.record.id)
