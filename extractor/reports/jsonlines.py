"""JSON lines: one object an article, UTF-8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from extractor.reports.contract import report_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.records.record import Report
    from extractor.reports.wording import Language


def encode_json(value: Any, *, indent: int | None = None) -> bytes:  # noqa: ANN401  (whatever JSON can hold)
    """Return a JSON value as one UTF-8 text with a line end; a lone surrogate becomes its JSON escape."""
    return (json.dumps(value, ensure_ascii=False, indent=indent) + "\n").encode("utf-8", "backslashreplace")


def write_jsonlines(reports: Iterable[Report], stream: BinaryIO, *, language: Language = "en") -> None:
    """Write each report as it comes, one line each; explanations are in the language."""
    for report in reports:
        stream.write(encode_json(report_object(report, language)))
        stream.flush()
