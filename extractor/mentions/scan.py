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


_SPAN = itemgetter(0, 1)


class Scanner:
    """All vocabularies in one automaton; `scan` costs one pass whatever their number."""

    def __init__(self, vocabularies: Mapping[str, Mapping[str, Any]]) -> None:
        """Compile `{vocabulary: {term: entry}}`; a term may stand in several vocabularies."""
        terms: dict[str, list[tuple[str, Any]]] = {}
        for vocabulary, entries in vocabularies.items():
            for term, entry in entries.items():
                terms.setdefault(term, []).append((vocabulary, entry))
        self._names = tuple(vocabularies)
        self._entries = list(terms.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(terms))

    def scan(self, text: str) -> dict[str, list[Hit]]:
        """Return the hits of each vocabulary, overlapping ones included, sorted by start and then by end."""
        hits: dict[str, list[Hit]] = {name: [] for name in self._names}
        entries = self._entries
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for vocabulary, entry in entries[index]:
                hits[vocabulary].append((start, end, entry))
        for found in hits.values():
            found.sort(key=_SPAN)
        return hits


def longest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the leftmost-longest hits, dropping those that overlap an earlier or longer one."""
    kept: list[Hit] = []
    end = -1
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if hit[0] >= end:
            kept.append(hit)
            end = hit[1]
    return kept
