"""How what an article names stands among all of its kind: its organisations, its places, its days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

K = TypeVar("K")
_SEVERAL = 4


@dataclass(frozen=True, slots=True)
class Standing(Generic[K]):
    """How often an article names each of a kind, and at which offset first."""

    told: Counter[K]
    first: dict[K, int]

    @classmethod
    def of(cls, named: Iterable[tuple[K, int]]) -> Standing[K]:
        """Return the standing of what is named, given with its offsets in the order of the text."""
        told: Counter[K] = Counter()
        first: dict[K, int] = {}
        for key, offset in named:
            told[key] += 1
            first.setdefault(key, offset)
        return cls(told, first)

    @property
    def number(self) -> str:
        """Return how many different ones there are; four stands for more."""
        return str(min(len(self.told), _SEVERAL))

    def rank(self, key: K, offset: int) -> str:
        """Tell whether one is the only one, named most often, the first, another or not named; and whether it comes later."""
        if key not in self.told:
            return "unnamed"
        ahead = "" if self.first[key] < offset else "-to-come"
        if len(self.told) == 1:
            return f"only{ahead}"
        top = max(self.told.values())
        if self.told[key] == top and sum(n == top for n in self.told.values()) == 1:
            return f"most{ahead}"
        return f"first{ahead}" if min(self.first.values()) == self.first[key] else f"other{ahead}"

    @property
    def main(self) -> K | None:
        """Return the one named most often, of several the first."""
        return max(self.told, key=lambda k: (self.told[k], -self.first[k]), default=None)
