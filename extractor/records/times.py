"""Linking counts to the day that the statement is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, terms_of
from extractor.mentions.mention import Date
from extractor.records import grammar
from extractor.records.draft import bond, chained, tie, turn
from extractor.records.ranking import Chooser, Features, Option, merge
from extractor.records.standing import Standing
from extractor.records.story import share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Token
    from extractor.records.story import Story

_SINCE = re.compile(r"^(?:起|开始|至今|后)")
_EVER_SINCE = re.compile(r"[^,。;\d]{0,16}?以来")
_ON_FROM = re.compile(r"(?:[早上中下晚]?[上午晨]?(?:\d{1,2}[时点])?)?(?:起|开始|至今)")
_CLOCK = re.compile(r"\d{1,2}[时点]")


@cache
def _attribute() -> re.Pattern[str]:
    """Compile what makes a date one of another event, or no date."""
    return re.compile(
        rf"^(?:[^,。;]{{0,10}}?)(?:{any_of('day_words', 'attribute')}|那一?[轮次场年]|的(?:那|第|大)|第\d+号|\d+岁)"
    )


@cache
def _announced() -> re.Pattern[str]:
    """Compile what makes a date that of an announcement."""
    return re.compile(rf"^[^,。;]{{0,14}}?(?:{any_of('day_words', 'announced')})")


@cache
def _cutoff() -> re.Pattern[str]:
    """Compile what stands before the day up to which figures are told."""
    return re.compile(rf"(?:{any_of('day_words', 'cutoff')})$")


@cache
def _running() -> re.Pattern[str]:
    """Compile what tells of a figure that is of no single day."""
    return re.compile(any_of("day_words", "goes_on"))


@cache
def _whens() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern for the words that tell without a date when something was so, and the class of each."""
    known = {word: name for name in _WHENS for word in terms_of("day_words", name)}
    return re.compile("|".join(sorted(known, key=len, reverse=True))), known


_WHENS = ("lately", "habit", "past", "next", "on")


def _opener(draft: Draft) -> str:
    """Return the first two characters of a count's sentence."""
    return draft.frame.text[draft.frame.sentence.start :][:2]


def _when(draft: Draft, dates: Sequence[Token]) -> str:
    """Tell by the last such word before a count, and after the last date, when it was so; `plain` where there is none."""
    frame, end = draft.frame, draft.token.start
    start = max([frame.sentence.start, *(d.end for d in dates if d.end <= end)])
    words, known = _whens()
    said = words.findall(frame.text, start, end)
    return known[said[-1]] if said else "plain"


def day_of(value: date | datetime) -> date:
    """Return the calendar day of a date or datetime."""
    return value.date() if isinstance(value, datetime) else value


def as_of(found: Date) -> date | datetime | None:
    """Return the day of a single-day date, the last day of a month or year, None for another span."""
    start, end = day_of(found.from_), day_of(found.to)
    if start == end:
        # A clock time is kept to the minute; a part of day stands for its day.
        exact = isinstance(found.from_, datetime) and found.from_ == found.to
        return found.from_ if exact else start
    whole_month = start.day == 1 and (end.year, end.month) == (start.year, start.month) and end.day >= 28
    whole_year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
    return end if whole_month or whole_year else None


def days_told(paragraphs: Sequence[Sequence[Frame]]) -> Standing[date]:
    """Return the days that an article tells of; spans, quoted days and those that only begin what goes on are left out."""
    return Standing.of(
        (day_of(token.item.from_), token.start)
        for frame in chain.from_iterable(paragraphs)
        for token in frame.of("date")
        if _days(token.item) <= 1 and not _quoted(frame, token) and not ever_since(frame, token)
    )


