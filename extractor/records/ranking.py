"""Choosing among the readings of a link: a log-linear ranker over named features, weights in a data file.

A link (who sent them, where, when, whole or part) has a few options, `none` among them. Each option lists the names of its
features; its score is the sum of their weights, its probability the softmax over the options. Weights are fitted by
`bench/fit_linker.py` on annotated articles; an option that is best but doubtful is not taken (an empty cell beats a wrong link).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from extractor.lexicons import read_lexicon


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a link; `value` is None for the empty one. `features` are names, each present or not."""

    value: Any
    features: tuple[str, ...]


class Chooser(Protocol):
    """Whatever picks an option: the fitted ranker, or a recorder that gathers training data."""

    def __call__(self, task: str, count: tuple[int, int], options: Sequence[Option]) -> tuple[Option, float]:
        """Return the chosen option of a task for the count at a clean span, and its probability."""
        ...


@cache
def weights() -> dict[str, float]:
    """Return the fitted weights by `task:feature`; a feature without a line weighs nothing."""
    return {row["term"]: float(row["weight"]) for row in read_lexicon("link_weights")}


def probabilities(task: str, options: Sequence[Option], table: dict[str, float]) -> list[float]:
    """Return the softmax over the options of a task."""
    scores = [sum(table.get(f"{task}:{name}", 0.0) for name in option.features) for option in options]
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


_DOUBTFUL = 0.4  # below this the best option is no better than a guess among three


def choose(task: str, _count: tuple[int, int], options: Sequence[Option]) -> tuple[Option, float]:
    """Pick the most probable option; where even that is doubtful, the empty one if there is one."""
    if len(options) == 1:
        return options[0], 1.0
    chances = probabilities(task, options, weights())
    best = max(range(len(options)), key=chances.__getitem__)
    if chances[best] < _DOUBTFUL:
        for option, chance in zip(options, chances, strict=True):
            if option.value is None:
                return option, chance
    return options[best], chances[best]
