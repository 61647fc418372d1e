"""What an article is about: the organisations and places that its headline and its whole text put first."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from extractor.mentions.mention import Place, Unit
from extractor.mentions.unit_credits import credit_rank
from extractor.records.agent_references import own_page
from extractor.records.goals import VENUE, goals
from extractor.records.leads import Leads, find_leads
from extractor.records.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.frame import Frame, Mentions
    from extractor.text.page import Page

M = TypeVar("M", Unit, Place)
_OWNED = ("", "credit", "source", "rights")
_DOMINANT = 0.4  # the share of all mentions that makes an organisation or place the article's own
_OFTEN = 2
_FIRST = 5  # sentences that set the scene


@dataclass(frozen=True, slots=True)
class Topic:
    """The first organisation of the headline; what the text names most often, where one stands out."""

    unit: Unit | None = None
    main: Unit | None = None
    dominant: bool = False
    ours: Unit | None = None
    """The organisation whose own page it is (我校, 我院)."""
    site: Place | None = None
    campaign: tuple[Place, ...] = ()
    """Where the people of the article go: the first destination of its headline or its first sentences."""
    aid: str = ""
    """`aid` where they come to help others (驰援), else `move`, empty where nobody goes anywhere."""
    opening: frozenset[str] = frozenset()
    """The names of the places in the headline and in the first sentences."""
    often: frozenset[str] = frozenset()
    """The names of the places that the text names most often, the region apart."""
    spread: str = ""
    """How many places below the county the text names: one, few, many."""
    size: str = ""
    """How many figures the article has: brief, short, long, dense."""
    senders: str = ""
    """How many organisations it names: none, one, few, many."""
    units: Standing[str] = field(default_factory=lambda: Standing.of(()))
    places: Standing[str] = field(default_factory=lambda: Standing.of(()))
    """The organisations, and the places but for the region and what is wider, as the text names them."""
    event: tuple[Place, ...] = ()
    """Where the event happens that the article is about (冕宁县河里乡|发生森林火灾): as precisely as its opening says it."""
    leads: Leads = field(default_factory=Leads)
    owner: Unit | None = None
    """The organisation whose page it is by its credits."""
    owned: str = ""
    """How its credits name it: `rights`, `source`, `credit`."""


def find_topic(
    page: Page, mentions: Mentions, region: str | None, paragraphs: Sequence[Sequence[Frame]]
) -> Topic:
    """Return the topic of a page; `region` is the code of its region, which is no site."""
    ends = [p.end for p in page.paragraphs if p.kind == "headline"]
    end = max(ends, default=0)
    units = [u for u in mentions.units if u.kind != "media"]
    places = [
        p
        for p in mentions.places
        if (p.kind not in ("province", "city") and p.code != region) or p.kind in _SITES
    ]
    main, share = _main(units)
    site, _ = _main(places)
    return Topic(
        next((u for u in units if u.start < end), None),
        main,
        share >= _DOMINANT,
        own_page(page.clean, mentions.units),
        site,
        *_campaign(paragraphs),
        _opening(page, mentions),
        _often(places),
        _spread(places),
        _size(mentions),
        _senders(units),
        Standing.of((u.name, u.start) for u in units),
        Standing.of((p.name, p.start) for p in places),
        _event(paragraphs),
        find_leads(paragraphs),
        mentions.owner,
        _OWNED[credit_rank(page, mentions.owner.start, mentions.owner.end)] if mentions.owner else "",
    )


def _campaign(paragraphs: Sequence[Sequence[Frame]]) -> tuple[tuple[Place, ...], str]:
    """Return the first destination that a headline or one of the first sentences names, and what for."""
    frames = [f for p in paragraphs for f in p]
    frames.sort(key=lambda f: f.kind != "headline")
    for frame in frames[:_FIRST]:
        for goal in goals(frame):
            if goal.manner == "goal" and goal.places[-1].kind != VENUE:
                verbs = frame.cues("goal", frame.sentence.start, goal.start)
                return goal.places, "aid" if verbs and "send" in verbs[-1].item else "move"
    return (), ""


def _opening(page: Page, mentions: Mentions) -> frozenset[str]:
    """Return the names of the places in the headline and in the first sentences of the body."""
    first = [s.end for s in page.sentences if page.paragraphs[s.paragraph].kind == "body"][:_LEAD]
    return frozenset(p.name for p in mentions.places if p.start < (first[-1] if first else 0))


def _often(places: Sequence[Place]) -> frozenset[str]:
    """Return the names that stand most often, at least twice."""
    ranked = Counter(p.name for p in places)
    top = max(ranked.values(), default=0)
    return frozenset(name for name, times in ranked.items() if times == top and times >= _OFTEN)


def _spread(places: Sequence[Place]) -> str:
    """Tell how many places below the county a text names."""
    named = len({p.name for p in places if p.kind not in ("province", "city", "county")})
    return "one" if named <= 1 else "few" if named <= _FEW else "many"


def _size(mentions: Mentions) -> str:
    """Tell how many figures a text has: a brief one is about one thing, whose figures are its totals."""
    number = sum(count.measure != "other" for count in mentions.counts)
    return next(name for most, name in _SIZES if number <= most)


def _senders(units: Sequence[Unit]) -> str:
    """Tell how many organisations a text names."""
    named = len({u.name for u in units})
    return "none" if not named else "one" if named == 1 else "few" if named <= _FEW else "many"


_SIZES = ((4, "brief"), (9, "short"), (15, "long"), (1 << 60, "dense"))
_FEW = 4
_LEAD = 2


def _event(paragraphs: Sequence[Sequence[Frame]]) -> tuple[Place, ...]:
    """Return the places right before the word for an event in a headline or one of the first sentences, the most precise."""
    frames = [f for p in paragraphs for f in p]
    frames.sort(key=lambda f: f.kind != "headline")
    best: tuple[Place, ...] = ()
    for frame in frames[:_OPENING]:
        for goal in goals(frame):
            near = min(goal.end + _NEAR, len(frame.text))
            if (
                goal.manner == "origin"
                or goal.places[-1].kind == VENUE
                or not frame.cues("event", goal.end, near)
            ):
                continue
            if _BREAK.search(frame.text, goal.end, frame.cues("event", goal.end, near)[0].start):
                continue
            if not best or _WIDTH.get(goal.places[-1].kind, 0) < _WIDTH.get(best[-1].kind, 0):
                best = goal.places
    return best


_OPENING = 8
_NEAR = 16  # characters from a place to the end of the word for what happens there
_BREAK = re.compile(r"[。;!?:“”]")
_WIDTH = {"province": 4, "city": 3, "county": 2, "town": 1}
_SITES = ("town", "community", "village", "zone", "road", "site", "water", "")


def _main(mentions: Sequence[M]) -> tuple[M | None, float]:
    """Return the mention whose name stands most often (at least twice, more than any other), and its share."""
    ranked = Counter(m.name for m in mentions).most_common(2)
    if not ranked or ranked[0][1] < _OFTEN or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None, 0.0
    return next(m for m in mentions if m.name == ranked[0][0]), ranked[0][1] / len(mentions)
