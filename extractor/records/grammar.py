"""The grammar's own reading of each link, by ordered rules: what the ranker trusts first where nothing speaks against it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.mentions.mention import Date, Place, Unit
from extractor.records.agents import Agent, adjacent, words_beside
from extractor.records.goals import among_origins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Token
    from extractor.records.record import Who

ACTING = ("agent", "place", "topic", "back", "there", "ours")
_ALL_FROM = re.compile(r"[^。;\d]{0,12},(?:全部?|都|均)?由")
_SENT_FROM = re.compile(r"[^,。;]{0,12}?(?:来自|均来自|都来自|分别来自|全部来自|由)$")
_CAME_FROM = re.compile(r"[^,。;\d]{0,8},?(?:则|也|均|都|全部?|分别)*来自于?")
_BY = re.compile(r"[^,。;\d]{0,8},?(?:则|也|均|都|全部?)*(?:是由?|为|由)")
_DEMANDS = re.compile(r"(?:还|也|同时)?要求")
_NARROW_WHO: tuple[Who, ...] = ("served", "affected", "population")
_NARROW = ("households", "places", "units")

Ruled = tuple[Unit | Place | None, str]
"""What a rule links to, and the rule's name."""


@cache
def _make_up() -> re.Pattern[str]:
    """Compile what stands between people and what they make up (由12名志愿者组成的|先遣队)."""
    return re.compile(rf"[^,。;\d]{{0,10}}(?:{any_of('relation_words', 'made')})的")


@cache
def _calls() -> re.Pattern[str]:
    """Compile what calls for people."""
    return re.compile(words_beside("after", "calls"))


@cache
def _our() -> re.Pattern[str]:
    """Compile what a speaker calls their own people."""
    return re.compile(rf"我们|我(?:{any_of('agent_heads', 'we')})|本(?:{any_of('agent_heads', 'self')})")


@cache
def _takes_on() -> re.Pattern[str]:
    """Compile what those do behind whose people their name stands."""
    return re.compile(rf"(?:等|{words_beside('after', 'wholly')})?(?:{words_beside('after', 'takes')})")


@cache
def _fresh() -> re.Pattern[str]:
    """Compile the start of a clause that tells a story of its own: it takes no subject from the clause before."""
    return re.compile(
        rf"(?![从向对为由将把]|{words_beside('before', 'over')})"
        r"[^,。从向]{0,4}?(?:(?:截至|截止|至)[^,。]*)?(?:全[市省县区国州镇乡村港澳台]|我[市省县区州国]|各[地级方类界部县区市乡镇]"
        rf"|目前,?在|{words_beside('after', 'fresh')})"
    )


def is_fresh(frame: Frame, clause: int) -> bool:
    """Tell whether a clause starts a story of its own."""
    known = frame.fresh.get(clause)
    if known is None:
        start, end = frame.clauses[clause]
        known = frame.fresh[clause] = bool(_fresh().match(frame.text, start, end))
    return known


def is_called(frame: Frame, start: int, end: int) -> bool:
    """Tell whether somebody calls for people between two offsets, so that the people of the next clause are theirs."""
    return bool(_calls().search(frame.text, start, end))


def is_ours(draft: Draft) -> bool:
    """Tell whether the speaker counts their own people (我们, 我院)."""
    return bool(_our().search(draft.frame.text, draft.frame.sentence.start, draft.token.start))


def is_sent_from(draft: Draft, agent: Agent) -> bool:
    """Tell whether the text names the sender after the count: 32人来自X; 36人,全由X包下."""
    text, token = draft.frame.text, draft.token
    gap = text[token.end : agent.start]
    if agent.clause == token.clause and _SENT_FROM.match(gap):
        return True
    return bool(_ALL_FROM.fullmatch(gap) and _takes_on().match(text[agent.end : agent.end + 8]))


