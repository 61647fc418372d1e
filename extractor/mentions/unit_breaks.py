"""Breaks: where the name of a unit may start, looked up at the offsets that a finder asks for.

The words that end before it, verbs and function words, stand everywhere: they would be half of all that the scan notes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

_COHORT = re.compile(r"\d\d级")  # 2018级|新闻学院
_COUNTED = re.compile(r"一([\u4e00-\u9fff])\1|[家支届间座架](?<=[\d余多数几两一二三四五六七八九十百千].)")
# A verb that begins its clause: 接|省公司调令, 借|桐江小学的教室, but 致公党.
_BEGINS = re.compile(
    r"[接找借致受](?<![\u4e00-\u9fff].)(?![力公远待诊应])(?:(?<!受)|(?=自治区|[省市县区州旗](?![场民面容])))"
)
_TRADES = ("员", "者")  # behind a verb they make a person of it (驾驶|员)


@cache
def _words() -> Words[bool]:
    """Return the verbs and function words behind which a name may start."""
    verbs = {r["term"]: True for r in read_lexicon("verbs") if "unit" in r["class"]}
    return Words(verbs | {r["term"]: True for r in read_lexicon("unit_breaks") if r["class"] == "break"})


def opens(text: str, at: int) -> bool:
    """Tell whether a verb or a function word begins at an offset."""
    return bool(_words().beginning(text, at))


def verb_at(text: str, at: int) -> bool:
    """Tell whether a verb or the like, of two characters or more, begins at an offset."""
    found = _words().beginning(text, at)
    return bool(found) and found[0][0] - at > 1


def verb_before(text: str, offset: int) -> int:
    """Return where the last verb or the like, of two characters or more, before an offset ends, -1 without one."""
    for end in range(offset, 0, -1):
        found = _words().ending(text, end)
        if found and end - found[0][0] > 1:
            return end
    return -1


class Breaks(dict[int, bool]):
    """Whether a name may start at offsets of a text, as far as asked: at 0, after marks, function words, verbs, figures."""

    def __init__(
        self, text: str, shields: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]
    ) -> None:
        """Note the names that hold no break (`shields`) and where figures and dates (`taken`) end."""
        super().__init__({0: True})
        self.text = text
        # The offsets inside of names, and the first start of the words that do not end there:
        # a break inside of a name is none (来|自信|阳师范大学).
        self.inside: dict[int, int] = {}
        for start, end in shields:
            for at in range(start + 1, end + 1):
                self.inside[at] = min(start - 1, self.inside.get(at, start))
        self.update((end, True) for _, end in taken)
        self.update(
            (m.end(), True) for pattern in (_COUNTED, _COHORT, _BEGINS) for m in pattern.finditer(text)
        )

    def __missing__(self, at: int) -> bool:
        """Tell whether a mark or a word ends at an offset."""
        before = self.text[at - 1 : at] if at > 0 else ""
        found = self[at] = not (before.isalnum() or before in "_·") or self._worded(at)
        return found

    def _worded(self, at: int) -> bool:
        """Tell whether a verb or a function word ends at an offset."""
        words = _words().ending(self.text, at)
        if not words:
            return False
        whole = self.inside.get(at, at)
        longest = 1 if self.text.startswith(_TRADES, at) else at
        return any(start < whole and at - start <= longest for start, _ in words)

    def limit(self, offset: int) -> int:
        """Return the last break that does not lie behind an offset."""
        while offset > 0 and not self[offset]:
            offset -= 1
        return max(offset, 0)

    def between(self, start: int, end: int) -> list[int]:
        """Return the breaks strictly between two offsets."""
        return [at for at in range(start + 1, end) if self[at]]
