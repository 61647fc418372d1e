"""The readings of who sent a count, each described by features."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.mention import Place
from extractor.records import grammar
from extractor.records.agents import (
    DIVISIONS,
    Agent,
    adjacent,
    first_of_list,
    follow,
    is_goal,
    is_sent_to,
    list_start,
)
from extractor.records.draft import bond, chained, tie
from extractor.records.goals import destinations, home, on_occasion, outside, standing
from extractor.records.grammar import ACTING, is_called, is_fresh, is_ours, is_sent_from
from extractor.records.ranking import Features, Option, merge
from extractor.records.sender_lists import (
    before_in_list,
    bound_features,
    bound_gap,
    counted_names,
    sender_of_part,
)
from extractor.records.status import governing_verb
from extractor.records.story import share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.mentions.mention import Person, Unit
    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Token
    from extractor.records.story import Story
    from extractor.records.topic import Topic


_POINTER = 3  # characters of what only points to an organisation (分局, 该支队)


@dataclass(frozen=True, slots=True)
class Scene:
    """What a sentence offers as senders: its groups, the subject carried into it, who speaks in it, units by name."""

    found: tuple[Agent, ...]
    carried: Agent | None
    back: int
    """How many sentences ago the carried subject acted."""
    subject: Agent | None
    first: Agent | None
    opening: Agent | None
    """Who opens the paragraph, where its first clause names somebody who acts."""
    alone: bool
    """Whether nobody else has acted in the paragraph yet."""
    speaker: Unit | None
    topic: Place | None
    story: Story
    aligned: frozenset[str]
    """The names of lists that stand for as many figures."""


def sender_options(draft: Draft, scene: Scene, last: Draft | None) -> list[Option]:
    """Return the readings of who sent a count, the empty one first; a name that stands twice is one option."""
    leader = _person_unit(draft.frame, draft.token, scene.story.names)
    ruled, rule = grammar.sender(draft, scene.found, scene.subject, scene.speaker, leader)
    near = bond(draft, last, "unit", "person")
    around = _Surroundings.of(draft, scene)
    readings: Iterator[Reading] = chain(
        _of_sentence(draft, around, scene, leader),
        _of_story(draft, around, scene),
        _of_grammar(draft, ruled, rule),
        _as_listed(draft, before_in_list(draft, last)),
        _of_others(draft, around, last, near),
    )
    nobody = _nobody(draft, around, scene, rule if ruled is None else "")
    if draft.frame.kind == "headline" and draft.twin is not None and draft.twin.unit is None:
        nobody.cross("nobody", "twin")
    if draft.whole is not None and (tied := tie(draft, "unit", "person")):
        nobody.cross("of-nobody" if draft.whole.unit is None else "of-sent", tied)
    so_far = share(scene.story.sent, "")
    nobody.cross("so-far-nobody", so_far, f"{so_far}-{draft.sort}")
    before = before_in_list(draft, last)
    if before is not None and before.unit is None:
        nobody.name("as-listed")
    # nobody sends 14个社区, which tells nothing of the people behind them
    thing = last is not None and last.count.measure == "places" != draft.count.measure
    if last is not None and last.unit is None and not thing:
        nobody.cross("as-last", near, f"{near}-{draft.count.measure}")
        if chained(draft, last):
            nobody.name("chained")
            nobody.cross("chained", draft.count.measure)
    readings = (_together(r, draft, scene) for r in readings)
    if draft.aligned and draft.bound is not None:  # A、B各派8名、6名: the second figure is never A's
        others = scene.aligned - {draft.bound.name}
        readings = (r for r in readings if r[0].name not in others)
    if not (draft.planned or around.ours):
        # 据市防指统计: who tells a figure has not sent it, whatever the story before.
        told = {
            m.name
            for agent in scene.found
            if agent.role == "source" and draft.frame.text.endswith("据", 0, agent.start)
            for m in agent.members
        }
        told -= {m.name for a in scene.found if a.role in ACTING for m in a.members}
        readings = (r for r in readings if r[0].name not in told)
    label = scene.story.label
    if isinstance(label, Place):
        # below a heading 乙县 nobody of 甲县 has sent them whom the sentence does not name
        named = {t.item.name for t in draft.frame.of("unit", "place") if t.end - t.start > _POINTER}
        readings = (r for r in readings if r[0].name in named or home(r[0], label) != "away")
    gone = destinations(draft.frame) | outside(draft.frame)  # 去甲县的24名: where they go has not sent them
    if last is not None and (part := sender_of_part(draft, last)) is not None:
        gone = {*gone, part.name}
    gone |= counted_names(draft, last, scene.found)
    if before is not None and before.bound is not None and draft.bound is not None:
        gone = {*gone, before.bound.name} - {draft.bound.name}
    readings = (r for r in readings if r[0].name not in gone)
    options = merge((_placed(r, draft, scene.story) for r in readings), _name)
    return [nobody.option(None), *(_kin(o, draft) for o in options)]


def _together(reading: Reading, draft: Draft, scene: Scene) -> Reading:
    """Let the first of coordinated names stand for all that send one figure together (甲、乙、丙3市共派出1540名)."""
    member, features = reading
    if draft.aligned:
        return reading
    if not isinstance(member, Place):
        groups = (a.members for a in scene.found if a.end <= draft.token.start)
        return next((g[0] for g in groups if any(m is member for m in g)), member), features
    first = first_of_list(draft.frame, member, draft.token.start)
    if first is member:
        return reading
    features.cross("listed", draft.sort)
    return first, features


def _placed(reading: Reading, draft: Draft, story: Story) -> Reading:
    """Add how a place that may have sent stands to the region of the article."""
    member, features = reading
    among = story.topic.places if isinstance(member, Place) else story.topic.units
    rank = among.rank(member.name, draft.token.start)
    kind = "place" if isinstance(member, Place) else "unit"
    features.cross(f"among-{kind}", rank, f"{rank}-{among.number}", f"{rank}-{draft.sort}")
    if led := story.topic.leads.of(member.name):
        features.cross(f"leads-{kind}", led, f"{led}-{draft.sort}", f"{led}-{draft.count.measure}")
    so_far = share(story.sent, member.name)
    features.cross("so-far", so_far, f"{so_far}-{draft.sort}")
    if isinstance(member, Place):
        where = standing(member, story.area)
        bound = "bound" if draft.bound is not None and draft.bound.name == member.name else "free"
        features.cross("stands", where, f"{where}-{member.kind}", f"{where}-{bound}")
    return reading


@cache
def _members() -> tuple[dict[str, tuple[str, ...]], int]:
    known = {r["term"]: tuple(r["heads"].split()) for r in read_lexicon("members")}
    return known, max(map(len, known))


def _heads(noun: str) -> tuple[str, ...]:
    """Return what the names of organisations hold that such people belong to, () where the noun does not tell."""
    known, width = _members()
    return next(
        (known[noun[i:]] for i in range(max(0, len(noun) - width), len(noun)) if noun[i:] in known), ()
    )


def _kin(option: Option, draft: Draft) -> Option:
    """Add whether the people counted are of the kind that a sender has (民警 of a police station, 护士 of a hospital)."""
    heads = _heads(draft.count.noun)
    if not heads:
        return option
    member = option.value
    name = f"{member.name}{getattr(member, 'official', '') or ''}"
    fits = "kin" if any(h in name for h in heads) else "alien"
    return Option(member, [*option.features, (fits, ("",))])


def _name(member: Unit | Place) -> str:
    return member.name


Reading = tuple["Unit | Place", Features]


def _of_sentence(draft: Draft, around: _Surroundings, scene: Scene, leader: Unit | None) -> Iterator[Reading]:
    """Yield the senders that the count's own sentence names."""
    traits = draft.worded
    near = adjacent(draft.frame, draft.token, draft.frame.of("unit"))
    own = draft.planned or around.ours
    for index, agent in enumerate(scene.found):
        if ";" in draft.frame.text[draft.token.end : agent.start]:
            continue  # whom another story tells of
        # Who tells a figure has not sent it, unless the plan or the people are the speaker's.
        if agent.role != "source" or own:
            yield (
                agent.members[0],
                _group(draft, agent, around.subject, scene.found[index + 1 :], adjacent_to=near),
            )
    if scene.speaker is not None and own:
        yield scene.speaker, _remote(draft, around, "speaker", traits)
    if leader is not None:
        yield leader, _remote(draft, around, "leader", traits)
    for distance, place in enumerate(_places_before(draft)):
        features = _remote(draft, around, f"place-before{distance}", traits)
        inside = "own-clause" if place.start >= draft.clause[0] else ""
        behind, opens = follow(draft.frame, place.end), _opening(draft.frame, place.start)
        features.cross(
            "place-before", place.kind, inside, governing_verb(draft), f"opens-{opens}", f"follow-{behind}"
        )
        deed = _deed(draft, place.end)
        features.cross(f"place-{opens}-{behind}", inside, draft.count.measure, f"{draft.sort}-{deed}")
        features.cross(f"place-before-{deed}", inside, draft.sort, f"{draft.sort}-{inside}")
        yield place, features


