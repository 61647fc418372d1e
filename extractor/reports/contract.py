"""The output contract `muster/1`: a report as the JSON object that `--format jsonl` prints, keys in their order."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from extractor.checks.finding import Finding
from extractor.reports.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.records.record import Record, Report, Span
    from extractor.reports.wording import Language

SCHEMA = "muster/1"


def report_object(report: Report, language: Language = "en") -> dict[str, Any]:
    """Return the contract's JSON object of a report; explanations are in the language."""
    region = report.region
    return {
        "schema": SCHEMA,
        "id": report.id,
        "path": report.path,
        "url": report.url,
        "title": report.title,
        "publisher": report.publisher,
        "published": moment(report.published),
        "region": None if region is None else {"name": region.name, "code": region.code},
        "sha256": report.sha256,
        "reprint_of": report.reprint_of,
        **_entities(report),
        "records": [record_object(record) for record in report.records],
        "checks": [_check(finding, language) for finding in report.checks if isinstance(finding, Finding)],
        "errors": list(report.errors),
    }


def record_object(record: Record) -> dict[str, Any]:
    """Return the contract's JSON object of a record."""
    return {
        "id": record.id,
        "text": record.text,
        "noun": record.noun,
        "measure": record.measure,
        "low": record.low,
        "high": record.high,
        "hedged": record.hedged,
        "who": record.who,
        "scope": record.scope,
        "basis": record.basis,
        "per": record.per,
        "of": record.of,
        "same_as": record.same_as,
        "batch": record.batch,
        "unit": record.unit,
        "team": record.team,
        "persons": list(record.persons),
        "places": list(record.places),
        "from": moment(record.from_),
        "to": moment(record.to),
        "as_of": moment(record.as_of),
        "action": record.action,
        "attributed_to": record.attributed_to,
        "sentence": record.sentence,
        "start": record.start,
        "end": record.end,
        "confidence": round(record.confidence, 3),
    }


def moment(value: date | datetime | None) -> str | None:
    """Return ISO 8601: to the day, or to the minute where there is an hour."""
    if value is None:
        return None
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def finding_object(finding: Finding, language: Language = "en") -> dict[str, Any]:
    """Return a finding over several articles; each span names its article."""
    return {
        "kind": finding.kind,
        "verdict": finding.verdict,
        "records": list(finding.records),
        "explanation": say(finding.explanation, language),
        "spans": [list(span) for span in finding.spans],
    }


def _entities(report: Report) -> dict[str, list[dict[str, Any]]]:
    return {
        "units": [
            {
                "name": unit.name,
                "official": unit.official,
                "forms": list(unit.forms),
                "region": unit.region,
                "spans": _spans(unit.spans),
            }
            for unit in report.units
        ],
        "persons": [
            {
                "name": person.name,
                "role": person.role or None,
                "unit": person.unit or None,
                "spans": _spans(person.spans),
            }
            for person in report.persons
        ],
        "places": [
            {
                "name": place.name,
                "forms": list(place.forms),
                "code": place.code,
                "kind": place.kind,
                "candidates": list(place.candidates),
                "spans": _spans(place.spans),
            }
            for place in report.places
        ],
        "dates": [
            {
                "text": found.text,
                "from": moment(found.from_),
                "to": moment(found.to),
                "anchor": found.anchor,
                "spans": _spans(found.spans),
            }
            for found in report.dates
        ],
        "teams": [
            {"name": team.name, "unit": team.unit or None, "spans": _spans(team.spans)}
            for team in report.teams
        ],
    }


def _check(finding: Finding, language: Language) -> Mapping[str, Any]:
    """Return a finding of one article; its spans need no article id."""
    return finding_object(finding, language) | {"spans": [[start, end] for _, start, end in finding.spans]}


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[start, end] for start, end in spans]
