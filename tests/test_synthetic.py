"""Every error put into 1,000 articles is found, and nothing else is called a contradiction."""

from __future__ import annotations

from synthetic_records import make_corpus

from extractor.checks import check_reports


def test_all_errors_and_nothing_else():
    corpus = make_corpus(1, 1000)
    assert len(corpus.errors) > 60
    assert set(corpus.errors.values()) == {
        "breakdown",
        "part",
        "same",
        "percentage",
        "product",
        "order",
        "nested",
    }
    result = check_reports(corpus.reports)
    alarms = [finding for finding in result.findings if finding.verdict == "contradicted"]
    found = {record for finding in alarms for record in finding.records}
    assert set(corpus.errors) - found == set()
    assert [finding for finding in alarms if not set(finding.records) & set(corpus.errors)] == []
    suspects = {suspect.record for suspect in result.suspects}
    missed = [record for record in corpus.errors if record not in suspects]
    assert (
        len(missed) <= len(corpus.errors) / 8
    )  # an approximate figure beside it may be the lighter correction


def test_true_articles_raise_no_alarm():
    result = check_reports(make_corpus(3, 500, share=0).reports)
    assert not result.contradicted
    assert result.suspects == ()
