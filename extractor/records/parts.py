"""Parts and wholes: which count the text marks as a part of which other one (其中, 包括, 占, brackets, 分别为)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.records.draft import Draft

_AMONG = re.compile(r"^[^,。;:、\d]{0,14}?(?:中|里|之中|当中|里面|里头)(?:,|有|的|,有)?")
_OPENS = re.compile(
    r"(?:其中|包括|包含|含|涵盖|当中|里头|里面|这里面|具体为|具体是|分别为|分别是|分别有|其余|余下|剩余|剩下)(?:的|有|为|则|既有)?[^\d。;]*$"
)
_ENDS = re.compile(r"。|另有|此外|另外|同时|共有|合计|共计|总计|累计|还有|还|则|并|已")
_REST = re.compile(r"(?:其余|余下|剩余|剩下)[^\d。;]{0,8}$")
_RESPECTIVE = re.compile(r"(?:分别为|分别是|分别有|具体为|具体是)[^\d。;]*$")
_SHARE = re.compile(r"^[^,。;\d]{0,12},?(?:约|大约)?(?:占|占比|占到)")


def link_parts(paragraph: Sequence[Sequence[Draft]]) -> None:
    """Set `whole` of the drafts of a paragraph; a whole has the measure of its parts and is no rate."""
    seen: list[Draft] = []
    for drafts in paragraph:
        opened: Draft | None = None
        opened_at: Draft | None = None
        for draft in drafts:
            whole = _bracketed(draft, seen) or _among(draft, seen) or _opened(draft, seen)
            if whole is None and opened is not None and opened_at is not None and _continues(opened_at, draft):
                whole = opened if opened.count.measure == draft.count.measure else None
            if whole is not None and not draft.count.per:
                draft.whole = whole
                opened, opened_at = whole, draft
            elif draft.count.measure in ("persons", "person_times") and _SHARE.match(
                draft.frame.text[draft.token.end : draft.clause[1] + 8]
            ):
                draft.whole = _nearest(seen, draft, sentence=False)
            seen.append(draft)


def _same_sentence(first: Draft, second: Draft) -> bool:
    return first.frame is second.frame


def _nearest(seen: Sequence[Draft], part: Draft, *, sentence: bool) -> Draft | None:
    """Return the nearest earlier count that can be a whole of `part`: same measure, no rate, no sibling part."""
    for draft in reversed(seen):
        if sentence and not _same_sentence(draft, part):
            return None
        if draft.count.measure == part.count.measure and not draft.count.per and not draft.planned:
            if draft.whole is None or not sentence:
                return draft
            if draft.whole is not None and _same_sentence(draft, part):
                return draft.whole
    return None


def _bracketed(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the count right before the bracket that this one stands in."""
    text = draft.frame.text
    opened = text.rfind("(", draft.frame.sentence.start, draft.token.start)
    if opened < 0 or ")" in text[opened : draft.token.start]:
        return None
    for other in reversed(seen):
        if other.token.end <= opened and _same_sentence(other, draft) and other.count.measure == draft.count.measure:
            gap = text[other.token.end : opened]
            return other if re.fullmatch(r"[^\d,。;、]{0,16}", gap) else None
    return None


def _among(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the count of `N人中,…`, also across the counts that it already introduced."""
    for other in reversed(seen):
        if not _same_sentence(other, draft):
            return None
        if other.count.measure != draft.count.measure or other.count.per:
            continue
        tail = draft.frame.text[other.token.end : draft.token.start]
        if _AMONG.match(tail) and not re.search(r"[。;]", tail):
            return other
    return None


def _opened(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the whole that 其中 and the like before this count refer to."""
    text, frame = draft.frame.text, draft.frame
    previous = seen[-1].token.end if seen and _same_sentence(seen[-1], draft) else frame.sentence.start
    gap = text[previous : draft.token.start]
    if not _OPENS.search(gap):
        return None
    if _RESPECTIVE.search(gap) and previous == frame.sentence.start:
        return None
    return _nearest(seen, draft, sentence=previous != frame.sentence.start)


def _continues(last: Draft, draft: Draft) -> bool:
    """Tell whether a list of parts goes on from one count to the next: no verb, no new start between them."""
    if not _same_sentence(last, draft):
        return False
    gap = draft.frame.text[last.token.end : draft.token.start]
    if _ENDS.search(gap) and not _REST.search(gap):
        return False
    cues = draft.frame.cues("send", last.token.end, draft.token.start) + draft.frame.cues("goal", last.token.end, draft.token.start)
    return not cues and len(gap) <= 40
