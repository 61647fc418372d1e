"""muster as a spaCy component: `nlp.add_pipe("muster")` reads each doc as an article.

Loaded by spaCy through the entry point `spacy_factories`. Filled are `doc.spans["muster"]` (names, figures and dates, labelled
unit, person, place, team, date and count), `doc._.records` and `doc._.report`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

import extractor
from corpora.metadata import parse_date
from models.spacy import OWN

if TYPE_CHECKING:
    from datetime import date

    from extractor.records.record import Report

_ENTITIES = (
    ("unit", "units"),
    ("person", "persons"),
    ("place", "places"),
    ("team", "teams"),
    ("date", "dates"),
)


@dataclass(frozen=True, slots=True)
class Component:
    """Reads a doc's text; the metadata of the pipe hold for every doc, `doc.user_data` of one doc wins over them."""

    published: date | None
    region: str | None

    def __call__(self, doc: Doc) -> Doc:
        """Fill the spans and extensions of a doc; a span that cuts a token takes all of it in."""
        if not doc.text.strip():
            doc.spans[OWN] = []
            doc._.records = []
            return doc
        given = doc.user_data
        report = extractor.extract(
            doc.text,
            published=given.get("published", self.published),
            region=given.get("region", self.region),
            title=given.get("title"),
            id=str(given.get("id", "doc")),
        )
        doc._.report = report
        doc._.records = list(report.records)
        doc.spans[OWN] = [
            span
            for start, end, label in _spans(report)
            if (span := doc.char_span(start, end, label, alignment_mode="expand")) is not None
        ]
        return doc


def _spans(report: Report) -> list[tuple[int, int, str]]:
    found = [
        (start, end, label)
        for label, entities in _ENTITIES
        for entity in getattr(report, entities)
        for start, end in entity.spans
    ]
    found += [(record.start, record.end, "count") for record in report.records]
    return sorted(found)


@Language.factory(
    "muster", default_config={"published": None, "region": None}, assigns=["doc.spans", "doc._.records"]
)
def make_component(nlp: Language, name: str, published: str | None, region: str | None) -> Component:  # noqa: ARG001
    """Return the component; `published` is an ISO date that stands for docs without one."""
    for extension, default in (("records", None), ("report", None)):
        if not Doc.has_extension(extension):
            Doc.set_extension(extension, default=default)
    return Component(parse_date(published, "published") if published else None, region)
