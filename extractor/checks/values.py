"""The value of an official row, a number or a count phrase, as an interval."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING

from corpora.errors import TotalsError
from extractor.mentions.numerals import find_numbers
from extractor.tables.intervals import Interval, opened

if TYPE_CHECKING:
    from corpora.totals import Total

ROUNDED = re.compile(r"\s*\d+[.．]\d+\s*[万亿]")
CLASSIFIED = re.compile(r"\s*\D{0,4}")


def read_value(row: Total) -> Interval:
    """Return the interval of a row's value; raises TotalsError (file, line, column, what was expected)."""
    text = row.value
    numbers = find_numbers(text)
    whole = [n for n in numbers if n.kind == "integer" and n.start == len(text) - len(text.lstrip())]
    if len(numbers) != 1 or not whole or not CLASSIFIED.fullmatch(text, whole[0].end) or (whole[0].low or 0) < 0:
        where = f"{row.path or 'totals'}:{row.line}: column value"
        raise TotalsError(f"{where} is {text!r}; expected a whole number or a count phrase such as 6396, 6000余, 约68")
    number = whole[0]
    found = Interval(number.low or 0, inf if number.high is None else number.high)
    return opened(found) if found.exact and ROUNDED.match(text) else found
