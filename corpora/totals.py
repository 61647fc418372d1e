"""Official totals: a CSV file that says what the authorities count, row by row, as written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (a field's type, needed at run time by dataclass users)
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.encodings import decode
from corpora.errors import ArticleError, Failure, TotalsError
from corpora.metadata import day_of
from corpora.textfiles import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("region", "unit", "noun", "measure", "as_of", "value", "source")
MEASURES = ("persons", "person_times", "units", "teams", "places", "households")


@dataclass(frozen=True, slots=True)
class Total:
    """One official figure, as written: `value` is 6396 or 6000余; empty `unit`, `noun` mean any, `as_of` None the latest.

    `region` is a division's name or code; `line` is the line of `path` where the row starts, the header being line 1.
    """

    line: int
    region: str
    unit: str
    noun: str
    measure: str
    as_of: date | None
    value: str
    source: str
    path: str = ""


def read_totals(path: str | Path) -> Iterator[Total | Failure]:
    """Yield the rows of a totals file (UTF-8 with or without BOM, or GB18030), a Failure for each that can't be read.

    Raise TotalsError where the file itself or its header can't be read. Messages name file, line and column.
    """
    try:
        text = decode(read_bytes(Path(path)), str(path))
    except ArticleError as error:
        raise TotalsError(str(error)) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = _header(next(reader, []), f"{path}:1")
    line = reader.line_num + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                try:
                    yield _row(cells, header, str(path), line)
                except TotalsError as error:
                    yield Failure(str(path), str(error))
            line = reader.line_num + 1
    except csv.Error as error:
        yield Failure(
            str(path), f"{path}:{line}: {error}; a CSV row is needed, the rows after it were not read"
        )


def _header(cells: list[str], where: str) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    if not names:
        raise TotalsError(f"{where}: empty; expected the header {','.join(COLUMNS)}")
    if sorted(names) != sorted(COLUMNS):
        raise TotalsError(f"{where}: header {','.join(cells)!r}; expected {','.join(COLUMNS)}")
    return names


def _row(cells: list[str], header: list[str], path: str, line: int) -> Total:
    if len(cells) != len(header):
        raise TotalsError(
            f"{path}:{line}: {len(cells)} cells; expected {len(header)} ({','.join(header)}), "
            "a cell that contains a comma in quotation marks",
        )
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    for column, expected in (
        ("region", "the name or code of a division"),
        ("value", "a number or a count phrase"),
    ):
        if not row[column]:
            raise TotalsError(f"{path}:{line}: column {column} is empty; expected {expected}")
    if row["measure"] not in MEASURES:
        raise TotalsError(
            f"{path}:{line}: column measure is {row['measure']!r}; expected one of {', '.join(MEASURES)}"
        )
    return Total(
        line=line,
        region=row["region"],
        unit=row["unit"],
        noun=row["noun"],
        measure=row["measure"],
        as_of=_day(row["as_of"], f"{path}:{line}: column as_of"),
        value=row["value"],
        source=row["source"],
        path=path,
    )


def _day(text: str, where: str) -> date | None:
    if not text:
        return None
    day = day_of(text)
    if day is None:
        raise TotalsError(
            f"{where} is {text!r}; expected a day such as 2022-03-30 or a time such as 2022-03-30T16:00"
        )
    return day
