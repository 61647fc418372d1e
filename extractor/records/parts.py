"""Parts and wholes: which count the text marks as a part of which other one (其中, 包括, 占, brackets, 分别为).

Where it marks nothing, the ranker chooses among the counts before one (`wholes.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.records.counted_people import who_of
from extractor.records.wholes import whole_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.draft import Draft
    from extractor.records.frame import Frame
    from extractor.records.ranking import Chooser

_RESPECTIVE = re.compile(r"分别[^\d,。;]{0,6}$|分别(?:为|是|有|由)[^\d。;]*$")
_NEXT_TO = re.compile(r"[^\d,。;、()]{0,16}")  # between a whole and the bracket with its parts
_OPEN_GAP = 30  # nor does 其中 open one that begins further on
_NAMES_GAP = 80  # unless a list of names stands between (其中A、B、C分别派出)
_ASIDE = re.compile(r"\([^()]*\)")
_LIST_GAP = 40  # a list of parts does not run over longer stretches without a figure


def _words(*classes: str) -> str:
    """Return the words of classes as one alternation."""
    return any_of("relation_words", *classes)


@cache
def _among() -> re.Pattern[str]:
    """Compile what tells behind a whole that its parts follow, not where people are, go or come from (赶到村里, 从屋里)."""
    return re.compile(
        rf"^[^,。;:、()\d到进赶往入在从着了把]{{0,14}}?(?P<mark>{_words('among', 'within', 'inside')})(?:,|有|的|,有)?"
    )


@cache
def _opens() -> re.Pattern[str]:
    """Compile what opens a list of parts."""
    return re.compile(
        rf"(?:{_words('opens', 'rest')}|(?:按|从|分)[^,。;:\d]{{1,14}}(?:分|划分|看|计)[,:])(?:的|有|为|则|既有)?[^\d。;]*$"
    )


@cache
def _inner() -> re.Pattern[str]:
    """Compile what opens a list of parts of a part."""
    return re.compile(rf"\d[^,。;、]{{0,8}}[,(](?:其中)?(?:{_words('inner')})[^。;]*$")


@cache
def _aligned() -> re.Pattern[str]:
    """Compile what makes figures answer names."""
    return re.compile(rf"{_words('respective')}|各(?![地类级界])")


@cache
def _ranks() -> re.Pattern[str]:
    """Compile what compares figures."""
    return re.compile(_words("ranks"))


@cache
def _new_story() -> re.Pattern[str]:
    """Compile what a list of parts does not run over."""
    return re.compile(rf"还|并|已|{any_of('sum_words', 'turns')}")


@cache
def _rest() -> re.Pattern[str]:
    """Compile what opens the last part of a list."""
    return re.compile(rf"(?:{_words('rest')})[^\d。;]{{0,40}}$")


@cache
def _favours() -> re.Pattern[str]:
    """Compile what stands before those for or with whom a clause does something."""
    return re.compile(_words("favours"))


@cache
def _from() -> re.Pattern[str]:
    """Compile where those come from who are no rest of a whole."""
    return re.compile(_words("origin"))


@cache
def _elsewhere() -> re.Pattern[str]:
    """Compile what makes a figure in a bracket one of another day or body, no part."""
    return re.compile(rf"(?:{any_of('day_words', 'aside')})[^)]{{0,10}}$")


@cache
def _other_story() -> re.Pattern[str]:
    """Compile what a part is not taken across."""
    turn = f"(?:一|总)?(?:{any_of('sum_words', 'plain')})|{_words('favours')}"
    return re.compile(rf"[。;]|\d[^,。;]*,(?:{turn})|{any_of('sum_words', 'apart')}")


@cache
def _crowd() -> re.Pattern[str]:
    """Compile the words for other people."""
    return re.compile(_words("crowd"))


@dataclass(slots=True)
class _Chain:
    """A list of parts that is open: where it was opened, its last element (of any measure), and whether it surely goes on."""

    at: int
    last: Draft
    carried: bool
    sure: bool = True
    whole: Draft | None = None
    """What is divided, where the part before the list tells it: 其余 are the others of its whole."""
    outer: _Chain | None = None
    """The list that goes on behind the bracket that this one was opened in."""


def link_parts(paragraph: Sequence[Sequence[Draft]], earlier: Sequence[Draft], chooser: Chooser) -> None:
    """Set `whole` of the drafts of a paragraph: what the words mark, then what the ranker takes for one; a whole is no rate.

    What the ranker chose is a guess, so no rule builds upon it. `earlier`: the drafts of the paragraphs before.
    """
    seen: list[Draft] = []
    for drafts in paragraph:
        chain: _Chain | None = None
        for draft in drafts:
            chain = _follow(chain, draft, seen)
            if not draft.count.per:
                _set_whole(draft, chain, seen)
            seen.append(draft)
    for at, draft in enumerate(seen):
        if draft.whole is None and not draft.count.per:
            options = whole_options(draft, seen[:at], seen[at + 1 :], earlier)
            draft.whole, _ = chooser("of", (draft.count.start, draft.count.end), options)


def settle_by_sum(drafts: Sequence[Draft]) -> None:
    """Let the figures decide where the words do not: a list of parts goes to the one nearby count that it adds up to."""
    doubtful = {id(d.whole): d.whole for d in drafts if d.whole is not None and not d.whole_sure}
    for whole in doubtful.values():
        parts = [d for d in drafts if d.whole is whole and not d.whole_sure]
        lows, highs = [d.count.low for d in parts], [d.count.high for d in parts]
        if len(parts) < 2 or None in lows or None in highs:
            _drop_impossible(parts)
            continue
        low, high = sum(v or 0 for v in lows), sum(v or 0 for v in highs)
        fitting = [
            d
            for d in drafts
            if d.token.start < parts[0].token.start
            and d.paragraph == parts[0].paragraph
            and _usable(d, parts[0])
            and d.count.low is not None
            and d.count.high is not None
            and d.count.low <= high
            and low <= d.count.high
            and d not in parts
        ]
        if len(fitting) == 1:
            for part in parts:
                part.whole = fitting[0]
        _drop_impossible(parts)


def _drop_impossible(parts: Sequence[Draft]) -> None:
    """Unlink guessed parts that are more than their whole."""
    for part in parts:
        high = part.whole.count.high if part.whole is not None else None
        if high is not None and (part.count.low or 0) > high:
            part.whole = None


def _set_whole(draft: Draft, chain: _Chain | None, seen: Sequence[Draft]) -> None:
    whole = _bracketed(draft, seen) or _parallel(draft, seen) or _introduced(draft, seen)
    draft.whole_sure = whole is not None
    if whole is None:
        whole = _whole_of(chain, draft, seen)
        draft.whole_sure = (
            whole is not None
            and chain is not None
            and chain.sure
            and not _rivals(whole, draft, seen)
            and (chain.whole is not None or not _others_between(whole, chain.at))
        )
    before = next((d for d in reversed(seen) if d.count.measure == draft.count.measure), None)
    if whole is None and before is not None and built_alike(before, draft):
        whole, draft.whole_sure = before.whole, before.whole_sure
    draft.whole = whole


def _rivals(whole: Draft, draft: Draft, seen: Sequence[Draft]) -> bool:
    """Tell whether something speaks against a whole: another count of its measure near it, or a new member sentence."""
    carried = whole.frame is not draft.frame
    near = [d for d in seen if d.frame is whole.frame and d is not whole and _usable(d, draft)]
    if any(carried or (d.whole is not whole and d.token.start > whole.token.start) for d in near):
        return True
    gap = "" if carried else draft.frame.text[whole.token.end : draft.token.start]
    return ";" in gap and "其中" not in gap and _rest().search(gap) is None


_SUBJECT = 14  # characters in which a clause says whom it is about


def _others_between(whole: Draft, at: int) -> bool:
    """Tell whether people without a figure come between a whole and what opens its parts (带走两人时,围观的人更多,其中3人)."""
    _, *clauses = whole.frame.text[max(whole.token.end, whole.count.noun_end) : at].split(",")
    heads = [clause[:_SUBJECT] for clause in clauses]
    return any(_crowd().search(h) or any(who_of(h[:end]) for end in range(2, len(h) + 1)) for h in heads)


def _bracket_open(frame: Frame, at: int) -> bool:
    """Tell whether an offset of a sentence lies in a bracket."""
    inside = frame.text[frame.sentence.start : at]
    return inside.count("(") > inside.count(")")


def _closed(draft: Draft, chain: _Chain) -> bool:
    """Tell whether the bracket that a list was opened in is closed before a count."""
    return _bracket_open(draft.frame, chain.at) and ")" in draft.frame.text[chain.at : draft.token.start]


def _follow(chain: _Chain | None, draft: Draft, seen: Sequence[Draft]) -> _Chain | None:
    """Return the chain that a count stands in: a new one after 其中 and the like, the old one where the list goes on."""
    text, start = draft.frame.text, draft.frame.sentence.start
    previous = seen[-1].token.end if seen and seen[-1].frame is draft.frame else start
    if chain is not None and _closed(draft, chain):
        chain = chain.outer
    opened = _opens().search(text[previous : draft.token.start])
    reach = _NAMES_GAP if _RESPECTIVE.search(opened[0] if opened else "") else _OPEN_GAP
    if opened and (len(opened[0]) > reach or "——" in opened[0]):
        return None
    if opened and not (
        previous == start
        and _RESPECTIVE.search(opened[0])
        and not opened[0].startswith(("其中", "按", "从", "分"))
    ):
        if _rest().search(opened[0]) and _from().search(opened[0]):
            return None
        if _rest().search(opened[0]) and chain is not None:
            return replace(chain, last=draft)
        if _rest().search(opened[0]) and not (
            seen and seen[-1].whole is not None and seen[-1].count.measure == draft.count.measure
        ):
            return None
        alone = not (_RESPECTIVE.search(opened[0]) and _siblings(draft, seen))
        whole = seen[-1].whole if seen and _rest().search(opened[0]) else None
        at = previous + opened.start()
        if previous == start < at and opened[0].startswith("分别"):
            whole = _labelled(text[start:at], seen)
            alone = alone and whole is not None
        outer = chain if _bracket_open(draft.frame, at) else None
        return _Chain(at, draft, carried=previous == start, sure=alone, whole=whole, outer=outer)
    if chain is not None and _continues(chain.last, draft):
        gap = _ASIDE.sub("", text[chain.last.token.end : draft.token.start])
        return replace(chain, last=draft, sure=chain.sure and (";" not in gap and gap.count(",") <= 1))
    return None


def _labelled(label: str, seen: Sequence[Draft]) -> Draft | None:
    """Return the last count that stands behind a label: 省队11名,市队57名。|市队|分别是:甲队24名、…."""
    return next((d for d in reversed(seen) if d.frame.text.endswith(label, 0, d.token.start)), None)


def _siblings(draft: Draft, seen: Sequence[Draft]) -> bool:
    """Tell whether several figures of a sentence stand beside a count, or ranks, so that none is surely its whole."""
    if _ranks().search(draft.frame.text, draft.frame.sentence.start, draft.token.start):
        return True
    return sum(d.frame is draft.frame and _usable(d, draft) for d in seen) > 1


def built_alike(last: Draft, draft: Draft) -> bool:
    """Tell whether two counts stand in clauses of one build, each with a name of its own (甲县派出30名;乙县派出40名)."""
    if last.frame is not draft.frame or last.count.measure != draft.count.measure:
        return False
    one, other = _build(last), _build(draft)
    return one is not None and one == other


def tells_rest(last: Draft, draft: Draft) -> bool:
    """Tell whether a count is said to be the rest beside the one before it (2240名;剩下的830名)."""
    return _rest().search(draft.frame.text[last.token.end : draft.token.start]) is not None


def _build(draft: Draft) -> str | None:
    """Return what a clause says before its count, its one name set aside; None where it has none or several."""
    start = draft.clause[0]
    names = [t for t in draft.frame.of("place", "unit") if start <= t.start and t.end <= draft.token.start]
    if len(names) != 1:
        return None
    text = draft.frame.text
    return text[start : names[0].start].removeprefix("其中") + "|" + text[names[0].end : draft.token.start]


def _continues(last: Draft, draft: Draft) -> bool:
    """Tell whether a list goes on from one count to the next: no new start, and no verb in a new clause between them."""
    gap = draft.frame.text[last.token.end : draft.token.start]
    plain = _ASIDE.sub("", gap)
    if len(plain) > _LIST_GAP or "。" in plain or _new_story().search(plain):
        return False
    if draft.count.measure != last.count.measure and any(
        t.kind == "cue" and last.token.end <= t.start < draft.token.start for t in draft.frame.tokens
    ):
        return False
    comma = max(gap.rfind(","), gap.rfind(";"))
    if comma < 0 or _aligned().search(gap[comma:]):
        return True
    start = last.token.end + comma
    done_for = _favours().match(draft.frame.text, start + 1)
    if done_for and done_for[0] not in draft.frame.text[last.clause[0] : last.token.start]:
        return False  # 其中党员9名,为105名群众诊疗
    verbs = draft.frame.cues("send", start, draft.token.start) + draft.frame.cues(
        "goal", start, draft.token.start
    )
    return not verbs


def _usable(whole: Draft, part: Draft) -> bool:
    return whole.count.measure == part.count.measure and not whole.count.per and whole.planned == part.planned


def _whole_of(chain: _Chain | None, draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the nearest count of the same measure before the place where the chain was opened."""
    if chain is None:
        return None
    if chain.last is not draft:
        return None
    if chain.whole is not None:
        return chain.whole if _usable(chain.whole, draft) else None
    for other in reversed(seen):
        if other.frame is draft.frame and other.token.end > chain.at:
            continue
        if other.frame is not draft.frame and not chain.carried:
            return None
        if _aside(other, chain.at):
            continue
        if _usable(other, draft) and (other.whole is None or other.frame is draft.frame):
            return other
        if other.frame is draft.frame and other.count.measure == draft.count.measure and not other.count.per:
            return None  # of 拟招300人,其中已到80人 the whole is no count before it
    return None


