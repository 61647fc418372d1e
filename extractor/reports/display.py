"""How wide a text is on a terminal, and columns that align there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def width(text: str) -> int:
    """Return how many columns a terminal gives to a text."""
    if text.isascii():
        return len(text)
    return sum(
        0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1 for c in text
    )


def clip(text: str, most: int) -> str:
    """Return the text, cut to `most` columns with `…` at its end where it is wider."""
    if width(text) <= most:
        return text
    kept = text[:most]
    while width(kept) > most - 1:
        kept = kept[:-1]
    return kept + "…"


def align(rows: Sequence[Sequence[str]], *, most: int = 28, last: int | None = None) -> Iterator[str]:
    """Yield each row as a line, its cells under each other, none wider than `most` columns, the last one than `last`."""
    table = [[*(clip(cell, most) for cell in row[:-1]), clip(row[-1], last or most)] for row in rows]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def two_columns(rows: Sequence[tuple[str, str]], *, most: int = 100, widest: int = 28) -> str:
    """Return names and descriptions side by side, wrapped at `most` columns; a name above `widest` has a line of its own."""
    left = max((len(name) for name, _ in rows if len(name) <= widest), default=widest) + 4
    lines = []
    for name, text in rows:
        lines.append("  " + name)
        for line in wrap(text, most - left):
            if len(lines[-1]) + 2 <= left and lines[-1] == "  " + name:
                lines[-1] = lines[-1].ljust(left) + line
            else:
                lines.append(" " * left + line)
    return "".join(line.rstrip() + "\n" for line in lines)


def wrap(text: str, most: int) -> Iterator[str]:
    """Break a text at blanks, and between wide characters, where a line would exceed `most` columns."""
    line = ""
    # A closing mark stays with the character before it.
    for piece in re.findall(r"[^\W\x00-\x7f][，。；：、）”]*|[\x21-\x7e]+ ?|.", text):
        if line and width(line + piece.rstrip()) > most:
            yield line.rstrip()
            line = ""
        line += piece
    yield line
