"""Choosing among the readings of a link: a log-linear ranker over named features, weights in a data file.

A link (who sent them, where, when, whole or part) has a few options, `none` among them. Each option lists the names of its
features; its score is the sum of their weights, its probability the softmax over the options. Weights are fitted by
`bench/fit_linker.py` on annotated articles; an option that is best but doubtful is not taken (an empty cell beats a wrong link).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from extractor.lexicons import read_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

Crossed = tuple[str, tuple[str, ...]]
"""A feature crossed with several others: (left, rights) stands for left/right of each, left/'' for left itself."""


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Option:
    """One reading of a link; `value` is None for the empty one."""

    value: Any
    features: Sequence[Crossed]
    words: Sequence[str] = ()
    """The bigrams that speak for or against it (`bigrams.py`), each once."""

    def names(self) -> list[str]:
        """Return the names of the features and the bigrams, as in the data files."""
        pairs = {(left, right): None for left, rights in self.features for right in rights}
        return [*(f"{left}/{right}" if right else left for left, right in pairs), *self.words]

    def score(self, table: Table) -> float:
        """Return the sum of the weights of features and bigrams; what is said twice counts once."""
        total = table.hear(self.words) if self.words else 0.0
        said: dict[str, tuple[str, ...]] = {}
        for crossed in self.features:
            left, rights = crossed
            known = said.get(left)
            if known is None:
                said[left] = rights
                total += table[crossed]
            elif known != rights:
                fresh = tuple([right for right in rights if right not in known])
                said[left] = known + fresh
                total += table[left, fresh]
        return total


class Chooser(Protocol):
    """Whatever picks an option: the fitted ranker, or a recorder that gathers training data."""

    def __call__(self, task: str, count: tuple[int, int], options: Sequence[Option], /) -> tuple[Any, float]:
        """Return the value chosen for a task and the count at a clean span, and its probability."""
        ...


class Table(dict[Crossed, float]):
    """Weights of one task: of a crossed feature the sum of its weights, remembered; a feature without a line weighs nothing."""

    __slots__ = ("_weights", "_words")

    def __init__(self, named: Iterable[tuple[str, float]]) -> None:
        """Take the weights of features and bigrams named as in the data files."""
        super().__init__()
        self._weights: dict[tuple[str, str], float] = {}
        self._words: dict[str, float] = {}
        for feature, weight in named:
            if BIGRAM in feature:
                self._words[feature] = weight
            else:
                left, _, right = feature.partition("/")
                self._weights[left, right] = weight

    def hear(self, words: Iterable[str]) -> float:
        """Return the sum of the weights of bigrams; one without a line weighs nothing."""
        return sum(filter(None, map(self._words.get, words)))

    def of(self, left: str, right: str) -> float:
        """Return the weight of one feature."""
        return self._weights.get((left, right), 0.0)

    def __missing__(self, crossed: Crossed) -> float:
        """Sum up the weights of a crossed feature."""
        if len(self) >= _REMEMBERED:
            self.clear()
        left, rights = crossed
        total = self[crossed] = sum([self.of(left, right) for right in dict.fromkeys(rights)])
        return total


_REMEMBERED = 1 << 16
BIGRAM = "~"
"""The mark of a bigram; no other feature has it."""


@cache
def weights() -> dict[str, Table]:
    """Return the fitted weights by task."""
    tasks: dict[str, list[tuple[str, float]]] = {}
    for row in read_lexicon("link_weights"):
        task, _, feature = row["term"].partition(":")
        tasks.setdefault(task, []).append((feature, float(row["weight"])))
    for row in read_lexicon("link_bigrams"):
        for task, named in tasks.items():
            if row.get(task):
                named.append((row["term"], float(row[task])))
    return {task: Table(named) for task, named in tasks.items()}


def probabilities(options: Sequence[Option], table: Table) -> list[float]:
    """Return the softmax over the options of a task, given its weights."""
    scores = [option.score(table) for option in options]
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    return [part / total for part in parts]


_DOUBTFUL = 0.3  # below this the best option is no better than a guess among many


def choose(task: str, _count: tuple[int, int], options: Sequence[Option]) -> tuple[Any, float]:
    """Pick an option of a task by the fitted weights."""
    return rank(options, weights()[task])


def rank(options: Sequence[Option], table: Table) -> tuple[Any, float]:
    """Pick the most probable option; where even that is doubtful, the empty one if there is one."""
    if len(options) == 1:
        return options[0].value, 1.0
    chances = probabilities(options, table)
    best = max(range(len(options)), key=chances.__getitem__)
    if chances[best] < _DOUBTFUL:
        for option, chance in zip(options, chances, strict=True):
            if option.value is None:
                return None, chance
    return options[best].value, chances[best]


class Features:
    """The features of an option in the making: names crossed with what the count is."""

    __slots__ = ("crossed",)

    def __init__(self, name: str = "", *rights: str) -> None:
        """Start with a name, by itself and crossed with each of `rights`; empty ones say nothing."""
        self.crossed: list[Crossed] = [(name, ("", *filter(None, rights)))] if name else []

    def name(self, name: str) -> None:
        """Add a feature by itself."""
        self.crossed.append((name, _ALONE))

    def cross(self, left: str, *rights: str) -> None:
        """Add `left` crossed with each of `rights`; empty ones say nothing."""
        self.crossed.append((left, tuple(filter(None, rights)) if "" in rights else rights))

    def absorb(self, other: Features) -> None:
        """Take in another description of the same reading."""
        self.crossed += other.crossed

    def option(self, value: Any) -> Option:  # noqa: ANN401  (whatever the task links to)
        """Return the option."""
        return Option(value, self.crossed)


def merge(readings: Iterable[tuple[Any, Features]], key: Callable[[Any], Hashable]) -> list[Option]:
    """Return one option for each reading; those with one key are one, described by both. A key of None is left out."""
    known: dict[Hashable, tuple[Any, Features]] = {}
    for value, features in readings:
        name = key(value)
        if name is None:
            continue
        if name in known:
            known[name][1].absorb(features)
        else:
            known[name] = value, features
    return [features.option(value) for value, features in known.values()]


_ALONE = ("",)