def link_times(
    paragraph: Sequence[Frame],
    drafts: Sequence[Sequence[Draft]],
    story: Story,
    told: Standing[date],
    published: date | None,
    chooser: Chooser,
) -> None:
    """Set `as_of`, `from_` and `to` of every draft of a paragraph."""
    carried: Date | None = None
    opening: Date | None = None
    back, named = 0, 0
    last = story.last
    for frame, own in zip(paragraph, drafts, strict=True):
        dates = frame.of("date")
        back += 1
        if not (dates or own):
            continue
        for draft in own:
            options = time_options(
                draft,
                dates,
                Carried(carried, back, carried is opening, named),
                story,
                told,
                published,
                last,
            )
            chosen, chance = chooser("as_of", (draft.token.start, draft.token.end), options)
            draft.chances.append(chance)
            if isinstance(chosen, Date):
                draft.as_of, draft.from_, draft.to = as_of(chosen), chosen.from_, chosen.to
                draft.planned = draft.planned or _ahead(frame, chosen, told, published)
            elif chosen is not None:
                draft.as_of = draft.from_ = draft.to = chosen
            last = draft
            story.dated[None if draft.as_of is None else day_of(draft.as_of)] += 1
        days = [
            t.item for t in dates if _days(t.item) <= 1 and not _quoted(frame, t) and not ever_since(frame, t)
        ]
        if days:
            carried, back, named = days[-1], 0, named + len(days)
        if frame is paragraph[0] and days and frame.clause_of(days[0].start) == 0:
            opening = days[0]
        story.until = next((t.item for t in reversed(dates) if _until(frame, t)), story.until)
    if carried is not None:
        story.day, story.day_told = carried, paragraph[0].sentence.paragraph


def _ahead(frame: Frame, day: Date, told: Standing[date], published: date | None) -> bool:
    """Tell whether a sentence names a day that is still to come (年底前再增派60名), and no moment that a sum runs up to.

    Of a page all of whose days lie ahead, or one in a later year, the day of publication is wrong.
    """
    if published is None or not 0 < (day_of(day.from_) - published).days <= _YEAR:
        return False
    if len(told.told) > 1 and min(told.told) > published:
        return False
    return any(t.item is day and not _until(frame, t) for t in frame.of("date"))


@dataclass(frozen=True, slots=True)
class Carried:
    """The day that earlier sentences of the paragraph leave: how many sentences back, whether it opens, of how many."""

    day: Date | None
    back: int
    opens: bool
    named: int


def time_options(
    draft: Draft,
    dates: Sequence[Token],
    carried: Carried,
    story: Story,
    told: Standing[date],
    published: date | None,
    last: Draft | None,
) -> list[Option]:
    """Return the readings of the day that a count is about, the empty one first; equal days are one option."""
    before = [d for d in dates if d.end <= draft.token.start]
    sender = turn(draft, last)
    empty = _crossed("undated", sender, draft.worded, draft)
    spans = bool(before) and all(as_of(d.item) is None for d in before)
    since = bool(before) and all(ever_since(draft.frame, d, planned=draft.planned) for d in before)
    size = story.topic.size
    empty.cross("size", size, f"{size}-{draft.sort}", f"{size}-{len(before) > 0}")
    empty.cross(
        "undated",
        f"dates{min(len(before), 2)}",
        "only-spans" if spans else "",
        "only-since" if since else "",
    )
    when, opener = _when(draft, dates), _opener(draft)
    readings: Iterator[Reading] = chain(
        _of_sentence(draft, dates, published, sender),
        _of_story(draft, carried, story, sender, (when, opener), dated=bool(before)),
        _of_others(draft, last, sender),
    )
    begins = draft.frame.text.startswith("\n", max(draft.frame.sentence.start - 1, 0))
    empty.cross("opener-undated", opener, "paragraph" if begins else "inside")
    empty.cross("when-undated", when, f"{when}-{len(before) > 0}", f"{when}-{draft.sort}")
    so_far = share(story.dated, None)
    empty.cross("so-far-undated", so_far, f"{so_far}-{draft.sort}")
    passed = any(at < draft.token.start for at in told.first.values())
    empty.cross(
        "told",
        told.number,
        f"{told.number}-{draft.sort}",
        f"{told.number}-{passed}",
        f"{told.number}-{len(before) > 0}",
    )
    if told.main is not None:
        readings = chain(readings, [(told.main, _crossed("main-day", sender, draft.worded, draft))])
    near = bond(draft, last, "date")
    if last is not None and last.as_of is None:
        empty.cross("as-last", near, f"{near}-{draft.count.measure}")
        if chained(draft, last):
            empty.name("chained")
    if draft.frame.kind == "headline" and draft.twin is not None and draft.twin.as_of is None:
        empty.cross("undated", "twin")
    if draft.whole is not None and (tied := tie(draft, "date")):
        empty.cross("of-undated" if draft.whole.as_of is None else "of-dated", tied)
    firm = [d for d in dates if not ever_since(draft.frame, d, planned=draft.planned)]
    ruled = grammar.day(draft, firm, carried.day)
    meant: Date | date | None = published if _is_now(draft, dates) and not draft.planned else None
    if meant is None and ruled is not None:
        meant = _so_far(draft, ruled, published)
    if meant is not None:
        readings = chain(readings, [(meant, _crossed("ruled", sender, draft.worded, draft))])
    readings = ((v, _so_far_dated(v, f, story, draft)) for v, f in readings)
    return [empty.option(None), *merge((_told(r, draft, told, published) for r in readings), _day_meant)]


