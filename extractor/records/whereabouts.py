"""Linking counts to the places where they serve."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from extractor.mentions.mention import Place
from extractor.records.ranking import Chooser, Features, Option, merge
from extractor.records.status import governing_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.records.draft import Draft
    from extractor.records.frame import Frame
    from extractor.records.senders import Story

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
            Goal(
                start,
                tokens[stop - 1].end,
                clause,
                tuple(t.item for t in members),
                _manner(frame, start, clause),
            )
        )
        index = stop
    return found


def _manner(frame: Frame, start: int, clause: int) -> str:
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
    if re.search(r"(?:从|自|来自|离|距|由)$", before):
        return "origin"
    if _STAY.search(before):
        return "stay"
    return "topic" if not frame.of_between(clause_start, start) or len(before) <= 2 else "bare"


_THERE = re.compile(
    r"(?:全|该|本|这个?|进(?=村[,。、]))(村|社区|镇|乡|街道|小区|屯|寨|组)|(?<![\u4e00-\u9fff]{2})(村|镇|乡|社区|屯)里|这里|那里|此地"
)


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
    paragraph: Sequence[Frame],
    drafts: Sequence[Sequence[Draft]],
    places: Sequence[Place],
    region: str | None,
    story: Story,
    chooser: Chooser,
) -> None:
    """Set `places` of every draft of a paragraph; `places` are all place mentions of the page."""
    last: Draft | None = None
    scenes: list[Goal] = []
    for frame, own in zip(paragraph, drafts, strict=True):
        found = goals(frame)
        for draft in own:
            view = _View(found, scenes[-_SCENES:], _there(draft, places), last, region, story, own)
            options = place_options(draft, view)
            chosen, chance = chooser("place", (draft.token.start, draft.token.end), options)
            draft.places = list(chosen or ())
            draft.chances.append(chance)
            if draft.places:
                last = draft
        scenes += [g for g in found if g.manner != "origin"]
    near = [g for g in scenes if g.places[-1].kind not in _REGIONAL]
    if near:
        story.scene = near[-1].places


_REGIONAL = ("province", "city", "county")


@dataclass(frozen=True, slots=True)
class _View:
    """What a count can be linked to: groups of its sentence, of the ones before, back reference, the last linked count."""

    found: Sequence[Goal]
    scenes: Sequence[Goal]
    there: Place | None
    last: Draft | None
    region: str | None
    story: Story
    siblings: Sequence[Draft]


_SCENES = 2  # how many places of earlier sentences a count may still be about


def place_options(draft: Draft, view: _View) -> list[Option]:
    """Return the readings of where a count serves, the empty one first; a group that stands twice is one option."""
    sender = "sent" if draft.unit is not None else "unsent"

    def key(group: tuple[Place, ...]) -> tuple[str, ...] | None:
        return tuple(p.name for p in group) if group and group != (draft.unit,) else None

    empty = _crossed("nowhere", sender, draft.traits)
    bound = "bound" if draft.bound is not None else ""
    empty.cross("nowhere", bound, "" if view.found else "no-group", draft.frame.kind)
    readings = chain(
        _of_sentence(draft, view, sender), _of_story(draft, view, sender), _of_others(draft, view, sender)
    )
    return [empty.option(None), *merge((_levelled(r, draft, view) for r in readings), key)]


Reading = tuple[tuple["Place", ...], Features]


def _levelled(reading: Reading, draft: Draft, view: _View) -> Reading:
    """Add how wide the places of a reading are."""
    group, features = reading
    if group:
        level = _level(group[-1], view.region)
        features.cross("level", level, f"{level}-{draft.who_hint}")
    return reading


def _of_sentence(draft: Draft, view: _View, sender: str) -> Iterator[Reading]:
    """Yield the place groups of the count's own sentence, and the name of the list that it stands in."""
    for goal in view.found:
        if not _lists(draft, goal):
            yield goal.places, _goal_features(draft, goal, draft.traits, sender, view.region)
    if isinstance(draft.bound, Place):
        features = _crossed("bound", sender, draft.traits)
        features.cross("bound", governing_verb(draft), "is-sender" if draft.unit is draft.bound else "")
        yield (draft.bound,), features


