"""The stages in order: an article becomes a page, mentions, records, a report."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractor.context import establish
from extractor.mentions import counts, dates, names
from extractor.mentions.scan import Scanner
from extractor.records import entities, frame
from extractor.records.frame import Mentions
from extractor.records.link import link
from extractor.records.ranking import Chooser, choose
from extractor.records.record import Region, Report
from extractor.text.page import Page, read_page

if TYPE_CHECKING:
    from corpora.article import Article
    from extractor.mentions.mention import Count
    from models.annotator import Annotator

_NO_STORY = frozenset({"byline", "source", "credit"})


@cache
def scanner() -> Scanner:
    """Return the one automaton of every vocabulary, compiled on first use."""
    return Scanner(
        {**names.vocabularies(), **counts.vocabularies(), **dates.vocabularies(), **frame.vocabularies()}
    )


def extract(article: Article, annotator: Annotator | None = None, chooser: Chooser = choose) -> Report:
    """Read one article: normalise, lay out, scan once, find mentions, link them to records.

    An `annotator` of `models` is asked for further names; the default asks none. `chooser` picks among the readings of a link.
    """
    page = read_page(article.text, title=article.title)
    hits = scanner().scan(page.clean)
    context = establish(
        page, hits, region=article.region, published=article.published, publisher=article.publisher
    )
    found_dates = dates.find_dates(page, hits, article.published)
    days = [(d.start, d.end) for d in found_dates]
    found_counts = [c for c in counts.find_counts(page.clean, hits, days) if _in_story(page, c)]
    taken = sorted([*days, *((c.start, c.end) for c in found_counts)])
    named = names.find_names(page, hits, context, taken, annotator)
    mentions = Mentions(
        found_counts, found_dates, named.places, named.units, named.persons, named.teams, named.owner
    )
    region = context.region
    records, relations, houses = link(
        page,
        mentions,
        hits["records.cue"],
        article=article.id,
        published=article.published,
        region=region.code if region else None,
        chooser=chooser,
    )
    acting = {unit.name for unit in named.units}
    if (
        named.owner is not None
        and named.owner.name not in acting
        and any(r.unit == named.owner.name for r in records)
    ):
        named.units.append(named.owner)  # nothing but its credits names the organisation whose page it is
        named.units.sort(key=lambda unit: unit.start)
    return Report(
        id=article.id,
        path=article.path,
        url=article.url,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        region=Region(region.name, region.code) if region else None,
        sha256=article.sha256,
        units=entities.unit_entities(named.units, page.span),
        persons=entities.person_entities(named.persons, page.span),
        places=entities.place_entities([*named.places, *houses], page.span),
        dates=entities.date_entities(found_dates, page.span),
        teams=entities.team_entities(named.teams, page.span),
        records=tuple(records),
        relations=tuple(relations),
        text=article.text,
    )


def _in_story(page: Page, count: Count) -> bool:
    """Tell whether a figure stands in the story and counts people, units, teams, places or households."""
    paragraph = page.paragraph_at(count.start)
    return count.measure != "other" and paragraph is not None and paragraph.kind not in _NO_STORY