def _so_far_dated(value: Date | date, features: Features, story: Story, draft: Draft) -> Features:
    """Add how many of the counts so far are of the day of a reading."""
    day = _day_meant(value)
    if day is not None:
        so_far = share(story.dated, day)
        features.cross("so-far", so_far, f"{so_far}-{draft.sort}")
    return features


Reading = tuple["Date | date", Features]


def _told(reading: Reading, draft: Draft, told: Standing[date], published: date | None) -> Reading:
    """Add how the day of a reading stands among those that the article tells of."""
    value, features = reading
    day = _day_meant(value)
    if day is not None:
        place = told.rank(day, draft.token.start)
        old = _age(day, published)
        features.cross("among", place, f"{place}-{told.number}", f"{place}-{draft.sort}", f"{place}-{old}")
        features.cross("age", old, f"{old}-{draft.sort}")
    return reading


def _age(day: date, published: date | None) -> str:
    """Tell whether a day is that of publication, the one before it or another, empty where that is not known."""
    if published is None:
        return ""
    return {0: "today", 1: "eve"}.get((published - day).days, "ago")


def _day_meant(value: Date | date) -> date | None:
    """Return the day that a reading comes to, None for a span that is no month or year."""
    day = as_of(value) if isinstance(value, Date) else value
    return None if day is None else day_of(day)


def _of_sentence(
    draft: Draft, dates: Sequence[Token], published: date | None, sender: str
) -> Iterator[Reading]:
    """Yield the dates of the count's own sentence, and the day of publication."""
    frame, token, traits = draft.frame, draft.token, draft.worded
    before = [d for d in dates if d.end <= token.start]
    for rank, day in enumerate(reversed(before)):
        if ever_since(frame, day, planned=draft.planned):
            continue  # 自3月2日以来 without a cut-off tells no day
        features = _date_features(draft, day, f"before{min(rank, 2)}", traits, sender)
        meant = _so_far(draft, day.item, published)
        if meant is published:
            features.name("running")
            features.cross("running", draft.sort)
        yield meant, features
    behind = [d for d in dates if d.start >= token.end]
    for rank, day in enumerate(behind[:_LATER]):
        yield day.item, _date_features(draft, day, f"behind{rank}", traits, sender)
    if published is not None:
        name = "now" if _is_now(draft, dates) else "published"
        yield published, _crossed(name, sender, traits, draft)


def _is_now(draft: Draft, dates: Sequence[Token]) -> bool:
    """Tell whether the sentence says, before a count and after its last date, that it is so now (截至目前, 眼下)."""
    frame, start = draft.frame, draft.token.start
    now = frame.cue("now", frame.sentence.start, start)
    return now is not None and not any(now.end < d.start and d.end <= start for d in dates)


def _of_story(
    draft: Draft, carried: Carried, story: Story, sender: str, told: tuple[str, str], *, dated: bool
) -> Iterator[Reading]:
    """Yield the days that earlier sentences and paragraphs leave, and that of the whole."""
    traits, (when, opener) = draft.worded, told
    text = draft.frame.text[draft.frame.sentence.start : draft.token.start]
    clock = "clock" if _CLOCK.search(text) else ""
    if carried.day is not None:
        features = _crossed("carried", sender, traits, draft)
        features.cross(
            f"back{min(carried.back, 3)}",
            "opens" if carried.opens else "inside",
            "alone" if carried.named == 1 else "among",
            "dated" if dated else "undated",
        )
        features.cross(
            "carried", clock, "running" if _running().search(text) else "", "dated" if dated else "undated"
        )
        features.cross("opener-carried", opener)
        features.cross("when-carried", when, f"{when}-back{min(carried.back, 3)}")
        yield carried.day, features
    elif story.day is not None:
        features = _crossed("story", sender, traits, draft)
        passed = (
            draft.frame.sentence.paragraph - story.day_told
        )  # of a headline, which is read last, it is below 0
        ago = f"ago{max(0, min(passed, 3))}"
        features.cross("story", clock, ago)
        features.cross("opener-story", opener)
        features.cross("when-story", when, f"{when}-{ago}")
        yield story.day, features
    if story.until is not None:
        yield story.until, _crossed("until", sender, traits, draft)
    if draft.whole is not None and draft.whole.as_of is not None:
        features = _crossed("whole", sender, traits, draft)
        features.cross("whole", tie(draft, "date"))
        yield day_of(draft.whole.as_of), features


