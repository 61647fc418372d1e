"""The linker: from the mentions of a page to its records and the relations between them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.quotations import Quotation, find_quotations
from extractor.records.agents import heading, label, words_beside
from extractor.records.bigrams import Passages, hearing
from extractor.records.counted_people import who_counted
from extractor.records.draft import Draft
from extractor.records.frame import Frame, Mentions, frames
from extractor.records.goals import VENUE
from extractor.records.parts import link_parts, settle_by_sum
from extractor.records.plans import is_planned
from extractor.records.ranking import Chooser, choose
from extractor.records.record import Record, Relation
from extractor.records.region import region_place
from extractor.records.relations import find_relations
from extractor.records.restatements import drop_repeats, find_echoes, link_restatements, overlap, same_noun
from extractor.records.scope import Survey, link_scope
from extractor.records.senders import link_senders
from extractor.records.status import count_traits, sort_of, words_around
from extractor.records.story import Story
from extractor.records.subjects import manner, subject_kind
from extractor.records.times import days_told, link_times
from extractor.records.topic import find_topic
from extractor.records.whereabouts import link_places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from extractor.mentions.mention import Person, Place, Team, Unit
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page


def link(
    page: Page,
    mentions: Mentions,
    cue_hits: Sequence[Hit],
    *,
    article: str,
    published: date | None,
    region: str | None,
    chooser: Chooser = choose,
) -> tuple[list[Record], list[Relation], list[Place]]:
    """Link every count of a page; return records, relations, and the places that were known as organisations only.

    `article` prefixes the record ids, `region` is the code of the division that it is about; `chooser` picks among readings.
    """
    chooser = hearing(chooser, Passages(page.clean, mentions))
    paragraphs = frames(page, mentions, cue_hits)
    drafted = [[[Draft(t, f, n) for t in f.of("count")] for f in p] for n, p in enumerate(paragraphs)]
    flat: list[Draft] = []
    for own in drafted:
        _describe(own, flat, chooser)
        flat += (d for some in own for d in some)
    _weigh(flat)
    find_echoes(flat)
    home = region_place(page, mentions, region)
    story = Story(
        {u.name: u for u in mentions.units},
        home,
        region,
        find_topic(page, mentions, region, paragraphs),
    )
    quotations = find_quotations(page) if mentions.counts else []
    # The body first: what a headline says again, it says with the body's links.
    order = sorted(range(len(paragraphs)), key=lambda n: paragraphs[n][0].kind == "headline")
    head: Unit | Place | None = None
    for number in order:
        paragraph, own = paragraphs[number], drafted[number]
        head = heading(paragraph) or head
        story.label = label(paragraph) or head
        link_senders(paragraph, own, mentions, story, chooser)
        link_places(paragraph, own, mentions.places, region, story, chooser)
        story.last = next((d for some in reversed(own) for d in reversed(some)), story.last)
    story.last = None
    survey = Survey.of(flat)
    days = days_told(paragraphs)
    for number in order:
        paragraph, own = paragraphs[number], drafted[number]
        for frame, some in zip(paragraph, own, strict=True):
            if some:
                link_scope(some, region, story, survey, chooser)
                _attach(frame, some, quotations)
        link_times(paragraph, own, story, days, published, chooser)
        story.last = next((d for some in reversed(own) for d in reversed(some)), story.last)
    drafts = [d for own in drafted for some in own for d in some]
    told, drafts = drafts, drop_repeats(drafts)
    link_restatements(drafts)
    ids = {id(d): f"{article}#{i}" for i, d in enumerate(drafts)}
    said = ids | {id(d): ids[id(d.first_said)] for d in told if d.first_said is not None}
    records = [_record(page, d, ids) for d in drafts]
    known = {place.name for place in mentions.places}
    return records, find_relations(told, said), _implied(drafts, known)


def _implied(drafts: Sequence[Draft], known: set[str]) -> list[Place]:
    """Return the places of counts that no name of a place says, each once: organisations' houses, the region of the article."""
    found = {p.name: p for d in drafts for p in d.places if p.kind == VENUE or p.name not in known}
    return [replace(p, kind="site") if p.kind == VENUE else p for p in found.values()]


def _describe(own: Sequence[Sequence[Draft]], earlier: Sequence[Draft], chooser: Chooser) -> None:
    """Set what a count is by itself: planned, who, and what it is a part of; `earlier`: the drafts of the paragraphs before."""
    flat = [d for some in own for d in some]
    if not flat:
        return
    for draft in flat:
        draft.planned = is_planned(draft)
        draft.who = draft.who_hint = who_counted(draft)
    flat[0].first = True
    link_parts(own, earlier, chooser)
    settle_by_sum(flat)
    _inherit(flat)
    for draft in flat:
        draft.traits, draft.sort = count_traits(draft), sort_of(draft)
        draft.subject = subject_kind(draft)
        draft.worded = (*draft.traits, *words_around(draft), *manner(draft))