def subject_of(frame: Frame, found: Sequence[Agent], carried: Agent | None) -> Agent | None:
    """Return the subject that the next sentence carries on: who mobilized here, or the one before where nobody acted."""
    able = [a for a in found if a.role in ACTING]
    mobilizing = [
        a
        for a in able
        if frame.cue("send", a.end, frame.sentence.end) or frame.cue("form", a.end, frame.sentence.end)
    ]
    if mobilizing:
        return next((a for a in mobilizing if a.strong), mobilizing[0])
    if found or frame.of("person") or is_fresh(frame, 0):
        return None
    return carried


def sender(
    draft: Draft, found: Sequence[Agent], carried: Agent | None, speaker: Unit | None, leader: Unit | None
) -> Ruled:
    """Return the name right before a count, the agent of its clause, or the subject that goes on, and the rule's name."""
    frame, token = draft.frame, draft.token
    if draft.aligned and draft.bound is not None:
        return draft.bound, "respective"
    plain = _plainly(draft) or _listed(draft, found)
    if plain is not None:
        return plain
    near = adjacent(frame, token, frame.of("unit", "place"))
    acts = [a for a in found if a.role in ACTING]
    if (
        near is not None
        and near.kind == "unit"
        and draft.count.measure not in _NARROW
        and any(near.end == a.end for a in acts)
    ):
        return near.item, "adjacent"
    if draft.planned and draft.count.per is not None:
        return _who_demands(frame, token), "norm"
    if draft.whole is not None and draft.bound is None:
        return draft.whole.unit, "whole"
    if near is not None:
        acts = [a for a in acts if a.end != near.end]
    own = [a for a in acts if a.clause == token.clause and a.end <= token.start]
    agent = next((a for a in reversed(own) if a.strong), own[-1] if own else None)
    if draft.count.measure in _NARROW or draft.who_hint in _NARROW_WHO:
        return _sending(draft, agent), "narrow"
    behind = next((a for a in acts if a.start >= token.end and is_sent_from(draft, a)), None)
    if behind is not None or agent is not None:
        return (behind or own[-1] if agent is None else behind or agent).members[0], "clause"
    if leader is not None:
        return leader, "leader"
    return _carried(draft, acts, carried, speaker)


_NUMBERED = re.compile(
    r"等(?:\d{1,3}|[两三四五六七八九十]{1,3})[余多]?[家个所支](?:(?![从向到在赴])[^,。;\d]){1,14}(?:共|共计)?"
)
_NOT_OF = re.compile(r"[从向到在对给赴]$")


def _listed(draft: Draft, found: Sequence[Agent]) -> Ruled | None:
    """Return the first of organisations that a number sums up before their people (市建设局、市园林局等11个单位的600余人)."""
    text, token = draft.frame.text, draft.token
    if draft.count.measure != "persons" or draft.who_hint != "mobilized":
        return None
    for agent in reversed(found):
        if agent.end <= token.start and agent.clause == token.clause:
            leads = text[draft.frame.clauses[agent.clause][0] : agent.start]
            whole = _NUMBERED.fullmatch(text, agent.end, token.start)
            return (agent.members[0], "list") if whole and not _NOT_OF.search(leads) else None
    return None


def _plainly(draft: Draft) -> Ruled | None:
    """Return the organisation that stands with the people themselves, None where none does.

    `within` their noun (32名县税务局干部), said of them (11人来自县医院; 4名测压员,由计量所派出), as where those come
    `out` of (从县医院抽调的14名护士), `of` a place (石桥镇的32名干部), or before a `bracket` with their number: 县医院(14人),
    来自甲县(14人)、乙县(9人).
    """
    frame, token, text = draft.frame, draft.token, draft.frame.text
    if draft.count.measure not in ("persons", "teams"):
        return None
    noun_end = draft.count.noun_start + len(draft.count.noun)
    marks = {text[p.end : token.start]: p for p in frame.of("place")}
    if "(" in marks and among_origins(frame, marks["("].start):
        return marks["("].item, "bracket"
    for unit in frame.of("unit"):
        if unit.end <= token.start:
            if unit.clause == token.clause and _comes_out(frame, unit, token):
                return unit.item, "out"
            if text[unit.end : token.start] == "(":
                return unit.item, "bracket"
            continue
        if unit.clause > token.clause + 1:
            break
        if unit.start - token.end <= 1 and unit.end < noun_end:
            return unit.item, "within"
        gap = text[token.end : unit.start]
        if (
            _CAME_FROM.fullmatch(gap)
            or _make_up().fullmatch(gap)
            or (_BY.fullmatch(gap) and _takes_on().match(text, unit.end))
        ):
            return unit.item, "said"
    if "的" in marks and draft.who_hint == "mobilized" and _at_home(frame, marks["的"]):
        return marks["的"].item, "of"
    return None


