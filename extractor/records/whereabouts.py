"""Linking counts to the places where they serve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions.mention import Place
from extractor.records.draft import Draft
from extractor.records.frame import Frame

_AND = re.compile(r"\s*(?:、|和|与|及|以及|,)\s*")
_STAY = re.compile(r"(?:在|于|位于|沿|沿着|驻|守在)(?:[^,。;]{0,6})$")
_TO = re.compile(r"(?:了|在|往|到|至|向|于|对|前往|各|的|等|沿着?|支援|驰援)*[^,。;\d]{0,4}$")


@dataclass(frozen=True, slots=True)
class Goal:
    """Coordinated places and how they stand in the sentence: goal of a movement, locative, or bare topic."""

    start: int
    end: int
    clause: int
    places: tuple[Place, ...]
    manner: str


def goals(frame: Frame) -> list[Goal]:
    """Return the place groups of a sentence in order; of nested names (云溪区陆城镇) only the innermost counts."""
    tokens = frame.of("place")
    found: list[Goal] = []
    index = 0
    while index < len(tokens):
        stop = index + 1
        members = [tokens[index]]
        while stop < len(tokens):
            gap = frame.text[tokens[stop - 1].end : tokens[stop].start]
            if gap in ("", "的"):
                members[-1] = tokens[stop]
            elif _AND.fullmatch(gap):
                members.append(tokens[stop])
            else:
                break
            stop += 1
        start = tokens[index].start
        clause = tokens[index].clause
        found.append(
            Goal(start, tokens[stop - 1].end, clause, tuple(t.item for t in members), _manner(frame, start, clause))
        )
        index = stop
    return found


def _manner(frame: Frame, start: int, clause: int) -> str:
    """Tell how a place group stands: `goal` after a verb of movement or service, `stay` after 在, else `topic`/`bare`."""
    clause_start = frame.clauses[clause][0]
    before = frame.text[clause_start:start]
    cue = next((c for c in reversed(frame.cues("goal", clause_start, start)) if _TO.fullmatch(frame.text[c.end : start])), None)
    if cue is not None:
        return "goal"
    if re.search(r"(?:从|自|来自|离|距|由)$", before):
        return "origin"
    if _STAY.search(before):
        return "stay"
    return "topic" if not frame.of_between(clause_start, start) or len(before) <= 2 else "bare"


def link_places(paragraph: Sequence[Frame], drafts: Sequence[Sequence[Draft]]) -> None:
    """Set `places` of every draft of a paragraph."""
    for frame, own in zip(paragraph, drafts, strict=True):
        found = goals(frame)
        for draft in own:
            if draft.bound is not None:
                continue
            goal = _goal_of(draft, found)
            if goal is not None:
                draft.places = list(goal.places)


def _goal_of(draft: Draft, found: Sequence[Goal]) -> Goal | None:
    """Return the place group that a count serves at: its clause first, then what follows, then what went before."""
    token = draft.token
    usable = [g for g in found if g.manner in ("goal", "stay")]
    own = [g for g in usable if g.clause == token.clause]
    after = [g for g in usable if g.clause > token.clause and g.manner == "goal"]
    before = [g for g in found if g.end <= token.start and g.clause < token.clause and g.manner in ("goal", "stay", "topic")]
    same = [g for g in found if g.clause == token.clause and g.end <= token.start and g.manner == "topic"]
    for group in (own[-1:], after[:1], same[-1:], before[-1:]):
        if group:
            return group[0]
    return None
