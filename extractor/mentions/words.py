"""Words looked up where they matter: those that stand everywhere and speak for names beside them only.

The scan would note every verb and preposition of a text, of which few stand beside a name; a finder asks for those at its offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        return bool(self.ending(text, end))

    def beginning(self, text: str, start: int) -> list[tuple[int, T]]:
        """Return end and entry of the words that begin at an offset, the longest first."""
        found: list[tuple[int, T]] = []
        for size in self._from.get(text[start : start + 1], ()):
            end = start + size
            entry = self._entries.get(text[start:end])
            if entry is not None and end <= len(text):
                found.append((end, entry))
        return found

    def ending(self, text: str, end: int) -> list[tuple[int, T]]:
        """Return start and entry of the words that end at an offset, the longest first."""
        found: list[tuple[int, T]] = []
        for size in self._to.get(text[end - 1 : end], ()):
            start = end - size
            entry = self._entries.get(text[start:end]) if start >= 0 else None
            if entry is not None:
                found.append((start, entry))
        return found
