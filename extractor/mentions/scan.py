"""One pass over the clean text with every term that muster knows: lexicons and gazetteer in one automaton.

A finder declares the terms that it needs as a `Vocabulary`; all vocabularies are compiled together, once per process.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import ahocorasick_rs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Hit = tuple[int, int, Any]
"""(start, end, entry): a half-open clean span and the entry that the vocabulary gave for the term there."""

_SEVERAL = -1
_START = itemgetter(1)


class Scanner:
    """All vocabularies in one automaton; `scan` costs one pass whatever their number."""

    def __init__(self, vocabularies: Mapping[str, Mapping[str, Any]]) -> None:
        """Compile `{vocabulary: {term: entry}}`; a term may stand in several vocabularies."""
        terms: dict[str, list[tuple[int, Any]]] = {}
        for number, entries in enumerate(vocabularies.values()):
            for term, entry in entries.items():
                terms.setdefault(term, []).append((number, entry))
        self._names = tuple(vocabularies)
        # Nearly every term stands in one vocabulary: its number and entry at the term's index, else `_SEVERAL` and pairs.
        self._numbers = [own[0][0] if len(own) == 1 else _SEVERAL for own in terms.values()]
        self._entries = [own[0][1] if len(own) == 1 else own for own in terms.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(terms))

    def scan(self, text: str) -> dict[str, list[Hit]]:
        """Return the hits of each vocabulary, overlapping ones included, sorted by start and then by end."""
        hits: list[list[Hit]] = [[] for _ in self._names]
        numbers, entries = self._numbers, self._entries
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        # By start; the automaton gives them by end, which a stable sort keeps.
        matches.sort(key=_START)
        for index, start, end in matches:
            number = numbers[index]
            if number != _SEVERAL:
                hits[number].append((start, end, entries[index]))
                continue
            for number, entry in entries[index]:
                hits[number].append((start, end, entry))
        return dict(zip(self._names, hits, strict=True))


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the leftmost-longest of the hits of a vocabulary, dropping those that overlap an earlier or longer one."""
    kept: list[Hit] = []
    start = end = -1
    for hit in hits:
        if hit[0] >= end:
            kept.append(hit)
        elif hit[0] == start:
            kept[-1] = hit  # those of one start come the shortest first
        else:
            continue
        start, end, _ = hit
    return kept
