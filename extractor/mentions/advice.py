"""What an annotator adds to the names: its suggestions become candidates where the grammar is silent or in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions import units
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.place_text import Found
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.context import Context
    from extractor.text.page import Page
    from models.annotator import Annotator, Label, Suggestion

Span = tuple[int, int]
_NO_STORY = frozenset({"byline", "source", "credit"})


def dictionary() -> dict[str, Label]:
    """Return our names as the user dictionary of an annotator: divisions by full name, zones, units of the nation."""
    words: dict[str, Label] = {name: "place" for name in gazetteer().names() if len(name) > 2}
    words.update(
        {row["term"]: "place" for name in ("zones", "landmarks", "regions") for row in read_lexicon(name)}
    )
    words.update({row["term"]: "unit" for row in read_lexicon("national_units")})
    return words


def suggestions(page: Page, annotator: Annotator, blocked: Iterable[Span]) -> list[Suggestion]:
    """Ask about the sentences of the story; the spans given back are those of the page's clean text."""
    asked = []
    for sentence in page.sentences:
        paragraph = page.paragraphs[sentence.paragraph]
        if paragraph.kind not in _NO_STORY:
            asked.append((max(sentence.start, paragraph.lead), sentence.end))
    asked = [(start, end) for start, end in asked if start < end]
    shut = sorted(blocked)
    found: list[Suggestion] = []
    answers = annotator.annotate([page.clean[start:end] for start, end in asked])
    for (offset, _), answer in zip(asked, answers, strict=True):
        for s in answer:
            moved = type(s)(offset + s.start, offset + s.end, s.label, s.score)
            if page.clean[moved.start : moved.end].strip() and not _meets(moved.start, moved.end, shut):
                found.append(moved)
    return found


def advise(
    page: Page,
    context: Context,
    chosen: Sequence[Candidate],
    doubtful: Sequence[Candidate],
    given: Sequence[Suggestion],
) -> list[Candidate]:
    """Return the names with the annotator's: what the grammar is sure of stays, whatever was suggested.

    `doubtful` are candidates that the grammar alone would not have had. A suggestion that overlaps a sure name is dropped.
    """
    weights = {r["term"]: float(r["weight"]) for r in read_lexicon("weights")}
    sure = [(c.start, c.end) for c in chosen if c.score >= weights["annotator.sure"]]
    known = {(c.start, c.end, c.label) for c in (*chosen, *doubtful)}
    added = [c for c in doubtful if not _meets(c.start, c.end, sure)]
    added += [
        _candidate(page, context, s, weights[f"annotator.{s.label}"])
        for s in given
        if s.score >= weights["annotator.alone"]
        and (s.start, s.end, s.label) not in known
        and not _meets(s.start, s.end, sure)
    ]
    return choose([*chosen, *added]) if added else list(chosen)


def _candidate(page: Page, context: Context, given: Suggestion, weight: float) -> Candidate:
    """Make a candidate of a name that the grammar has nothing for."""
    name = page.clean[given.start : given.end]
    payload: object
    if given.label == "person":
        payload = None
    elif given.label == "unit":
        payload = units.Naming(name, None, None, "annotator")
    else:
        found = context.remaining(gazetteer().on(name, context.year))
        payload = Found(
            found[0].name if len(found) == 1 else name, found[0].level if found else "site", found
        )
    return Candidate(given.start, given.end, given.label, weight * given.score, ("annotator",), payload)


def _meets(start: int, end: int, spans: Sequence[Span]) -> bool:
    return any(a < end and start < b for a, b in spans)
