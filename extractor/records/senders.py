"""Linking counts to the organisation that sent them, sentence by sentence through a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from extractor.records import grammar
from extractor.records.agents import Agent, adjacent, agents, back_references, is_goal, place_agents, role_of
from extractor.records.grammar import ACTING, is_called, is_fresh, is_ours, is_sent_from
from extractor.records.ranking import Chooser, Features, Option, merge
from extractor.records.status import DIVISION_HEADS, governing_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.mentions.mention import Date, Person, Place, Unit
    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Mentions, Token

_LISTS = re.compile(r"(?:等地?|这)?")
_SAYS = re.compile(r"[^,。“”\d]{0,4}?(?:说|表示|介绍|告诉记者|透露|称|指出|坦言)")


def _respective(frame: Frame, drafts: Sequence[Draft]) -> dict[int, Unit | Place]:
    """Align a list of names with as many figures (A、B、C分别派出8名、6名和5名): draft index -> name."""
    text = frame.text
    aligned: dict[int, Unit | Place] = {}
    marks = [
        m.start() + frame.sentence.start
        for m in re.finditer("分别|依次|各派|各自|各", text[frame.sentence.start : frame.sentence.end])
    ]
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
        if draft.count.measure == last.count.measure and re.fullmatch(
            r"[^\d,。;、和]{0,12}[、和与及]\s*[^\d,。;]{0,3}", gap
        ):
            run.append(index)
        else:
            break
    return run


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a sentence offers as senders: its groups, the subject carried into it, who speaks in it, units by name."""

    found: tuple[Agent, ...]
    carried: Agent | None
    subject: Agent | None
    first: Agent | None
    speaker: Unit | None
    topic: Place | None
    story: Story


@dataclass(slots=True)
class Story:
    """What earlier paragraphs leave to later ones: who acted last, where, when; the region's own name."""

    names: dict[str, Unit]
    region: Place | None
    subject: Unit | Place | None = None
    scene: tuple[Place, ...] = ()
    day: Date | None = None
    until: Date | None = None


def link_senders(
    paragraph: Sequence[Frame],
    drafts: Sequence[Sequence[Draft]],
    mentions: Mentions,
    story: Story,
    chooser: Chooser,
) -> None:
    """Set `unit` and `bound` of every draft of a paragraph; `drafts` holds those of each frame."""
    carried: Agent | None = None
    subject: Agent | None = None
    first: Agent | None = None
    last: Draft | None = None
    topic: Place | None = None
    for frame, own in zip(paragraph, drafts, strict=True):
        found = sorted(
            [*agents(frame), *place_agents(frame), *back_references(frame, mentions)], key=lambda a: a.start
        )
        scene = _Scene(tuple(found), carried, subject, first, _speaker(frame, story.names), topic, story)
        aligned = _respective(frame, own)
        for index, draft in enumerate(own):
            draft.bound = aligned.get(index) or _bound(draft)
            options = sender_options(draft, scene, last)
            draft.unit, chance = chooser("unit", (draft.token.start, draft.token.end), options)
            draft.chances.append(chance)
            last = draft
        carried = _subject(frame, found, carried)
        subject = grammar.subject_of(frame, found, subject)
        first = first or next((a for a in found if a.role == "agent"), None)
        topic = topic or _topic(frame)
    if carried is not None:
        story.subject = carried.members[0]


def _topic(frame: Frame) -> Place | None:
    """Return the first town, village or county that a paragraph names."""
    for token in frame.of("place"):
        if token.item.kind in ("county", "town", "village", "community"):
            return token.item  # type: ignore[no-any-return]
    return None


def _subject(frame: Frame, found: Sequence[Agent], carried: Agent | None) -> Agent | None:
    """Return the subject that the next sentence may carry on: who acted here, or the one before where nobody did."""
    able = [a for a in found if a.role in ACTING]
    acting = [
        a
        for a in able
        if frame.cue("send", a.end, frame.sentence.end) or frame.cue("form", a.end, frame.sentence.end)
    ]
    if acting:
        return next((a for a in acting if a.strong), acting[0])
    return able[0] if able else carried


def _speaker(frame: Frame, names: dict[str, Unit]) -> Unit | None:
    """Return the organisation whose statement a sentence gives (X表示, X副主任某某说), None where it is nobody's."""
    for token in frame.of("unit"):
        if role_of(frame, token) == "source":
            unit: Unit = token.item
            return unit
    text = frame.text
    for token in frame.of("person"):
        if _SAYS.match(text[token.end : token.end + 8]):
            person: Person = token.item
            return names.get(person.unit)
    return None


