"""What earlier paragraphs leave to later ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.mentions.mention import Date, Place, Unit
    from extractor.records.draft import Draft
    from extractor.records.topic import Topic


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
    scene: tuple[Place, ...] = ()
    day: Date | None = None
    until: Date | None = None
    last: Draft | None = None
    """The last count of the paragraphs before."""
    served: Counter[tuple[str, ...]] = field(default_factory=Counter)
    """How many counts so far were given each group of places, () of none."""
