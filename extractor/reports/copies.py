"""The clusters of `muster reprints`: each original with the articles that print it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.reports.contract import SCHEMA
from extractor.reports.wording import say
from extractor.tables.reprints import clusters_of, find_reprints, overlap, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpora.article import Article
    from corpora.errors import Failure
    from extractor.reports.wording import Language


def reprints_object(articles: Sequence[Article], failures: Sequence[Failure] = ()) -> dict[str, Any]:
    """Return the clusters as a JSON-able object.

    `similarity`: Jaccard of the two texts; `contained`: the share of the shorter one found in the longer; 0 to 1.
    """
    by_id = {article.id: article for article in articles}
    clusters = []
    for cluster in clusters_of(find_reprints(articles)):
        original = shingles(by_id[cluster.original].text)
        copies = []
        for name in cluster.reprints:
            jaccard, contained = overlap(original, shingles(by_id[name].text))
            copies.append({"id": name, "similarity": round(jaccard, 3), "contained": round(contained, 3)})
        clusters.append({"original": cluster.original, "reprints": copies})
    errors = [failure.message for failure in failures]
    return {"schema": SCHEMA, "articles": len(articles), "clusters": clusters, "errors": errors}


def reprint_lines(found: dict[str, Any], articles: Sequence[Article], language: Language) -> Iterator[str]:
    """Yield a line an original, a line each for its reprints, and a summary."""
    by_id = {article.id: article for article in articles}
    colon = "：" if language == "zh" else ": "
    for cluster in found["clusters"]:
        yield _name(by_id[cluster["original"]])
        for copy in cluster["reprints"]:
            shared = f"{copy['similarity']:.0%} similar, {copy['contained']:.0%} of the shorter one shared"
            yield f"    {_name(by_id[copy['id']])}{colon}{say(shared, language)}"
    copies = sum(len(cluster["reprints"]) for cluster in found["clusters"])
    yield say(f"{found['articles']} article(s), {copies} of them reprints", language)


def _name(article: Article) -> str:
    known = [str(part) for part in (article.published, article.publisher) if part]
    return f"{article.id} ({', '.join(known)})" if known else article.id
