"""The value of an official row, a number or a count phrase, as an interval."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.errors import MusterError
from extractor.tables.intervals import Interval, opened

if TYPE_CHECKING:
    from corpora.totals import Total

PLAIN = re.compile(r"\d+|\d{1,3}(?:,\d{3})+")
DECIMAL = re.compile(r"\d+\.\d+[万亿]")


def read_value(row: Total) -> Interval:
    """Return the interval of a row's value; raises MusterError (line, column, what was expected)."""
    text = row.value.strip()
    if PLAIN.fullmatch(text):
        number = int(text.replace(",", ""))
        return Interval(number, number)
    found = phrase(text)
    if found is None:
        raise MusterError(f"totals:{row.line}: value: {row.value!r} is no number; write 6396 or a phrase such as 6000余")
    return opened(found) if found.exact and DECIMAL.fullmatch(text) else found


def phrase(text: str) -> Interval | None:
    match = re.fullmatch(r"(约|近)?(\d+(?:\.\d+)?)([万]?)(余|多)?", text)
    if not match:
        return None
    from extractor.tables.intervals import last_place
    number = round(float(match[2]) * (10000 if match[3] else 1))
    unit = last_place(number)
    if match[4]:
        return Interval(number + 1, number + unit - 1)
    if match[1] == "近":
        return Interval(number - unit + 1, number - 1)
    if match[1] == "约":
        from math import ceil, floor
        slack = max(unit / 2, number * 0.05)
        return Interval(ceil(number - slack), floor(number + slack))
    return Interval(number, number)
