"""Whose clause it is that a figure stands in: the subject that is named, a collective, people, a pronoun, or none.

A clause without a subject goes on with the one before it (…,共出动320人); one with a subject of its own does not
(各社区340余人, 地方林业局也组织了400余名), whether or not the name behind it is known.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, terms_of
from extractor.records.status import DEEDS

if TYPE_CHECKING:
    from extractor.records.draft import Draft
    from extractor.records.frame import Frame, Token

_LONGEST = 6  # characters of a word for people


@cache
def _opening() -> re.Pattern[str]:
    """Compile what may stand before the subject of a clause."""
    return re.compile(rf"(?:{any_of('subject_words', 'opens')}|(?:截至|截止|至)[^,]*)[,:\s]*")


@cache
def _adverbs() -> re.Pattern[str]:
    """Compile what may stand between a subject and its verb."""
    return re.compile(rf"(?:{any_of('subject_words', 'adverb')})+$")


@cache
def _begins(kind: str) -> re.Pattern[str]:
    return re.compile(any_of("subject_words", kind))


@cache
def _people() -> frozenset[str]:
    return frozenset(terms_of("people"))


def manner(draft: Draft) -> tuple[str, ...]:
    """Return the adverbs right before the verb of a figure's clause, or before the figure (已累计|投入, 现有|320人)."""
    frame, start = draft.frame, draft.clause[0]
    verb = _verb(frame, start, draft.token.start)
    ends = (draft.token.start,) if verb is None else (verb.start, draft.token.start)
    runs = (_adverbs().search(frame.text[start:end]) for end in ends)
    words = dict.fromkeys(w for run in runs if run for w in _begins("adverb").findall(run[0]))
    return tuple(f"manner-{word}" for word in words) or ("manner-",)


def _verb(frame: Frame, start: int, end: int) -> Token | None:
    """Return the first verb that says what people do, or what befalls them, between two offsets."""
    return next((t for t in frame.of("cue") if start <= t.start < end and t.item & DEEDS), None)


def subject_kind(draft: Draft) -> str:
    """Return what the subject of a figure's clause is, `-before` added where an earlier clause of its sentence has it."""
    frame, clause = draft.frame, draft.token.clause
    found = _subject(frame, clause, draft.token.start)
    back = clause
    while found in ("none", "adjunct") and back > 0:
        back -= 1
        found = _subject(frame, back, frame.clauses[back][1])
    return found if back == clause or found == "none" else f"{found}-before"


def _subject(frame: Frame, clause: int, end: int) -> str:
    """Return what stands before the first verb of a clause, or before the figure where no verb does."""
    start = frame.clauses[clause][0]
    verb = _verb(frame, start, end)
    limit = end if verb is None else verb.start
    for token in frame.of("date"):
        if start <= token.start and token.end <= limit:
            start = token.end
    opened = _opening().match(frame.text, start, limit)
    start = opened.end() if opened else start
    behind = _adverbs().search(frame.text[start:limit])
    limit = start + behind.start() if behind else limit
    words = frame.text[start:limit].strip(" 、:“”()")
    if not words:
        return "none"
    if _begins("to").match(words):
        return "adjunct"
    named = [t for t in frame.of("unit", "place", "person", "team") if start <= t.start and t.end <= limit]
    if named:
        return _of_name(named[-1], limit)
    for kind in ("collective", "pronoun"):
        if _begins(kind).match(words):
            return kind
    if any(words[-length:] in _people() for length in range(1, _LONGEST + 1)):
        return "people"
    return "words" if len(words) > 1 else "none"


def _of_name(token: Token, limit: int) -> str:
    """Tell what kind of name a subject ends with, or that more follows (秦淮区|机关干部)."""
    return token.kind if limit - token.end <= 1 else f"of-{token.kind}"
