"""Linking counts to the places where they serve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions.mention import Place
from extractor.records.draft import Draft
from extractor.records.frame import Frame
from extractor.records.ranking import Chooser, Features, Option
from extractor.records.senders import Story
from extractor.records.status import governing_verb

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
    found, scenes, there, last, region = view.found, view.scenes, view.there, view.last, view.region
    traits = draft.traits
    sender = "sent" if draft.unit is not None else "unsent"
    options: dict[tuple[str, ...], tuple[tuple[Place, ...], Features]] = {}

    def add(group: tuple[Place, ...], features: Features) -> None:
        if not group or group == (draft.unit,):
            return
        features.cross("level", _level(group[-1], region), f"{_level(group[-1], region)}-{draft.who_hint}")
        known = options.get(tuple(p.name for p in group))
        if known is None:
            options[tuple(p.name for p in group)] = (group, features)
        else:
            known[1].absorb(features)

    for goal in found:
        if not _lists(draft, goal):
            add(goal.places, _goal_features(draft, goal, traits, sender, region))
    for distance, goal in enumerate(reversed(scenes)):
        features = Features(f"scene{distance}")
        features.cross(f"scene-{goal.manner}", sender, _level(goal.places[-1], region), *traits)
        add(goal.places, features)
    if there is not None:
        add((there,), _crossed("there", sender, traits))
    if last is not None and last.places:
        same = draft.unit is not None and last.unit is not None and draft.unit.name == last.unit.name
        near = "sentence" if last.frame is draft.frame else "paragraph"
        kin = "same" if same else "both-none" if draft.unit is last.unit is None else "other"
        features = _crossed(f"last-{near}-{kin}", sender, traits)
        add(tuple(last.places), features)
    if draft.bound is not None and isinstance(draft.bound, Place):
        features = _crossed("bound", sender, traits)
        features.cross("bound", governing_verb(draft), "is-sender" if draft.unit is draft.bound else "")
        add((draft.bound,), features)
    if view.story.scene:
        add(view.story.scene, _crossed("story", sender, traits))
    if view.story.region is not None:
        features = _crossed("region", sender, traits)
        features.cross("region", draft.frame.kind, "named" if any(g.places == (view.story.region,) for g in found) else "")
        add((view.story.region,), features)
    shared = tuple(d.bound for d in view.siblings if isinstance(d.bound, Place) and d.token.start > draft.token.end)
    if len(shared) > 1 and draft.bound is None:
        add(shared, _crossed("of-parts", sender, traits))
    if draft.whole is not None and draft.whole.places:
        add(tuple(draft.whole.places), _crossed("whole", sender, traits))
    empty = _crossed("nowhere", sender, traits)
    empty.cross("nowhere", "bound" if draft.bound is not None else "", "no-group" if not found else "", draft.frame.kind)
    return [empty.option(None), *(features.option(group) for group, features in options.values())]


def _crossed(name: str, sender: str, traits: tuple[str, ...]) -> Features:
    features = Features(name)
    features.cross(name, sender, *traits)
    return features


def _level(place: Place, region: str | None) -> str:
    """Return how wide a place is: the region itself, a province, city or county, a town, a village, a site."""
    if region is not None and place.code == region and place.kind in ("province", "city", "county"):
        return "region"
    return place.kind or "unknown"


def _goal_features(draft: Draft, goal: Goal, traits: tuple[str, ...], sender: str, region: str | None) -> Features:
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
    return bool(re.fullmatch(r"(?:等地?|这)?", draft.frame.text[goal.end : draft.token.start])) and len(goal.places) > 1
