"""Language knowledge as data: TSV files that people edit, read and checked here.

A lexicon `NAME.tsv` is UTF-8, tab-separated, starts with a header, is sorted by its first column (`term`) and has a
last column `source` that is never empty. Lines that start with `#` are remarks.
"""

from __future__ import annotations

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
