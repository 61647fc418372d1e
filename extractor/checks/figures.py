"""Figures: records with what a rule must know of their article (region, day, who the figure is about)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from extractor.tables.divisions import Names, area_of, inside_of
from extractor.tables.intervals import Interval, loose_reading, reading
from extractor.tables.nouns import noun_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.record import Record, Report


@dataclass(frozen=True, slots=True)
class Figure:
    """A record in its article.

    `area`: code of the division that the figure is said of as a whole, None where it is not; `inside`: code
    of the division that holds it; `unit`: canonical name of who sent them, None for a division or unknown;
    `unit_region`: the division that the organisation belongs to, None where unknown.
    """

    record: Record
    report: Report
    area: str | None
    inside: str | None
    unit: str | None
    unit_region: str | None
    value: Interval
    noun: str

    @property
    def countable(self) -> bool:
        """Tell whether the figure may enter a sum: it happened, and is no rate."""
        return self.record.basis == "actual" and self.record.per is None

    @property
    def day(self) -> date | None:
        """Return the day that the figure stands for."""
        return day_of(self.record.as_of)

    @property
    def loose(self) -> Interval:
        """Return the reading beside a more precise statement."""
        return loose_reading(self.record)

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
        for record in report.records:
            book[record.id] = Figure(
                record,
                report,
                area_of(record, names),
                inside_of(record, names),
                names.unit_key(record),
                names.unit_region(record.unit) if record.unit else None,
                reading(record),
                noun_key(record.noun),
            )
    return book
