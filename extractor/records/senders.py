"""Linking counts to the organisation that sent them, sentence by sentence through a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions.mention import Person, Place, Unit
from extractor.records.agents import Agent, adjacent, agents, back_references, is_goal, place_agents, role_of
from extractor.records.draft import Draft
from extractor.records.frame import Frame, Mentions, Token

# A clause that starts a story of its own takes no subject from the clause before.
_FRESH = re.compile(
    r"^[^,。]{0,4}?(?:(?:截至|截止|至)[^,。]*)?(?:全[市省县区国州镇乡村港澳台]|我[市省县区州国]|各[地级方类界部县区市乡镇]|当地|这里|那里|市民|居民|群众|村民|社会各界|数据显示|目前,?在|现场)"
)
_LISTS = re.compile(r"(?:等地?|这)?")
_SAYS = re.compile(r"[^,。“”\d]{0,4}?(?:说|表示|介绍|告诉记者|透露|称|指出|坦言)")
_OUR = re.compile(r"我们|我[院局校队站厂]|本[院局校队]")
_CALLS = re.compile("招募|倡议|征集|发动|动员|号召|招来")
_TAKES_ON = re.compile(r"(?:等|全部|一力|具体|单独)?(?:包|承担|负责|派|组|提供|招募|支援|补充|抽|选)")
_SENT_FROM = re.compile(r"^[^,。;]{0,12}?(?:来自|均来自|都来自|分别来自|全部来自|由)$")


def _respective(frame: Frame, drafts: Sequence[Draft]) -> dict[int, Unit | Place]:
    """Align a list of names with as many figures (A、B、C分别派出8名、6名和5名): draft index -> name."""
    text = frame.text
    aligned: dict[int, Unit | Place] = {}
    marks = [m.start() + frame.sentence.start for m in re.finditer("分别|依次|各派|各自|各", text[frame.sentence.start : frame.sentence.end])]
    for mark in marks:
        names = _list_before(frame, mark)
        figures = _figures_after(frame, mark, drafts)
        if 1 < len(names) == len(figures):
            aligned.update(zip(figures, (t.item for t in names), strict=True))
    return aligned


def _list_before(frame: Frame, mark: int) -> list[Token]:
    """Return the coordinated names that end closest before a mark, across at most one comma."""
    names = [t for t in frame.of("unit", "place") if t.end <= mark]
    if not names or mark - names[-1].end > 24:
        return []
    run = [names[-1]]
    for token in reversed(names[:-1]):
        gap = frame.text[token.end : run[0].start]
        if re.fullmatch(r"(?:[、和与及,]|以及)?", gap) and gap:
            run.insert(0, token)
        elif gap == "":
            continue  # 江苏省徐州市鼓楼区: only the innermost name counts
        else:
            break
    return run


def _figures_after(frame: Frame, mark: int, drafts: Sequence[Draft]) -> list[int]:
    """Return the indices of the coordinated figures that follow a mark."""
    run: list[int] = []
    for index, draft in enumerate(drafts):
        if draft.token.start < mark or draft.count.per:
            continue
        if not run:
            if draft.token.start - mark > 30:
                return []
            run = [index]
            continue
        last = drafts[run[-1]]
        gap = frame.text[last.token.end : draft.token.start]
        if draft.count.measure == last.count.measure and re.fullmatch(r"[^\d,。;、和]{0,12}[、和与及]\s*[^\d,。;]{0,3}", gap):
            run.append(index)
        else:
            break
    return run


def _person_unit(frame: Frame, count: Token, names: dict[str, Unit]) -> Unit | None:
    """Return the organisation of the person who leads in the count's clause (团长罗欣然领着6名队员)."""
    start = frame.clauses[count.clause][0]
    for token in reversed(frame.of("person")):
        if token.end <= count.start and token.start >= start and frame.cue("send", token.end, count.start):
            person: Person = token.item
            return names.get(person.unit)
    return None


def _agent_before(found: Sequence[Agent], count: Token) -> Agent | None:
    """Return the nearest agent of the count's own clause that stands before it."""
    own = [a for a in found if a.clause == count.clause and a.end <= count.start]
    strong = [a for a in own if a.strong]
    return (strong or own or [None])[-1]


