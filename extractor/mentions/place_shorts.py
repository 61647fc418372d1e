"""Provinces and cities by the one character that stands for them, where people go there (赴湘支援, 抵沪)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_text import Found, View, of_team
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.scan import Hit
    from models.gazetteer import Division

_HALVES = frozenset("往进出投深加融涌流汇注驶纳列编转收距脱促推引召撤存现所旨")
"""Characters that make a word with a verb of one character (往返, 投入, 现在)."""
_ROW_ENDS = frozenset("、和等两三四五六七八九十各,。;")
_LIKELY = 2.0


@cache
def _words(kind: str) -> frozenset[str]:
    """Return words of a kind: `lead` to a `short`, `none` together, `behind` a short that only tells whose it is."""
    return frozenset(row["term"] for row in read_lexicon("place_shorts") if row["kind"] == kind)


@cache
def _divisions() -> dict[str, Division]:
    """Return what each character stands for."""
    rows = ((row["term"], row["code"]) for row in read_lexicon("place_shorts") if row["kind"] == "short")
    return {term: division for term, code in rows if (division := gazetteer().get(code))}


@cache
def _behind() -> tuple[str, ...]:
    return tuple(_words("behind"))


def vocabulary() -> dict[str, int]:
    """Return verb and character together -> where the character stands."""
    return {
        lead + short: len(lead)
        for lead in _words("lead")
        for short in _divisions()
        if lead + short not in _words("none")
    }


def _row(text: str, first: int) -> list[int]:
    """Return where the characters of a row stand (赴湘黔, 分赴豫、晋、陕三省)."""
    known = _divisions()
    places = [first]
    while True:
        at = places[-1] + 1
        if text[at : at + 1] == "、" and text[at + 2 : at + 3] in _ROW_ENDS:
            at += 1
        if text[at : at + 1] not in known:
            return places
        places.append(at)


def shorts(view: View, hits: Sequence[Hit]) -> None:
    """Find the provinces and cities that people go to, several in a row too (赴湘黔支援)."""
    text = view.text
    known = _divisions()
    taken = {c.start for c in view.found}
    for start, _, lead in hits:
        first = start + lead
        if (lead == 1 and text[start - 1 : start] in _HALVES) or first in taken:
            continue
        places = _row(text, first)
        end = places[-1] + 1
        if not taken.isdisjoint((*places, end)) or text.startswith(_behind(), end) or of_team(text, end):
            continue
        for at in places:
            division = known[text[at]]
            found = Found(division.name, division.level, (division,), division.parent)
            view.add(Candidate(at, at + 1, "place", _LIKELY, ("short",), found))
