"""A record in the making: the count, its sentence, and the links found so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from extractor.mentions.mention import Count, Place, Unit
    from extractor.records.frame import Frame, Token
    from extractor.records.record import Who


@dataclass(slots=True)
class Draft:
    """A count with its links; everything is still a mention with clean offsets."""

    token: Token
    frame: Frame
    paragraph: int
    unit: Unit | Place | None = None
    places: list[Place] = field(default_factory=list)
    first: bool = False
    """Whether it is the first count of its paragraph."""
    bound: Place | Unit | None = None
    """The name right before the figure in a list (鲤城1388名), before it is known to be sender or destination."""
    as_of: date | datetime | None = None
    from_: date | datetime | None = None
    to: date | datetime | None = None
    total: bool = False
    planned: bool = False
    who_hint: Who | None = None
    """Who the noun and the clause say is counted, before wholes are known."""
    who: Who | None = None
    team: str | None = None
    persons: tuple[str, ...] = ()
    action: str | None = None
    attributed_to: str | None = None
    whole: Draft | None = None
    whole_sure: bool = False
    """Whether the text leaves no other reading of what this count is a part of."""
    same: Draft | None = None
    noun: str = ""
    """What is counted, where another mention says it and this one does not."""
    again: list[str] = field(default_factory=list)
    """Other sentences that say this count in the same words."""
    first_said: Draft | None = None
    """The count that said this one before, in the same words; the record is that one's."""
    traits: tuple[str, ...] = ()
    """What the count is, as names that the ranker's features are crossed with."""
    chances: list[float] = field(default_factory=list)
    """The probabilities of the links chosen."""

    @property
    def count(self) -> Count:
        """Return the count of this record."""
        item: Count = self.token.item
        return item

    @property
    def clause(self) -> tuple[int, int]:
        """Return the clean span of the clause that the figure stands in."""
        return self.frame.clauses[self.token.clause]
