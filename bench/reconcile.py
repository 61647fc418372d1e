"""Reconcile many synthetic records with some errors in them; print time, memory, and what was found.

Run from the repository: python bench/reconcile.py [records]
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent / "tests"), str(Path(__file__).parent.parent)]

from synthetic_records import make_corpus  # noqa: E402

from extractor.checks import check_reports  # noqa: E402

PER_ARTICLE = 13.2  # records that the generator puts into an article, on average
ERRORS = 0.02  # of the articles


def main(records: int) -> None:
    """Make the corpus, reconcile it, print one line a figure."""
    corpus = make_corpus(7, round(records / PER_ARTICLE), share=ERRORS)
    count = sum(len(report.records) for report in corpus.reports)
    start = time.perf_counter()
    result = check_reports(corpus.reports)
    seconds = time.perf_counter() - start
    alarms = [finding for finding in result.findings if finding.verdict == "contradicted"]
    found = {record for finding in alarms for record in finding.records}
    print(f"records    {count} in {len(corpus.reports)} articles")
    print(f"seconds    {seconds:.1f}")
    print(f"memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (corpus included)")
    print(
        f"findings   {len(result.findings)}, suspects {len(result.suspects)}, unsolved {len(result.errors)}"
    )
    print(f"errors     {len(corpus.errors)} put in, {len(corpus.errors.keys() - found)} missed")
    false = [finding for finding in alarms if corpus.errors.keys().isdisjoint(finding.records)]
    print(f"alarms     {len(alarms)}, false {len(false)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