def _of_story(draft: Draft, around: _Surroundings, scene: Scene) -> Iterator[Reading]:
    """Yield the senders that earlier sentences and paragraphs leave."""
    traits, topic = draft.worded, scene.story.topic
    acted = any(a.end <= draft.token.start for a in scene.found)
    named = "named" if acted else "quiet"
    for role, group in (("carried", scene.carried), ("first", scene.first)):
        if group is None:
            continue
        features = _remote(draft, around, role, traits)
        if _akin(draft, group):
            features.cross(role, "akin")
            features.name("akin")
        features.cross(f"back-{role}", str(min(scene.back, 3)), named)
        if scene.opening is not None and scene.opening.members[0].name == group.members[0].name:
            alone = "alone" if scene.alone else "among"
            features.cross("opens-paragraph", named, alone, draft.count.measure)
        yield group.members[0], features
    rival = "named" if acted else "carried" if scene.carried else "quiet"
    main = topic.main if topic.dominant else None
    same = topic.unit is not None and topic.main is not None and topic.unit.name == topic.main.name
    for role, member in (
        ("story", scene.story.subject),
        ("region", scene.story.region),
        ("topic-place", scene.topic),
        ("label", scene.story.label),
        ("ours", topic.ours),
        ("headline", topic.unit),
        ("dominant", main),
        ("lead", topic.leads.headline),
        ("lead", topic.leads.body),
        ("owner", topic.owner),
    ):
        if member is not None:
            features = _remote(draft, around, role, traits)
            features.cross(role, rival, f"{rival}-{draft.sort}")
            if role == "owner":
                features.absorb(_owner(topic, rival))
            if role in ("headline", "dominant"):
                features.cross(f"{role}-{'agreed' if same else 'alone'}", rival)
            yield member, features


