"""The finders of numbers, counts and dates on any string, without an article around it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions import counts, dates, numerals
from extractor.mentions.scan import Scanner
from extractor.text.page import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from extractor.mentions.mention import Count, Date, Number


@cache
def _scanner() -> Scanner:
    """Return an automaton of these finders' terms alone, which is built far sooner than that of all names."""
    return Scanner({**counts.vocabularies(), **dates.vocabularies()})


def find_numbers(text: str) -> Iterator[Number]:
    """Yield numbers and ranges; a percent is in per cent, offsets are half-open code points of `text`."""
    page = read_page(text)
    for number in numerals.find_numbers(page.clean):
        start, end = page.span(number.start, number.end)
        yield replace(number, start=start, end=end)


def find_counts(text: str) -> Iterator[Count]:
    """Yield counts of people, person-times, units, teams, places and households, as in records but without links."""
    page = read_page(text)
    hits = _scanner().scan(page.clean)
    days = [(day.start, day.end) for day in dates.find_dates(page, hits, None)]
    for count in counts.find_counts(page.clean, hits, days):
        if count.measure == "other":
            continue
        start, end = page.span(count.start, count.end)
        noun = page.span(count.noun_start, count.noun_end) if count.noun_start >= 0 else (-1, -1)
        yield replace(count, start=start, end=end, noun_start=noun[0], noun_end=noun[1])


def find_dates(text: str, *, published: date | None = None) -> Iterator[Date]:
    """Yield dates resolved against `published`; `from_` and `to` are inclusive, datetimes where there is an hour."""
    page = read_page(text)
    for day in dates.find_dates(page, _scanner().scan(page.clean), published):
        start, end = page.span(day.start, day.end)
        yield replace(day, start=start, end=end)