def _of_story(draft: Draft, view: _View, sender: str) -> Iterator[Reading]:
    """Yield the places that earlier sentences and paragraphs leave, and the region."""
    traits, story = draft.traits, view.story
    for distance, goal in enumerate(reversed(view.scenes)):
        features = Features(f"scene{distance}")
        features.cross(f"scene-{goal.manner}", sender, _level(goal.places[-1], view.region), *traits)
        yield goal.places, features
    if view.there is not None:
        yield (view.there,), _crossed("there", sender, traits)
    if story.scene:
        yield story.scene, _crossed("story", sender, traits)
    if story.region is not None:
        features = _crossed("region", sender, traits)
        named = any(g.places == (story.region,) for g in view.found)
        features.cross("region", draft.frame.kind, "named" if named else "")
        yield (story.region,), features


def _of_others(draft: Draft, view: _View, sender: str) -> Iterator[Reading]:
    """Yield the places of the counts that this one goes with: the one before it, its whole, its parts."""
    last = view.last
    if last is not None and last.places:
        same = draft.unit is not None and last.unit is not None and draft.unit.name == last.unit.name
        near = "sentence" if last.frame is draft.frame else "paragraph"
        kin = "same" if same else "both-none" if draft.unit is last.unit is None else "other"
        yield tuple(last.places), _crossed(f"last-{near}-{kin}", sender, draft.traits)
    parts = [d.bound for d in view.siblings if isinstance(d.bound, Place) and d.token.start > draft.token.end]
    if len(parts) > 1 and draft.bound is None:
        yield tuple(parts), _crossed("of-parts", sender, draft.traits)
    if draft.whole is not None and draft.whole.places:
        yield tuple(draft.whole.places), _crossed("whole", sender, draft.traits)


def _crossed(name: str, sender: str, traits: tuple[str, ...]) -> Features:
    features = Features(name)
    features.cross(name, sender, *traits)
    return features


def _level(place: Place, region: str | None) -> str:
    """Return how wide a place is: the region itself, a province, city or county, a town, a village, a site."""
    if region is not None and place.code == region and place.kind in ("province", "city", "county"):
        return "region"
    return place.kind or "unknown"


def _goal_features(
    draft: Draft, goal: Goal, traits: tuple[str, ...], sender: str, region: str | None
) -> Features:
    """Describe a place group of the count's own sentence: manner, position, and what stands between."""
    token, frame = draft.token, draft.frame
    if goal.clause == token.clause:
        position = "before" if goal.end <= token.start else "behind"
    else:
        position = "earlier" if goal.clause < token.clause else "later"
    name = f"{goal.manner}-{position}"
    features = Features(name)
    features.cross(name, sender, _level(goal.places[-1], region), *traits)
    start, end = min(goal.end, token.end), max(goal.start, token.start)
    between = frame.of_between(start, end)
    if any(t.kind == "unit" for t in between):
        features.cross("unit-between", position)
    if any(t.kind == "count" for t in between):
        features.cross("count-between", position, name)
    if any(t.kind == "place" for t in between):
        features.cross("place-between", position)
    if frame.cue("part", start, end) is not None:
        features.cross("part-between", position)
    if ";" in frame.text[start:end]:
        features.cross("semicolon", position)
    if abs(goal.clause - token.clause) > 1:
        features.cross("far", position)
    if goal.end == token.start and position == "before":
        features.cross("touching", *traits)
    if position in ("behind", "later") and frame.text[token.end : goal.start].count("。"):
        features.name("sentence-between")
    return features


def _lists(draft: Draft, goal: Goal) -> bool:
    """Tell whether a group of names is what the count itself counts (北村、纺南等14个社区)."""
    if draft.count.measure not in ("places", "units"):
        return False
    return (
        bool(re.fullmatch(r"(?:等地?|这)?", draft.frame.text[goal.end : draft.token.start]))
        and len(goal.places) > 1
    )
