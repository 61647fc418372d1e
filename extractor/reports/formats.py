"""The formats of `muster extract`: which there are, which a file name means, and who writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

from extractor.errors import MusterError
from extractor.reports.jsonlines import write_jsonlines
from extractor.reports.listing import write_listing
from extractor.reports.tabular import write_csv, write_parquet, write_sqlite, write_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from corpora.errors import Failure
    from extractor.records.record import Report
    from extractor.reports.wording import Language

Format = Literal["jsonl", "csv", "xlsx", "parquet", "sqlite", "table"]
FORMATS: tuple[Format, ...] = get_args(Format)
BINARY: frozenset[Format] = frozenset({"xlsx", "parquet", "sqlite"})
"""Formats that no terminal can show."""
_ALSO: dict[str, Format] = {"": "jsonl", "txt": "jsonl", "json": "jsonl", "ndjson": "jsonl", "db": "sqlite"}


def format_of(path: Path | None) -> Format:
    """Return the format that a file's suffix names, `jsonl` where there is none; raise MusterError for any other suffix."""
    suffix = path.suffix.lower().lstrip(".") if path else ""
    named = _ALSO | {name: name for name in FORMATS}
    if suffix not in named:
        raise MusterError(f"-o {path}: no format has the suffix .{suffix}; name one with --format")
    return named[suffix]


def write_reports(
    reports: Iterable[Report],
    stream: BinaryIO,
    form: Format,
    *,
    columns: Language = "en",
    language: Language = "en",
    bom: bool = True,
    failures: Iterable[Failure] = (),
) -> None:
    """Write reports in a format as they come; `failures` (read last) become the errors of a workbook or database.

    `columns` is the language of the headers, `language` that of explanations.
    """
    match form:
        case "jsonl":
            write_jsonlines(reports, stream, language=language)
        case "csv":
            write_csv(reports, stream, language=columns, bom=bom)
        case "xlsx":
            write_xlsx(reports, stream, language=columns, failures=failures)
        case "parquet":
            write_parquet(reports, stream, language=columns)
        case "sqlite":
            write_sqlite(reports, stream, failures=failures)
        case "table":
            write_listing(reports, stream, language=columns)
