"""Verdicts: a rule over the intervals of its figures becomes a finding."""

from __future__ import annotations

from math import ceil, floor, inf, isinf
from typing import TYPE_CHECKING

from extractor.checks.finding import Finding
from extractor.tables.intervals import Interval, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.checks.figures import Book
    from extractor.checks.finding import Verdict
    from extractor.checks.rules import Rule

Decision = tuple["Verdict", str]


def decide(rule: Rule, book: Book) -> Finding:
    """Return the finding of a rule; contradicted only where no values inside the intervals satisfy it."""
    decision = DECIDERS[rule.kind](rule, book)
    verdict, explanation = decision
    if verdict == "contradicted" and not rule.certain:
        doubt = (
            "others may be named too"
            if rule.kind == "listing"
            else "the text does not say that they are the same people"
        )
        verdict, explanation = "open", f"{explanation}; but {doubt}"
    return Finding(
        rule.kind,
        verdict,
        rule.records,
        explanation,
        tuple(book[record].span for record in rule.records),
        coverage(rule, book),
    )


def coverage(rule: Rule, book: Book) -> tuple[float, float] | None:
    """Return the share of the whole that the parts of a sum make, low and high.

    None where that is unknown.
    """
    if rule.kind != "part_of_whole":
        return None
    whole, parts = book[rule.whole].value, total(book[part].value for part in rule.parts)
    if not rule.disjoint:
        parts = Interval(max(book[part].value.low for part in rule.parts), parts.high)
    if isinf(whole.high) or isinf(parts.high) or not whole.low:
        return None
    return (round(parts.low / whole.high, 4), round(min(parts.high / whole.low, 1.0), 4))


def same_quantity(rule: Rule, book: Book) -> Decision:
    """Two statements of one quantity: their intervals must meet; the less precise is read loosely."""
    one, other = book[rule.parts[0]], book[rule.whole]
    if one.value.meets(other.value):
        wide, narrow = sorted(
            (one.value, other.value), key=lambda value: value.high - value.low, reverse=True
        )
        verb = "equals" if wide == narrow and wide.exact else "contains" if narrow.within(wide) else "meets"
        return "consistent", f"{wide} {verb} {narrow}"
    for rounder, finer in ((one, other), (other, one)):
        if rounder.loose.meets(finer.value):
            return "consistent", f"{rounder.record.text} is a round figure for {finer.value}"
    return "contradicted", f"{one.value} and {other.value} are said to be one quantity and share no value"


def part_of_whole(rule: Rule, book: Book) -> Decision:
    """Every part is at most the whole; disjoint parts together too."""
    whole = book[rule.whole].value
    for part in rule.parts:
        value = book[part].value
        if value.low > whole.high:
            return "contradicted", f"a part of {value} is more than the whole of {whole}"
    if len(rule.parts) == 1:
        return "consistent", f"{book[rule.parts[0]].value} of {whole}{share(rule, book)}"
    parts = total(book[part].value for part in rule.parts)
    listed = " + ".join(str(book[part].value) for part in rule.parts)
    if parts.low <= whole.high:
        return "consistent", f"{listed} = {parts} of {whole}{share(rule, book)}"
    if not rule.disjoint:
        return "open", f"{listed} = {parts}, more than {whole}, but the parts may overlap"
    return "contradicted", f"{listed} = {parts}, more than the whole of {whole}"


def share(rule: Rule, book: Book) -> str:
    """Return the coverage in words."""
    found = coverage(rule, book)
    if found is None:
        return ""
    low, high = (f"{100 * value:.1f}" for value in found)
    return f" ({low} %)" if low == high else f" ({low}–{high} %)"


def breakdown(rule: Rule, book: Book) -> Decision:
    """Decide whether the parts add up to the whole."""
    whole, parts = book[rule.whole].value, total(book[part].value for part in rule.parts)
    listed = " + ".join(str(book[part].value) for part in rule.parts)
    if parts.meets(whole):
        return "consistent", f"{listed} = {parts}, the whole is {whole}"
    return "contradicted", f"{listed} = {parts}, but the whole is {whole}"


def percentage(rule: Rule, book: Book) -> Decision:
    """Decide whether the parts are the stated share of the whole."""
    whole, parts = book[rule.whole].value, total(book[part].value for part in rule.parts)
    if rule.percent is None or not whole.high or isinf(whole.high) or isinf(parts.high):
        return "open", "the share can't be worked out from an open figure"
    low, high = (value / 100 for value in rule.percent)
    found = f"{100 * parts.low / whole.high:.1f}"
    top = f"{100 * parts.high / whole.low:.1f}" if whole.low else "any"
    words = f"{parts} of {whole} is {found if found == top else f'{found}–{top}'} %"
    said = f"{rule.percent[0]:g}–{rule.percent[1]:g} %"
    if parts.low <= high * whole.high and parts.high >= low * whole.low:
        return "consistent", f"{words}, said to be {said}"
    return "contradicted", f"{words}, but is said to be {said}"


def product(rule: Rule, book: Book) -> Decision:
    """Rate times number is the total; where only one factor is a figure, some whole number must do."""
    whole = book[rule.whole].value
    first = book[rule.parts[0]].value
    if len(rule.parts) == 1:
        least = ceil(whole.low / first.high) if first.high and not isinf(first.high) else 1
        most = floor(whole.high / first.low) if first.low and not isinf(whole.high) else inf
        if least <= most:
            return "consistent", f"{whole} is {least} times {first}"
        return "open", f"{whole} is no multiple of {first}"
    factors = [book[part].value for part in rule.parts]
    words = " × ".join(str(factor) for factor in factors)
    readings = products(factors)
    if any(value.meets(whole) for value in readings):
        return "consistent", f"{words} = {next(v for v in readings if v.meets(whole))}, the total is {whole}"
    return "contradicted", f"{words} = {readings[0]}, but the total is {whole}"


def products(factors: Sequence[Interval]) -> list[Interval]:
    """Return what several factors can make: all multiplied, or one number times several rates (5个, 2名 and 3名)."""
    every = factors[0]
    for factor in factors[1:]:
        every = every * factor
    if len(factors) < 3:
        return [every]
    sums = [number * total([*factors[:at], *factors[at + 1 :]]) for at, number in enumerate(factors)]
    return [every, *sums]


def listing(rule: Rule, book: Book) -> Decision:
    """No more things are named than the stated number; all of them where the list is closed."""
    whole, named = book[rule.whole].value, len(rule.names)
    if named > whole.high:
        return "contradicted", f"{named} are named, but the number is {whole}"
    if whole.low <= named:
        return "consistent", f"{named} are named, the number is {whole}"
    if rule.exhaustive:
        return "contradicted", f"the list names {named}, but the number is {whole}"
    return "open", f"only {named} of {whole} are named"


def order(rule: Rule, book: Book) -> Decision:
    """Decide that a cumulative figure does not fall."""
    earlier, later = book[rule.parts[0]].value, book[rule.whole].value
    if earlier.low > later.high:
        return "contradicted", f"{earlier}, then {later}: a cumulative figure cannot fall"
    rise = "a rise" if earlier.high < later.low else "no fall"
    return "consistent", f"{earlier}, then {later}: {rise}"


DECIDERS = {
    "same_quantity": same_quantity,
    "part_of_whole": part_of_whole,
    "breakdown": breakdown,
    "percentage": percentage,
    "product": product,
    "listing": listing,
    "order": order,
}
