"""Synthetic articles: the same for ever, all different, and right by the guideline's own table."""

import hashlib

from bounds import derive
from hypothesis import given
from hypothesis import strategies as st

from corpora.synthesis import synthesise

seeds = st.integers(0, 10**9)


@given(seeds)
def test_gold_and_text_agree(seed):
    article, gold = synthesise(seed)
    assert article.id == gold.id
    assert article.title == article.text.split("\n", 1)[0]
    for forms in (*gold.units, *gold.places):
        assert any(form in article.text for form in forms)
    for word in [
        *(c.text for c in gold.counts),
        *(d.text for d in gold.dates),
        *(p.name for p in gold.persons),
    ]:
        assert word in article.text
    for count in gold.counts:
        assert derive(count.text) == (count.low, count.high)
        assert not count.unit or any(form in article.text for form in count.unit)


@given(seeds)
def test_a_text_names_one_figure(seed):
    counts = synthesise(seed)[1].counts
    assert len({count.text for count in counts}) == len(counts)


def holds(check, gold):
    """Work a check out again from the exact figures."""
    parts = [] if check.kind == "listing" else [gold.named(part)[0].low for part in check.parts]
    whole = gold.named(check.whole)[0]
    if check.kind == "breakdown":
        return sum(parts) == whole.low
    if check.kind == "part_of_whole":
        return sum(parts) <= whole.low
    if check.kind == "product":
        return parts[0] * parts[1] == whole.low
    if check.kind == "percentage":
        return abs(parts[0] - check.percent / 100 * whole.low) <= 0.0005 * whole.low + 1e-9
    if check.kind == "same_quantity":
        first = gold.named(check.parts[0])[0]
        return first.low <= whole.high and (first.high is None or whole.low <= first.high)
    return None


@given(seeds)
def test_verdicts_are_true(seed):
    gold = synthesise(seed)[1]
    for check in gold.checks:
        if check.kind == "listing":
            whole = gold.named(check.whole)[0].low
            assert (check.verdict == "open") == (whole > len(check.parts))
        else:
            assert holds(check, gold) == (check.verdict == "consistent"), check


def test_a_seed_gives_one_article_for_ever():
    article, gold = synthesise(2022)
    assert synthesise(2022) == (article, gold)
    digest = hashlib.sha256((article.text + repr(gold)).encode()).hexdigest()[:16]
    assert digest == "97dc1702188ddaeb"


def test_articles_differ_and_some_contradict_themselves():
    made = [synthesise(seed) for seed in range(300)]
    assert len({article.text for article, _ in made}) == 300
    verdicts = [check.verdict for _, gold in made for check in gold.checks]
    assert {"consistent", "contradicted", "open"} == set(verdicts)
    assert 0.05 < verdicts.count("contradicted") / len(verdicts) < 0.3
