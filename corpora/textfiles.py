"""Plain text files: one article a file, its metadata in a sidecar `NAME.meta.json` beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.article import Article
from corpora.encodings import decode
from corpora.errors import ArticleError
from corpora.masthead import read_masthead
from corpora.metadata import Metadata, parse_metadata, parse_object

if TYPE_CHECKING:
    from pathlib import Path

SIDECAR = ".meta.json"


def read_bytes(path: Path) -> bytes:
    """Read a file; raise ArticleError naming it where the system refuses."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path}: {error.strerror or error}") from error


def read_sidecar(path: Path) -> Metadata:
    """Read the metadata beside an article file, empty where there is no sidecar."""
    sidecar = path.with_name(path.stem + SIDECAR)
    if not sidecar.exists():
        return Metadata()
    where = str(sidecar)
    return parse_metadata(parse_object(decode(read_bytes(sidecar), where), where), where)


def read_textfile(path: Path, identifier: str, given: Metadata) -> Article:
    """Read one text file; what is `given` wins over the sidecar. Raise ArticleError."""
    text = decode(read_bytes(path), str(path))
    return make_article(text, identifier, given.over(read_sidecar(path)), str(path))


def make_article(text: str, identifier: str, known: Metadata, path: str | None) -> Article:
    """Join a text and what is known about it, or what its first lines say; raise ArticleError where there is no text."""
    if not text.strip():
        raise ArticleError(f"{path or identifier}: empty; the text of an article is needed")
    known = known.over(read_masthead(text))
    return Article(
        id=identifier,
        text=text,
        title=known.title,
        published=known.published,
        publisher=known.publisher,
        url=known.url,
        region=known.region,
        path=path,
    )
