"""The linker: from the mentions of a page to its records and the relations between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from extractor.mentions.mention import Person, Team, Unit
from extractor.mentions.scan import Hit
from extractor.records.draft import Draft
from extractor.records.frame import Frame, Mentions, frames
from extractor.records.parts import link_parts, settle_by_sum
from extractor.records.record import Record, Relation
from extractor.records.relations import find_relations
from extractor.records.restatements import drop_repeats, link_restatements
from extractor.records.senders import link_senders
from extractor.records.status import is_planned, link_status, settle_bound, who_counted
from extractor.records.times import link_times
from extractor.records.whereabouts import link_places
from extractor.text.page import Page

_SURE, _DOUBT = 0.98, 0.12  # confidence of a record with no doubtful link, and what each doubt takes away
_SPEECH = re.compile(r"(?:据|记者从|从)?([^,。“”:]{2,30}?)(?:统计|通报|介绍|获悉|告诉记者|表示|称|说|透露|了解到)")


def link(
    page: Page, mentions: Mentions, cue_hits: Sequence[Hit], *, article: str, published: date | None, region: str | None
) -> tuple[list[Record], list[Relation]]:
    """Link every count of a page; `article` prefixes the record ids, `region` is the code of the division that it is about."""
    names = {u.name: u for u in mentions.units}
    drafts: list[Draft] = []
    for number, paragraph in enumerate(frames(page, mentions, cue_hits)):
        drafts += _link_paragraph(number, paragraph, mentions, names, published, region)
    drafts = drop_repeats(drafts)
    _inherit(drafts)
    link_restatements(drafts)
    ids = {id(d): f"{article}#{i}" for i, d in enumerate(drafts)}
    return [_record(page, d, ids) for d in drafts], find_relations(drafts, ids)


def _link_paragraph(
    number: int,
    paragraph: list[Frame],
    mentions: Mentions,
    names: dict[str, Unit],
    published: date | None,
    region: str | None,
) -> list[Draft]:
    own = [[Draft(t, frame, number) for t in frame.of("count")] for frame in paragraph]
    for drafts in own:
        for draft in drafts:
            draft.planned = is_planned(draft)
            draft.who_hint = who_counted(draft)
    link_parts(own)
    settle_by_sum([d for drafts in own for d in drafts])
    link_senders(paragraph, own, mentions, names)
    for frame, drafts in zip(paragraph, own, strict=True):
        link_status(drafts, region)
        settle_bound(frame, drafts)
    link_places(paragraph, own, mentions.places)
    link_times(paragraph, own, published)
    for frame, drafts in zip(paragraph, own, strict=True):
        _attach(frame, drafts)
    return [d for drafts in own for d in drafts]


def _inherit(drafts: Sequence[Draft]) -> None:
    """Let a part take from its whole what its own clause does not say."""
    for draft in drafts:
        whole = draft.whole
        if whole is None:
            continue
        if draft.who == "mobilized" and whole.who in ("served", "affected", "population"):
            draft.who = whole.who
        if draft.unit is None and (draft.bound is None or draft.places == [draft.bound]):
            draft.unit = whole.unit
        if not draft.places and (draft.bound is None or draft.unit is draft.bound):
            draft.places = whole.places
        if draft.as_of is None:
            draft.as_of, draft.from_, draft.to = whole.as_of, whole.from_, whole.to


def _attach(frame: Frame, drafts: Sequence[Draft]) -> None:
    """Attach team, leading persons, action and attribution."""
    for draft in drafts:
        start, end = draft.clause
        for token in frame.of("team"):
            gap = frame.text[min(token.end, draft.token.end) : max(token.start, draft.token.start)]
            if len(gap) <= 14 and "。" not in gap and not any(c.isdigit() for c in gap):
                team: Team = token.item
                draft.team = team.name
                break
        leaders: list[str] = []
        for token in frame.of("person"):
            if start <= token.start and token.end <= draft.token.start and frame.cue("send", token.end, draft.token.start):
                person: Person = token.item
                leaders.append(person.name)
        draft.persons = tuple(leaders)
        verb = frame.cue("send", start, draft.token.start) or next(iter(frame.cues("goal", draft.token.end, end)), None)
        draft.action = frame.text[verb.start : verb.end] if verb is not None else None
        draft.attributed_to = _attribution(frame)


def _attribution(frame: Frame) -> str | None:
    """Return the source that the sentence names for its figures, as the text gives it."""
    head = frame.text[frame.sentence.start : frame.sentence.end]
    match = re.match(r"^(?:另|又)?据([^,。“”:;\d]{2,24}?)(?:统计|通报|介绍|消息|数据)", head) or re.search(
        r"(?:记者)?从([^,。“”:;\d]{2,24}?)(?:了解到|获悉)", head
    )
    if match is None:
        match = re.search(r"”([^,。“”:;\d]{2,30}?)(?:告诉记者|介绍说?|表示|透露|说)", head) or re.match(
            r"^([^,。“”:;\d]{2,30}?)(?:告诉记者|介绍说?|表示|透露|说)[,:]", head
        )
    return match[1] if match else None


def _record(page: Page, draft: Draft, ids: dict[int, str]) -> Record:
    count = draft.count
    start, end = page.span(count.start, count.end)
    sentence = draft.frame.sentence
    return Record(
        id=ids[id(draft)],
        text=count.text,
        noun=count.noun,
        measure=count.measure,
        low=count.low,
        high=count.high,
        hedged=count.hedged,
        who=draft.who,
        scope="total" if draft.total else "part",
        basis="planned" if draft.planned else "actual",
        per=count.per,
        of=ids.get(id(draft.whole)) if draft.whole is not None else None,
        same_as=ids.get(id(draft.same)) if draft.same is not None else None,
        batch=count.batch,
        unit=draft.unit.name if draft.unit is not None else None,
        team=draft.team,
        persons=draft.persons,
        places=tuple(p.name for p in draft.places),
        from_=draft.from_,
        to=draft.to,
        as_of=draft.as_of,
        action=draft.action,
        attributed_to=draft.attributed_to,
        sentence=page.clean[sentence.start : sentence.end],
        start=start,
        end=end,
        confidence=round(max(0.3, _SURE - _DOUBT * draft.doubts), 2),
        rounded=count.rounded,
    )
