"""How the characters around a short name fall into words: 通化|学校 holds the city, 通|化学|的同学 and 四平八稳 do not."""

from __future__ import annotations

import lzma
import re
from functools import cache, lru_cache
from importlib.resources import files

from extractor.lexicons import read_lexicon
from extractor.mentions.name_shapes import HAN

_LEFT = re.compile(f"{HAN.pattern}$")
_BEFORE, _BEHIND = 4, 5  # characters that are looked at on either side of a name
_CLEAR = 2  # by how much words across the edges of a name must outweigh those beside it
_WINDOWS = 1 << 14


@cache
def words() -> dict[str, int]:
    """Return the words of two characters that are no names, with 1 (seldom) to 4 (very often): jieba's, by `make_shapes.py`."""
    packed = lzma.decompress(files("models").joinpath("words.xz").read_bytes()).decode("utf-8").split("\n")
    return {line[at : at + 2]: level for level, line in enumerate(packed, 1) for at in range(0, len(line), 2)}


def crossed(text: str, start: int, end: int) -> bool:
    """Tell whether words across an edge of a name are clearly likelier than those beside it, or a longer word holds it."""
    before = _LEFT.search(text, max(0, start - _BEFORE), start)
    behind = HAN.match(text, end, end + _BEHIND)
    return _crossed(before[0] if before else "", text[start:end], behind[0] if behind else "")


@lru_cache(maxsize=_WINDOWS)
def _crossed(before: str, name: str, behind: str) -> bool:
    """Weigh the best division into words that cuts the name against the best one that keeps it."""
    text, at = before + name + behind, len(before)
    if any(m.start() <= at and at + len(name) <= m.end() for m in _longer().finditer(text)):
        return True
    return _weight(text, at) - _weight(before) - _weight(behind) >= _CLEAR


@cache
def _longer() -> re.Pattern[str]:
    """Compile the words and sayings that hold the name of a place and mean none."""
    return re.compile("|".join(row["term"] for row in read_lexicon("place_longer")))


def _weight(text: str, barred: int = -1) -> int:
    """Return the greatest sum of the weights of words side by side, none of which begins at `barred`."""
    table, last, best = words(), 0, 0
    for end in range(2, len(text) + 1):
        level = 0 if end - 2 == barred else table.get(text[end - 2 : end], 0)
        last, best = best, max(best, last + level)
    return best
