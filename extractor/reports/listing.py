"""The records as a table to read on a terminal: the columns that fit, aligned by display width."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from extractor.reports.contract import moment
from extractor.reports.display import align
from extractor.reports.verdicts import bounds
from extractor.tables.columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.records.record import Record, Report
    from extractor.reports.wording import Language

_SHOWN = ("article", "unit", "text", "noun", "measure", "low", "scope", "basis", "per", "places", "as_of")


def write_listing(reports: Iterable[Report], stream: BinaryIO, *, language: Language = "en") -> None:
    """Write one line a record under a header line; wide cells are cut with `…`, bounds stand in one cell."""
    titles = [COLUMNS[name] if language == "zh" else name for name in _SHOWN]
    titles[_SHOWN.index("low")] = "人数" if language == "zh" else "value"
    rows = [titles, *(_row(report, record) for report in reports for record in report.records)]
    stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in align(rows))


def _row(report: Report, record: Record) -> list[str]:
    return [
        report.id,
        record.unit or "",
        record.text,
        record.noun,
        record.measure,
        bounds((record.low, record.high)),
        record.scope,
        record.basis,
        record.per or "",
        "；".join(record.places),
        moment(record.as_of) or "",
    ]
