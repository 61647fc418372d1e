"""Total or part: whether a figure sums up what the article is about, or is one contribution to it."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.mentions.mention import Place
from extractor.records.draft import bond, chained
from extractor.records.ranking import Chooser, Features, Option
from extractor.records.status import region_wide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.draft import Draft
    from extractor.records.frame import Token
    from extractor.records.story import Story

_COLLECTIVE = re.compile(r"[省市州县区][级直]|各级|机关")
_MANY = 3  # so many counties listed are the region
_LARGE = 1000  # a thousand people are more than one unit sends


@cache
def _sum() -> re.Pattern[str]:
    """Compile what tells of a sum."""
    return re.compile(rf"共(?![同建享产青和])|{any_of('sum_words', 'sum')}")


@cache
def _until() -> re.Pattern[str]:
    """Compile what tells of figures up to a day."""
    return re.compile(any_of("day_words", "until"))


@cache
def _only() -> re.Pattern[str]:
    """Compile what tells of a part alone."""
    return re.compile(rf"仅(?!次)|{any_of('sum_words', 'only', 'single')}")


@dataclass(frozen=True, slots=True)
class Survey:
    """What all counts of an article have together, once their senders and places are known."""

    number: int
    senders: Counter[str]
    places: Counter[tuple[str, ...]]
    sizes: dict[tuple[str, str | None], list[int]]
    """The figures of each measure and kind of people, the smallest first."""
    wholes: frozenset[int]
    """The ids of the drafts that have parts."""

    @classmethod
    def of(cls, drafts: Sequence[Draft]) -> Survey:
        """Return the survey of the drafts of an article."""
        sizes: dict[tuple[str, str | None], list[int]] = {}
        for draft in drafts:
            if not draft.count.per:
                insort(sizes.setdefault(_sort(draft), []), draft.size)
        return cls(
            len(drafts),
            Counter(map(_sender_name, drafts)),
            Counter(map(_place_names, drafts)),
            sizes,
            frozenset(id(d.whole) for d in drafts if d.whole is not None),
        )

    def features(self, draft: Draft, features: Features, sender: str, where: str) -> None:
        """Add how a count stands among all: how many have its sender and its place, and how many of its sort are greater."""
        held = _share(self.senders[_sender_name(draft)], self.number)
        apart = str(min(len(self.senders), _APART))
        features.cross("sent-alike", f"{sender}-{held}", f"{apart}-{held}", f"{sender}-{apart}")
        there = _share(self.places[_place_names(draft)], self.number)
        spots = str(min(len(self.places), _APART))
        features.cross("placed-alike", f"{where}-{there}", f"{spots}-{there}", f"{where}-{spots}")
        features.cross("alike", f"{held}-{there}", f"{apart}-{spots}")
        peers = self.sizes.get(_sort(draft), [])
        greater = len(peers) - bisect_right(peers, draft.size)
        rank = ("top", "second")[greater] if greater < 2 else "lower"
        many = str(min(len(peers), _APART))
        features.cross("rank", f"{rank}-{many}", f"{rank}-{sender}", f"{rank}-{where}")
        much = str(len(str(draft.size)))
        features.cross("much", much, f"{much}-{draft.count.measure}", f"{much}-{rank}")


_APART = 4


def _share(number: int, of: int) -> str:
    return "all" if number == of else "most" if 2 * number > of else "some" if number > 1 else "once"


def _sort(draft: Draft) -> tuple[str, str | None]:
    return draft.count.measure, draft.who


def _sender_name(draft: Draft) -> str:
    return draft.unit.name if draft.unit is not None else ""


def _place_names(draft: Draft) -> tuple[str, ...]:
    return tuple(p.name for p in draft.places)


def link_scope(
    drafts: Sequence[Draft], region: str | None, story: Story, survey: Survey, chooser: Chooser
) -> None:
    """Set `total` of the drafts of a sentence; the senders and places of the whole article are known."""
    last = story.last
    for draft in drafts:
        options = scope_options(draft, region, story, survey, last)
        value, chance = chooser("scope", (draft.token.start, draft.token.end), options)
        draft.total = value is not None
        draft.chances.append(chance)
        last = draft


def scope_options(
    draft: Draft, region: str | None, story: Story, survey: Survey, last: Draft | None
) -> list[Option]:
    """Return the readings of a count's scope: `part` (the empty one, None) and `total`."""
    frame, token, count = draft.frame, draft.token, draft.count
    if (count.per and count.per != "day") or draft.aligned:
        return [Option(None, ())]  # a rate, or one of a list of contributions
    start = frame.clauses[token.clause][0]
    noun = count.noun if count.noun_start >= token.start else ""
    before = frame.text[frame.sentence.start : token.start] + noun
    clause = frame.text[start : token.start] + noun
    part = _part_cue(draft)
    places = [t for t in frame.of("place") if t.end <= token.start]
    named = region is not None and any(t.item.code == region for t in places)
    sender, where = _sender(draft, region, story), _where(draft, region, story)
    features = Features(
        "total", frame.kind, sender, f"at-{where}", count.measure, f"{count.measure[:6]}-{draft.who}"
    )
    features.cross(f"sender-{sender}", f"at-{where}", frame.kind, count.measure)
    size, named_units = story.topic.size, story.topic.senders
    features.cross("size", size, f"{size}-{sender}", f"{size}-{frame.kind}", f"{size}-at-{where}")
    features.cross("units", named_units, f"{named_units}-{sender}", f"{named_units}-{size}")
    if last is not None:
        near = bond(draft, last, "unit", "place")
        said = "total" if last.total else "part"
        features.cross(f"after-{said}-{near}", "of" if draft.whole is not None else "own", count.measure)
        if chained(draft, last):
            features.cross("chained", said, f"{said}-{count.measure}")
    survey.features(draft, features, sender, where)
    features.cross("worded", *draft.worded)
    features.cross("subject", draft.subject, f"{draft.subject}-{draft.sort}", f"{draft.subject}-{sender}")
    focus = _focus(draft, story)
    features.cross("focus", focus, f"{focus}-{size}", f"{focus}-{sender}", f"{focus}-{count.measure}")
    peers = sum(t.item.measure == count.measure for t in frame.of("count"))
    features.cross("peers", str(min(peers, 4)))
    keys: list[str] = []
    for name, found in (
        ("whole", region_wide().search(before)),
        ("whole-clause", region_wide().search(clause)),
        ("sum", _sum().search(clause)),
        ("until", _until().search(before)),
        ("only", _only().search(clause)),
        ("named", named),
        ("named-first", named and _opens(draft, region)),
        ("part-cue", part is not None),
        ("part-clause", part is not None and part.start >= start),
        ("of", draft.whole is not None),
        ("bound", draft.bound is not None),
        ("planned", draft.planned),
        ("lead", draft.paragraph <= 1),
        ("first", draft.first),
        ("now", frame.cue("now", frame.sentence.start, token.start) is not None),
        ("source", any(t.kind == "unit" and t.end <= token.start for t in frame.tokens)),
        ("person", any(t.kind == "person" and t.end <= token.start for t in frame.tokens)),
        ("approximate", count.low != count.high),
        ("collective", _COLLECTIVE.search(count.noun)),
        ("large", (count.low or 0) >= _LARGE),
        ("largest", draft.largest),
        ("divided", id(draft) in survey.wholes),
        ("headlined", draft.twin is not None and frame.kind != "headline"),
    ):
        if found:
            features.cross("total", name)
            features.cross(f"sender-{sender}", name)
            if name in _KEYS:
                keys.append(name)
    for index, key in enumerate(keys):
        features.cross(f"both-{key}", *keys[index + 1 :])
    other = region is not None and sender == "place"
    part_here = other or (part is not None and part.start >= start)
    if _rules_total(draft, named=named, before=before, clause=clause, part=part_here):
        features.name("ruled")
        features.cross(
            "ruled-by",
            "whole" if region_wide().search(before) else "",
            "until" if _until().search(before) else "",
        )
        features.cross("ruled", frame.kind, f"at-{where}", f"sender-{sender}", *draft.worded)
    return [Option(None, ()), features.option("total")]