def _bound(draft: Draft) -> Place | None:
    """Return the division right before a figure (鲤城1388名); whether it sends or receives is for the ranker."""
    near = adjacent(draft.frame, draft.token, draft.frame.of("unit", "place"))
    if near is None or near.kind != "place" or _destination(draft.frame, near):
        return None
    if draft.count.measure in ("places", "units") and _LISTS.fullmatch(
        draft.frame.text[near.end : draft.token.start]
    ):
        return None  # 北村、纺南等14个社区: the names are what is counted
    return near.item  # type: ignore[no-any-return]


def _destination(frame: Frame, near: Token) -> bool:
    """Tell whether a name right before a figure is a destination or origin (派往前楼社区的34名, 从武隆赶来的47名)."""
    start = frame.clauses[near.clause][0]
    run = near.start
    for token in reversed(frame.of("place")):
        if token.end <= run and re.fullmatch(r"[、和与及]?", frame.text[token.end : run]):
            run = token.start
    return is_goal(frame.text[start:run]) or any(run - c.end <= 1 for c in frame.cues("goal", start, run))


def sender_options(draft: Draft, scene: _Scene, last: Draft | None) -> list[Option]:
    """Return the readings of who sent a count, the empty one first; a name that stands twice is one option."""
    leader = _person_unit(draft.frame, draft.token, scene.story.names)
    ruled, rule = grammar.sender(draft, scene.found, scene.subject, scene.speaker, leader)
    readings = chain(
        _of_sentence(draft, scene, leader),
        _of_story(draft, scene),
        _of_grammar(draft, ruled, rule),
        _of_others(draft, last),
    )
    nobody = _nobody(draft, scene, draft.traits, rule if ruled is None else "")
    return [nobody, *merge(readings, _name)]


def _name(member: Unit | Place) -> str:
    return member.name


Reading = tuple["Unit | Place", Features]


def _of_sentence(draft: Draft, scene: _Scene, leader: Unit | None) -> Iterator[Reading]:
    """Yield the senders that the count's own sentence names."""
    traits = draft.traits
    near = adjacent(draft.frame, draft.token, draft.frame.of("unit"))
    own = draft.planned or is_ours(draft)
    for index, agent in enumerate(scene.found):
        # Who tells a figure has not sent it, unless the plan or the people are the speaker's.
        if agent.role != "source" or own:
            yield agent.members[0], _group(draft, agent, traits, scene.found[index + 1 :], adjacent_to=near)
    if scene.speaker is not None and own:
        yield scene.speaker, _remote(draft, "speaker", traits)
    if leader is not None:
        yield leader, _remote(draft, "leader", traits)
    for distance, place in enumerate(_places_before(draft)):
        features = _remote(draft, f"place-before{distance}", traits)
        inside = "own-clause" if place.start >= draft.clause[0] else ""
        features.cross("place-before", place.kind, inside, governing_verb(draft))
        yield place, features


def _of_story(draft: Draft, scene: _Scene) -> Iterator[Reading]:
    """Yield the senders that earlier sentences and paragraphs leave."""
    traits, story = draft.traits, scene.story
    for role, group in (("carried", scene.carried), ("first", scene.first)):
        if group is not None:
            features = _remote(draft, role, traits)
            if _akin(draft, group):
                features.cross(role, "akin")
                features.name("akin")
            yield group.members[0], features
    for role, member in (("story", story.subject), ("region", story.region), ("topic-place", scene.topic)):
        if member is not None:
            yield member, _remote(draft, role, traits)


def _of_grammar(draft: Draft, ruled: Unit | Place | None, rule: str) -> Iterator[Reading]:
    """Yield the grammar's own reading, and the name of the list that the count stands in."""
    if ruled is not None:
        features = Features("ruled")
        features.cross("ruled", rule, *draft.traits)
        features.cross(f"ruled-{rule}", *draft.traits)
        yield ruled, features
    if draft.bound is not None:
        yield draft.bound, _bound_features(draft, draft.traits)


def _of_others(draft: Draft, last: Draft | None) -> Iterator[Reading]:
    """Yield the senders of the counts that this one goes with: its whole, and the one before it."""
    if draft.whole is not None and draft.whole.unit is not None:
        yield draft.whole.unit, _remote(draft, "whole", draft.traits)
    if last is not None and last.unit is not None:
        yield last.unit, _remote(draft, "last-same" if last.frame is draft.frame else "last", draft.traits)


def _akin(draft: Draft, group: Agent) -> bool:
    """Tell whether the words after a sender name the people of a count (税务局机关党员集结 … 40余名机关党员志愿者)."""
    words = draft.frame.text[group.end : group.end + 10]
    noun = draft.count.noun
    return any(noun[i : i + 2] in words for i in range(len(noun) - 1))


