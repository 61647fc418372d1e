"""The place groups of a sentence: coordinated names and how they stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon
from extractor.mentions.mention import Place
from extractor.records.agents import is_sent_to, words_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Unit
    from extractor.records.frame import Frame, Token

VENUE = "venue"
"""The kind of a place that is an organisation's house."""
_HOUSED = frozenset({"hospital", "school", "venue", "campus"})
_AND = re.compile(r"\s*(?:、|和|与|及|以及|,)\s*")
_BESIDE = re.compile(r"\s*(?:、|和|与|及|以及)\s*")
_FROM = re.compile(r"(?:从|自|来自|离|距|由)$")
_LISTED = re.compile(r"(?:[^,。;:、()\d]{0,8}[(:])?[的()、,和与及]*")
_PAST = re.compile(r"曾(?!经理|庆|[国家村])[^,。;:]{0,14}$")  # 曾在武汉工作: they have been there
_TOWARDS = re.compile(r"(?<![过失离除往])去$")
_STAY = re.compile(r"(?:在|于|位于|沿|沿着|驻|守在)(?:[^,。;]{0,6})$")


@cache
def _inside() -> re.Pattern[str]:
    """Compile what makes a place one that people are at."""
    return re.compile(rf"(?:等地?|{words_beside('after', 'around')})?(?:上|里|内|中|外)(?=[,的]|\d)")


@cache
def _to() -> re.Pattern[str]:
    """Compile what stands between a verb of movement and where it leads."""
    return re.compile(
        rf"(?:[了在往到至向于对各的等]|沿着?|{words_beside('before', 'toward')})*[^,。;\d]{{0,4}}$"
    )


@dataclass(slots=True)  # not frozen: a page makes hundreds
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
    """Return the place groups of a sentence in order; of nested names (云溪区陆城镇) only the innermost counts.

    An organisation with a house of its own (收治在市二医院, 县一中设考点) is one too, its kind `VENUE`. The list is not to be
    changed: a sentence keeps it.
    """
    if frame.groups is None:
        frame.groups = _goals(frame)
    return frame.groups


def _goals(frame: Frame) -> list[Goal]:
    tokens = _standing(frame)
    found: list[Goal] = []
    index = 0
    while index < len(tokens):
        stop = index + 1
        members, outer = [tokens[index]], None
        while stop < len(tokens):
            gap = frame.text[tokens[stop - 1].end : tokens[stop].start]
            housed = VENUE in (tokens[stop - 1].item.kind, tokens[stop].item.kind)
            if gap in ("", "的"):
                outer = members[-1].item
                members[-1] = tokens[stop]
            elif (_BESIDE if housed else _AND).fullmatch(gap):
                members.append(tokens[stop])
            else:
                break
            stop += 1
        start = tokens[index].start
        clause = tokens[index].clause
        manner = _manner(frame, start, tokens[stop - 1].end, clause)
        places = tuple({t.item.name: t.item for t in members}.values())  # 柳溪社区和该社区: one
        end = tokens[stop - 1].end
        if manner in ("topic", "bare") and found and _goes_on(frame, found[-1], start, end):
            manner = found[-1].manner
        index = stop
        found.append(Goal(start, end, clause, places, manner, outer if len(members) == 1 else None))
    return found


def _goes_on(frame: Frame, last: Goal, start: int, end: int) -> bool:
    """Tell whether a place and its figure go on with a list of such (分赴甲县20人、|乙县30人): it stands as the one before."""
    if last.manner not in REACHED or not _JOINED.search(frame.text, last.end, start):
        return False
    between = [t for t in frame.of("count") if last.end <= t.start and t.end <= start]
    return len(between) == 1 and touches(frame, last.end, between[0]) and bool(_touched(frame, end))


def touches(frame: Frame, end: int, count: Token) -> bool:
    """Tell whether a place that ends here stands right before a figure (去甲县|的24名)."""
    return _TOUCH.fullmatch(frame.text, end, count.start) is not None


def _touched(frame: Frame, end: int) -> Token | None:
    """Return the figure that a place which ends here stands right before, None without one."""
    return next((t for t in frame.of("count") if t.start >= end and touches(frame, end, t)), None)


def reached(frame: Frame, count: Token, found: Sequence[Goal]) -> Goal | None:
    """Return the places that people go to or are at, right before their figure (去甲县的24名, 送至乙医院7人), else None."""
    return next((g for g in found if g.manner in REACHED and touches(frame, g.end, count)), None)


def destinations(frame: Frame) -> set[str]:
    """Return the names of all that people of a sentence go to, as `reached`: looked for only where one stands before a figure."""
    names = frame.of("place", "unit")
    if not any(_touched(frame, t.end) for t in names):
        return set()
    gone = [g for g in goals(frame) if g.manner == "goal" and _touched(frame, g.end)]
    return {p.name for g in gone for p in g.places}


def outside(frame: Frame) -> set[str]:
    """Return the names of the places that a sentence leaves out, or names only to say what lies round them."""
    text, start = frame.text, frame.sentence.start
    return {
        t.item.name
        for t in frame.of("place")
        if left_out(text[max(start, t.start - 2) : t.start], text[t.end : t.end + 3])
    }


