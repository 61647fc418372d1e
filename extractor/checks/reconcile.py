"""All checks over reports: rules, verdicts, official totals, suspects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.checks.figures import open_book
from extractor.checks.rules import stated_rules
from extractor.checks.search import across_rules, found_rules
from extractor.checks.suspects import find_suspects, unique
from extractor.checks.totals import OfficialRow, TotalsIndex
from extractor.checks.verdicts import decide
from corpora.errors import TotalsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.totals import Total
    from extractor.checks.figures import Book
    from extractor.checks.finding import Finding
    from extractor.checks.localise import Suspect
    from extractor.checks.rules import Rule
    from extractor.records.record import Report


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What `muster check` reports: numbers of articles and records, official rows, findings, suspects, errors."""

    articles: int
    records: int
    official: tuple[OfficialRow, ...]
    findings: tuple[Finding, ...]
    suspects: tuple[Suspect, ...]
    errors: tuple[str, ...]

    @property
    def contradicted(self) -> bool:
        """Tell whether anything is contradicted (exit code 1)."""
        return any(finding.verdict == "contradicted" for finding in self.findings) or any(
            row.verdict == "contradicted" for row in self.official
        )


def check_report(report: Report) -> tuple[Finding, ...]:
    """Return the findings within one article."""
    book = open_book([report])
    return tuple(decide(rule, book) for rule in rules_of(report, book))


def rules_of(report: Report, book: Book) -> list[Rule]:
    """Return the rules of one article: those that the text states, then those found from its records."""
    rules = list(stated_rules(report, book))
    return [*rules, *found_rules(report, book, rules)]


def check_reports(reports: Sequence[Report], totals: Sequence[Total] = ()) -> CheckResult:
    """Check all figures of the reports against each other and against the official totals."""
    originals = [report for report in reports if report.reprint_of is None]
    book = open_book(originals)
    rules = [rule for report in originals for rule in rules_of(report, book)]
    rules.extend(across_rules(book))
    findings = tuple(decide(rule, book) for rule in rules)
    official, errors = compare_totals(originals, book, totals)
    joint, suspects, unsolved = find_suspects(rules, book, official)
    records = sum(len(report.records) for report in reports)
    return CheckResult(
        len(reports), records, official, (*findings, *joint), unique(suspects), (*errors, *unsolved)
    )


def compare_totals(
    reports: Sequence[Report], book: Book, totals: Sequence[Total]
) -> tuple[tuple[OfficialRow, ...], tuple[str, ...]]:
    """Return the official rows and the errors of rows that can't be read."""
    index = TotalsIndex(book.values(), reports)
    rows: list[OfficialRow] = []
    errors: list[str] = []
    for row in totals:
        try:
            rows.append(index.compare(row))
        except TotalsError as error:
            errors.append(str(error))
    return tuple(rows), tuple(errors)
