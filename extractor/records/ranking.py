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

    def __call__(self, task: str, count: tuple[int, int], options: Sequence[Option]) -> tuple[Any, float]:
        """Return the value chosen for a task and the count at a clean span, and its probability."""
        ...


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the fitted weights by task and feature; a feature without a line weighs nothing."""
    table: dict[str, dict[str, float]] = {}
    for row in read_lexicon("link_weights"):
        task, _, feature = row["term"].partition(":")
        table.setdefault(task, {})[feature] = float(row["weight"])
    return table


def probabilities(options: Sequence[Option], table: dict[str, float]) -> list[float]:
    """Return the softmax over the options of a task, given its weights."""
    scores = [sum(table.get(name, 0.0) for name in option.features) for option in options]
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


_DOUBTFUL = 0.4  # below this the best option is no better than a guess among three


def choose(task: str, _count: tuple[int, int], options: Sequence[Option]) -> tuple[Any, float]:
    """Pick the most probable option; where even that is doubtful, the empty one if there is one."""
    if len(options) == 1:
        return options[0].value, 1.0
    chances = probabilities(options, weights().get(task, {}))
    best = max(range(len(options)), key=chances.__getitem__)
    if chances[best] < _DOUBTFUL:
        for option, chance in zip(options, chances, strict=True):
            if option.value is None:
                return None, chance
    return options[best].value, chances[best]


class Features:
    """The features of an option in the making: names crossed with what the count is."""

    __slots__ = ("names",)

    def __init__(self, *names: str) -> None:
        """Start with some names."""
        self.names = list(names)

    def cross(self, left: str, *rights: str) -> None:
        """Add `left` crossed with each of `rights`; empty ones are left out."""
        self.names += [f"{left}/{right}" for right in rights if right]

    def option(self, value: Any) -> Option:  # noqa: ANN401  (whatever the task links to)
        """Return the option."""
        return Option(value, tuple(self.names))