def _owner(topic: Topic, rival: str) -> Features:
    """Describe the organisation whose page it is by its credits: whether the story names it, who else acts in it."""
    owner = topic.owner
    told = "told" if owner is not None and owner.name in topic.units.told else "untold"
    led = "led" if topic.leads.headline is not None or topic.leads.body is not None else "unled"
    own = "own" if topic.ours is not None else "other"
    kind = owner.kind if owner is not None else ""
    return Features(
        f"owner-{told}",
        rival,
        topic.senders,
        own,
        kind,
        led,
        topic.owned,
        f"{topic.owned}-{led}",
        f"{topic.owned}-{own}",
        f"{kind}-{led}",
    )


def _of_grammar(draft: Draft, ruled: Unit | Place | None, rule: str) -> Iterator[Reading]:
    """Yield the grammar's own reading, and the name of the list that the count stands in."""
    if ruled is not None:
        features = Features("ruled", rule, *draft.worded)
        features.cross(f"ruled-{rule}", *draft.worded)
        yield ruled, features
    if draft.bound is not None:
        yield draft.bound, bound_features(draft, draft.worded)


def _as_listed(draft: Draft, before: Draft | None) -> Iterator[Reading]:
    """Yield the name that an aligned figure is bound to where the figure before it in the list was sent by its own."""
    if draft.bound is not None and before is not None and before.unit is before.bound is not None:
        yield draft.bound, Features("as-listed")


