"""Linking counts to the places where they serve."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from extractor.mentions.mention import Place
from extractor.records.agents import role_of
from extractor.records.draft import bond, chained, turn
from extractor.records.goals import Goal, goals, home, standing
from extractor.records.ranking import Chooser, Features, Option, merge
from extractor.records.status import governing_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Token
    from extractor.records.story import Story

_ETC = re.compile(r"(?:等地?|这)?")
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
    last = story.last
    scenes: list[Scene] = []
    for number, (frame, own) in enumerate(zip(paragraph, drafts, strict=True)):
        found = goals(frame)
        for draft in own:
            left = tuple((number - at, goal) for at, goal in scenes)
            traits = (*draft.traits, *_surroundings(draft, found))
            view = _View(found, left, _there(draft, places), last, region, story, own, traits)
            options = place_options(draft, view)
            chosen, chance = chooser("place", (draft.token.start, draft.token.end), options)
            draft.places = list(chosen or ())
            story.served[tuple(p.name for p in draft.places)] += 1
            draft.chances.append(chance)
            last = draft
        scenes += [(number, g) for g in found if g.manner != "origin"]
        for goal in found:
            if goal.manner != "origin":
                story.tell(goal.places)
    near = [g for _, g in scenes if g.places[-1].kind not in _REGIONAL]
    if near:
        story.scene = near[-1].places


_REGIONAL = ("province", "city", "county")
Scene = tuple[int, "Goal"]
"""A place group of an earlier sentence, and how many sentences back it stands."""


@dataclass(frozen=True, slots=True)
class _View:
    """What a count can be linked to: groups of its sentence, of the ones before, back reference, the last linked count."""

    found: Sequence[Goal]
    scenes: Sequence[Scene]
    there: Place | None
    last: Draft | None
    region: str | None
    story: Story
    siblings: Sequence[Draft]
    traits: tuple[str, ...]
    """What the count is, and what its sentence says of the place."""


def _surroundings(draft: Draft, found: Sequence[Goal]) -> tuple[str, ...]:
    """Tell whether a count's sentence points to a scene (现场, 火场, 这里), and whether its part between semicolons names a place."""
    frame, token = draft.frame, draft.token
    start = max(frame.text.rfind(";", frame.sentence.start, token.start) + 1, frame.sentence.start)
    end = frame.text.find(";", token.end, frame.sentence.end)
    end = end if end >= 0 else frame.sentence.end
    spot = frame.cue("spot", start, token.start) or frame.cue("spot", token.end, end)
    pointed = "" if spot is None else "pointed" if spot.end <= token.start else "points-on"
    named = "part-named" if any(start <= g.start and g.end <= end for g in found) else "part-quiet"
    return (pointed or "unpointed", named)


_EARLIER = 4  # groups of the whole story so far that a count may go back to
_SCENES = 2  # how many places of earlier sentences a count may still be about


def place_options(draft: Draft, view: _View) -> list[Option]:
    """Return the readings of where a count serves, the empty one first; a group that stands twice is one option."""
    sender = turn(draft, view.last)
    near = bond(draft, view.last, "place")
    empty = _crossed("nowhere", sender, view.traits)
    bound = "bound" if draft.bound is not None else ""
    empty.cross("nowhere", bound, "" if view.found else "no-group", draft.frame.kind)
    placed = view.story.served.total() - view.story.served[()]
    share = "first" if not view.story.served else "none" if not placed else "all" if not view.story.served[()] else "some"
    empty.cross("placed", share, f"{share}-{draft.sort}", f"{share}-{len(view.found) > 0}")
    if view.last is not None and not view.last.places:
        empty.cross("as-last", near, f"{near}-{draft.count.measure}")
        if chained(draft, view.last):
            empty.name("chained")
            empty.cross("chained", draft.count.measure)
    if draft.frame.kind == "headline" and draft.twin is not None and not draft.twin.places:
        empty.cross("nowhere", "twin")
    readings = chain(
        _of_sentence(draft, view, sender),
        _of_story(draft, view, sender),
        _of_others(draft, view, sender, near),
    )
    return [empty.option(None), *merge((_levelled(r, draft, view) for r in readings), _names)]


