"""Linking counts to the organisation that sent them, sentence by sentence through a paragraph."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.records import grammar
from extractor.records.agent_references import back_references, bare_references
from extractor.records.agents import (
    Agent,
    adjacent,
    agents,
    is_goal,
    is_sent_to,
    place_agents,
    role_of,
    words_beside,
)
from extractor.records.draft import Trail
from extractor.records.grammar import ACTING
from extractor.records.sender_readings import Scene, sender_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Person, Place, Unit
    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Mentions, Token
    from extractor.records.ranking import Chooser
    from extractor.records.story import Story

_LISTS = re.compile(r"(?:等地?|这)?")
_LISTED = re.compile(r"[、和与及,]|以及")
_ALSO = re.compile(r"[^\d,。;、和]{0,12}[、和与及]\s*[^\d,。;]{0,3}")
_BARE = re.compile(r"[、和与及]|以及")
_TOUCHING = re.compile(r"[、和与及]?")


@cache
def _says() -> re.Pattern[str]:
    """Compile what tells behind a name that the person speaks."""
    return re.compile(rf"[^,。“”\d]{{0,4}}?(?:{words_beside('after', 'says')})")


@cache
def _each() -> re.Pattern[str]:
    """Compile what says that figures answer names one by one."""
    return re.compile(rf"{any_of('relation_words', 'respective')}|各")


def _respective(frame: Frame, drafts: Sequence[Draft]) -> dict[int, Unit | Place]:
    """Align a list of names with as many figures (A、B、C分别派出8名、6名和5名): draft index -> name.

    Without a word that says so, figures that follow each other bare do (A、B、C先后派出8名、6名、5名).
    """
    text = frame.text
    aligned: dict[int, Unit | Place] = {}
    if len(drafts) < 2:
        return aligned
    marks = [(m.start(), _ALSO) for m in _each().finditer(text, frame.sentence.start, frame.sentence.end)]
    marks += [
        (d.token.start, _BARE) for d, after in pairwise(drafts) if _BARE.fullmatch(_gap(frame, d, after))
    ]
    for mark, joint in marks:
        names = _list_before(frame, mark)
        figures = _figures_after(frame, mark, drafts, joint)
        if joint is _BARE and (aligned.keys() & set(figures) or not _leads(frame, names, mark)):
            continue
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
        if _LISTED.fullmatch(gap):
            run.insert(0, token)
        elif gap == "":
            continue  # 江苏省徐州市鼓楼区: only the innermost name counts
        else:
            break
    return run


def _leads(frame: Frame, names: Sequence[Token], mark: int) -> bool:
    """Tell whether a list of names is the subject of the figure at an offset: in its clause, no other figure between."""
    return (
        bool(names)
        and names[-1].clause == frame.clause_of(mark)
        and not is_goal(frame.text[frame.clauses[names[0].clause][0] : names[0].start])
        and not any(t.kind == "count" for t in frame.of_between(names[-1].end, mark))
    )


def _gap(frame: Frame, draft: Draft, after: Draft) -> str:
    return frame.text[draft.token.end : after.token.start]


def _figures_after(frame: Frame, mark: int, drafts: Sequence[Draft], joint: re.Pattern[str]) -> list[int]:
    """Return the indices of the coordinated figures that follow a mark; `joint`: what may stand between two."""
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
        if draft.count.measure == last.count.measure and joint.fullmatch(_gap(frame, last, draft)):
            run.append(index)
        else:
            break
    return run


def link_senders(
    paragraph: Sequence[Frame],
    drafts: Sequence[Sequence[Draft]],
    mentions: Mentions,
    story: Story,
    chooser: Chooser,
) -> None:
    """Set `unit` and `bound` of every draft of a paragraph; `drafts` holds those of each frame."""
    counted = max((n for n, own in enumerate(drafts, 1) if own), default=0)
    if not counted:
        story.quiet += paragraph
        return
    _carry_on(story, mentions)
    carried: Agent | None = None
    subject: Agent | None = None
    first: Agent | None = None
    trail = Trail(story.last)
    topic: Place | None = None
    opening: Agent | None = None
    names: set[str] = set()
    back = 0
    for frame, own in zip(paragraph[:counted], drafts[:counted], strict=True):
        found = _found(frame, mentions)
        if own:
            aligned = _respective(frame, own)
            scene = Scene(
                tuple(found),
                carried,
                back,
                subject,
                first,
                opening,
                len(names) <= 1,
                _speaker(frame, story.names),
                topic,
                story,
                frozenset(m.name for m in aligned.values()),
            )
            for index, draft in enumerate(own):
                draft.aligned = index in aligned
                draft.bound = aligned.get(index) or _bound(draft)
                if draft.echo is not None:
                    draft.unit = draft.echo.unit
                else:
                    options = sender_options(draft, scene, trail.before(draft))
                    draft.unit, chance = chooser("unit", (draft.token.start, draft.token.end), options)
                    draft.chances.append(chance)
                trail.add(draft)
            _share_sender(frame, own)
            story.sent.update(d.unit.name if d.unit is not None else "" for d in own)
        before, carried = carried, _subject(frame, found, carried)
        back = back + 1 if carried is before else 1
        acting = [a for a in found if a.role in ACTING]
        if frame is paragraph[0] and acting and acting[0].clause <= 1:
            opening = acting[0]
        names |= {a.members[0].name for a in acting}
        subject = grammar.subject_of(frame, found, subject)
        first = first or next((a for a in found if a.role == "agent"), None)
        topic = topic or _topic(frame)
    if carried is not None:
        story.subject = carried.members[0]
    story.quiet = list(paragraph[counted:])


def _found(frame: Frame, mentions: Mentions) -> list[Agent]:
    """Return all that may act in a sentence, in order."""
    named = [*agents(frame), *place_agents(frame)]
    named += [*back_references(frame, mentions), *bare_references(frame, mentions)]
    return sorted(named, key=_start)


def _start(agent: Agent) -> int:
    return agent.start


def _carry_on(story: Story, mentions: Mentions) -> None:
    """Let the subject of the story be who acted last in the sentences without a count since the last one with a count."""
    for frame in reversed(story.quiet):
        last = _subject(frame, _found(frame, mentions), None)
        if last is not None:
            story.subject = last.members[0]
            return


_THERE = re.compile(r"(?:在|到|于|赴|深入|走进)[^,。;]*$")


def _share_sender(frame: Frame, drafts: Sequence[Draft]) -> None:
    """Give the places in which people serve the sender of the people (在北村、纺南等14个社区,40余名志愿者…)."""
    for draft, after in pairwise(drafts):
        between = frame.text[draft.token.end : after.token.start]
        if (
            draft.unit is None
            and after.unit is not None
            and draft.count.measure == "places"
            and after.count.measure == "persons"
            and after.token.clause - draft.token.clause <= 1
            and not frame.of_between(draft.token.end, after.token.start)
            and ";" not in between
            and "。" not in between
            and _THERE.search(frame.text, draft.clause[0], draft.token.start)
        ):
            draft.unit = after.unit


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
        if _says().match(text[token.end : token.end + 8]):
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
    if (
        any(t.end == near.start - 1 for t in draft.frame.of("place"))
        and draft.frame.text[near.start - 1] in "、和"
    ):
        return None  # 甲镇、乙镇、丙乡共有1300名: all of them are
    return near.item  # type: ignore[no-any-return]


def _destination(frame: Frame, near: Token) -> bool:
    """Tell whether a name right before a figure is a destination or origin (派往前楼社区的34名, 从武隆赶来的47名)."""
    start = frame.clauses[near.clause][0]
    run = near.start
    for token in reversed(frame.of("place")):
        if token.end <= run and _TOUCHING.fullmatch(frame.text, token.end, run):
            run = token.start
    return (
        is_goal(frame.text[start:run])
        or is_sent_to(frame, run, near.end)
        or any(run - c.end <= 1 for c in frame.cues("goal", start, run))
    )
