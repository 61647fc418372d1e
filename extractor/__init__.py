"""muster as a library: one article in, records and checked relations out.

>>> import extractor
>>> report = extractor.extract("团市委组织50名青年党员到社区报到。", published="2022-03-31", region="徐州市")
>>> report.id
'article'

`extract` reads a text, `extract_article` an `Article` as `corpora` reads it. `find_numbers`, `find_counts` and `find_dates`
work on any string, without an article around it; their offsets are code points of that string, half-open.

The rooms, in the order of the data: `text`, `lexicons`, `mentions`, `records`, `pipeline`, `tables`, `checks`, `reports`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from corpora.article import Article
    from extractor.phrases import find_counts, find_dates, find_numbers
    from extractor.records.record import Report
    from models.annotator import Annotator

__version__ = "0.1.0"
__all__ = ["extract", "extract_article", "find_counts", "find_dates", "find_numbers"]


def extract(  # noqa: PLR0913  (the metadata of an article, all by keyword)
    text: str,
    *,
    published: date | str | None = None,
    region: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    id: str = "article",  # noqa: A002  (the contract's name)
    annotator: Annotator | None = None,
) -> Report:
    """Read one article's text and return its report; raise ArticleError where `published` is no date.

    An `annotator` of `models.registry.load_annotator` is asked for further names; the default asks none.
    """
    from corpora.metadata import Metadata, parse_date
    from corpora.textfiles import make_article

    day = parse_date(published, "published") if isinstance(published, str) else published
    known = Metadata(published=day, title=title, publisher=publisher, url=url, region=region)
    return extract_article(make_article(text, id, known, None), annotator)


def extract_article(article: Article, annotator: Annotator | None = None) -> Report:
    """Read one article and return its report: entities, records, and the relations that it states, checked."""
    from extractor import pipeline
    from extractor.checks import check_report

    report = pipeline.extract(article, annotator)
    return replace(report, checks=check_report(report))


def __getattr__(name: str) -> Any:  # noqa: ANN401  (module attributes of any type)
    """Load the finders on first use, so that `import extractor` stays light."""
    if name in ("find_numbers", "find_counts", "find_dates"):
        from extractor import phrases

        return getattr(phrases, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
