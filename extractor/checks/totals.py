"""Official totals compared with the figures of the articles: match, over, under, part, none or open."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING, Literal

from corpora.errors import TotalsError
from extractor.checks.figures import day_of
from extractor.checks.values import read_value
from extractor.tables.divisions import Names, find_region, holds
from extractor.tables.intervals import Interval, total
from extractor.tables.nouns import answers, is_generic, noun_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from corpora.totals import Total
    from extractor.checks.figures import Figure
    from extractor.checks.finding import Verdict
    from extractor.records.record import Report

VERB = 4  # characters that may stand between a noun and its figure (已有, 增至, 达到了)
Status = Literal["match", "over", "under", "part", "none", "open"]
VERDICTS: dict[Status, Verdict] = {
    "match": "consistent",
    "part": "consistent",
    "over": "contradicted",
    "under": "contradicted",
    "none": "open",
    "open": "open",
}


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """A row of the totals file and what the articles say.

    `value` and `found` are inclusive, None where open.
    """

    line: int
    status: Status
    value: tuple[int | None, int | None]
    found: tuple[int | None, int | None] | None
    coverage: tuple[float, float] | None
    records: tuple[str, ...]
    explanation: str

    @property
    def verdict(self) -> Verdict:
        """Return the verdict that the status stands for."""
        return VERDICTS[self.status]


class TotalsIndex:
    """The countable figures of a corpus by measure, so that each of many rows looks at few of them."""

    def __init__(self, figures: Iterable[Figure], reports: Sequence[Report]) -> None:
        """Index figures that happened and are no rate; the caller has left out those of reprints."""
        self.names = [Names(report) for report in reports]
        self.by_measure: dict[str, list[Figure]] = {}
        self.totals: dict[tuple[str, str], set[tuple[str, date | None]]] = {}
        for figure in figures:
            if figure.countable:
                self.by_measure.setdefault(figure.record.measure, []).append(figure)
            if figure.countable and figure.record.scope == "total":
                key = (figure.report.id, figure.record.measure)
                self.totals.setdefault(key, set()).add((figure.noun, figure.day))

    def compare(self, row: Total) -> OfficialRow:
        """Return the status of a row; raises TotalsError where its region or value can't be read."""
        value = read_value(row)
        region = find_region(row.region, self.names)
        if region is None:
            where = f"{row.path or 'totals'}:{row.line}: column region"
            raise TotalsError(f"{where} is {row.region!r}; expected the full name or the code of a division")
        near = [figure for figure in self.by_measure.get(row.measure, ()) if concerns(figure, row, region)]
        if row.unit:
            return settle_unit(row, value, near)
        whole = [figure for figure in near if self.covers(figure, row, region)]
        parts = [figure for figure in near if figure.area != region and may_be_part(figure.said, row.noun)]
        return settle(row, value, whole, parts)

    def covers(self, figure: Figure, row: Total, region: str) -> bool:
        """Tell whether a figure is said of the whole region.

        Its total, or its line in a larger one's breakdown.
        """
        if figure.area != region or not same_people(figure, row):
            return False
        if figure.record.scope == "total" or figure.record.of:
            return True
        return (figure.noun, figure.day) in self.totals.get((figure.report.id, figure.record.measure), ())


def concerns(figure: Figure, row: Total, region: str) -> bool:
    """Tell whether a figure lies in the row's region and counts what the row counts, or a part of it."""
    inner = figure.area or figure.inside
    if row.unit:
        return (
            bool(figure.unit)
            and unit_matches(figure, row, region)
            and (not row.noun or same_people(figure, row))
        )
    if inner is None or not holds(region, inner):
        return False
    noun = figure.said
    return not row.noun or same_people(figure, row) or answers(noun, row.noun)


def same_people(figure: Figure, row: Total) -> bool:
    """Tell whether the figure's noun can stand for the row's.

    Equal, narrower, or shorter where the sentence says more.
    """
    noun = figure.said
    if not row.noun or answers(noun, row.noun) or said_beside(figure, row.noun):
        return True
    if is_generic(noun):
        return row.measure == "households" or said_before(figure, row.noun)
    return answers(row.noun, noun)


