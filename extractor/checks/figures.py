"""Figures: records with what a rule must know of their article (region, day, who the figure is about)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from extractor.tables.divisions import Names, area_of, inside_of
from extractor.tables.intervals import Interval, loose_reading, reading
from extractor.tables.nouns import described, is_generic, noun_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.records.record import Record, Report


@dataclass(frozen=True, slots=True)
class Figure:
    """A record in its article.

    `area`: code of the division that the figure is said of as a whole, None where it is not; `inside`: code
    of the division that holds it; `unit`: canonical name of who sent them, None for a division or unknown;
    `value`: what every rule reads, `loose` what is read beside a more precise statement;
    `said`: the counted noun, `noun` its key; a figure without one has it from its `kin`: its whole, its other statement, or the
    figure before it in its sentence, which is a guess (`guessed`);
    `unit_region`: the division that the organisation belongs to, None where unknown.
    """

    record: Record
    report: Report
    area: str | None
    inside: str | None
    unit: str | None
    unit_region: str | None
    value: Interval
    loose: Interval
    said: str
    kin: tuple[Record, ...] = ()
    guessed: bool = False

    @property
    def noun(self) -> str:
        """Return the key of the counted noun."""
        return noun_key(self.said)

    def contexts(self) -> Iterator[tuple[Record, str, str]]:
        """Yield the words before and after the figure, and after its kin, in each sentence that says it.

        Those before it begin after the last figure of the same measure: what stands before that one is about that one.
        """
        for record in (self.record, *(() if self.guessed else self.kin)):
            others = [
                other.text
                for other in self.report.records
                if other is not record
                and record.sentence in (other.sentence, *other.again)
                and other.measure == record.measure
            ]
            for sentence in (record.sentence, *record.again):
                if words := around(sentence, record.text):
                    before, after = words
                    start = max((before.rfind(t) + len(t) for t in others if t in before), default=0)
                    yield record, before[start:], after

    @property
    def countable(self) -> bool:
        """Tell whether the figure may enter a sum: it happened, and is no rate."""
        return self.record.basis == "actual" and self.record.per is None

    @property
    def day(self) -> date | None:
        """Return the day that the figure stands for; a part that says none is of the day of its whole."""
        kin = () if self.guessed else self.kin
        return day_of(next((record.as_of for record in (self.record, *kin) if record.as_of), None))

    @property
    def span(self) -> tuple[str, int, int]:
        """Return article id, start and end."""
        return (self.report.id, self.record.start, self.record.end)


Book = dict[str, Figure]


def day_of(moment: date | datetime | None) -> date | None:
    """Return the day of a date or of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def open_book(reports: Sequence[Report]) -> Book:
    """Return the figures of all reports by record id."""
    book: Book = {}
    for report in reports:
        names = Names(report)
        nouns = {record.id: described_noun(record) for record in report.records}
        kin, guessed = kin_of(report, nouns)
        for record in report.records:
            book[record.id] = Figure(
                record,
                report,
                area_of(record, names),
                inside_of(record, names),
                names.unit_key(record),
                names.unit_region(record.unit) if record.unit else None,
                reading(record),
                loose_reading(record),
                noun_of(record, kin[record.id], nouns),
                kin[record.id],
                record.id in guessed,
            )
    return book


def kin_of(report: Report, nouns: Mapping[str, str]) -> tuple[dict[str, tuple[Record, ...]], set[str]]:
    """Return the records that say what a figure without a noun counts: its whole, its other statement, or the one before it.

    The second value holds those that only the one before them may tell. `nouns`: each record's noun as its sentences describe it.
    """
    records = {record.id: record for record in report.records}
    links: dict[str, list[str | None]] = {}
    for record in report.records:
        links.setdefault(record.id, []).extend((record.of, record.same_as))
        if record.same_as:
            links.setdefault(record.same_as, []).append(record.id)
    for relation in report.relations:
        if relation.kind == "breakdown" or (relation.kind == "part_of_whole" and relation.sure):
            for part in relation.parts:
                links.setdefault(part, []).append(relation.whole)
    found: dict[str, tuple[Record, ...]] = {}
    guessed: set[str] = set()
    before: Record | None = None
    for record in report.records:
        last, before = before, record
        if not is_generic(nouns[record.id]):
            found[record.id] = ()
            continue
        kin = [records[key] for key in dict.fromkeys(links[record.id]) if key in records]
        if not kin and last is not None and last.sentence == record.sentence:
            kin = [last]
            guessed.add(record.id)
        found[record.id] = tuple(other for other in kin if other.measure == record.measure)
    return found, {key for key in guessed if found[key]}


def noun_of(record: Record, kin: Sequence[Record], nouns: Mapping[str, str]) -> str:
    """Return the counted noun with what describes it, that of the kin where the figure has none."""
    found = (nouns[other.id] for other in (record, *kin))
    return next((noun for noun in found if not is_generic(noun)), record.noun)


def around(sentence: str, figure: str) -> tuple[str, str] | None:
    """Return the words before and after a figure, which does not begin within another number (1例 in 91例)."""
    at = sentence.find(figure)
    while at > 0 and sentence[at - 1].isdigit() and figure[0].isdigit():
        at = sentence.find(figure, at + 1)
    return None if at < 0 else (sentence[:at], sentence[at + len(figure) :])


def described_noun(record: Record) -> str:
    """Return the longest description of a record's noun in the sentences that say it."""
    contexts = (around(sentence, record.text) for sentence in (record.sentence, *record.again))
    return max([record.noun, *(described(record.noun, *words) for words in contexts if words)], key=len)
