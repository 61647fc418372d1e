"""JSON lines: one article a line, `text` and the metadata of a sidecar as its keys, `id` if it has one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpora.encodings import decode
from corpora.errors import ArticleError
from corpora.metadata import Metadata, parse_metadata, parse_object
from corpora.textfiles import make_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpora.article import Article

LINES = frozenset({".jsonl", ".ndjson"})
TABLES = frozenset({".csv", ".tsv", ".xlsx", ".parquet", ".sqlite", ".db"})
"""What tables of records are named; none of them is an article."""
_PRINTED = re.compile(r'\s*\{\s*"schema"\s*:\s*"muster/')


def prints_records(path: Path) -> bool:
    """Tell whether a JSON Lines file is what `extract` printed, by its first line; such lines are no articles."""
    try:
        with path.open("rb") as stream:
            return starts_with_records(stream.readline(200).decode("utf-8-sig", "replace"))
    except OSError:
        return False


def starts_with_records(text: str) -> bool:
    """Tell whether a text begins with a line that `extract --format jsonl` printed."""
    return _PRINTED.match(text) is not None


def read_jsonlines(path: Path, given: Metadata) -> Iterator[Article | ArticleError]:
    """Yield the article of each line, or the error that says why there is none; blank lines are skipped."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                where = f"{path}:{number}"
                try:
                    article = _read_line(decode(line, where), path, number, given)
                except ArticleError as error:
                    yield error
                else:
                    if article:
                        yield article
    except OSError as error:
        yield ArticleError(f"{path}: {error.strerror or error}")


def _read_line(line: str, path: Path, number: int, given: Metadata) -> Article | None:
    if not line.strip():
        return None
    where = f"{path}:{number}"
    record = parse_object(line, where)
    text = record.get("text")
    if not isinstance(text, str):
        raise ArticleError(f"{where}: 'text' is missing or no text; the article stands there")
    identifier = record.get("id")
    if identifier is not None and not isinstance(identifier, str | int):
        raise ArticleError(f"{where}: 'id' is no text")
    name = f"{path.stem}-{number}" if identifier is None else str(identifier)
    return make_article(text, name, given.over(parse_metadata(record, where)), where)
