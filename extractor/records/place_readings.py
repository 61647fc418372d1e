"""Readings of a place: what one count may be linked to, each described by what a reader goes by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.mentions.mention import Place
from extractor.records.agents import role_of
from extractor.records.draft import bond, chained, tie, turn
from extractor.records.goals import (
    VENUE,
    Goal,
    home,
    house_of,
    how,
    on_occasion,
    outside,
    reached,
    standing,
    touches,
)
from extractor.records.place_claims import is_at, of_sibling, owed, sent_by_bound
from extractor.records.ranking import Features, Option, merge
from extractor.records.status import governing_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Token
    from extractor.records.story import Story

_ETC = re.compile(r"(?:等地?|这)?")
REGIONAL = ("province", "city", "county")
Scene = tuple[int, "Goal"]
"""A place group of an earlier sentence, and how many sentences back it stands."""


@dataclass(frozen=True, slots=True)
class View:
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
    fineness: Mapping[str, int]
    """The places that the sentence names, and how small they are."""
    counted: int
    """How many counts were linked so far."""
    aside: str
    """Whether the sentence turns to something else before the count (此外, 截至), `aside` or `on`."""


_EARLIER = 4  # groups of the whole story so far that a count may go back to
_SCENES = 2  # how many places of earlier sentences a count may still be about


def place_options(draft: Draft, view: View) -> list[Option]:
    """Return the readings of where a count serves, the empty one first; a group that stands twice is one option."""
    sender = turn(draft, view.last)
    near = bond(draft, view.last, "place")
    empty = _crossed("nowhere", sender, view.traits)
    empty.cross("nowhere", "" if view.found else "no-group", draft.frame.kind)
    if draft.bound is not None:
        empty.cross("nowhere", "bound")
    if isinstance(draft.bound, Place):
        verb, sent = governing_verb(draft), sent_by_bound(draft)
        empty.cross("nowhere-bound", verb, sent, f"{verb}-{sent}")
    kind = _kind(draft)
    size = view.story.topic.size
    empty.cross(
        "size", size, f"{size}-{draft.sort}", f"{size}-{len(view.found) > 0}", f"{size}-{draft.frame.kind}"
    )
    empty.cross("sent-by", kind, f"{kind}-{len(view.found) > 0}")
    nowhere = view.story.served[()]
    share = "none" if nowhere == view.counted else "some" if nowhere else "all"
    share = share if view.counted else "first"
    empty.cross("placed", share, f"{share}-{draft.sort}", f"{share}-{len(view.found) > 0}")
    if view.last is not None and not view.last.places:
        empty.cross("as-last", near, f"{near}-{draft.count.measure}")
        if chained(draft, view.last):
            empty.name("chained")
            empty.cross("chained", draft.count.measure)
    mate = _mate(draft, view)
    if mate is not None and not mate.places:
        empty.cross("mate", draft.sort, _alike(draft, mate), _since(draft, mate))
    if draft.frame.kind == "headline" and draft.twin is not None and not draft.twin.places:
        empty.cross("nowhere", "twin")
    if draft.whole is not None and (tied := tie(draft, "place")):
        empty.cross("of-placed" if draft.whole.places else "of-nowhere", tied)
    told = chain(_of_story(draft, view, sender), _of_others(draft, view, sender, near))
    readings = chain(
        _of_sentence(draft, view, sender),
        _of_houses(draft, view, sender),
        (r for r in told if not _within(r[0], view)) if _of_whole(draft) else told,
    )
    parted = _parted(draft, view)
    own = (
        r
        for r in readings
        if (not parted or parted.isdisjoint(p.name for p in r[0])) and not of_sibling(r[0], draft, view)
    )
    levelled: set[tuple[object, ...]] = set()
    options = [empty.option(None), *merge((_levelled(r, draft, view, levelled) for r in own), _names)]
    return [o for o in options if is_at(o.value, draft.bound)] or options if owed(draft) else options


_WHOLE = re.compile(r"全[省市县区州旗](?!长)[^,。;:!?\n]*$")


def _of_whole(draft: Draft) -> bool:
    """Tell whether the clause of a count says that it is of a whole county or more (全市共有2.5万名)."""
    return bool(_WHOLE.search(draft.frame.text, draft.frame.sentence.start, draft.token.start))


def _within(group: tuple[Place, ...], view: View) -> bool:
    """Tell whether an earlier sentence is all that names places smaller than a county: no scene of a whole county's people."""
    county = FINENESS["county"]
    return any(FINENESS.get(p.kind or "", 0) > county and p.name not in view.fineness for p in group)