def said_before(figure: Figure, noun: str) -> bool:
    """Tell whether a total without a noun of its own follows the noun in its sentence."""
    key = noun_key(noun)
    return len(key) > 1 and any(r.scope == "total" and key in before for r, before, _ in figure.contexts())


def said_beside(figure: Figure, noun: str) -> bool:
    """Tell whether the noun stands right beside the figure: 5460名防汛志愿者, 防汛志愿者已有5460名."""
    near = len(noun) + VERB
    return any(after.startswith(noun) or noun in before[-near:] for _, before, after in figure.contexts())


def may_be_part(noun: str, wanted: str) -> bool:
    """Tell whether people of `noun` may be some of those `wanted`.

    Narrower, or shorter and not too general.
    """
    return not wanted or answers(noun, wanted) or (not is_generic(noun) and wanted.endswith(noun))


def names_it(figure: Figure, row: Total) -> bool:
    """Tell whether the figure surely counts just what the row counts, neither more nor fewer."""
    noun = figure.said
    if figure.guessed and row.noun:
        return said_beside(figure, row.noun)
    if (
        not row.noun
        or noun_key(noun) == noun_key(row.noun)
        or said_beside(figure, row.noun)
        or (is_generic(noun) and said_before(figure, row.noun))
    ):
        return True
    lead = row.noun.removesuffix(noun)
    return row.noun.endswith(noun) and any(lead in before + after for _, before, after in figure.contexts())


def unit_matches(figure: Figure, row: Total, region: str) -> bool:
    """Tell whether the figure's unit is the row's, by any form of its name, in the row's region."""
    for unit in figure.report.units:
        if figure.record.unit in (unit.name, *unit.forms):
            named = row.unit in (unit.name, unit.official, *unit.forms)
            return named and (unit.region or figure.inside) in (region, None)
    return figure.record.unit == row.unit


def settle_unit(row: Total, value: Interval, near: list[Figure]) -> OfficialRow:
    """Return the status of a row of one unit: what the unit sent is at most the value, whole or part."""
    if not near:
        return result(row, "none", value, [], "no figure for it")
    dated = [figure for figure in near if timely(figure, row)]
    if not dated:
        return result(row, "open", value, near, "the articles have it for other days only")
    over = [figure for figure in dated if figure.value.low > value.high]
    if over:
        return result(row, "over", value, over, f"{over[0].value} is more than {value}, whole or part")
    match = [figure for figure in dated if figure.value.meets(value)]
    if match:
        return result(row, "match", value, match, f"{match[0].value} agrees with {value}")
    if any(figure.record.scope == "total" and names_it(figure, row) for figure in dated):
        found = [figure for figure in dated if figure.record.scope == "total"]
        return result(row, "under", value, found, f"{found[0].value} is less than {value}")
    return covered(row, value, dated)


def timely(figure: Figure, row: Total) -> bool:
    """Tell whether a part may be compared: of the row's day, or undated, or the row has no day."""
    return row.as_of is None or figure.day is None or figure.day == row.as_of


def settle(row: Total, value: Interval, whole: list[Figure], parts: list[Figure]) -> OfficialRow:
    """Return the status of a region's row from the figures for the whole and for parts of it."""
    same_day = of_the_day(whole, row)
    if same_day:
        return compare_whole(row, value, same_day)
    undated = [
        f for f in whole if f.day is None and f.value.meets(value) and names_it(f, row) and of_day(f, row)
    ]
    if undated:
        return result(row, "match", value, undated, f"{undated[0].value} agrees with {value}")
    sure = [f for f in parts if timely(f, row) and (not row.noun or answers(f.said, row.noun))]
    same = [f for f in sure if (names_it(f, row) or f.guessed) and f.value.exact and f.value == value]
    if same and not whole:
        return result(row, "match", value, same, f"{value} is said of a part that may be all of it")
    over = [figure for figure in sure if figure.value.low > value.high]
    if over:
        return result(
            row, "over", value, over, f"a part of {over[0].value} is more than the total of {value}"
        )
    if whole:
        return other_days(row, value, whole)
    early = [f for f in parts if row.as_of is None or f.day is None or f.day <= row.as_of]
    if early:
        return covered(row, value, early)
    if parts:
        return result(row, "open", value, parts, "the articles have parts of later days only")
    return result(row, "none", value, [], "no figure for it")


