"""Articles from wherever they lie: files, folders, JSON lines, a stream; what can't be read comes out as a failure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from corpora.article import Article
from corpora.encodings import decode
from corpora.errors import ArticleError, Failure
from corpora.jsonlines import LINES, TABLES, prints_records, read_jsonlines
from corpora.metadata import Metadata
from corpora.textfiles import make_article, read_textfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"
_TEXT = frozenset({".txt"})


def read_articles(
    paths: Iterable[str | Path], given: Metadata | None = None, *, stdin: BinaryIO | None = None
) -> Iterator[Article | Failure]:
    """Yield the articles of files, folders and `-` (`stdin`) in order, ids unique; never raise for a bad input.

    `given` metadata wins over sidecars. A folder is walked in sorted order; sidecars, gold files and hidden files are
    no articles, neither are the records of an earlier run. A file named twice is read once.
    """
    taken: set[str] = set()
    for item in _read(paths, given or Metadata(), stdin):
        yield _unique(item, taken) if isinstance(item, Article) else item


def _read(
    paths: Iterable[str | Path], given: Metadata, stdin: BinaryIO | None
) -> Iterator[Article | Failure]:
    seen: set[Path] = set()
    for path in paths:
        if str(path) == STDIN:
            yield from _one(STDIN, [_stream(stdin, given)])
            continue
        start = Path(path)
        found = _walk(start) if start.is_dir() else iter([start])
        empty = True
        for file in found:
            empty = False
            if (resolved := file.resolve()) not in seen:
                seen.add(resolved)
                yield from _file(file, given)
        if empty:
            yield Failure(str(path), f"{path}: no article in this folder; .txt and .jsonl files are read")


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the article files under a folder, sorted by path; links to folders are not followed."""
    for file in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        suffix = file.suffix.lower()
        if suffix not in _TEXT | LINES or hidden or not file.is_file():
            continue
        # The records of an earlier run, written beside its articles, are none.
        if suffix in _TEXT or not prints_records(file):
            yield file


def _file(file: Path, given: Metadata) -> Iterator[Article | Failure]:
    suffix = file.suffix.lower()
    if suffix in LINES and not prints_records(file):
        yield from _one(str(file), read_jsonlines(file, given))
        return
    if suffix in LINES | TABLES and file.exists():
        yield Failure(
            str(file), f"{file}: a table, no article; muster check and aggregate read tables of records"
        )
        return
    try:
        yield read_textfile(file, file.stem, given)
    except ArticleError as error:
        yield Failure(str(file), str(error))


def _stream(stdin: BinaryIO | None, given: Metadata) -> Article | ArticleError:
    if stdin is None:
        return ArticleError("-: there is no standard input to read")
    try:
        return make_article(decode(stdin.read(), "<stdin>"), "stdin", given, None)
    except ArticleError as error:
        return error


def _one(path: str, items: Iterable[Article | ArticleError]) -> Iterator[Article | Failure]:
    for item in items:
        yield item if isinstance(item, Article) else Failure(path, str(item))


def _unique(article: Article, taken: set[str]) -> Article:
    """Return the article under an id that no earlier one has: its stem, then folder/stem, then numbered."""
    name = article.id
    if name in taken and article.path:
        name = f"{Path(article.path).parent.name}/{name}".lstrip("/")
    number = 2
    base = name
    while name in taken:
        name = f"{base}-{number}"
        number += 1
    taken.add(name)
    return article if name == article.id else replace(article, id=name)