def _names(group: tuple[Place, ...]) -> tuple[str, ...] | None:
    return tuple(p.name for p in group) or None


Reading = tuple[tuple["Place", ...], Features]


def _levelled(reading: Reading, draft: Draft, view: View, levelled: set[tuple[object, ...]]) -> Reading:
    """Add how wide the places of a reading are, once for readings that will be one option (`levelled`: what has been told)."""
    group, features = reading
    if group:
        told = (
            _names(group),
            group[-1].kind,
            group[-1].code,
            group[-1] is draft.bound,
            group == view.story.topic.campaign,
        )
        if told in levelled:
            return reading
        levelled.add(told)
        level = _level(group[-1], view.region)
        features.cross("level", level, f"{level}-{draft.who_hint}")
        where = standing(group[-1], view.region)
        kind = _kind(draft)
        here = "here" if group[-1].name in view.fineness else "absent"
        features.cross("of-sender", kind, f"{kind}-{here}", f"{kind}-{where}")
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


def _weighed(features: Features, group: tuple[Place, ...], draft: Draft, view: View) -> None:
    """Add what the whole article says for a group: how many counts it has, how often and how early it is named."""
    topic, name = view.story.topic, group[-1].name
    held = view.story.served[tuple(p.name for p in group)]
    share = "none" if not held else "most" if 2 * held > view.counted else "some"
    here = "named" if name in view.fineness else "absent"
    features.cross("held", share, f"{share}-{here}", f"{share}-{min(held, 3)}")
    opens = "opening" if name in topic.opening else "later"
    often = "often" if name in topic.often else "seldom"
    features.cross(
        "known", f"{opens}-{here}", f"{often}-{here}", f"{opens}-{often}-{here}", f"{opens}-{draft.sort}"
    )
    told = view.story.told.get(name)
    paragraph = draft.frame.sentence.paragraph
    age = "here" if name in view.fineness else "unsaid" if told is None else f"age{min(paragraph - told, 4)}"
    level = _level(group[-1], view.region)
    features.cross(
        "age", age, f"{age}-{topic.spread}", f"{age}-{view.aside}", f"{age}-{level}", f"{age}-{draft.sort}"
    )
    features.cross("spread", topic.spread, f"{topic.spread}-{level}", f"{topic.spread}-{opens}-{here}")
    others = [rank for other, rank in view.fineness.items() if other != name]
    if others:
        own = FINENESS.get(group[-1].kind or "", 3)
        order = "finest" if own > max(others) else "coarser" if own < max(others) else "even"
        features.cross("finer", f"{order}-{here}")


FINENESS = {
    "province": 0,
    "city": 1,
    **dict.fromkeys(("county", "zone"), 2),
    "town": 3,
    **dict.fromkeys(("community", "village", "road", "water"), 4),
    "site": 5,
    VENUE: 5,
}


def _of_sentence(draft: Draft, view: View, sender: str) -> Iterator[Reading]:
    """Yield the place groups of the count's own sentence, and the name of the list that it stands in."""
    left_out = outside(draft.frame)
    for goal in view.found:
        if goal.places[-1].name not in left_out and not _lists(draft, goal):
            yield goal.places, _goal_features(draft, goal, view, sender)
            yield from _of_group(draft, goal, sender)
            if goal.outer is not None:
                features = Features(
                    "outer",
                    goal.manner,
                    draft.sort,
                    sender,
                    _level(goal.outer, view.region),
                    draft.count.measure,
                )
                yield (goal.outer,), features
    if isinstance(draft.bound, Place) and draft.bound.name not in _left(view):
        features = _crossed("bound", sender, view.traits)
        verb, sent = governing_verb(draft), sent_by_bound(draft)
        features.cross("bound", verb, sent, f"{verb}-{sent}")
        if draft.aligned:
            features.name("as-listed")
        yield (draft.bound,), features


def _of_group(draft: Draft, goal: Goal, sender: str) -> Iterator[Reading]:
    """Yield each of several coordinated places alone (甲、乙各有安置点,甲住200人)."""
    if len(goal.places) < 2:
        return
    last = len(goal.places) - 1
    for index, place in enumerate(goal.places):
        rank = "last" if index == last else "first" if not index else "inner"
        position = "behind" if goal.end > draft.token.start else "before"
        touching = "touching" if place.end == draft.token.start else "apart"
        features = Features(
            "member", how(goal), draft.sort, sender, f"{rank}-{position}", f"{rank}-{touching}"
        )
        yield (place,), features


def _left(view: View) -> set[str]:
    """Return the places that people come from, as the sentence says: they are not there."""
    return {p.name for goal in view.found if goal.manner == "origin" for p in goal.places}


