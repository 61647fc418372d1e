"""The verdicts of `muster check`: a listing to read, with the sentences that it rests on, and the contract's JSON object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from extractor.checks import CheckResult, Finding, OfficialRow
from extractor.reports.contract import SCHEMA, finding_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpora.errors import Failure
    from extractor.records.record import Record, Report
    from extractor.reports.tabular import Language

Bounds = tuple[int | None, int | None]
Verdict = Literal["consistent", "contradicted", "open"]

# Worst first: that is what a reader looks for.
_ORDER: tuple[Verdict, ...] = ("contradicted", "open", "consistent")
_WORDS = {
    "contradicted": ("CONTRADICTED", "矛盾"),
    "open": ("open", "待定"),
    "consistent": ("consistent", "一致"),
    "same_quantity": ("same quantity", "同一数量"),
    "part_of_whole": ("part of whole", "部分与整体"),
    "breakdown": ("breakdown", "分项合计"),
    "percentage": ("percentage", "百分比"),
    "product": ("product", "乘积"),
    "listing": ("listing", "列举"),
    "order": ("order", "累计先后"),
    "official": ("official", "官方数字"),
    "suspect": ("most likely wrong", "最可能有误"),
    "line": ("line {}", "第{}行"),
    "summary": (
        "{} article(s), {} record(s): {} contradicted, {} open, {} consistent",
        "文章 {} 篇，记录 {} 条：矛盾 {}，待定 {}，一致 {}",
    ),
}


def check_object(result: CheckResult, failures: Sequence[Failure] = ()) -> dict[str, Any]:
    """Return the contract's JSON object of `muster check --format json`."""
    return {
        "schema": SCHEMA,
        "articles": result.articles,
        "records": result.records,
        "official": [_official(row) for row in result.official],
        "findings": [finding_object(finding) for finding in result.findings],
        "suspects": [
            {
                "record": suspect.record,
                "stated": list(suspect.stated),
                "would_need": list(suspect.would_need),
                "explanation": suspect.explanation,
            }
            for suspect in result.suspects
        ],
        "errors": [*(failure.message for failure in failures), *result.errors],
    }


def _official(row: OfficialRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "status": row.status,
        "verdict": row.verdict,
        "value": list(row.value),
        "found": None if row.found is None else list(row.found),
        "coverage": None if row.coverage is None else list(row.coverage),
        "records": list(row.records),
        "explanation": row.explanation,
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
        yield f"{_word('suspect', language)}: {suspect.explanation}"
        yield from _sentences([suspect.record], records)
        yield ""
    tally = [sum(item.verdict == verdict for item in checked) for verdict in _ORDER]
    yield _word("summary", language).format(result.articles, result.records, *tally)


def _item(item: Finding | OfficialRow, records: Mapping[str, Record], language: Language) -> Iterator[str]:
    if isinstance(item, OfficialRow):
        name = f"{_word('official', language)} {_word('line', language).format(item.line)} ({item.status})"
    else:
        name = _word(item.kind, language)
    yield f"{_word(item.verdict, language)}  {name}: {item.explanation}"
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


def _word(key: str, language: Language) -> str:
    return _WORDS[key][language == "zh"]