def _at_home(frame: Frame, place: Token) -> bool:
    """Tell whether people named after a place are its own: nothing leads to it, and it is no site (not 派往石桥镇的32名)."""
    if place.item.kind not in _HOMES:
        return False
    start, end = frame.clauses[place.clause][0], place.start
    if frame.text[end - 1 : end] in _LED or frame.cue("goal", start, end) or frame.cue("send", start, end):
        return False
    others = any(t.kind in _OTHERS for t in frame.of_between(start, end))
    return not others or frame.text[end - 1 : end] in _ALSO


_OTHERS = frozenset(("unit", "person", "team", "count"))
_HOMES = frozenset(("county", "town", "village", "community"))
_LED = frozenset("在到去往赴向从驻至于派进来")
_ALSO = frozenset("、和与及,")


def _comes_out(frame: Frame, unit: Token, count: Token) -> bool:
    """Tell whether people were drawn from an organisation by nobody who is named before it in the clause."""
    start = frame.clauses[unit.clause][0]
    if not frame.text.endswith("从", start, unit.start) or not frame.text.endswith(
        "的", unit.end, count.start
    ):
        return False
    return frame.cue("send", unit.end, count.start) is not None and not any(
        t.kind in ("unit", "place") for t in frame.of_between(start, unit.start)
    )


def _who_demands(frame: Frame, token: Token) -> Unit | None:
    """Return the organisation that asks for a norm: X要求每个避灾点不少于3名."""
    for unit in reversed(frame.of("unit")):
        if unit.end <= token.start and _DEMANDS.match(frame.text, unit.end):
            return unit.item  # type: ignore[no-any-return]
    return None


def _sending(draft: Draft, agent: Agent | None) -> Unit | Place | None:
    """Return the agent of a count of things where a verb of sending or forming stands between them."""
    if agent is None or draft.who_hint in ("served", "affected"):
        return None
    frame, start = draft.frame, draft.token.start
    verb = any(frame.cue(name, agent.end, start) is not None for name in ("send", "form", "set"))
    return agent.members[0] if verb else None


def _carried(draft: Draft, acts: Sequence[Agent], carried: Agent | None, speaker: Unit | None) -> Ruled:
    """Return the subject of an earlier clause or sentence, unless a clause in between starts a story of its own."""
    frame, token = draft.frame, draft.token
    for agent in reversed(acts):
        if agent.end <= token.start:
            fresh = any(is_fresh(frame, c) for c in range(agent.clause + 1, token.clause + 1))
            if fresh and not is_called(frame, agent.end, token.start):
                return None, "fresh"
            return agent.members[0], "sentence"
    if speaker is not None:
        return (speaker, "speaker") if draft.planned or is_ours(draft) else (None, "told")
    if carried is None or any(is_fresh(frame, c) for c in range(token.clause + 1)):
        return None, "nobody"
    return carried.members[0], "carried"


def day(draft: Draft, dates: Sequence[Token], carried: Date | None) -> Date | None:
    """Return the last date before a count in its sentence, else the next one, else the day of the sentence before."""
    before = [d for d in dates if d.end <= draft.token.start]
    if before:
        return before[-1].item  # type: ignore[no-any-return]
    if draft.planned or draft.frame.kind == "headline":
        return None
    later = [d for d in dates if d.start >= draft.token.end and d.clause <= draft.token.clause + 2]
    return later[0].item if later else carried