def _of_houses(draft: Draft, view: View, sender: str) -> Iterator[Reading]:
    """Yield the house of the organisation that a count is of (该院收治7人), and of the one whose page it is."""
    named = {t.item.name for t in draft.frame.of("unit")}
    left = _left(view)
    for role, unit in (("sender", draft.unit), ("own", view.story.topic.ours)):
        place = house_of(unit)
        if place is not None and place.name not in left:  # 11人来自县医院
            here = "named" if place.name in named else "absent"
            features = _crossed(f"house-{role}", here, view.traits)
            features.cross(f"house-{role}-{here}", sender, *view.traits)
            features.cross(f"house-{role}-verb", governing_verb(draft))
            yield (place,), features


def _of_story(draft: Draft, view: View, sender: str) -> Iterator[Reading]:
    """Yield the places that earlier sentences and paragraphs leave, and the region."""
    traits, story = view.traits, view.story
    yield from _scenes(view, sender)
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
    for rank, group in enumerate(islice(reversed(story.groups.values()), _EARLIER)):
        features = Features(
            f"earlier{rank}",
            sender,
            draft.sort,
            "named" if view.found else "quiet",
            _level(group[-1], view.region),
        )
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


def _scenes(view: View, sender: str) -> Iterator[Reading]:
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
        features.cross(f"scene-{how(goal)}", sender, _level(goal.places[-1], view.region), *view.traits)
        features.cross(f"back{min(back, 3)}", how(goal), fresh)
        if goal is scenes[0][1] and goal.clause <= 1:
            alone = "alone" if len({g.places[-1].name for _, g in scenes}) == 1 else "among"
            features.cross("opens-paragraph", how(goal), alone, f"{alone}-{fresh}", sender)
        yield goal.places, features


def _of_others(draft: Draft, view: View, sender: str, near: str) -> Iterator[Reading]:
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
    mate = _mate(draft, view)
    if mate is not None and mate.places:
        named = "named" if view.found else "quiet"
        features = Features("mate", draft.sort, _alike(draft, mate), _since(draft, mate), named)
        yield tuple(mate.places), features
    if draft.frame.kind == "headline" and draft.twin is not None and draft.twin.places:
        yield tuple(draft.twin.places), _crossed("twin", sender, view.traits)
    parts = [d.bound for d in view.siblings if isinstance(d.bound, Place) and d.token.start > draft.token.end]
    if len(parts) > 1 and draft.bound is None:
        yield tuple(parts), _crossed("of-parts", sender, view.traits)
    if draft.whole is not None and draft.whole.places:
        features = _crossed("whole", sender, view.traits)
        features.cross("whole", tie(draft, "place"))
        yield tuple(draft.whole.places), features


def _kind(draft: Draft) -> str:
    """Return what kind of organisation or division a count's sender is, empty where nobody is known to have sent."""
    return draft.unit.kind if draft.unit is not None else ""


def _mate(draft: Draft, view: View) -> Draft | None:
    """Return the last count of the same sender."""
    return view.story.mates.get(draft.unit.name) if draft.unit is not None else None


def _alike(draft: Draft, mate: Draft) -> str:
    return "alike" if mate.sort == draft.sort else "unlike"


def _since(draft: Draft, mate: Draft) -> str:
    """Tell how far back the last count of the same sender is."""
    if mate.frame is draft.frame:
        return "sentence"
    return "paragraph" if mate.paragraph == draft.paragraph else "story"


def _crossed(name: str, sender: str, traits: tuple[str, ...]) -> Features:
    return Features(name, sender, *traits)


def _level(place: Place, region: str | None) -> str:
    """Return how wide a place is: the region itself, a province, city or county, a town, a village, a site."""
    if region is not None and place.code == region and place.kind in ("province", "city", "county"):
        return "region"
    return place.kind or "unknown"


