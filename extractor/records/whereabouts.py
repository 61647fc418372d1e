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


_THERE = re.compile(r"(?:全|该|本|这个?|进(?=村[,。、]))(村|社区|镇|乡|街道|小区|屯|寨|组)|(?<![\u4e00-\u9fff]{2})(村|镇|乡|社区|屯)里|这里|那里|此地")


def _there(draft: Draft, places: Sequence[Place]) -> Place | None:
    """Return the place that a clause points back to (全村528户, 村里的巡堤队, 那里累计收治…): the last one of that kind."""
    text = draft.frame.text[draft.frame.sentence.start : draft.token.start]
    marks = list(_THERE.finditer(text))
    if not marks:
        return None
    head = marks[-1][1] or marks[-1][2] or ""
    limit = draft.frame.sentence.start + marks[-1].start()
    for place in reversed(places):
        if place.start < limit and place.name.endswith(head):
            return place
    return None


def link_places(
    paragraph: Sequence[Frame], drafts: Sequence[Sequence[Draft]], places: Sequence[Place]
) -> None:
    """Set `places` of every draft of a paragraph; `places` are all place mentions of the page."""
    last: Draft | None = None
    for frame, own in zip(paragraph, drafts, strict=True):
        found = goals(frame)
        for draft in own:
            if draft.bound is None:
                goal = _goal_of(draft, found)
                if goal is not None:
                    draft.places = list(goal.places)
                elif there := _there(draft, places):
                    draft.places = [there]
                    draft.doubts += 1
                elif last is not None and _same_scene(last, draft):
                    draft.places = list(last.places)
                    draft.doubts += last.frame is not frame
            if draft.places:
                last = draft
        _share(own)


def _same_scene(last: Draft, draft: Draft) -> bool:
    """Tell whether a count goes on about the people of the one before: same sender, no total."""
    if draft.total or last.total or draft.planned != last.planned:
        return False
    if draft.frame is last.frame and draft.count.per:
        return True
    return draft.unit is not None and last.unit is not None and draft.unit.name == last.unit.name


def _share(drafts: Sequence[Draft]) -> None:
    """Give a sentence's destination to the counts of the same sender that stand before it without one."""
    for draft in drafts:
        if draft.places or draft.bound is not None or draft.unit is None or draft.total:
            continue
        other = next((d for d in drafts if d.places and d.unit is not None and d.unit.name == draft.unit.name), None)
        if other is not None:
            draft.places = list(other.places)


def _lists(draft: Draft, goal: Goal) -> bool:
    """Tell whether a group of names is what the count itself counts (北村、纺南等14个社区)."""
    if draft.count.measure not in ("places", "units"):
        return False
    return bool(re.fullmatch(r"(?:等地?|这)?", draft.frame.text[goal.end : draft.token.start])) and len(goal.places) > 1


def _goal_of(draft: Draft, found: Sequence[Goal]) -> Goal | None:
    """Return the place group that a count serves at: its clause first, then what follows, then what went before."""
    token = draft.token
    found = [g for g in found if not _lists(draft, g)]
    found = [g for g in found if g.manner != "topic" or not _wide(draft, g)]
    usable = [g for g in found if g.manner in ("goal", "stay")]
    own = [g for g in usable if g.clause == token.clause]
    after = [g for g in usable if g.clause > token.clause and g.manner == "goal" and not _other_story(draft, g)]
    before = [g for g in found if g.end <= token.start and g.clause < token.clause and g.manner in ("goal", "stay", "topic")]
    same = [g for g in found if g.clause == token.clause and g.end <= token.start and g.manner == "topic"]
    norm = draft.planned and draft.count.per is not None
    for group in (own[-1:], same[-1:], after[:1], [] if norm else before[-1:]):
        if group:
            return group[0]
    return None


def _wide(draft: Draft, goal: Goal) -> bool:
    """Tell whether a bare name is a region that the statement is about rather than a place where somebody serves."""
    return draft.total or draft.frame.kind == "headline" or goal.places[-1].name.endswith(("省", "市", "州", "县"))


def _other_story(draft: Draft, goal: Goal) -> bool:
    """Tell whether another organisation takes over between a count and a later destination."""
    end, start = draft.token.end, goal.start
    if draft.frame.cue("part", end, start) or ";" in draft.frame.text[end:start]:
        return True
    return any(t.kind == "unit" for t in draft.frame.of_between(end, start))
