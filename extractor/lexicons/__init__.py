"""Language knowledge as data: TSV files that people edit, read and checked here.

A lexicon `NAME.tsv` is UTF-8, tab-separated, starts with a header, is sorted by its first column (`term`) and has a
last column `source` that is never empty. Lines that start with `#` are remarks.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from extractor.errors import LexiconError


@cache
def read_lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Read `NAME.tsv` as rows keyed by column; raise LexiconError (file, line) where the file breaks its rules."""
    lines = files(__name__).joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
    rows: list[dict[str, str]] = []
    header: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            if header[0] != "term" or header[-1] != "source":
                raise LexiconError(
                    f"{name}.tsv:{number}: header must run from term to source, found {line!r}"
                )
            continue
        if len(cells) != len(header) or not cells[0] or not cells[-1]:
            raise LexiconError(
                f"{name}.tsv:{number}: expected {len(header)} cells, term and source filled: {line!r}"
            )
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)


def _rows(name: str, classes: tuple[str, ...]) -> list[dict[str, str]]:
    """Return the rows whose column `class` has one of the classes, all where none is asked for; the longest term first."""
    wanted = frozenset(classes)
    rows = (row for row in read_lexicon(name) if not wanted or not wanted.isdisjoint(row["class"].split()))
    return sorted(rows, key=lambda row: -len(row["term"]))


@cache
def terms_of(name: str, *classes: str) -> tuple[str, ...]:
    """Return the terms of some classes of a lexicon, all where none is asked for; the longest first."""
    return tuple(row["term"] for row in _rows(name, classes))


def any_of(name: str, *classes: str) -> str:
    """Return what `terms_of` returns as one alternation.

    Where it has columns `not_after` and `not_before`, a term matches only where none of their words stands beside it.
    """
    return "|".join(
        _unless("?<!", row.get("not_after", ""))
        + re.escape(row["term"])
        + _unless("?!", row.get("not_before", ""))
        for row in _rows(name, classes)
    )


def _unless(sign: str, words: str) -> str:
    """Return a negative look at words, empty without any."""
    return f"({sign}{'|'.join(map(re.escape, words.split()))})" if words else ""
