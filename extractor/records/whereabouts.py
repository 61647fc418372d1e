"""Linking counts to the places where they serve."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.records.draft import Trail, bracket_of
from extractor.records.goals import VENUE, Goal, goals
from extractor.records.place_readings import FINENESS, REGIONAL, Scene, View, place_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Place
    from extractor.records.draft import Draft
    from extractor.records.frame import Frame
    from extractor.records.ranking import Chooser
    from extractor.records.story import Story


@cache
def _points() -> re.Pattern[str]:
    """Compile what points back to a place."""
    area, inner = any_of("agent_heads", "area"), any_of("agent_heads", "inner")
    return re.compile(
        rf"(?:全|该|本|这个?|进(?=村[,。、]))({area})|(?<![\u4e00-\u9fff]{{2}})({inner})里|该([县区市州旗])|这里|那里|此地"
    )


def _there(draft: Draft, places: Sequence[Place]) -> Place | None:
    """Return the place that a clause points back to (全村528户, 村里的巡堤队, 那里累计收治…): the last one of that kind."""
    text = draft.frame.text[draft.frame.sentence.start : draft.token.start]
    marks = list(_points().finditer(text))
    if not marks:
        return None
    head = marks[-1][1] or marks[-1][2] or marks[-1][3] or ""
    limit = draft.frame.sentence.start + marks[-1].start()
    for place in reversed(places):
        of_kind = not marks[-1][3] or place.kind in REGIONAL  # 该区 is no 社区
        if place.start < limit and place.name.endswith(head) and of_kind:
            return place
    return None


def link_places(
    paragraph: Sequence[Frame],
    drafts: Sequence[Sequence[Draft]],
    places: Sequence[Place],
    region: str | None,
    story: Story,
    chooser: Chooser,
) -> None:
    """Set `places` of every draft of a paragraph; `places` are all place mentions of the page."""
    trail = Trail(story.last)
    scenes: list[Scene] = []
    for number, (frame, own) in enumerate(zip(paragraph, drafts, strict=True)):
        found = goals(frame)
        fineness = _fineness(found) if own else {}
        inner = _broken_down(frame, own)
        for draft in own:
            if draft.echo is not None:
                draft.places = draft.echo.places
            else:
                left = tuple((number - at, goal) for at, goal in scenes)
                traits = (*draft.traits, f"of-{draft.subject}", *_surroundings(draft, found))
                there, counted = _there(draft, places), story.served.total()
                turned = frame.cue("aside", frame.sentence.start, draft.token.start)
                aside = "on" if turned is None else "aside"
                own_bracket = bracket_of(frame, draft.token) if inner else None
                open_ = [g for g in found if _within(g, inner) in (None, own_bracket)]
                last = trail.before(draft)
                view = View(open_, left, there, last, region, story, own, traits, fineness, counted, aside)
                options = place_options(draft, view)
                chosen, chance = chooser("place", (draft.token.start, draft.token.end), options)
                draft.places = list(chosen or ())
                draft.chances.append(chance)
            story.served[tuple(p.name for p in draft.places)] += 1
            if draft.unit is not None:
                story.mates[draft.unit.name] = draft
            trail.add(draft)
        scenes += [(number, g) for g in found if g.manner != "origin" and _within(g, inner) is None]
        for goal in found:
            if goal.manner != "origin":
                story.tell(goal.places, frame.sentence.paragraph)
    near = [g for _, g in scenes if g.places[-1].kind not in (*REGIONAL, VENUE)]
    if near:
        story.scene = near[-1].places


def _broken_down(frame: Frame, own: Sequence[Draft]) -> set[tuple[int, int]]:
    """Return the brackets of a sentence that hold figures: their places are those figures' alone."""
    if "(" not in frame.text:
        return set()
    return {bracket for d in own if (bracket := bracket_of(frame, d.token))}


def _within(goal: Goal, brackets: set[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the bracket that holds a group of places."""
    return next((b for b in brackets if b[0] < goal.start and goal.end <= b[1]), None)


def _fineness(found: Sequence[Goal]) -> dict[str, int]:
    """Return the places that a sentence names, and how small they are."""
    return {g.places[-1].name: FINENESS.get(g.places[-1].kind or "", 3) for g in found}


def _surroundings(draft: Draft, found: Sequence[Goal]) -> tuple[str, ...]:
    """Tell whether a count's sentence points to a scene (现场, 这里), and whether its part between semicolons names a place."""
    frame, token = draft.frame, draft.token
    start = max(frame.text.rfind(";", frame.sentence.start, token.start) + 1, frame.sentence.start)
    end = frame.text.find(";", token.end, frame.sentence.end)
    end = end if end >= 0 else frame.sentence.end
    spot = frame.cue("spot", start, token.start) or frame.cue("spot", token.end, end)
    pointed = "" if spot is None else "pointed" if spot.end <= token.start else "points-on"
    named = "part-named" if any(start <= g.start and g.end <= end for g in found) else "part-quiet"
    return (pointed or "unpointed", named)