def _weigh(drafts: Sequence[Draft]) -> None:
    """Set which counts are the largest of their kind, and which body count a headline says again."""
    sizes: dict[str, list[int]] = {}
    for draft in drafts:
        if not draft.count.per:
            sizes.setdefault(f"{draft.count.measure}{draft.who_hint}", []).append(draft.size)
    headlines = [d for d in drafts if d.frame.kind == "headline"]
    for draft in drafts:
        peers = sizes.get(f"{draft.count.measure}{draft.who_hint}", [])
        draft.largest = not draft.count.per and len(peers) > 1 and draft.size >= max(peers)
        if draft.frame.kind == "headline" or draft.count.per:
            continue
        for head in headlines:
            if head.twin is None and _same_quantity(head, draft):
                head.twin, draft.twin = draft, head


def _same_quantity(first: Draft, second: Draft) -> bool:
    one, two = first.count, second.count
    return one.measure == two.measure and overlap(first, second) and same_noun(one.noun, two.noun)


def _inherit(drafts: Sequence[Draft]) -> None:
    """Let a part be of the people of its whole, and a bare figure of a list of those of the figure before it."""
    last: Draft | None = None
    for draft in drafts:
        whole = draft.whole.who if draft.whole is not None else None
        if (draft.who == "mobilized" and whole in ("served", "affected", "population")) or (
            draft.who == "population" and whole == "mobilized"
        ):
            draft.who = draft.who_hint = whole
        elif (
            last is not None
            and draft.who == "mobilized"
            and (not draft.count.noun or (last.who in _ACTED_ON and _item(last) and _item(draft)))
            and _listed(last, draft)
        ):
            draft.who = draft.who_hint = last.who
        last = draft


_ACTED_ON = ("served", "affected")


def _item(draft: Draft) -> bool:
    """Tell whether a figure ends an item behind its noun (慰问|职工183人,|劳模12人。): one verb may govern them all."""
    end = draft.token.end
    return draft.count.noun_start < draft.token.start and draft.frame.text[end : end + 1] in _MARKS


_MARKS = ("", *",、;。和")
_ITEM = re.compile(r"[^\d。;]{0,24}")  # what stands between two figures of one list


def _listed(last: Draft, draft: Draft) -> bool:
    """Tell whether a figure goes on with the list of the one before it (转移乐平市1142人、浮梁县721人): no verb between."""
    if last.frame is not draft.frame or last.count.measure != draft.count.measure:
        return False
    start, end = last.token.end, draft.token.start
    verbs = (t for t in draft.frame.of("cue") if start <= t.start and t.end <= end and t.item & _VERBS)
    return _ITEM.fullmatch(draft.frame.text, start, end) is not None and next(verbs, None) is None


_VERBS = frozenset({"send", "goal", "form", "serve", "save", "hurt", "apply"})


def _attach(frame: Frame, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> None:
    """Attach team, leading persons, action and attribution."""
    named = _source_named(frame)
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
            if (
                start <= token.start
                and token.end <= draft.token.start
                and frame.cue("send", token.end, draft.token.start)
            ):
                person: Person = token.item
                leaders.append(person.name)
        draft.persons = tuple(leaders)
        verb = frame.cue("send", start, draft.token.start) or next(
            iter(frame.cues("goal", draft.token.end, end)), None
        )
        draft.action = frame.text[verb.start : verb.end] if verb is not None else None
        # Who speaks is the source, else whom the sentence names.
        said = (q.speaker for q in quotations if q.start <= draft.token.start < q.end)
        draft.attributed_to = next(said, named)


@cache
def _source() -> re.Pattern[str]:
    """Compile whom a sentence names as the source of its figures."""
    return re.compile(
        rf"(?:^(?:另|又)?据|(?:记者)?从)([^,。“”:;\d]{{2,24}}?)(?:{words_beside('after', 'gives')})"
        rf"|^([^,。“”:;\d]{{2,30}}?)(?:{words_beside('after', 'states')})[,:]"
    )


def _source_named(frame: Frame) -> str | None:
    """Return whom a sentence names as the source of its figures."""
    match = _source().search(frame.text[frame.sentence.start : frame.sentence.end])
    return (match[1] or match[2]) if match else None


def _record(page: Page, draft: Draft, ids: dict[int, str]) -> Record:
    count = draft.count
    start, end = page.span(count.start, count.end)
    sentence = draft.frame.sentence
    return Record(
        id=ids[id(draft)],
        text=count.text,
        noun=count.noun or draft.noun,
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
        confidence=round(min(draft.chances, default=1.0), 2),
        rounded=count.rounded,
        again=tuple(draft.again),
    )