def _names(group: tuple[Place, ...]) -> tuple[str, ...] | None:
    return tuple(p.name for p in group) or None


Reading = tuple[tuple["Place", ...], Features]


def _levelled(reading: Reading, draft: Draft, view: _View) -> Reading:
    """Add how wide the places of a reading are."""
    group, features = reading
    if group:
        level = _level(group[-1], view.region)
        features.cross("level", level, f"{level}-{draft.who_hint}")
        where = standing(group[-1], view.region)
        bound = "bound" if group[-1] is draft.bound else "free"
        features.cross("stands", where, f"{where}-{bound}", f"{where}-{len(group) > 1}")
        if draft.unit is not None and draft.unit.name == group[-1].name:
            features.cross("is-sender", level, "bound" if draft.bound is not None else "")
        whose = home(draft.unit, group[-1])
        features.cross(whose, level, where)
        if group == view.story.topic.campaign:
            features.cross("to-campaign", whose, view.story.topic.aid, draft.count.measure)
        if len(group) > 1:
            features.cross("several", draft.count.measure)
        _weighed(features, group, draft, view)
    return reading


def _weighed(features: Features, group: tuple[Place, ...], draft: Draft, view: _View) -> None:
    """Add what the whole article says for a group: how many counts it has, how often and how early it is named."""
    story, name = view.story, group[-1].name
    held = story.served[tuple(p.name for p in group)]
    total = sum(story.served.values())
    share = "none" if not held else "most" if 2 * held > total else "some"
    here = "named" if any(g.places[-1].name == name for g in view.found) else "absent"
    features.cross("held", share, f"{share}-{here}", f"{share}-{min(held, 3)}")
    opens = "opening" if name in story.topic.opening else "later"
    often = "often" if name in story.topic.often else "seldom"
    features.cross("known", f"{opens}-{here}", f"{often}-{here}", f"{opens}-{often}-{here}", f"{opens}-{draft.sort}")
    rank = _RANKS.get(group[-1].kind or "", 3)
    others = [_RANKS.get(g.places[-1].kind or "", 3) for g in view.found if g.places[-1].name != name]
    if others:
        features.cross("finer", f"{'finest' if rank > max(others) else 'coarser' if rank < max(others) else 'even'}-{here}")


_RANKS = {"province": 0, "city": 1, "county": 2, "zone": 2, "town": 3, "community": 4, "village": 4, "road": 4, "water": 4, "site": 5}


def _of_sentence(draft: Draft, view: _View, sender: str) -> Iterator[Reading]:
    """Yield the place groups of the count's own sentence, and the name of the list that it stands in."""
    for goal in view.found:
        if not _lists(draft, goal):
            yield goal.places, _goal_features(draft, goal, view.traits, sender, view.region)
            if goal.outer is not None:
                features = Features("outer")
                features.cross("outer", goal.manner, draft.sort, sender, _level(goal.outer, view.region), draft.count.measure)
                yield (goal.outer,), features
    if isinstance(draft.bound, Place):
        features = _crossed("bound", sender, view.traits)
        features.cross("bound", governing_verb(draft), "is-sender" if draft.unit is draft.bound else "")
        yield (draft.bound,), features


