"""The place groups of a sentence: coordinated names and how they stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.mentions.mention import Place

if TYPE_CHECKING:
    from extractor.mentions.mention import Unit
    from extractor.records.frame import Frame

_AND = re.compile(r"\s*(?:、|和|与|及|以及|,)\s*")
_FROM = re.compile(r"(?:从|自|来自|离|距|由)$")
_STAY = re.compile(r"(?:在|于|位于|沿|沿着|驻|守在)(?:[^,。;]{0,6})$")
_INSIDE = re.compile(r"(?:等地?|一带|沿线|境内)?(?:上|里|内|中|外)(?=[,的]|\d)")
_TO = re.compile(r"(?:了|在|往|到|至|向|于|对|前往|各|的|等|沿着?|支援|驰援)*[^,。;\d]{0,4}$")


@dataclass(frozen=True, slots=True)
class Goal:
    """Coordinated places and how they stand in the sentence: goal of a movement, locative, or bare topic."""

    start: int
    end: int
    clause: int
    places: tuple[Place, ...]
    manner: str
    outer: Place | None = None
    """The town or county that a single nested name begins with (城子镇|江矶村)."""


def goals(frame: Frame) -> list[Goal]:
    """Return the place groups of a sentence in order; of nested names (云溪区陆城镇) only the innermost counts."""
    tokens = frame.of("place")
    found: list[Goal] = []
    index = 0
    while index < len(tokens):
        stop = index + 1
        members, outer = [tokens[index]], None
        while stop < len(tokens):
            gap = frame.text[tokens[stop - 1].end : tokens[stop].start]
            if gap in ("", "的"):
                outer = members[-1].item
                members[-1] = tokens[stop]
            elif _AND.fullmatch(gap):
                members.append(tokens[stop])
            else:
                break
            stop += 1
        start = tokens[index].start
        clause = tokens[index].clause
        found.append(
            Goal(
                start,
                tokens[stop - 1].end,
                clause,
                tuple(t.item for t in members),
                _manner(frame, start, tokens[stop - 1].end, clause),
                outer if len(members) == 1 else None,
            )
        )
        index = stop
    return found


def _manner(frame: Frame, start: int, end: int, clause: int) -> str:
    """Tell how a place group stands: `goal` after a verb of movement or service, `stay` after 在, else `topic`/`bare`."""
    clause_start = frame.clauses[clause][0]
    before = frame.text[clause_start:start]
    cue = next(
        (
            c
            for c in reversed(frame.cues("goal", clause_start, start))
            if _TO.fullmatch(frame.text[c.end : start])
        ),
        None,
    )
    if cue is not None:
        return "goal"
    if _FROM.search(before):
        return "origin"
    if _STAY.search(before) or _INSIDE.match(frame.text, end):
        return "stay"
    return "topic" if not frame.of_between(clause_start, start) or len(before) <= 2 else "bare"


def standing(place: Place, region: str | None) -> str:
    """Tell whether a place is the region (a code) that the article is about, inside it, outside it, or not known."""
    if region is None or place.code is None:
        return "unplaced"
    if place.code == region and place.kind in _DIVISIONS:
        return "region"
    return "inside" if place.code.startswith(_stem(region)) else "outside"


def home(sender: Unit | Place | None, place: Place) -> str:
    """Tell whether people serve at home or away: whether their sender's division and the place lie in one another."""
    if sender is None:
        return "nobody"
    code = sender.code if isinstance(sender, Place) else sender.region
    if code is None or place.code is None:
        return "unknown"
    return "home" if code.startswith(_stem(place.code)) or place.code.startswith(_stem(code)) else "away"


def _stem(code: str) -> str:
    """Return the digits that the codes of all divisions inside one share (320000 -> 32, 320300 -> 3203)."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


_DIVISIONS = ("province", "city", "county")
