"""The verdicts of `muster check`: a listing to read, with the sentences that it rests on, and the contract's JSON object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from extractor.checks import CheckResult, Finding, OfficialRow
from extractor.reports.contract import SCHEMA, finding_object
from extractor.reports.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpora.errors import Failure
    from extractor.records.record import Record, Report
    from extractor.reports.wording import Language

Bounds = tuple[int | None, int | None]
Verdict = Literal["consistent", "contradicted", "open"]

# Worst first: that is what a reader looks for.
_ORDER: tuple[Verdict, ...] = ("contradicted", "open", "consistent")


def check_object(
    result: CheckResult, failures: Sequence[Failure] = (), language: Language = "en"
) -> dict[str, Any]:
    """Return the contract's JSON object of `muster check --format json`, explanations in the language."""
    return {
        "schema": SCHEMA,
        "articles": result.articles,
        "records": result.records,
        "official": [_official(row, language) for row in result.official],
        "findings": [finding_object(finding, language) for finding in result.findings],
        "suspects": [
            {
                "record": suspect.record,
                "stated": list(suspect.stated),
                "would_need": list(suspect.would_need),
                "explanation": say(suspect.explanation, language),
            }
            for suspect in result.suspects
        ],
        "errors": [
            *(failure.message for failure in failures),
            *(say(error, language) for error in result.errors),
        ],
    }


def _official(row: OfficialRow, language: Language) -> dict[str, Any]:
    return {
        "line": row.line,
        "status": row.status,
        "verdict": row.verdict,
        "value": list(row.value),
        "found": None if row.found is None else list(row.found),
        "coverage": None if row.coverage is None else list(row.coverage),
        "records": list(row.records),
        "explanation": say(row.explanation, language),
    }


def verdict_lines(result: CheckResult, reports: Sequence[Report], language: Language = "en") -> Iterator[str]:
    """Yield the lines of the listing: contradictions first, each with its sentences, the summary last."""
    records = {record.id: record for report in reports for record in report.records}
    checked: list[Finding | OfficialRow] = [*result.official, *result.findings]
    for verdict in _ORDER:
        for item in checked:
            if item.verdict == verdict:
                yield from _item(item, records, language)
                yield ""
    for suspect in result.suspects:
        # What is quoted is said first: as one message, the words of its own would be taken for the figure's.
        yield say(f"most likely wrong: {say(suspect.explanation, language)}", language)
        yield from _sentences([suspect.record], records)
        yield ""
    contradicted, undecided, consistent = (sum(item.verdict == v for item in checked) for v in _ORDER)
    summary = (
        f"{result.articles} article(s), {result.records} record(s): "
        f"{contradicted} contradicted, {undecided} open, {consistent} consistent"
    )
    yield say(summary, language)


def _item(item: Finding | OfficialRow, records: Mapping[str, Record], language: Language) -> Iterator[str]:
    name = (
        item.kind.replace("_", " ")
        if isinstance(item, Finding)
        else f"official line {item.line} ({item.status})"
    )
    verdict = item.verdict.upper() if item.verdict == "contradicted" else item.verdict
    colon = "：" if language == "zh" else ": "
    yield f"{say(verdict, language)}  {say(name, language)}{colon}{say(item.explanation, language)}"
    yield from _sentences(item.records, records)


def _sentences(identifiers: Sequence[str], records: Mapping[str, Record]) -> Iterator[str]:
    """Yield the figures of each sentence on one line, and below them the sentence with the figures marked."""
    by_sentence: dict[tuple[str, str], list[Record]] = {}
    for identifier in identifiers:
        if record := records.get(identifier):
            by_sentence.setdefault((identifier.partition("#")[0], record.sentence), []).append(record)
    for (_, sentence), figures in by_sentence.items():
        yield "    " + ", ".join(f"{figure.id} = {bounds((figure.low, figure.high))}" for figure in figures)
        marked = sentence
        for text in dict.fromkeys(figure.text for figure in figures):
            marked = re.sub(rf"(?<!\d)(?<!\d[.,]){re.escape(text)}", f"【{text}】", marked, count=1)
        yield f"        {marked}"


def bounds(interval: Bounds) -> str:
    """Return an interval to read: `6396`, `41–49`, `≥50`, `≤9`."""
    low, high = interval
    if low is None or high is None:
        return "?" if low == high else f"≥{low}" if high is None else f"≤{high}"
    return str(low) if low == high else f"{low}–{high}"
