"""A sentence made ready for linking: its mentions and cues in order, clause by clause."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from extractor.lexicons import read_lexicon
from extractor.mentions.scan import Hit, longest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Count, Date, Person, Place, Team, Unit
    from extractor.text.layout import Sentence
    from extractor.text.page import Page

TokenKind = Literal["count", "unit", "place", "person", "team", "date", "cue"]


_MENTIONS: tuple[TokenKind, ...] = ("count", "unit", "place", "person", "team", "date")
_START = attrgetter("start")


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Token:
    """A mention or a cue in a sentence; `item` is the mention, for a cue the frozenset of its classes."""

    start: int
    end: int
    kind: TokenKind
    item: Any
    clause: int


@dataclass(slots=True, eq=False)
class Frame:
    """A sentence with its tokens sorted by start; `clauses` are clean spans without the commas."""

    text: str
    sentence: Sentence
    kind: str
    tokens: list[Token] = field(default_factory=list)
    fresh: dict[int, bool] = field(default_factory=dict)
    """Which clauses start a story of their own, as far as asked."""
    memo: dict[tuple[str, int], str] = field(default_factory=dict)
    """What has been found out about a name by its offset, as far as asked."""
    groups: list[Any] | None = None
    """The place groups of the sentence, once they have been asked for."""
    by_kind: dict[tuple[TokenKind, ...], list[Token]] = field(default_factory=dict)
    by_cue: dict[str, list[Token]] = field(default_factory=dict)
    """The tokens of some kinds, the cues of a class: as far as asked, once all tokens are there."""

    @property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Return the clause spans of the sentence."""
        return self.sentence.clauses

    def clause_of(self, offset: int) -> int:
        """Return the index of the clause that holds the offset (or the last one before it)."""
        return max(0, bisect_right(self.clauses, (offset, 1 << 60)) - 1)

    def of(self, *kinds: TokenKind) -> list[Token]:
        """Return the tokens of the given kinds, in order; the list is not to be changed."""
        known = self.by_kind.get(kinds)
        if known is None:
            known = self.by_kind[kinds] = [t for t in self.tokens if t.kind in kinds]
        return known

    def of_between(self, start: int, end: int) -> list[Token]:
        """Return the mentions (no cues) that lie between two offsets."""
        mentions = self.of(*_MENTIONS)
        first = bisect_left(mentions, start, key=_START)
        last = bisect_right(mentions, end, first, key=_START)
        return [t for t in mentions[first:last] if t.end <= end]

    def cue(self, name: str, start: int, end: int) -> Token | None:
        """Return the last cue of a class that lies between two offsets."""
        for token in reversed(self._of_class(name)):
            if token.start >= start and token.end <= end:
                return token
        return None

    def cues(self, name: str, start: int, end: int) -> list[Token]:
        """Return the cues of a class that lie between two offsets, in order."""
        return [t for t in self._of_class(name) if start <= t.start and t.end <= end]

    def _of_class(self, name: str) -> list[Token]:
        known = self.by_cue.get(name)
        if known is None:
            known = self.by_cue[name] = [t for t in self.of("cue") if name in t.item]
        return known


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the cue vocabulary of the linker: {term: frozenset of classes}."""
    return {"records.cue": {row["term"]: frozenset(row["classes"].split()) for row in read_lexicon("cues")}}


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of a page, each list sorted by start."""

    counts: Sequence[Count]
    dates: Sequence[Date]
    places: Sequence[Place]
    units: Sequence[Unit]
    persons: Sequence[Person]
    teams: Sequence[Team]
    owner: Unit | None = None
    """The organisation whose page it is by its credits; it need not be among the units."""


def frames(page: Page, mentions: Mentions, cue_hits: Sequence[Hit]) -> list[list[Frame]]:
    """Return the frames of each paragraph that a count may go back to, sentences in order.

    Those are the paragraphs with a count, the one before each, and those before that name a place or a date.
    """
    starts = page.layout.paragraph_starts
    counted = {bisect_right(starts, c.start) - 1 for c in mentions.counts}
    named = [*(p.start for p in mentions.places), *(d.start for d in mentions.dates)]
    told = {bisect_right(starts, at) - 1 for at in named}
    before = {p - 1 for p in counted if p} | {p for p in told if counted and p < max(counted)}
    wanted = counted | {p for p in before if page.paragraphs[p].kind in ("body", "subheading")}
    by_sentence: dict[int, Frame] = {}
    result: list[list[Frame]] = []
    starts = page.layout.sentence_starts
    for index, sentence in enumerate(page.sentences):
        if sentence.paragraph not in wanted:
            continue
        frame = Frame(page.clean, sentence, page.paragraphs[sentence.paragraph].kind)
        by_sentence[index] = frame
        if result and result[-1][0].sentence.paragraph == sentence.paragraph:
            result[-1].append(frame)
        else:
            result.append([frame])
    taken: list[tuple[int, int]] = []
    for kind, items in (
        ("count", mentions.counts),
        ("unit", mentions.units),
        ("place", mentions.places),
        ("person", mentions.persons),
        ("team", mentions.teams),
        ("date", mentions.dates),
    ):
        for item in items:
            if kind == "date" and _in_dateline(page, item.start):
                continue
            frame_at = by_sentence.get(bisect_right(starts, item.start) - 1)
            if frame_at is not None:
                frame_at.tokens.append(
                    Token(item.start, item.end, kind, item, frame_at.clause_of(item.start))  # type: ignore[arg-type]
                )
                taken.append((item.start, item.end))
    _add_cues(by_sentence, starts, taken, cue_hits)
    for frame in by_sentence.values():
        frame.tokens.sort(key=lambda t: (t.start, t.end))
    return result


def _in_dateline(page: Page, offset: int) -> bool:
    """Tell whether an offset lies before the story of its paragraph (新华社某地3月1日电): its day is nobody's."""
    paragraph = page.paragraph_at(offset)
    return paragraph is not None and offset < paragraph.lead


def _add_cues(
    by_sentence: dict[int, Frame], starts: tuple[int, ...], taken: list[tuple[int, int]], hits: Sequence[Hit]
) -> None:
    """Put the longest cues outside of mentions into their frames."""
    taken.sort()
    inside = [t[0] for t in taken]
    wanted = [h for h in hits if bisect_right(starts, h[0]) - 1 in by_sentence]
    for start, end, classes in longest(wanted):
        if "none" in classes:
            continue
        before = bisect_right(inside, start) - 1
        if before >= 0 and taken[before][1] > start:
            continue
        frame = by_sentence[bisect_right(starts, start) - 1]
        frame.tokens.append(Token(start, end, "cue", classes, frame.clause_of(start)))