def _of_others(draft: Draft, last: Draft | None, sender: str) -> Iterator[Reading]:
    """Yield the days of the counts that this one goes with: the one before it, the body's for a headline."""
    if last is not None and last.as_of is not None:
        near = bond(draft, last, "date")
        features = _crossed(f"last-{near}", sender, draft.worded, draft)
        features.cross("last", "alike" if last.count.measure == draft.count.measure else "unlike")
        if chained(draft, last):
            features.name("chained")
        yield day_of(last.as_of), features
    if draft.frame.kind == "headline" and draft.twin is not None and draft.twin.as_of is not None:
        yield day_of(draft.twin.as_of), _crossed("twin", sender, draft.worded, draft)


_LATER = 2  # dates after the figure that may still be its day


def _crossed(name: str, sender: str, traits: tuple[str, ...], draft: Draft) -> Features:
    bound, total = "bound" if draft.bound is not None else "", "total-cue" if draft.total else ""
    return Features(name, sender, bound, total, f"of-{draft.subject}", *traits)


def _date_features(draft: Draft, day: Token, position: str, traits: tuple[str, ...], sender: str) -> Features:
    """Describe a date of the count's own sentence: where it stands, how long it is, what is said of it."""
    frame, token = draft.frame, draft.token
    distance = abs(token.clause - day.clause)
    features = Features(position, f"clauses{min(distance, 3)}", sender, *traits)
    rest = frame.text[day.end : frame.clauses[day.clause][1]]
    days = _days(day.item)
    length = "day" if days <= 1 else "month" if days < _YEAR else "year"
    features.cross("length", length, f"{length}-{position}", f"{length}-clauses{min(distance, 3)}")
    for name, found in (
        ("until-date", _until(frame, day)),
        ("announced", _announced().match(rest)),
        ("since", _SINCE.match(rest)),
        ("ever-since", ever_since(frame, day, planned=draft.planned)),
        ("opens-clause", day.start == frame.clauses[day.clause][0]),
        ("attribute", _attribute().match(rest)),
        ("quoted", _quoted(frame, day)),
        ("ago", day.item.text.startswith(terms_of("day_words", "ago"))),
    ):
        if found:
            features.cross(name, position, length, "planned" if draft.planned else "")
            features.name(name)
    start, end = min(day.end, token.end), max(day.start, token.start)
    if frame.cue("plan", start, end) is not None:
        features.cross("plan-between", position)
    if any(t.kind == "count" and t.item.measure == token.item.measure for t in frame.of_between(start, end)):
        features.cross("count-between", position)
    if ";" in frame.text[start:end]:
        features.cross("semicolon", position)
    return features


_YEAR = 360
_MONTH = 27


def _so_far(draft: Draft, found: Date, published: date | None) -> Date | date:
    """Return the day of publication in place of the month or year that it lies in: 今年已…, 本月以来; a plan keeps its span."""
    if published is None or draft.planned or _days(found) < _MONTH:
        return found
    return published if day_of(found.from_) <= published < day_of(found.to) else found


def ever_since(frame: Frame, token: Token, *, planned: bool = False) -> bool:
    """Tell whether a date only begins what goes on (3月1日以来, 自3月1日发生灾情以来, 自3月1日起; not of a plan)."""
    end = frame.clauses[token.clause][1]
    if _EVER_SINCE.match(frame.text, token.end, end):
        return True
    begun = frame.text[token.start - 1 : token.start] in ("自", "从") and not planned
    return begun and _ON_FROM.match(frame.text, token.end, end) is not None


def _until(frame: Frame, token: Token) -> bool:
    """Tell whether a date is a cut-off: 截至3月30日下午4点."""
    return bool(_cutoff().search(frame.text[frame.sentence.start : token.start]))


def _days(found: Date) -> int:
    """Return how many days a date spans beyond its first."""
    return (day_of(found.to) - day_of(found.from_)).days


def _quoted(frame: Frame, token: Token) -> bool:
    before = frame.text[frame.sentence.start : token.start]
    return before.count("“") > before.count("”")