def _places_before(draft: Draft) -> list[Place]:
    """Return the last two divisions that the sentence names before a count, none where a preposition rules it out."""
    frame = draft.frame
    found: list[Place] = []
    for token in reversed(frame.of("place")):
        if token.end <= draft.token.start and token.item.kind in _ACTING:
            start = frame.clauses[token.clause][0]
            if not is_goal(frame.text[start : token.start]):
                found.append(token.item)
        if len(found) == 2:
            break
    return found


_ACTING = frozenset({"province", "city", "county", "town", "village", "community", "zone"})


def _group(
    draft: Draft, agent: Agent, traits: tuple[str, ...], later: Sequence[Agent], *, adjacent_to: Token | None
) -> Features:
    """Describe a group of the count's own sentence: role, position, verb between, what stands between."""
    frame, token = draft.frame, draft.token
    position, verb = "after", ""
    if agent.end <= token.start:
        gap = token.clause - agent.clause
        position = "same" if gap == 0 else "prev" if gap == 1 else "far"
        verb = next((v for v in ("send", "form", "goal") if frame.cue(v, agent.end, token.start)), "none")
    elif agent.clause == token.clause:
        position = "behind"
    place = f"{agent.role}-{position}"
    features = Features(place)
    features.cross(place, verb, "strong" if agent.strong else "weak", *traits)
    features.cross(agent.role, *traits)
    if adjacent_to is not None and adjacent_to.end == agent.end:
        features.name("adjacent")
        features.cross("adjacent", agent.role, *traits)
    if position in ("same", "prev", "far"):
        between = [a for a in later if a.end <= token.start and a.role in ACTING]
        if between:
            features.cross("passed", agent.role, position)
        if any(is_fresh(frame, c) for c in range(agent.clause + 1, token.clause + 1)):
            features.cross("fresh", position, "called" if is_called(frame, agent.end, token.start) else "")
            features.name("fresh")
        if any(t.kind == "count" for t in frame.of_between(agent.end, token.start)):
            features.cross("counted", position, verb)
        if any(t.kind == "person" for t in frame.of_between(agent.end, token.start)):
            features.cross("person-between", position)
    elif is_sent_from(draft, agent):
        features.name("sent-from")
    kind = getattr(agent.members[0], "kind", "")
    features.cross("kind", kind, f"{kind}-{position}")
    if len(agent.members) > 1:
        features.cross("several", position)
    return features


def _remote(draft: Draft, role: str, traits: tuple[str, ...]) -> Features:
    """Describe a sender that stands outside the sentence, or is known through somebody else."""
    features = Features(role)
    features.cross(role, *traits)
    start = draft.frame.clauses[draft.token.clause][0]
    verb = draft.frame.cue("send", start, draft.token.start)
    features.cross(role, "send" if verb else "no-send")
    if any(is_fresh(draft.frame, c) for c in range(draft.token.clause + 1)):
        features.cross("fresh", role)
    if is_ours(draft):
        features.cross("our", role)
    return features


def _bound_features(draft: Draft, traits: tuple[str, ...]) -> Features:
    """Describe the name of a list: the verb that governs the list, and what kind of name it is."""
    features = Features("bound")
    features.cross("bound", governing_verb(draft), *traits)
    name = draft.bound.name if draft.bound is not None else ""
    features.cross("bound", "division" if name.endswith(DIVISION_HEADS) else "site")
    features.cross(f"bound-{governing_verb(draft)}", *traits)
    return features


def _nobody(draft: Draft, scene: _Scene, traits: tuple[str, ...], rule: str) -> Option:
    """Describe the empty reading: what the count is, and how many could have sent it."""
    acting = [a for a in scene.found if a.role in ACTING and a.end <= draft.token.start]
    features = Features("nobody")
    features.cross("nobody", *traits)
    own = any(a.clause == draft.token.clause for a in acting)
    features.cross("nobody", "own-agent" if own else "agent" if acting else "no-agent")
    if draft.bound is not None:
        features.cross("nobody", "bound")
    if rule:
        features.cross("ruled-nobody", rule, *traits)
        features.name("ruled-nobody")
    if scene.carried is None:
        features.cross("nobody", "nothing-carried")
    if any(is_fresh(draft.frame, c) for c in range(draft.token.clause + 1)):
        features.cross("nobody", "fresh")
    return features.option(None)


def _person_unit(frame: Frame, count: Token, names: dict[str, Unit]) -> Unit | None:
    """Return the organisation of the person who leads in the count's clause (团长罗欣然领着6名队员)."""
    start = frame.clauses[count.clause][0]
    for token in reversed(frame.of("person")):
        if token.end <= count.start and token.start >= start and frame.cue("send", token.end, count.start):
            person: Person = token.item
            return names.get(person.unit)
    return None
