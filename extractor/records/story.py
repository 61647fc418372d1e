"""What earlier paragraphs leave to later ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from datetime import date

    from extractor.mentions.mention import Date, Place, Unit
    from extractor.records.draft import Draft
    from extractor.records.frame import Frame
    from extractor.records.topic import Topic

K = TypeVar("K")


def share(given: Counter[K], key: K) -> str:
    """Tell how many of the counts so far were given a link: all, most, some or none of them; of the first ones whether any."""
    number, own = given.total(), given[key]
    if number < _ENOUGH:
        return f"early-{own > 0}"
    return "all" if own == number else "most" if 2 * own >= number else "some" if own else "none"


_ENOUGH = 2


@dataclass(slots=True)
class Story:
    """Who acted last, where, when; the region's own name; what the article is about."""

    names: dict[str, Unit]
    region: Place | None
    area: str | None
    """The code of the division that the article is about."""
    topic: Topic
    label: Unit | Place | None = None
    """The name that labels the paragraph."""
    subject: Unit | Place | None = None
    """Who acted last before the sentences in `quiet`."""
    quiet: list[Frame] = field(default_factory=list)
    """The sentences without a count since the last one with a count; who acted in them is found out once it is asked for."""
    scene: tuple[Place, ...] = ()
    day: Date | None = None
    day_told: int = 0
    """The paragraph that told the day."""
    dated: Counter[date | None] = field(default_factory=Counter)
    """How many counts so far were given each day, None of no day."""
    until: Date | None = None
    last: Draft | None = None
    """The last count of the paragraphs before."""
    groups: dict[tuple[str, ...], tuple[Place, ...]] = field(default_factory=dict)
    """The last place groups named so far, by the places' names, each once, the last one last."""
    mates: dict[str, Draft] = field(default_factory=dict)
    """The last count of each sender, by the sender's name."""
    served: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """How many counts so far were given each group of places, () of none."""
    sent: Counter[str] = field(default_factory=Counter)
    """How many counts so far were given each sender, by its name, empty of none."""
    told: dict[str, int] = field(default_factory=dict)
    """The paragraph that named a place last, by the place's name."""

    def tell(self, group: tuple[Place, ...], paragraph: int) -> None:
        """Note that a group of places is named in a paragraph."""
        names = tuple([p.name for p in group])
        for name in names:
            self.told[name] = paragraph
        self.groups.pop(names, None)
        if len(self.groups) > _KEPT:
            del self.groups[next(iter(self.groups))]
        self.groups[names] = group


_KEPT = 8  # groups that later counts may go back to