def _of_others(draft: Draft, around: _Surroundings, last: Draft | None, near: str) -> Iterator[Reading]:
    """Yield the senders of the counts that this one goes with: its whole, the one before it, the body's for a headline."""
    if draft.frame.kind == "headline" and draft.twin is not None and draft.twin.unit is not None:
        yield draft.twin.unit, _remote(draft, around, "twin", draft.worded)
    if draft.whole is not None and draft.whole.unit is not None:
        features = _remote(draft, around, "whole", draft.worded)
        features.cross("whole", tie(draft, "unit", "person"))
        yield draft.whole.unit, features
    if last is not None and last.unit is not None and not near.startswith("story"):
        features = _remote(draft, around, f"last-{near}", draft.worded)
        features.cross("last", "alike" if last.count.measure == draft.count.measure else "unlike")
        if chained(draft, last):
            features.name("chained")
            features.cross("chained", draft.count.measure)
        yield last.unit, features


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
        if (
            token.end <= draft.token.start
            and token.item.kind in DIVISIONS
            and not on_occasion(frame, token.clause)
        ):
            start = frame.clauses[token.clause][0]
            first = list_start(frame, token)
            native = any(p.start == token.end + 1 for p in frame.of("person"))  # 桐江人|王小明
            if (
                not native
                and not is_goal(frame.text[start:first])
                and not is_sent_to(frame, first, token.end)
            ):
                found.append(token.item)
        if len(found) == 2:
            break
    return found


def _group(
    draft: Draft, agent: Agent, subject: str, later: Sequence[Agent], *, adjacent_to: Token | None
) -> Features:
    """Describe a group of the count's own sentence: role, position, verb between, what stands between."""
    frame, token, traits = draft.frame, draft.token, draft.worded
    position, verb = "after", ""
    if agent.end <= token.start:
        gap = token.clause - agent.clause
        position = "same" if gap == 0 else "prev" if gap == 1 else "far"
        verb = next(
            (v for v in ("send", "form", "set", "goal") if frame.cue(v, agent.end, token.start)), "none"
        )
    elif agent.clause == token.clause:
        position = "behind"
    place = f"{agent.role}-{position}"
    features = Features(place, verb, "strong" if agent.strong else "weak", *traits)
    features.cross(f"{place}-{verb}", draft.sort)
    features.cross(f"{place}-{_deed(draft, agent.end)}", draft.sort)
    features.cross(agent.role, *traits)
    features.cross(f"subject-{subject}", position, f"{position}-{agent.role}")
    behind = follow(frame, agent.end)
    features.cross(f"opens-{_opening(frame, agent.start)}", position, f"{position}-{behind}")
    features.cross("follow", behind)
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
    if len(agent.members) > 1:
        features.cross("several", position)
    return features


def _deed(draft: Draft, end: int) -> str:
    """Return the class of the last verb between a name and the count that says what was done, "none" where there is none."""
    frame = draft.frame
    verbs = [t for t in frame.of("cue") if end <= t.start and t.end <= draft.token.start and t.item & _DEEDS]
    return next(name for name in _ORDER if name in verbs[-1].item) if verbs else "none"


_ORDER = ("save", "serve", "send", "form", "set", "goal", "hurt", "apply")
_DEEDS = frozenset(_ORDER)


