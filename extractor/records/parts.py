"""Parts and wholes: which count the text marks as a part of which other one (其中, 包括, 占, brackets, 分别为)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.records.draft import Draft

_AMONG = re.compile(r"^[^,。;:、\d]{0,14}?(?:中|里|之中|当中|里面|里头)(?![国央心学队医午])(?:,|有|的|,有)?")
_OPENS = re.compile(
    r"(?:其中|包括|包含|含|涵盖|当中|里头|里面|这里面|具体为|具体是|分别由|分别为|分别是|分别有|其余|余下|剩余|剩下"
    r"|(?:按|从|分)[^,。;:\d]{1,14}(?:分|划分|看|计)[,:])(?:的|有|为|则|既有)?[^\d。;]*$"
)
_RESPECTIVE = re.compile(r"分别(?:为|是|有|由)[^\d。;]*$")
_ALIGNED = re.compile(r"分别|依次|各(?![地类级界])")
_NEW_STORY = re.compile(r"另有|此外|另外|同时|共有|合计|共计|总计|累计|还有|还|并|已|目前")
_REST = re.compile(r"(?:其余|余下|剩余|剩下)[^\d。;]{0,8}$")
_SHARE = re.compile(r"^[^,。;\d]{0,12},?(?:约|大约)?(?:占|占比|占到)")
_ASIDE = re.compile(r"(?:上届|上年|去年|同期|时点|前一日|上月|此前|原)[^)]{0,10}$")
_LIST_GAP = 40  # a list of parts does not run over longer stretches without a figure


@dataclass(slots=True)
class _Chain:
    """A list of parts that is open: where it was opened, and its last element (of any measure)."""

    at: int
    last: Draft
    carried: bool


def link_parts(paragraph: Sequence[Sequence[Draft]]) -> None:
    """Set `whole` of the drafts of a paragraph; a whole has the measure of its parts and is no rate."""
    seen: list[Draft] = []
    for drafts in paragraph:
        chain: _Chain | None = None
        for draft in drafts:
            chain = _follow(chain, draft, seen)
            if not draft.count.per:
                draft.whole = _bracketed(draft, seen) or _among(draft, seen) or _whole_of(chain, draft, seen)
                if draft.whole is None and _shares(draft):
                    draft.whole = _larger(draft, seen)
            seen.append(draft)


def _follow(chain: _Chain | None, draft: Draft, seen: Sequence[Draft]) -> _Chain | None:
    """Return the chain that a count stands in: a new one after 其中 and the like, the old one where the list goes on."""
    text, start = draft.frame.text, draft.frame.sentence.start
    previous = seen[-1].token.end if seen and seen[-1].frame is draft.frame else start
    opened = _OPENS.search(text[previous : draft.token.start])
    if opened and not (previous == start and _RESPECTIVE.search(opened[0]) and not opened[0].startswith(("按", "从", "分"))):
        if _REST.search(opened[0]) and chain is not None:
            return _Chain(chain.at, draft, chain.carried)
        if _REST.search(opened[0]) and not (seen and seen[-1].whole is not None):
            return None
        return _Chain(previous + opened.start(), draft, carried=previous == start)
    if chain is not None and _continues(chain.last, draft):
        return _Chain(chain.at, draft, chain.carried)
    return None


def _continues(last: Draft, draft: Draft) -> bool:
    """Tell whether a list goes on from one count to the next: no new start, and no verb in a new clause between them."""
    gap = draft.frame.text[last.token.end : draft.token.start]
    if len(gap) > _LIST_GAP or "。" in gap or _NEW_STORY.search(gap):
        return False
    comma = max(gap.rfind(","), gap.rfind(";"))
    if comma < 0 or _ALIGNED.search(gap[comma:]):
        return True
    start = last.token.end + comma
    verbs = draft.frame.cues("send", start, draft.token.start) + draft.frame.cues("goal", start, draft.token.start)
    return not verbs


def _usable(whole: Draft, part: Draft) -> bool:
    return whole.count.measure == part.count.measure and not whole.count.per and whole.planned == part.planned


def _whole_of(chain: _Chain | None, draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the nearest count of the same measure before the place where the chain was opened."""
    if chain is None:
        return None
    if chain.last is not draft:
        return None
    for other in reversed(seen):
        if other.frame is draft.frame and other.token.end > chain.at:
            continue
        if other.frame is not draft.frame and not chain.carried:
            return None
        if _usable(other, draft) and (other.whole is None or other.frame is draft.frame):
            return other
    return None


def _bracketed(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the count right before the bracket that this one stands in."""
    text = draft.frame.text
    opened = text.rfind("(", draft.frame.sentence.start, draft.token.start)
    inside = text[opened + 1 : draft.token.start]
    if opened < 0 or ")" in inside or _ASIDE.search(inside) or draft.frame.of("date") and _dated(draft, opened):
        return None
    for other in reversed(seen):
        if other.frame is draft.frame and other.token.end <= opened and _usable(other, draft):
            gap = text[other.token.end : opened]
            return other if re.fullmatch(r"[^\d,。;、]{0,16}", gap) else None
    return None


def _dated(draft: Draft, opened: int) -> bool:
    return any(opened < t.start and t.end <= draft.token.start for t in draft.frame.of("date"))


def _among(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the count of `N人中,…`, also across the counts that it already introduced."""
    for other in reversed(seen):
        if other.frame is not draft.frame:
            return None
        tail = draft.frame.text[other.token.end : draft.token.start]
        if _usable(other, draft) and _AMONG.match(tail) and not re.search(r"[。]", tail):
            return other
    return None


def _shares(draft: Draft) -> bool:
    return bool(_SHARE.match(draft.frame.text[draft.token.end : draft.clause[1] + 8]))


def _larger(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the nearest earlier count that a part with a stated share can belong to: its sibling's whole, or a larger one."""
    for other in reversed(seen):
        if other.frame.sentence.paragraph != draft.frame.sentence.paragraph or not _usable(other, draft):
            continue
        if other.whole is not None and other.frame is draft.frame:
            return other.whole
        if other.whole is None and (other.count.low or 0) > (draft.count.high or 0):
            return other
    return None
