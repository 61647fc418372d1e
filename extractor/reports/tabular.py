"""Tables: one row a record, for people with a spreadsheet (CSV, XLSX) and for programs (Parquet)."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from extractor.reports.contract import moment, record_object
from extractor.tables.columns import COLUMNS, package

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpora.errors import Failure
    from extractor.records.record import Report
    from extractor.reports.wording import Language

_WHOLE = frozenset({"low", "high", "batch", "start", "end"})
# What Excel, WPS and LibreOffice may take for a formula; their full-width twins are folded on some imports.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SHEET = "records"

Cell = str | int | float | bool | None


def headers(language: Language) -> list[str]:
    """Return the header row in a language."""
    return list(COLUMNS) if language == "en" else list(COLUMNS.values())


def rows(report: Report) -> Iterator[list[Cell]]:
    """Yield one row a record, in the order of COLUMNS; lists are joined by `；`."""
    region = report.region
    head = [
        report.id,
        moment(report.published),
        report.publisher,
        report.url,
        report.title,
        region.name if region else None,
        region.code if region else None,
    ]
    for record in report.records:
        values = [*head, *record_object(record).values()]
        yield ["；".join(value) if isinstance(value, list) else value for value in values]


def write_csv(
    reports: Iterable[Report], stream: BinaryIO, *, language: Language = "en", bom: bool = True
) -> None:
    """Write CSV as the reports come; `bom` lets Excel and WPS see that it is UTF-8; formulas are neutralised."""
    # utf-8-sig would write its mark only once per codec; the wrapper keeps that state for us.
    encoding = "utf-8-sig" if bom else "utf-8"
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="", write_through=True)
    try:
        table = csv.writer(
            text
        )  # ends lines as RFC 4180 says; with a bare \n it would leave a \r in a cell unquoted
        table.writerow(headers(language))
        for report in reports:
            table.writerows([neutral_cell(value) for value in row] for row in rows(report))
    finally:
        text.detach()


def neutral_cell(value: Cell) -> Cell:
    """Return a cell as CSV holds it: a text that a spreadsheet would take for a formula gets a mark before it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return value


def write_xlsx(
    reports: Iterable[Report],
    stream: BinaryIO,
    *,
    language: Language = "en",
    failures: Iterable[Failure] = (),
) -> None:
    """Write a workbook: a sheet of records and, where inputs failed, a sheet of errors; texts are never formulas."""
    xlsxwriter = package("xlsxwriter", "xlsx")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(_SHEET)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headers(language), book.add_format({"bold": True}))
        number = 0
        for report in reports:
            for row in rows(report):
                number += 1
                for column, value in enumerate(row):
                    _put(sheet, number, column, value)
        sheet.autofilter(0, 0, number, len(COLUMNS) - 1)
        # Only after the reports are through is it known what failed.
        failed = list(failures)
        if failed:
            errors = book.add_worksheet("errors")
            errors.write_row(0, 0, ["path", "message"] if language == "en" else ["文件", "错误"])
            for line, failure in enumerate(failed, 1):
                errors.write_string(line, 0, failure.path)
                errors.write_string(line, 1, failure.message)
    stream.write(content.getvalue())


def _put(sheet: Any, row: int, column: int, value: Cell) -> None:  # noqa: ANN401  (xlsxwriter is an optional package)
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, value)


def write_parquet(reports: Iterable[Report], stream: BinaryIO, *, language: Language = "en") -> None:
    """Write Parquet, one row group an article that has records; lists are joined as in CSV."""
    arrow = package("pyarrow", "parquet")
    parquet = package("pyarrow.parquet", "parquet")
    names = headers(language)
    types = {"hedged": arrow.bool_(), "confidence": arrow.float64()} | dict.fromkeys(_WHOLE, arrow.int64())
    schema = arrow.schema(
        [(name, types.get(column, arrow.string())) for name, column in zip(names, COLUMNS, strict=True)]
    )
    with parquet.ParquetWriter(stream, schema) as writer:
        for report in reports:
            table = [dict(zip(names, row, strict=True)) for row in rows(report)]
            if table:
                writer.write_table(arrow.Table.from_pylist(table, schema=schema))


def write_sqlite(reports: Iterable[Report], stream: BinaryIO, *, failures: Iterable[Failure] = ()) -> None:
    """Write a SQLite file: a table `records` and a table `errors`; column names are English, queries hold in any language."""
    whole = dict.fromkeys(_WHOLE, "INTEGER") | {"hedged": "INTEGER", "confidence": "REAL"}
    columns = ", ".join(f'"{name}" {whole.get(name, "TEXT")}' for name in COLUMNS)
    marks = ", ".join("?" * len(COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "records.sqlite"
        connection = sqlite3.connect(file)
        try:
            with connection:
                connection.execute(f"CREATE TABLE records ({columns})")
                connection.execute("CREATE TABLE errors (path TEXT, message TEXT)")
                for report in reports:
                    connection.executemany(f"INSERT INTO records VALUES ({marks})", rows(report))  # noqa: S608  (our own names)
                connection.executemany(
                    "INSERT INTO errors VALUES (?, ?)",
                    [(failure.path, failure.message) for failure in failures],
                )
        finally:
            connection.close()
        with file.open("rb") as content:
            shutil.copyfileobj(content, stream)