REACHED = ("goal", "stay")
_TOUCH = re.compile("的?(?:共?有|共)?")
_JOINED = re.compile("[、,]$|和$")


def _standing(frame: Frame) -> list[Token]:
    """Return the places of a sentence and the organisations that people may be at, in order."""
    tokens = frame.of("place")
    taken = {t.end for t in tokens}
    housed = [
        replace(t, kind="place", item=house)
        for t in frame.of("unit")
        if t.end not in taken and (house := house_of(t.item)) is not None
    ]
    return sorted([*tokens, *housed], key=_start) if housed else tokens


@cache
def _houses() -> tuple[str, ...]:
    """Return how the names of organisations end that are sites, too (迎水|检查站)."""
    return tuple(row["term"] for row in read_lexicon("place_venues") if row["kind"] in ("works", "house"))


def house_of(sender: Unit | Place | None) -> Place | None:
    """Return the house of a hospital, a school and the like as a place, None for an organisation that has none."""
    if sender is None or isinstance(sender, Place):
        return None
    if sender.kind not in _HOUSED and not sender.name.endswith(_houses()):
        return None
    return Place(sender.start, sender.end, sender.text, sender.name, VENUE, sender.region)


@cache
def _occasion() -> re.Pattern[str]:
    """Compile what tells what a story is the answer to."""
    return re.compile(rf"{any_of('status_words', 'occasion')}|[自从][^,。;]*以来$")


def on_occasion(frame: Frame, clause: int) -> bool:
    """Tell whether a clause only says what the story is the answer to (面对|甲机场突发疫情, 自乙县发生疫情以来)."""
    return _occasion().search(frame.text[slice(*frame.clauses[clause])]) is not None


def how(goal: Goal) -> str:
    """Return the manner of a group, told apart where it is an organisation's house."""
    return f"{VENUE}-{goal.manner}" if goal.places[-1].kind == VENUE else goal.manner


def _start(token: Token) -> int:
    return token.start


def _manner(frame: Frame, start: int, end: int, clause: int) -> str:
    """Tell how a place group stands: `goal` after a verb of movement or service, `stay` after 在, else `topic`/`bare`.

    What people come from, where they once were and what is left out is an `origin`: nobody is there.
    """
    clause_start = frame.clauses[clause][0]
    before = frame.text[clause_start:start]
    if (past := _PAST.search(before)) and not _surname(frame, clause_start + past.start()):
        return "origin"
    cue = next(
        (
            c
            for c in reversed(frame.cues("goal", clause_start, start))
            if _to().fullmatch(frame.text[c.end : start])
        ),
        None,
    )
    if cue is not None or _TOWARDS.search(before) or is_sent_to(frame, start, end):
        return "goal"
    if _FROM.search(before) or among_origins(frame, start) or left_out(before, frame.text[end : end + 3]):
        return "origin"
    if _happens(frame, "held", end, clause):
        return "held"
    if _happens(frame, "event", end, clause):
        return "event"
    if _STAY.search(before) or _inside().match(frame.text, end):
        return "stay"
    return "topic" if not frame.of_between(clause_start, start) or len(before) <= 2 else "bare"


def _surname(frame: Frame, at: int) -> bool:
    """Tell whether the character at an offset begins a person's name (曾德茂|在武汉)."""
    return any(token.start <= at < token.end for token in frame.of("person"))


def left_out(before: str, after: str) -> bool:
    """Tell whether a place is left out (甲街、乙街|除外, 除|甲镇|外), or only tells what lies round it (以|高村|为中心)."""
    return (
        after.startswith("除外")
        or (before.endswith(("除", "除了")) and after.startswith(("外", "以外", "之外")))
        or (before.endswith("以") and after in ("为中心", "为圆心"))
    )


def among_origins(frame: Frame, start: int) -> bool:
    """Tell whether a place stands in the list that 来自 or 从 opens.

    来自甲市(20人)、乙市(30人); 来自各地医院(甲市20人、乙市30人); 从甲站和乙市等地调集13支队伍.
    """
    return any(_listed_behind(frame, word, start) for word in ("来自", "从"))


def _listed_behind(frame: Frame, word: str, start: int) -> bool:
    """Tell whether nothing but a list of names and figures stands between a word and an offset behind it."""
    opened = frame.text.rfind(word, frame.sentence.start, start)
    if opened < 0:
        return False
    rest, at = "", opened + len(word)
    for token in frame.of("place", "unit", "count"):
        if at <= token.start < start:
            rest += frame.text[at : token.start]
            at = token.end
    return _LISTED.fullmatch(rest + frame.text[at:start]) is not None


def _happens(frame: Frame, name: str, end: int, clause: int) -> bool:
    """Tell whether something of a class happens at the place that ends here: nobody and no figure comes between."""
    found = frame.cues(name, end, min(end + _NEAR, frame.clauses[clause][1]))
    return (
        bool(found)
        and not frame.of_between(end, found[0].start)
        and "的" not in frame.text[end : found[0].start]
    )


_NEAR = 14  # characters from a place to the end of the word for what happens there


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
