"""From records to findings: which figures agree, which do not, and why."""

from extractor.checks.finding import Finding, Kind, Verdict
from extractor.checks.localise import Suspect
from extractor.checks.reconcile import CheckResult, check_report, check_reports, mark_reprints
from extractor.checks.totals import OfficialRow

__all__ = [
    "CheckResult",
    "Finding",
    "Kind",
    "OfficialRow",
    "Suspect",
    "Verdict",
    "check_report",
    "check_reports",
    "mark_reprints",
]
