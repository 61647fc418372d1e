"""The formats of `muster extract`: which there are, which a file name means, and who writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

from extractor.reports.jsonlines import write_jsonlines
from extractor.reports.listing import write_listing
from extractor.reports.tabular import Language, write_csv, write_parquet, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from corpora.errors import Failure
    from extractor.records.record import Report

Format = Literal["jsonl", "csv", "xlsx", "parquet", "table"]
FORMATS: tuple[Format, ...] = get_args(Format)
BINARY: frozenset[Format] = frozenset({"xlsx", "parquet"})
"""Formats that no terminal can show."""


def format_of(path: Path | None) -> Format:
    """Return the format that a file's suffix names, `jsonl` where it names none."""
    suffix = path.suffix.lower().lstrip(".") if path else ""
    return next((name for name in FORMATS if name == suffix), "jsonl")


def write_reports(
    reports: Iterable[Report],
    stream: BinaryIO,
    form: Format,
    *,
    columns: Language = "en",
    bom: bool = True,
    failures: Iterable[Failure] = (),
) -> None:
    """Write reports in a format as they come; `failures` (read last) become the errors sheet of a workbook."""
    match form:
        case "jsonl":
            write_jsonlines(reports, stream)
        case "csv":
            write_csv(reports, stream, language=columns, bom=bom)
        case "xlsx":
            write_xlsx(reports, stream, language=columns, failures=failures)
        case "parquet":
            write_parquet(reports, stream, language=columns)
        case "table":
            write_listing(reports, stream, language=columns)
