"""Choosing among candidates: the best set of spans that do not overlap."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import Any


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Candidate:
    """A span that may be a name. `label`: unit, person, place, team; `score`: the sum of its evidence's weights."""

    start: int
    end: int
    label: str
    score: float
    evidence: tuple[str, ...] = ()
    payload: Any = None


_SPAN = attrgetter("end", "start")


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """Return the non-overlapping subset with the highest total score, in text order (weighted interval scheduling).

    Candidates with a score of zero or less never win. Ties go to the longer span.
    """
    ranked = sorted([c for c in candidates if c.score > 0], key=_SPAN)
    ends = [c.end for c in ranked]
    best: list[tuple[float, int]] = [
        (0.0, 0)
    ]  # score and covered length of the best choice among the first i
    take: list[int] = []
    for i, candidate in enumerate(ranked):
        apart = i == 0 or ends[i - 1] <= candidate.start
        before = i if apart else bisect_right(ends, candidate.start, 0, i)
        score, covered = best[before]
        with_it, without = (score + candidate.score, covered + candidate.end - candidate.start), best[i]
        better = with_it > without
        take.append(before if better else -1)
        best.append(with_it if better else without)
    chosen: list[Candidate] = []
    i = len(ranked)
    while i:
        if take[i - 1] >= 0:
            chosen.append(ranked[i - 1])
            i = take[i - 1]
        else:
            i -= 1
    return chosen[::-1]