def _goal_features(draft: Draft, goal: Goal, view: View, sender: str) -> Features:
    """Describe a place group of the count's own sentence: manner, position, and what stands between."""
    token, frame = draft.token, draft.frame
    if goal.clause == token.clause:
        position = "before" if goal.end <= token.start else "behind"
    else:
        position = "earlier" if goal.clause < token.clause else "later"
    name = f"{how(goal)}-{position}"
    features = Features(name, sender, _level(goal.places[-1], view.region), *view.traits)
    claim = _claim(draft, goal, view)
    features.cross(
        "claim", claim, f"{claim}-{how(goal)}", f"{claim}-{position}", f"{claim}-{position}-{draft.sort}"
    )
    for mark in _marks_between(draft, goal):
        features.cross(mark, *((position, name) if mark == "count-between" else (position,)))
    if len(goal.places) > 1 and name == "topic-before" and draft.unit in goal.places:
        features.name("all-of-them")
    if goal.end == token.start and position == "before":
        features.cross("touching", *view.traits)
    if any(d is not draft and touches(frame, goal.end, d.token) for d in view.siblings):
        # 固始县6940人;…274支: the place of another figure
        apart = "apart" if ";" in frame.text[goal.end : token.start] else "beside"
        features.cross("of-other", position, apart, f"{apart}-{draft.sort}", f"{apart}-{position}")
    if goal is reached(frame, token, view.found):
        features.name("reached")
    if position in ("behind", "later") and frame.text[token.end : goal.start].count("。"):
        features.name("sentence-between")
    return features


def _marks_between(draft: Draft, goal: Goal) -> Iterator[str]:
    """Yield what stands between a count and a place group, and how far apart they are."""
    frame, token = draft.frame, draft.token
    start, end = min(goal.end, token.end), max(goal.start, token.start)
    between = frame.of_between(start, end)
    if any(t.kind == "unit" and _acts(frame, t) for t in between):
        yield "unit-between"
    if any(t.kind == "count" for t in between):
        yield "count-between"
    if any(t.kind == "place" for t in between):
        yield "place-between"
    if frame.cue("part", start, end) is not None:
        yield "part-between"
    split = frame.text.find(";", start, end)
    if split >= 0:
        yield "semicolon"
        if draft.unit is not None and any(t.item is draft.unit for t in frame.of_between(split, end)):
            yield "other-story"
    if abs(goal.clause - token.clause) > 1:
        yield "far"
    if on_occasion(frame, goal.clause):
        yield "occasion"


def _claim(draft: Draft, goal: Goal, view: View) -> str:
    """Tell whether the count's own clause names a group alone, with others, names others only, or none."""
    clause = draft.token.clause
    named = sum(g.clause == clause and g.manner != "origin" for g in view.found)
    taken = goal.clause != clause and any(d.token.clause == goal.clause for d in view.siblings)
    claim = "none"
    if named:
        own = goal.clause == clause and goal.manner != "origin"
        claim = "others" if not own else "alone" if named == 1 else "among"
    return f"{claim}-taken" if taken else claim


def _lists(draft: Draft, goal: Goal) -> bool:
    """Tell whether a group of names is what the count itself counts (北村、纺南等14个社区; not 泉山、云龙43个街道)."""
    if draft.count.measure not in ("places", "units") or len(goal.places) <= 1:
        return False
    if not _ETC.fullmatch(draft.frame.text, goal.end, draft.token.start):
        return False
    holds = _HELD.get(goal.places[-1].kind or "")
    return holds is None or holds.search(_BRACKETED.sub("", draft.count.noun)) is not None


def _parted(draft: Draft, view: View) -> set[str]:
    """Return the places of only a part of a count, or of the rest (1万名上岗,仅甲村、乙村就有300名,其余分赴丙村)."""
    token = draft.token
    text = draft.frame.text
    inside: set[str] = set()
    outside: set[str] = set()
    for goal in view.found:
        part = goal.start >= token.end and _part().search(text, token.end, goal.start)
        (inside if part else outside).update(p.name for p in goal.places)
    return inside - outside


@cache
def _part() -> re.Pattern[str]:
    """Compile what tells of a part behind the figure."""
    return re.compile(
        rf"[,;](?:其中|仅(?!次)|{any_of('relation_words', 'rest')}|{any_of('sum_words', 'single')})"
    )


_BRACKETED = re.compile(r"\([^()]*\)$")  # 乡镇(街道)
_DIVISIONS = re.compile(r"(?<![社小街园片灾])[省市县区州盟旗)]$")
_TOWNS = re.compile(r"[镇乡处]$|街道?$|^$")
_VILLAGES = re.compile(r"[村屯寨庄组居处]$|[社小]区$|嘎查$|^$")
_HELD = {
    **dict.fromkeys(REGIONAL, _DIVISIONS),
    "town": _TOWNS,
    **dict.fromkeys(("village", "community"), _VILLAGES),
}
"""How the noun of a figure ends that counts places of a kind themselves, and not what they hold (北村、南村|3个台区)."""


def _acts(frame: Frame, token: Token) -> bool:
    """Tell whether an organisation acts in its sentence: none that only directs (在…带领下) or tells."""
    known = frame.memo.get(("role", token.start))
    if known is None:
        known = frame.memo["role", token.start] = role_of(frame, token)
    return known == "agent"
