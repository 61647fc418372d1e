"""Words looked up where they matter: those that stand everywhere and speak for names beside them only.

The scan would note every verb and preposition of a text, of which few stand beside a name; a finder asks for those at its offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T")


class Words(Generic[T]):
    """Words with an entry each, looked up by where they begin or end in a text."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        """Index the words by their first and by their last character."""
        self._entries = entries
        self._from: dict[str, tuple[int, ...]] = {}
        self._to: dict[str, tuple[int, ...]] = {}
        for word in sorted(entries, key=len, reverse=True):
            for index, char in ((self._from, word[0]), (self._to, word[-1])):
                sizes = index.get(char, ())
                if len(word) not in sizes:
                    index[char] = (*sizes, len(word))

    def ends(self, text: str, end: int) -> bool:
        """Tell whether a word ends at an offset."""
        return next(self.ending(text, end), None) is not None

    def beginning(self, text: str, start: int) -> Iterator[tuple[int, T]]:
        """Yield end and entry of the words that begin at an offset, the longest first."""
        for size in self._from.get(text[start : start + 1], ()):
            end = start + size
            entry = self._entries.get(text[start:end])
            if entry is not None and end <= len(text):
                yield end, entry

    def ending(self, text: str, end: int) -> Iterator[tuple[int, T]]:
        """Yield start and entry of the words that end at an offset, the longest first."""
        for size in self._to.get(text[end - 1 : end], ()):
            start = end - size
            entry = self._entries.get(text[start:end]) if start >= 0 else None
            if entry is not None:
                yield start, entry
