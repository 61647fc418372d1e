"""The words of a passage as character bigrams, with names and figures masked by their kind: what no feature names.

They hang on the readings of a link: those around the count on the empty one, those beside and between a name and the count on
the reading that it names. Weights stand in `link_bigrams.tsv`; `bench/fit_linker.py` fits them with the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

from extractor.mentions.mention import Date, Place, Team, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.frame import Mentions
    from extractor.records.ranking import Chooser, Option

TASKS = frozenset({"unit", "place", "as_of", "scope"})
"""The links whose readings bigrams hang on."""

_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_BLANKS = re.compile(r"[^\S\n]")  # none of them may break a line of the data file
_NEW_LINE = "¶"
_BESIDE = 2  # characters before and behind a name
Span = tuple[int, int]


class Passages:
    """A page with each mention put as one letter and each other number as 0; offsets that come in are clean offsets."""

    __slots__ = (
        "_around",
        "_beside",
        "_clauses",
        "_counts",
        "_ends",
        "_put",
        "_sentences",
        "_starts",
        "_text",
    )

    def __init__(self, clean: str, mentions: Mentions) -> None:
        """Mask the outermost mentions of a clean text."""
        marked: list[tuple[int, int, str]] = [(m.start(), m.end(), "0") for m in _DIGITS.finditer(clean)]
        for letter, found in (
            ("U", mentions.units),
            ("L", mentions.places),
            ("P", mentions.persons),
            ("D", mentions.dates),
            ("T", mentions.teams),
            ("N", mentions.counts),
        ):
            marked += [(m.start, m.end, letter) for m in found]
        marked.sort(key=lambda m: (m[0], -m[1]))
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._put: list[int] = []
        pieces: list[str] = []
        done = length = 0
        for start, end, letter in marked:
            if start < done:
                continue
            pieces += [clean[done:start], letter]
            length += start - done
            self._starts.append(start)
            self._ends.append(end)
            self._put.append(length)
            length += 1
            done = end
        pieces.append(clean[done:])
        self._text = _BLANKS.sub(" ", "".join(pieces))
        self._sentences = [m.end() for m in re.finditer(r"[。!?\n]", self._text)]
        self._clauses = [m.end() for m in re.finditer(r"[,;:。\n]", self._text)]
        self._around: dict[Span, tuple[str, ...]] = {}
        self._beside: dict[tuple[int, str], tuple[str, ...]] = {}
        self._counts: dict[Span, tuple[int, int, int, int]] = {}

    def around(self, count: Span) -> tuple[str, ...]:
        """Return the bigrams of the sentence of a count and the one before, marked by where they stand: p, s, c | d, e."""
        known = self._around.get(count)
        if known is None:
            start, end, first, last = self._placed(count)
            left, right = _bounds(self._clauses, start, end, len(self._text))
            left, right = max(left, first), min(right, last)
            before, _ = _bounds(self._sentences, max(first - 1, 0), end, 0)
            text = self._text
            known = self._around[count] = tuple(
                dict.fromkeys(
                    [
                        *_bigrams("p~", text[before:first].replace("\n", _NEW_LINE)),
                        *_bigrams("s~", text[first:left]),
                        *_bigrams("c~", text[left:start] + "#"),
                        *_bigrams("d~", "#" + text[end:right]),
                        *_bigrams("e~", text[right:last]),
                    ]
                )
            )
        return known

    def beside(self, name: Span, count: Span) -> tuple[str, ...]:
        """Return what stands before and behind a name and, where one sentence holds both, the bigrams between it and a count."""
        text, (start, end) = self._text, self._masks(name)
        first, last, opens, closes = self._placed(count)
        side = "<" if end <= first else ">"
        if not opens <= start < closes:
            return self._edges(start, end, "out" + side)
        if end <= first:
            between = _bigrams("<~", "@" + text[end:first] + "#")
        elif start >= last:
            between = _bigrams(">~", "#" + text[last:start] + "@")
        else:
            between = []
        return (*self._edges(start, end, "in" + side), *dict.fromkeys(between))

    def _edges(self, start: int, end: int, where: str) -> tuple[str, ...]:
        """Return what stands before and behind a masked name."""
        known = self._beside.get((start, where))
        if known is None:
            text = self._text
            left = text[max(start - _BESIDE, text.rfind("\n", 0, start) + 1) : start]
            right = text[end : end + _BESIDE].partition("\n")[0]
            words = f"{where}{left}~", f"{where}{left[-1:]}-~", f"{where}~{right}", f"{where}~-{right[:1]}"
            known = self._beside[start, where] = words
        return known

    def _masks(self, span: Span) -> Span:
        """Return a masked span."""
        return self._masked(span[0]), self._masked(span[1])

    def _placed(self, count: Span) -> tuple[int, int, int, int]:
        """Return the masked span of a count, and that of its sentence."""
        known = self._counts.get(count)
        if known is None:
            first, last = self._masks(count)
            sentence = _bounds(self._sentences, first, last, len(self._text))
            known = self._counts[count] = (first, last, *sentence)
        return known

    def _masked(self, offset: int) -> int:
        """Return the masked offset of a clean one; within a name that is the end of its letter."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return offset
        if offset == self._starts[index]:
            return self._put[index]
        return self._put[index] + 1 + max(0, offset - self._ends[index])


def hearing(chooser: Chooser, passages: Passages) -> Chooser:
    """Return a chooser that hangs the bigrams of a passage on the readings of a link before it chooses among them."""

    def choose(task: str, count: Span, options: Sequence[Option], /) -> tuple[Any, float]:
        if task in TASKS and len(options) > 1:
            for option in options:
                value = option.value
                if value is None:
                    option.words = passages.around(count)
                elif (span := _span(value)) is not None:
                    option.words = passages.beside(span, count)
        return chooser(task, count, options)

    return choose


def _span(value: Any) -> Span | None:  # noqa: ANN401  (whatever the task links to)
    """Return the span of the names of a reading; a day that is no expression of the text and a total have none."""
    if type(value) is tuple:
        return value[0].start, value[-1].end
    return (value.start, value.end) if isinstance(value, Unit | Place | Team | Date) else None


def _bounds(ends: Sequence[int], start: int, end: int, length: int) -> Span:
    """Return where the piece that holds a span begins and ends (before its mark), pieces ending at `ends`."""
    index = bisect_right(ends, start)
    after = bisect_left(ends, end + 1)
    return ends[index - 1] if index else 0, ends[after] - 1 if after < len(ends) else length


def _bigrams(kind: str, text: str) -> list[str]:
    return [kind + text[i : i + 2] for i in range(len(text) - 1)]