def _agent_after(frame: Frame, found: Sequence[Agent], count: Token) -> Agent | None:
    """Return the agent that the text names after the count: 32人来自X, 36人,全由X包下."""
    for agent in found:
        if agent.start < count.end:
            continue
        gap = frame.text[count.end : agent.start]
        if agent.clause == count.clause and _SENT_FROM.match(gap):
            return agent
        if re.fullmatch(r"[^。;\d]{0,12},(?:全部?|都|均)?由", gap) and _TAKES_ON.match(frame.text[agent.end : agent.end + 8]):
            return agent
    return None


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a sentence offers as senders: its agents, the subject carried into it, who speaks in it, units by name."""

    found: tuple[Agent, ...]
    carried: Agent | None
    speaker: Unit | None
    names: dict[str, Unit]


def link_senders(
    paragraph: Sequence[Frame], drafts: Sequence[Sequence[Draft]], mentions: Mentions, names: dict[str, Unit]
) -> None:
    """Set `unit` and `bound` of every draft of a paragraph; `drafts` holds those of each frame, `names` unit by name."""
    carried: Agent | None = None
    for frame, own in zip(paragraph, drafts, strict=True):
        found = sorted([*agents(frame), *place_agents(frame), *back_references(frame, mentions)], key=lambda a: a.start)
        speaker = _speaker(frame, names)
        scene = _Scene(tuple(found), None if speaker else carried, speaker, names)
        aligned = _respective(frame, own)
        for index, draft in enumerate(own):
            draft.unit = _sender(draft, scene, bound=aligned.get(index))
        carried = _subject(frame, found, None if speaker else carried)


def _subject(frame: Frame, found: Sequence[Agent], carried: Agent | None) -> Agent | None:
    """Return the subject that the next sentence may carry on: who acted here, or the one before where nobody did."""
    acting = [a for a in found if frame.cue("send", a.end, frame.sentence.end) or frame.cue("form", a.end, frame.sentence.end)]
    if acting:
        return next((a for a in acting if a.strong), acting[0])
    if found or frame.of("person") or _fresh(frame, 0):
        return None
    return carried


def _speaker(frame: Frame, names: dict[str, Unit]) -> Unit | None:
    """Return the organisation whose statement a sentence gives (X表示, X副主任某某说), None where it is nobody's."""
    for token in frame.of("unit"):
        if role_of(frame, token) == "other":
            unit: Unit = token.item
            return unit
    text = frame.text
    for token in frame.of("person"):
        if _SAYS.match(text[token.end : token.end + 8]):
            person: Person = token.item
            return names.get(person.unit)
    return None


def _fresh(frame: Frame, clause: int) -> bool:
    start, end = frame.clauses[clause]
    return bool(_FRESH.match(frame.text[start:end]))


def _sender(draft: Draft, scene: _Scene, *, bound: Unit | Place | None) -> Unit | Place | None:
    """Return who sent a count: the name right before it, the agent of its clause, the subject that goes on.

    A name of a list (鲤城1388名) becomes `bound`: whether it sends or receives is decided later.
    """
    frame, token = draft.frame, draft.token
    near = adjacent(frame, token, frame.of("unit", "place"))
    listing = near is not None and draft.count.measure in ("places", "units") and _LISTS.fullmatch(frame.text[near.end : token.start])
    if bound is not None:
        draft.bound = bound
    elif near is not None and not listing:
        if near.kind == "unit" and any(near.end == a.end for a in scene.found):
            return near.item  # type: ignore[no-any-return]
        if near.kind == "place" and not _destination(frame, near):
            draft.bound = near.item
    if _is_norm(draft):
        return _who_demands(frame, token)
    if draft.whole is not None and draft.bound is None:
        return None  # taken from the whole
    acts = [a for a in scene.found if not (near is not None and a.end == near.end and (listing or draft.bound))]
    agent = _agent_before(acts, token)
    if _narrow(draft):
        return _sending(draft, agent)
    agent = _agent_after(frame, acts, token) or agent
    if agent is not None:
        return agent.members[0]
    unit = _person_unit(frame, token, scene.names)
    if unit is not None:
        return unit
    agent = _carried(draft, acts, scene.carried)
    if agent is not None:
        return agent.members[0]
    if scene.speaker is not None and (draft.planned or _OUR.search(frame.text[frame.sentence.start : token.start])):
        draft.doubts += 1
        return scene.speaker
    return None


def _destination(frame: Frame, near: Token) -> bool:
    """Tell whether a name right before a figure is a destination or origin (派往前楼社区的34名, 从武隆赶来的47名)."""
    start = frame.clauses[near.clause][0]
    run = near.start
    for token in reversed(frame.of("place")):
        if token.end <= run and re.fullmatch(r"[、和与及]?", frame.text[token.end : run]):
            run = token.start
    return is_goal(frame.text[start:run]) or frame.cue("goal", max(start, run - 6), run) is not None


def _is_norm(draft: Draft) -> bool:
    return draft.planned and draft.count.per is not None


def _who_demands(frame: Frame, token: Token) -> Unit | None:
    """Return the organisation that asks for a norm: X要求每个避灾点不少于3名."""
    for unit in reversed(frame.of("unit")):
        if unit.end <= token.start and re.match(r"(?:还|也|同时)?要求", frame.text[unit.end : unit.end + 6]):
            return unit.item  # type: ignore[no-any-return]
    return None


def _narrow(draft: Draft) -> bool:
    """Tell whether a count is of things or people that have no sender unless their own clause names one."""
    if draft.count.measure in ("households", "places", "units"):
        return True
    return draft.who_hint in ("served", "affected", "population")


def _sending(draft: Draft, agent: Agent | None) -> Unit | Place | None:
    """Return the agent of a count of things where a verb of sending or forming stands between them."""
    if agent is None or draft.who_hint in ("served", "affected"):
        return None
    frame, start = draft.frame, draft.token.start
    verb = frame.cue("send", agent.end, start) or frame.cue("form", agent.end, start)
    return agent.members[0] if verb else None


def _carried(draft: Draft, acts: Sequence[Agent], carried: Agent | None) -> Agent | None:
    """Return the subject of an earlier clause or sentence, unless a clause in between starts a story of its own."""
    frame, token = draft.frame, draft.token
    for agent in reversed(acts):
        if agent.end > token.start:
            continue
        called = _CALLS.search(frame.text[agent.end : token.start])
        if called or not any(_fresh(frame, c) for c in range(agent.clause + 1, token.clause + 1)):
            draft.doubts += 1
            return agent
        return None
    if carried is not None and not any(_fresh(frame, c) for c in range(token.clause + 1)):
        draft.doubts += 2
        return carried
    return None
