"""What muster sees in a phrase: each figure and date underlined, and what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor import phrases
from extractor.mentions.mention import Count, Date, Number
from extractor.reports.contract import moment
from extractor.reports.display import width
from extractor.reports.verdicts import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_MARKS = {Count: "^", Date: "~", Number: "-"}


def underline(text: str, *, published: date | None = None) -> Iterator[str]:
    """Yield each line of a text, its figures underlined (^ counts, ~ dates, - other numbers), and a line for each."""
    seen = _seen(text, published)
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        within = [mention for mention in seen if start <= mention.start and mention.end <= end]
        shown = line.rstrip("\r\n").replace("\t", " ")
        if shown.strip():
            yield shown
        if within:
            yield _marks(shown, start, within)
            left = max(width(mention.text) for mention in within)
            for mention in within:
                yield f"  {mention.text}{' ' * (left - width(mention.text))}  {_meaning(mention)}"
        start = end


def _seen(text: str, published: date | None) -> list[Count | Date | Number]:
    """Return counts and dates, and the numbers that stand in neither, in text order."""
    named: list[Count | Date] = [*phrases.find_counts(text), *phrases.find_dates(text, published=published)]
    bare = [
        number
        for number in phrases.find_numbers(text)
        if not any(number.start < mention.end and mention.start < number.end for mention in named)
    ]
    return sorted([*named, *bare], key=lambda mention: (mention.start, mention.end))


def _marks(line: str, start: int, mentions: list[Count | Date | Number]) -> str:
    row = [" "] * len(line)
    for mention in mentions:
        for index in range(mention.start - start, min(mention.end - start, len(line))):
            row[index] = _MARKS[type(mention)]
    return "".join(mark * width(character) for mark, character in zip(row, line, strict=True)).rstrip()


def _meaning(mention: Count | Date | Number) -> str:
    match mention:
        case Count():
            rate = f" per {mention.per}" if mention.per else ""
            noun = f"  {mention.noun}" if mention.noun else ""
            return f"{mention.measure}{rate}  {bounds((mention.low, mention.high))}{noun}"
        case Date():
            first, last = moment(mention.from_), moment(mention.to)
            return f"date  {first}" if first == last else f"date  {first} – {last}"
        case Number():
            return f"{mention.kind}  {_number(mention)}"


def _number(number: Number) -> str:
    low, high = (
        None if value is None else f"{value:g}" if value % 1 else f"{value:.0f}"
        for value in (number.low, number.high)
    )
    if low is None or high is None:
        return f"≥{low}" if high is None else f"≤{high}"
    return low if low == high else f"{low}–{high}"
