"""Whom an article leads with: who stands first in its headline and in the first sentences of its body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.records.agents import DIVISIONS, follow, is_goal, role_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Place, Unit
    from extractor.records.frame import Frame

_SENTENCES = 2  # of the body that may lead
_PASSIVE = frozenset(("of", "tells"))  # 桐江市|的…, 桐江市:…


@dataclass(frozen=True, slots=True)
class Leads:
    """The subject of the headline and the first one of the body, None where there is none."""

    headline: Unit | Place | None = None
    body: Unit | Place | None = None

    def of(self, name: str) -> str:
        """Tell where an article leads with a name: `both`, `headline`, `body`, empty where it does not."""
        above = self.headline is not None and self.headline.name == name
        below = self.body is not None and self.body.name == name
        return "both" if above and below else "headline" if above else "body" if below else ""


def find_leads(paragraphs: Sequence[Sequence[Frame]]) -> Leads:
    """Return whom the headline and the first sentences of the body are about."""
    frames = [f for p in paragraphs for f in p]
    headline = [f for f in frames if f.kind == "headline"]
    body = [f for f in frames if f.kind == "body"][:_SENTENCES]
    return Leads(_first(headline), _first(body))


def _first(frames: Sequence[Frame]) -> Unit | Place | None:
    """Return the first organisation or division of some sentences that may be a subject."""
    return next((found for frame in frames if (found := _subject(frame)) is not None), None)


def _subject(frame: Frame) -> Unit | Place | None:
    tokens = frame.of("unit", "place")
    for index, token in enumerate(tokens):
        item = token.item
        if token.kind == "place":
            follows = index + 1 < len(tokens) and tokens[index + 1].start == token.end
            before = frame.text[frame.clauses[token.clause][0] : token.start]
            if follows or item.kind not in DIVISIONS or is_goal(before) or before.endswith("在"):
                continue
        elif item.kind == "media" or role_of(frame, token) != "agent":
            continue
        if follow(frame, token.end) not in _PASSIVE:
            return item  # type: ignore[no-any-return]
    return None
