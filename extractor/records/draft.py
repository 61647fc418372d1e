"""A record in the making: the count, its sentence, and the links found so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from extractor.mentions.mention import Count, Place, Unit
    from extractor.records.frame import Frame, Token, TokenKind
    from extractor.records.record import Who


_CHAIN = re.compile(r"[^\d,。;、“”（）()]{0,6}(?:[、,]|[和与及])[^\d,。;、“”（）()]{0,10}")


@dataclass(slots=True, eq=False)
class Draft:
    """A count with its links; everything is still a mention with clean offsets. A draft equals only itself."""

    token: Token
    frame: Frame
    paragraph: int
    unit: Unit | Place | None = None
    places: list[Place] = field(default_factory=list)
    first: bool = False
    """Whether it is the first count of its paragraph."""
    bound: Place | Unit | None = None
    """The name right before the figure in a list (鲤城1388名), before it is known to be sender or destination."""
    aligned: bool = False
    """Whether that name stands in a list of as many names (A、B、C分别派出8名、6名和5名)."""
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
    largest: bool = False
    """Whether it is the largest of several counts of its measure and people."""
    twin: Draft | None = None
    """The body's count that a headline says again, and the headline's that a body count gives."""
    echo: Draft | None = None
    """An earlier count of the body in the same words that this one seems to take up (这4126名…中)."""
    subject: str = ""
    """What the subject of its clause is (`subjects.py`)."""
    sort: str = ""
    """Roughly what is counted: people who act, people acted on, teams, or other things; a rate for itself."""
    traits: tuple[str, ...] = ()
    """What the count is, as names that the ranker's features are crossed with."""
    worded: tuple[str, ...] = ()
    """The traits and the words around the count. Places do without the words: they are learnt by heart (`evaluation.md`)."""
    chances: list[float] = field(default_factory=list)
    """The probabilities of the links chosen."""
    count: Count = field(init=False)
    """The count of this record, the item of its token."""

    def __post_init__(self) -> None:
        """Keep what is asked for most."""
        self.count = self.token.item

    @property
    def size(self) -> int:
        """Return how many are counted at least, or at most where that is all that is said."""
        return self.count.low or self.count.high or 0

    @property
    def clause(self) -> tuple[int, int]:
        """Return the clean span of the clause that the figure stands in."""
        return self.frame.clauses[self.token.clause]


class Trail:
    """The counts linked so far: the last of all, and the last that stands in no bracket."""

    def __init__(self, last: Draft | None) -> None:
        """Begin with the last count of the paragraph before."""
        self.last = self.outer = last

    def add(self, draft: Draft) -> None:
        """Note a count that has been linked."""
        self.last = draft
        if bracket_of(draft.frame, draft.token) is None:
            self.outer = draft

    def before(self, draft: Draft) -> Draft | None:
        """Return the count that one follows: what a bracket breaks down is over behind it (出院2例(甲县2例),|累计4例)."""
        last = self.last
        bracket = bracket_of(last.frame, last.token) if last is not None else None
        if last is None or bracket is None or (last.frame is draft.frame and draft.token.start < bracket[1]):
            return last
        return self.outer or last


def bracket_of(frame: Frame, token: Token) -> tuple[int, int] | None:
    """Return the bracket that a mention stands in, None for none."""
    text, floor = frame.text, frame.sentence.start
    opened = text.rfind("(", floor, token.start)
    if opened < 0 or text.rfind(")", floor, token.start) > opened:
        return None
    closed = text.find(")", token.end, frame.sentence.end)
    return opened, closed if closed >= 0 else frame.sentence.end


def bond(draft: Draft, last: Draft | None, *kinds: TokenKind) -> str:
    """Tell how closely a count follows the one before it: in its clause, its sentence, its paragraph, or not at all.

    `-` is added where a mention of the given kinds stands between them (of two sentences: in the later one).
    """
    if last is None:
        return ""
    frame = draft.frame
    same = last.frame is frame
    start = last.token.end if same else frame.sentence.start
    between = False
    for token in frame.tokens:
        if token.end > draft.token.start:
            break
        if token.start >= start and token.kind in kinds:
            between = True
            break
    near = "sentence" if same else "paragraph" if last.paragraph == draft.paragraph else "story"
    if same and last.token.clause == draft.token.clause:
        near = "clause"
    return f"{near}-" if between else near


def tie(draft: Draft, *kinds: TokenKind) -> str:
    """Tell how sure a count is a part of an earlier one, how near that is (`bond`), and whether a name is its own; else empty."""
    whole = draft.whole
    if whole is None or whole.token.start > draft.token.start:
        return ""
    sure = "sure" if draft.whole_sure else "guess"
    return f"{sure}-{bond(draft, whole, *kinds)}-{'bound' if draft.bound is not None else 'free'}"


def chained(draft: Draft, last: Draft | None) -> bool:
    """Tell whether a count is joined to the one before it with nobody named between (民警8966人次、官兵1630人次)."""
    if last is None or last.frame is not draft.frame or draft.count.per or last.count.per:
        return False
    start, end = last.token.end, draft.token.start
    return _CHAIN.fullmatch(draft.frame.text, start, end) is not None and not draft.frame.of_between(
        start, end
    )


def turn(draft: Draft, last: Draft | None) -> str:
    """Tell whether a count has the sender of the one before it (`same`), another (`new`) or none (`unsent`)."""
    if draft.unit is None:
        return "unsent"
    if last is None or last.unit is None:
        return "new"
    return "same" if last.unit.name == draft.unit.name else "new"