def _aside(other: Draft, at: int) -> bool:
    """Tell whether a count stands in a bracket that is closed before a list opens."""
    frame = other.frame
    opened = frame.text.rfind("(", frame.sentence.start, other.token.start)
    if opened < 0 or ")" in frame.text[opened : other.token.start]:
        return False
    return (
        ")" in frame.text[other.token.end : max(other.token.end, min(at, frame.sentence.end))]
        or at > frame.sentence.end
    )


def _bracketed(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the count right before the bracket that this one stands in."""
    text = draft.frame.text
    opened = text.rfind("(", draft.frame.sentence.start, draft.token.start)
    inside = text[opened + 1 : draft.token.start]
    if (
        opened < 0
        or ")" in inside
        or _elsewhere().search(inside)
        or (draft.frame.of("date") and _dated(draft, opened))
    ):
        return None
    for other in reversed(seen):
        if (
            other.frame is draft.frame
            and other.token.start > opened
            and _usable(other, draft)
            and "其中" in inside
        ):
            return other if "其中" in text[other.token.end : draft.token.start] else other.whole
        if other.frame is draft.frame and other.token.end <= opened and _usable(other, draft):
            gap = text[other.token.end : opened]
            return other if _NEXT_TO.fullmatch(gap) else None
    return None


def _parallel(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the count in the bracket after the whole of the count before this one's bracket: 1284户(2814人),其中45户(131人)."""
    if not seen or seen[-1].frame is not draft.frame or seen[-1].whole is None:
        return None
    text, before, whole = draft.frame.text, seen[-1], seen[-1].whole
    if text[before.token.end : draft.token.start] != "(":
        return None
    for other in seen:
        gap = text[whole.token.end : other.token.start] if other.frame is whole.frame is draft.frame else ""
        if gap == "(" and _usable(other, draft):
            return other
    return None


def _dated(draft: Draft, opened: int) -> bool:
    return any(opened < t.start and t.end <= draft.token.start for t in draft.frame.of("date"))


def _in_name(frame: Frame, end: int) -> bool:
    """Tell whether a word ends inside a name (驰援凯里)."""
    return any(t.start < end <= t.end for t in frame.of("place", "unit"))


def _introduced(draft: Draft, seen: Sequence[Draft]) -> Draft | None:
    """Return the count of `N人中,…`, also across the counts that it already introduced."""
    for other in reversed(seen):
        if other.frame is not draft.frame:
            return None
        noun_end = max(other.token.end, other.count.noun_end)  # 300名中小学生 are no 300名中
        tail = draft.frame.text[noun_end : draft.token.start]
        marked = _among().match(tail) if _usable(other, draft) else None
        if (
            marked
            and not _in_name(draft.frame, noun_end + marked.end("mark"))
            and not _other_story().search(tail)
        ):
            # 1260人里,甲县占了730人,包括集中安置的511人: what 包括 opens is told of the 730.
            inner = any(d.token.start > other.token.end and _usable(d, draft) for d in seen)
            return None if inner and _inner().search(tail) else other
    return None