def _opening(frame: Frame, at: int) -> str:
    """Tell whether a name opens its sentence or its clause, a date or a short adverb before it set aside."""
    known = frame.memo.get(("opening", at))
    if known is not None:
        return known
    clause = frame.clause_of(at)
    start = frame.clauses[clause][0]
    dated = [t.end for t in frame.tokens if t.kind == "date" and t.end <= at]
    begin = max([start, *dated])
    if at - begin > 3 or any(start <= t.start < at and t.kind not in ("date", "cue") for t in frame.tokens):
        known = "nothing"
    else:
        known = "sentence" if clause == 0 else "clause"
    frame.memo["opening", at] = known
    return known


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What every reading from outside the sentence is crossed with, found out once a count."""

    verb: bool
    fresh: bool
    ours: bool
    clause: str
    """Who acts in the count's own clause before it: an organisation, a division, nobody."""
    subject: str
    """What the subject of that clause is."""

    @classmethod
    def of(cls, draft: Draft, scene: Scene) -> _Surroundings:
        frame = draft.frame
        own = [
            a
            for a in scene.found
            if a.clause == draft.token.clause and a.end <= draft.token.start and a.role in ACTING
        ]
        clause = (
            "nobody" if not own else "division" if isinstance(own[-1].members[0], Place) else "organisation"
        )
        verb = frame.cue("send", frame.clauses[draft.token.clause][0], draft.token.start) is not None
        called = is_called(frame, frame.sentence.start, draft.token.start)
        fresh = not called and any(is_fresh(frame, c) for c in range(draft.token.clause + 1))
        return cls(verb, fresh, is_ours(draft), clause, draft.subject)


def _remote(draft: Draft, around: _Surroundings, role: str, traits: tuple[str, ...]) -> Features:
    """Describe a sender that stands outside the sentence, or is known through somebody else."""
    features = Features(role, *traits)
    sends = "send" if around.verb else "none"
    features.cross(role, f"{sends}-sends", f"{draft.sort}-{sends}")
    features.cross(f"clause-{around.clause}", role, f"{role}-{draft.sort}")
    features.cross(f"subject-{around.subject}", role, f"{role}-{draft.sort}")
    if around.fresh:
        features.cross("fresh", role)
    if around.ours:
        features.cross("our", role)
    return features


def _nobody(draft: Draft, surroundings: _Surroundings, scene: Scene, rule: str) -> Features:
    """Describe the empty reading: what the count is, and how many could have sent it."""
    traits = draft.worded
    acting = [a for a in scene.found if a.role in ACTING and a.end <= draft.token.start]
    features = Features("nobody", *traits)
    own = any(a.clause == draft.token.clause for a in acting)
    around = (
        "own-agent" if own else "agent" if acting else "carried" if scene.carried is not None else "no-agent"
    )
    topic = scene.story.topic
    features.cross("size", topic.size, f"{topic.size}-{draft.sort}", f"{topic.size}-{around}")
    features.cross("units", topic.senders, f"{topic.senders}-{draft.sort}", f"{topic.senders}-{around}")
    about = "about-one" if topic.dominant or topic.unit is not None else "about-none"
    features.cross("nobody", around, f"{around}-{draft.sort}", about, f"{around}-{about}")
    if draft.bound is not None:
        gap = bound_gap(draft)
        features.cross("nobody", "bound")
        features.cross(
            "unbound", gap, f"{gap}-{draft.sort}", f"{gap}-{draft.who}", f"{gap}-{draft.count.measure}"
        )
    if scene.story.topic.ours is not None:
        features.cross("nobody", "own-page")
    if rule:
        features.cross("ruled-nobody", rule, *traits)
        features.name("ruled-nobody")
    if scene.carried is None:
        features.cross("nobody", "nothing-carried")
    subject = surroundings.subject
    features.cross("subject", subject, f"{subject}-{draft.sort}", f"{subject}-{around}")
    if surroundings.fresh:
        features.cross("nobody", "fresh")
    return features


def _person_unit(frame: Frame, count: Token, names: dict[str, Unit]) -> Unit | None:
    """Return the organisation of the person who leads in the count's clause (团长罗欣然领着6名队员)."""
    start = frame.clauses[count.clause][0]
    for token in reversed(frame.of("person")):
        if token.end <= count.start and token.start >= start and frame.cue("send", token.end, count.start):
            person: Person = token.item
            return names.get(person.unit)
    return None
