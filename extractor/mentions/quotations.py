"""Quotations with their speaker: who says what stands between “ and ”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon

if TYPE_CHECKING:
    from extractor.text.page import Page

_REACH = 40  # characters in which a speaker is named before or after the marks
_SHORT = 5  # a quotation of fewer characters is a name or an expression, not speech


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks, the marks excluded; `speaker` as the text names them, None where it does not."""

    start: int
    end: int
    speaker: str | None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return how a speaker stands before (某某说:“…) and behind (…”某某说)."""
    verbs = sorted((r["term"] for r in read_lexicon("speech") if r["class"] == "say"), key=len, reverse=True)
    say = "|".join(map(re.escape, verbs))
    name = r"(?P<speaker>[^,。“”:;!?\d\s]{2,24}?)"
    return (
        re.compile(rf"(?:^|[,。;!?”\s]){name}(?:{say})[^,。“”:;]{{0,4}}[:,]$"),
        re.compile(rf"{name}(?:{say})"),
    )


def find_quotations(page: Page) -> list[Quotation]:
    """Return the quotations of a page that are speech, in order; offsets are clean."""
    before, behind = _patterns()
    text = page.clean
    found: list[Quotation] = []
    for start, end in page.layout.quotations:
        paragraph = page.paragraph_at(start)
        if paragraph is None or end - start < _SHORT:
            continue
        lead = before.search(text[max(paragraph.start, start - 1 - _REACH) : start - 1])
        tail = behind.match(text[end + 1 : min(paragraph.end, end + 1 + _REACH)]) if lead is None else None
        named = lead or tail
        found.append(Quotation(start, end, named["speaker"] if named else None))
    return found
