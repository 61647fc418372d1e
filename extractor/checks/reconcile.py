"""All checks over reports: rules, verdicts, official totals, suspects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpora.errors import TotalsError
from extractor.checks.figures import open_book
from extractor.checks.rules import stated_rules
from extractor.checks.search import across_rules, found_rules
from extractor.checks.suspects import find_suspects, unique
from extractor.checks.totals import OfficialRow, TotalsIndex
from extractor.checks.verdicts import decide
from extractor.tables.reprints import find_repeats, find_reprints, repeated_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from corpora.totals import Total
    from extractor.checks.figures import Book
    from extractor.checks.finding import Finding
    from extractor.checks.localise import Suspect
    from extractor.checks.rules import Rule
    from extractor.records.record import Report


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What `muster check` reports; `errors` are messages of rows and components that failed."""

    articles: int
    records: int
    official: tuple[OfficialRow, ...]
    findings: tuple[Finding, ...]
    suspects: tuple[Suspect, ...]
    errors: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return the official rows and the findings as a frame, a line each; `records` are joined by `；`."""
        import pandas as pd  # noqa: PLC0415  (heavy)

        lines: list[tuple[str | int | None, ...]] = [
            ("official", row.verdict, row.status, row.line, "；".join(row.records), row.explanation)
            for row in self.official
        ]
        lines += [
            (finding.kind, finding.verdict, None, None, "；".join(finding.records), finding.explanation)
            for finding in self.findings
        ]
        names = ["kind", "verdict", "status", "line", "records", "explanation"]
        return pd.DataFrame(lines, columns=names).astype({"line": "Int64"})

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
    rules = [rule for rule in stated_rules(report, book) if borne_out(rule, book)]
    return [*rules, *found_rules(report, book, rules)]


def borne_out(rule: Rule, book: Book) -> bool:
    """Tell whether a stated rule stands: one that was only guessed from the words needs figures that agree."""
    return rule.certain or rule.kind == "listing" or decide(rule, book).verdict == "consistent"


def check_reports(reports: Sequence[Report], totals: Sequence[Total] = ()) -> CheckResult:
    """Check all figures of the reports against each other and against the official totals.

    What a reprint only prints again is left out; reports that do not say what they reprint are compared by
    their text.
    """
    marked = mark_reprints(reports)
    book = open_book(marked)
    repeated = repeated_records(marked)
    rules = [
        rule for report in marked for rule in rules_of(report, book) if not repeated.issuperset(rule.records)
    ]
    own = {key: figure for key, figure in book.items() if key not in repeated}
    rules.extend(across_rules(own))
    findings = tuple(decide(rule, book) for rule in rules)
    official, errors = compare_totals(marked, own, totals)
    joint, suspects, unsolved = find_suspects(rules, book, official)
    return CheckResult(
        len(reports), len(book), official, (*findings, *joint), unique(suspects), (*errors, *unsolved)
    )


def mark_reprints(reports: Sequence[Report]) -> list[Report]:
    """Return the reports, each reprint among them with the id of its original.

    Reports read from a table have no text; they are compared by the sentences of their figures.
    """
    found = find_reprints(report for report in reports if report.text)
    found |= find_repeats([report for report in reports if not report.text])
    return [
        replace(report, reprint_of=found[report.id])
        if report.reprint_of is None and report.id in found
        else report
        for report in reports
    ]


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