def _of_story(draft: Draft, view: _View, sender: str) -> Iterator[Reading]:
    """Yield the places that earlier sentences and paragraphs leave, and the region."""
    traits, story = view.traits, view.story
    yield from _scenes(draft, view, sender)
    if view.there is not None:
        yield (view.there,), _crossed("there", sender, traits)
    topic = story.topic
    for name, group in (
        ("story", story.scene),
        ("label", (story.label,) if isinstance(story.label, Place) else ()),
        ("campaign", topic.campaign),
        ("site", (topic.site,) if topic.site is not None else ()),
        ("event", topic.event),
    ):
        if group:
            yield group, _crossed(name, sender, traits)
    for rank, group in enumerate(story.groups[:-_EARLIER - 1 : -1]):
        features = Features(f"earlier{rank}")
        features.cross(f"earlier{rank}", sender, draft.sort, "named" if view.found else "quiet", _level(group[-1], view.region))
        yield group, features
    if story.region is not None:
        features = _crossed("region", sender, traits)
        named = any(
            g.places[-1].name == story.region.name and g.manner == "topic" and g.end <= draft.token.start
            for g in view.found
        )
        features.cross("region", draft.frame.kind)
        if named:
            features.cross("named-region", sender, draft.count.measure)
            features.name("named-region")
        yield (story.region,), features


def _scenes(draft: Draft, view: _View, sender: str) -> Iterator[Reading]:
    """Yield the last place groups of earlier sentences, and the one that opens the paragraph."""
    scenes = view.scenes
    chosen = [
        *enumerate(reversed(scenes[-_SCENES:])),
        *(((_SCENES, scenes[0]),) if len(scenes) > _SCENES else ()),
    ]
    fresh = "named" if view.found else "quiet"
    for rank, (back, goal) in chosen:
        name = f"scene{rank}"
        features = Features(name)
        features.cross(f"scene-{goal.manner}", sender, _level(goal.places[-1], view.region), *view.traits)
        features.cross(f"back{min(back, 3)}", goal.manner, fresh)
        if goal is scenes[0][1] and goal.clause <= 1:
            alone = "alone" if len({g.places[-1].name for _, g in scenes}) == 1 else "among"
            features.cross("opens-paragraph", goal.manner, alone, f"{alone}-{fresh}", sender)
        yield goal.places, features


def _of_others(draft: Draft, view: _View, sender: str, near: str) -> Iterator[Reading]:
    """Yield the places of the counts that this one goes with: the one before it, its whole, its parts."""
    last = view.last
    if last is not None and last.places:
        same = draft.unit is not None and last.unit is not None and draft.unit.name == last.unit.name
        kin = "same" if same else "both-none" if draft.unit is last.unit is None else "other"
        features = _crossed(f"last-{near}", sender, view.traits)
        features.cross(
            f"last-{kin}", near, "alike" if last.count.measure == draft.count.measure else "unlike"
        )
        if chained(draft, last):
            features.name("chained")
            features.cross("chained", draft.count.measure)
        yield tuple(last.places), features
    if draft.frame.kind == "headline" and draft.twin is not None and draft.twin.places:
        yield tuple(draft.twin.places), _crossed("twin", sender, view.traits)
    parts = [d.bound for d in view.siblings if isinstance(d.bound, Place) and d.token.start > draft.token.end]
    if len(parts) > 1 and draft.bound is None:
        yield tuple(parts), _crossed("of-parts", sender, view.traits)
    if draft.whole is not None and draft.whole.places:
        yield tuple(draft.whole.places), _crossed("whole", sender, view.traits)


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
    if any(t.kind == "unit" and _acts(frame, t) for t in between):
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
    """Tell whether a group of names is what the count itself counts (北村、纺南等14个社区; not 泉山、云龙43个街道)."""
    if draft.count.measure not in ("places", "units") or len(goal.places) <= 1:
        return False
    if goal.places[-1].kind in _REGIONAL and not _DIVISIONS.search(draft.count.noun):
        return False
    return bool(_ETC.fullmatch(draft.frame.text, goal.end, draft.token.start))


_DIVISIONS = re.compile(r"(?<![社小街园片灾])[省市县区州盟旗)]$")


def _acts(frame: Frame, token: Token) -> bool:
    """Tell whether an organisation acts in its sentence: none that only directs (在…带领下) or tells."""
    known = frame.memo.get(("role", token.start))
    if known is None:
        known = frame.memo["role", token.start] = role_of(frame, token)
    return known == "agent"
