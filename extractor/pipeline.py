"""The stages in order: an article becomes a page, mentions, records, a report."""

from __future__ import annotations

from corpora.article import Article
from extractor.records.record import Region, Report
from extractor.text.page import read_page


def extract(article: Article) -> Report:
    """Read one article and return its report."""
    page = read_page(article.text, title=article.title)
    return Report(
        id=article.id,
        path=article.path,
        url=article.url,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        region=Region(article.region, None) if article.region else None,
        sha256=article.sha256,
        text=page.original,
    )