_KEYS = frozenset(
    (
        "whole",
        "sum",
        "until",
        "named-first",
        "part-clause",
        "of",
        "bound",
        "lead",
        "largest",
        "headlined",
        "now",
    )
)


def _focus(draft: Draft, story: Story) -> str:
    """Tell whether a count is set where the article opens, or at its site."""
    if not draft.places:
        return "nowhere"
    names = {p.name for p in draft.places}
    topic = story.topic
    opens = "opening" if names <= topic.opening else "mixed" if names & topic.opening else "later"
    often = "often" if names & topic.often else "seldom"
    return f"{opens}-{often}"


def _part_cue(draft: Draft) -> Token | None:
    """Return the last word before a count that makes it a part (其中, 其余; 中 and 里 only after another count)."""
    frame = draft.frame
    for token in reversed(frame.cues("part", frame.sentence.start, draft.token.start)):
        if token.end - token.start > 1 or any(
            t.kind == "count" and t.end <= token.start and t.clause == token.clause for t in frame.tokens
        ):
            return token
    return None


def _sender(draft: Draft, region: str | None, story: Story) -> str:
    """Return who sends: nobody, the region, another place, the organisation that the article is about, another."""
    unit = draft.unit
    if unit is None:
        return "none"
    if isinstance(unit, Place):
        return "region" if unit.code == region and unit.kind in _DIVISIONS else "place"
    topic = story.topic
    if topic.unit is not None and topic.unit.name == unit.name:
        return "headline"
    if topic.main is not None and topic.main.name == unit.name:
        return "dominant" if topic.dominant else "main"
    return "unit"


_DIVISIONS = ("province", "city", "county")


def _where(draft: Draft, region: str | None, story: Story) -> str:
    """Return where they serve: not said, the region, its counties, where the article is set, elsewhere."""
    places = draft.places
    if not places:
        return "nowhere"
    if any(p.code == region and p.kind in _DIVISIONS for p in places):
        return "region"
    if len(places) >= _MANY and all(p.kind in ("city", "county", "zone") for p in places):
        return "everywhere"
    return "scene" if {p.name for p in places} & {p.name for p in story.topic.campaign} else "somewhere"


def _opens(draft: Draft, region: str | None) -> bool:
    """Tell whether the region's name is the first name of the sentence."""
    first = next((t for t in draft.frame.tokens if t.kind in ("place", "unit", "person")), None)
    return first is not None and first.kind == "place" and first.item.code == region


def _rules_total(draft: Draft, *, named: bool, before: str, clause: str, part: bool) -> bool:
    """Return the grammar's own reading: a headline's figure, or one that a word of wholeness governs and nobody narrows.

    `part`: whether a word makes it one in its clause, or another division than the article's sent them.
    """
    if draft.frame.kind == "headline":
        return True
    if draft.whole is not None or draft.bound is not None or part or _only().search(clause):
        return False
    if draft.unit is not None and not isinstance(draft.unit, Place):
        return False
    return bool(region_wide().search(before) or named or _sum().search(clause) or _until().search(before))
