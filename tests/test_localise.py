"""The mixed-integer program against brute force on small random systems."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.checks.localise import Line, System, bounds_clash, feasible, repair
from extractor.tables.intervals import Interval

TOP = 24


@st.composite
def systems(draw):
    size = draw(st.integers(2, 4))
    ids = [f"r{i}" for i in range(size)]
    values = {}
    for key in ids:
        low = draw(st.integers(0, 6))
        values[key] = Interval(low, low + draw(st.sampled_from([0, 0, 1, 3])))
    lines = []
    for _ in range(draw(st.integers(1, 3))):
        chosen = draw(st.permutations(ids))[: draw(st.integers(2, size))]
        terms = (*((key, 1.0) for key in chosen[1:]), (chosen[0], -1.0))
        lines.append(Line(terms, draw(st.sampled_from([float("-inf"), 0.0])), 0.0))
    weights = {key: draw(st.sampled_from([1.0, 2.0, 3.0])) for key in ids}
    return System(values, weights, tuple(lines))


def holds(system, released):
    """Whole numbers up to TOP, which no repair of these systems needs to exceed."""
    ids = list(system.values)
    ranges = [
        range(TOP + 1) if key in released else range(round(system.values[key].low), round(system.values[key].high) + 1)
        for key in ids
    ]
    for choice in product(*ranges):
        at = dict(zip(ids, choice, strict=True))
        if all(line.low <= sum(f * at[k] for k, f in line.terms) <= line.high for line in system.lines):
            return True
    return False


def lightest_sets(system):
    ids = list(system.values)
    subsets = [frozenset(c) for n in range(len(ids) + 1) for c in combinations(ids, n)]
    subsets.sort(key=lambda s: sum(system.weights[k] for k in s))
    best, found = None, set()
    for subset in subsets:
        weight = sum(system.weights[k] for k in subset)
        if best is not None and weight > best:
            break
        if holds(system, subset):
            best = weight
            found.add(subset)
    return found


@settings(max_examples=60, deadline=None)
@given(systems())
def test_repair_finds_the_lightest_sets(system):
    wanted = lightest_sets(system)
    found = repair(system)
    assert found.solved
    assert set(found.sets) == wanted
    assert feasible(system) == (frozenset() in wanted)


@settings(max_examples=60, deadline=None)
@given(systems())
def test_a_clash_of_bounds_is_a_proof(system):
    if bounds_clash(system):
        assert not holds(system, frozenset())
