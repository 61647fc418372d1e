"""The cells of a table of records, as muster writes them and as a spreadsheet or a person changes them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import get_args

from extractor.errors import MusterError
from extractor.mentions.mention import Measure, Per
from extractor.records.record import Who

CHOICES: dict[str, tuple[str, ...]] = {
    "measure": get_args(Measure),
    "who": get_args(Who),
    "scope": ("total", "part"),
    "basis": ("actual", "planned"),
    "per": get_args(Per),
}
TRUE, FALSE = frozenset({"true", "1", "1.0", "是"}), frozenset({"false", "0", "0.0", "否", ""})
WHOLE = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.0+)?|-?\d+(?:\.0+)?")
SPLIT = re.compile(r"[；;]")
MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::00(?:\.0+)?)?)?")
NEUTRALISED = re.compile(r"'[=+\-@\t\r\n＝＋－＠]")


class RecordsError(MusterError):
    """A table of records is broken: names file, line, column, what was found and what was expected.

    `others`: what else is broken in the same table, a message a row.
    """

    def __init__(self, message: str, others: tuple[str, ...] = ()) -> None:
        """Tell the first defect; `others` are those of later rows."""
        super().__init__(message)
        self.others = others


def words(value: object) -> str | None:
    """Return a cell's text, None where it is empty.

    The mark that keeps a formula from running is taken off.
    """
    if value is None or str(value) in ("nan", "NaT", "<NA>"):
        return None
    text = str(value).strip()
    return (text[1:] if NEUTRALISED.match(text) else text) or None


def several(value: object) -> tuple[str, ...]:
    """Return the members of a list cell."""
    if isinstance(value, list | tuple):
        return tuple(str(item) for item in value)
    return tuple(part.strip() for part in SPLIT.split(words(value) or "") if part.strip())


def choice(value: object, column: str, where: str) -> str | None:
    """Return one of a column's words, None where the cell is empty."""
    text = words(value)
    if text is not None and text not in CHOICES[column]:
        raise RecordsError(
            f"{where}: column {column} is {text!r}; expected one of {', '.join(CHOICES[column])}"
        )
    return text


def whole(value: object, where: str) -> int | None:
    """Return a whole number, None where the cell is empty.

    6,396 and 6396.0 are read as a spreadsheet writes them.
    """
    text = words(value)
    if text is None:
        return None
    if not WHOLE.fullmatch(text):
        raise RecordsError(
            f"{where} is {text!r}; expected a whole number such as 6396, or nothing where it is open"
        )
    number = int(text.replace(",", "").partition(".")[0])
    if number < 0:
        raise RecordsError(f"{where} is {text!r}; expected a whole number of 0 or more")
    return number


def truth(value: object, where: str) -> bool:
    """Return a truth value."""
    text = (words(value) or "").lower()
    if text in TRUE or text in FALSE:
        return text in TRUE
    raise RecordsError(f"{where} is {text!r}; expected true or false")


def moment(value: object, where: str) -> date | datetime | None:
    """Return a day or a moment, None where the cell is empty.

    Spreadsheets' own ways of writing dates are read.
    """
    if isinstance(value, date):
        plain = isinstance(value, datetime) and (value.hour, value.minute) == (0, 0)
        return value.date() if isinstance(value, datetime) and plain else value
    text = words(value)
    if text is None:
        return None
    match = MOMENT.fullmatch(text)
    try:
        if match:
            day = date(int(match[1]), int(match[2]), int(match[3]))
            clock = time(int(match[4]), int(match[5])) if match[4] else None
            return day if clock is None else datetime.combine(day, clock)
    except ValueError:
        pass
    raise RecordsError(
        f"{where} is {text!r}; expected a day such as 2022-03-30 or a time such as 2022-03-30T16:00"
    )
