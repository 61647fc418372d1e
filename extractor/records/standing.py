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
    number: str
    """How many different ones there are; four stands for more."""
    most: K | None
    """The one named more often than every other, None where there is none."""
    start: int | None
    """The offset of the one named first."""

    @classmethod
    def of(cls, named: Iterable[tuple[K, int]]) -> Standing[K]:
        """Return the standing of what is named, given with its offsets in the order of the text."""
        told: Counter[K] = Counter()
        first: dict[K, int] = {}
        for key, offset in named:
            told[key] += 1
            first.setdefault(key, offset)
        top = max(told.values(), default=0)
        often = [key for key, number in told.items() if number == top]
        number = str(min(len(told), _SEVERAL))
        return cls(
            told, first, number, often[0] if len(often) == 1 else None, min(first.values(), default=None)
        )

    def rank(self, key: K, offset: int) -> str:
        """Tell whether one is the only one, named most often, the first, another or not named; and whether it comes later."""
        if key not in self.told:
            return "unnamed"
        ahead = "" if self.first[key] < offset else "-to-come"
        if len(self.told) == 1:
            return f"only{ahead}"
        if key == self.most:
            return f"most{ahead}"
        return f"first{ahead}" if self.first[key] == self.start else f"other{ahead}"

    @property
    def main(self) -> K | None:
        """Return the one named most often, of several the first."""
        return max(self.told, key=lambda k: (self.told[k], -self.first[k]), default=None)