def of_day(figure: Figure, row: Total) -> bool:
    """Tell whether a total of an undated one's article is of the row's day, so that this one may be too."""
    days = [day_of(record.as_of) for record in figure.report.records if record.scope == "total"]
    return row.as_of in days


def of_the_day(whole: list[Figure], row: Total) -> list[Figure]:
    """Return the figures of the row's day.

    A row without a day takes the latest (undated figures are of no known day).
    """
    if row.as_of is not None:
        return [figure for figure in whole if figure.day == row.as_of]
    days = [figure.day for figure in whole if figure.day is not None]
    return [figure for figure in whole if figure.day == max(days)] if days else whole


def compare_whole(row: Total, value: Interval, figures: list[Figure]) -> OfficialRow:
    """Return match, over or under.

    A figure that may count others than the row's is open where it does not match.
    """
    match = [figure for figure in figures if figure.value.meets(value)]
    sure = [figure for figure in figures if names_it(figure, row)]
    for figure in sure:
        if figure.value.low > value.high:
            return result(
                row, "over", value, [figure], f"{figure.value} is more than {value}, even at its lowest"
            )
        if figure.value.high < value.low:
            return result(
                row, "under", value, [figure], f"{figure.value} is less than {value}, even at its highest"
            )
    if match:
        return result(row, "match", value, match, f"{match[0].value} agrees with {value}")
    above = [figure for figure in figures if figure.value.low > value.high and answers(figure.said, row.noun)]
    if above:
        return result(row, "over", value, above, f"{above[0].value} {above[0].said} are more than {value}")
    narrower = [figure for figure in figures if answers(figure.said, row.noun)]
    if narrower:
        return covered(row, value, narrower)
    return result(row, "open", value, figures, "the articles do not say whether they count the same people")


def other_days(row: Total, value: Interval, whole: list[Figure]) -> OfficialRow:
    """Return open, with the figures of the days next to the row's."""
    dated = [figure for figure in whole if figure.day is not None]
    before = [f.day for f in dated if f.day and row.as_of and f.day < row.as_of]
    after = [f.day for f in dated if f.day and row.as_of and f.day > row.as_of]
    days = {*([max(before)] if before else []), *([min(after)] if after else [])}
    found = [figure for figure in dated if figure.day in days] or whole
    words = "; ".join(f"{figure.value} as of {figure.day or 'an unknown day'}" for figure in found[:4])
    return result(
        row, "open", value, found, f"other days only: {words}; the official value is of {row.as_of}"
    )


def covered(row: Total, value: Interval, parts: list[Figure]) -> OfficialRow:
    """Return part, with the share of the value that the parts surely and at most make."""
    found = united(parts)
    if found.low > value.high:
        found = Interval(max(figure.value.low for figure in parts), found.high)
    share = None
    if value.low and not isinf(value.high) and not isinf(found.high):
        share = (round(found.low / value.high, 4), round(min(1.0, found.high / value.low), 4))
    answer = result(row, "part", value, parts, f"the articles give only parts, {found} of {value}")
    return OfficialRow(
        answer.line, "part", answer.value, found.bounds(), share, answer.records, answer.explanation
    )


def united(parts: list[Figure]) -> Interval:
    """Return how many the parts are together: figures of one unit and place may be the same people."""
    groups: dict[tuple[str | None, tuple[str, ...]], list[Interval]] = {}
    for figure in parts:
        key = (figure.unit, ()) if figure.unit else (None, figure.record.places)
        groups.setdefault(key, []).append(figure.value)
    low = max((max(v.low for v in group) for group in groups.values()), default=0)
    if all(unit for unit, _ in groups):
        low = sum(max(v.low for v in group) for group in groups.values())
    return Interval(low, total(figure.value for figure in parts).high)


def result(row: Total, status: Status, value: Interval, figures: list[Figure], words: str) -> OfficialRow:
    """Return the row's answer with the bounds that its figures share, or span where they share none."""
    found = None
    if figures:
        low, high = max(f.value.low for f in figures), min(f.value.high for f in figures)
        if low > high:
            low, high = min(f.value.low for f in figures), max(f.value.high for f in figures)
        found = Interval(low, high).bounds()
    records = tuple(figure.record.id for figure in figures)
    return OfficialRow(row.line, status, value.bounds(), found, None, records, words)
