"""Which count another one is a part of where no mark says it outright: the counts before it as readings, for the ranker.

What 其中, brackets or 分别为 mark is the grammar's (`parts.py`). This is for what less tells: 42名党员来了31名, 女同志占了21名,
剩下的3户, a list that goes on, figures that add up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.records.ranking import Features, Option
from extractor.records.restatements import same_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.draft import Draft

_MOST = 8  # counts before one that are looked at
_LAST, _LARGEST = 3, 2  # counts of earlier paragraphs that are looked at
_NAME = 8  # characters between a name and the figure that it stands before
_FAR = 2  # counts between two, from which more say no more
_HALF, _SMALL = 0.5, 0.05  # of a whole
_WINDOW = 12  # figures of a list that adds up
_MARK = re.compile(r"[,。;:、\d()]")
_JOINT = re.compile(r"[^\d。;:()]{0,16}")
_LIST = re.compile(r"[、,和与及]?[^\d,。;:、()]{0,14}")
_SHARE = re.compile(r"[^。;:\d]{0,6}[,(]占")
_DIGIT = re.compile(r"\d")


def whole_options(
    draft: Draft, seen: Sequence[Draft], coming: Sequence[Draft], earlier: Sequence[Draft]
) -> list[Option]:
    """Return the readings of what a count is a part of: nothing, or a count before it.

    `seen`: the counts before it in its paragraph, `coming`: those behind it; `earlier`: those of the paragraphs before.
    """
    brother = next((d for d in reversed(seen) if d.count.measure == draft.count.measure), None)
    others = [d for d in seen if _possible(d, draft)][-_MOST:]
    if brother is None:
        others = _earlier(draft, earlier) + others
    elif brother.whole is not None and brother.whole not in others and _possible(brother.whole, draft):
        others.insert(0, brother.whole)
    if not others:
        return [Option(None, [])]
    row = [d for d in (*seen, draft, *coming) if _exact(d) and d.count.measure == draft.count.measure]
    told = _Told(
        brother,
        _lead(draft, seen[-1] if seen else None),
        _joint(brother, draft),
        _kind(draft),
        share=_share(draft),
    )
    return [
        _nothing(told),
        *(
            _reading(whole, draft, told, number, adds_up=_adds_up(whole, draft, row))
            for number, whole in enumerate(reversed(others))
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a count apart from its wholes: the one of its measure before it, the words before it, and how they join."""

    brother: Draft | None
    lead: Sequence[str]
    joint: str
    kind: str
    share: bool


def _reading(whole: Draft, draft: Draft, told: _Told, number: int, *, adds_up: bool) -> Option:
    """Return the reading that a count is a part of another; `number`: how many usable ones stand between them."""
    features = Features()
    first, joint = told.lead[0], told.joint
    where, nouns, behind = _where(whole, draft), _nouns(whole, draft), _behind(whole, draft)
    near, size = f"{where}-{min(number, _FAR)}", _size(whole, draft)
    features.cross("some", told.kind, near, nouns)
    features.cross("near", near, f"{near}-{nouns}", f"{near}-{told.kind}")
    for word in told.lead:
        features.cross(f"lead-{word}", where, nouns)
    features.cross("behind", behind, f"{behind}-{first}")
    features.cross("size", size, f"{size}-{where}")
    if told.brother is not None and told.brother.whole is whole:
        features.cross("brother", joint, f"{joint}-{first}")
    if told.brother is whole:
        features.cross("right-before", joint, f"{joint}-{first}", f"{joint}-{nouns}")
    for fact, holds in (
        ("share", told.share),
        ("itself-part", whole.whole is not None),
        ("adds-up", adds_up),
        ("others", whole.who_hint != draft.who_hint),
        ("measures", whole.count.measure != draft.count.measure),
        ("planned-or-not", whole.planned != draft.planned),
    ):
        if holds:
            features.cross(fact, where, nouns, first)
    return features.option(whole)


def _nothing(told: _Told) -> Option:
    """Return the reading that a count is no part."""
    features = Features()
    features.cross("none", told.kind)
    for word in told.lead:
        features.cross(f"none-{word}", told.kind)
    if told.brother is not None:
        state = "part" if told.brother.whole is not None else "no-part"
        features.cross("none-after", state, f"{state}-{told.joint}", f"{state}-{told.joint}-{told.kind}")
    return features.option(None)


def _earlier(draft: Draft, earlier: Sequence[Draft]) -> list[Draft]:
    """Return the counts of earlier paragraphs that may hold one: the last ones, and the largest, in the order of the text."""
    usable = [d for d in earlier if _possible(d, draft)]
    taken = {id(d) for d in (*usable[-_LAST:], *sorted(usable, key=lambda d: -d.size)[:_LARGEST])}
    return [d for d in usable if id(d) in taken]


def _possible(whole: Draft, draft: Draft) -> bool:
    """Tell whether a count can hold another: of its measure (or people of person-times), no rate, and as many."""
    one, other = whole.count, draft.count
    if one.per or not (
        one.measure == other.measure or (one.measure, other.measure) == ("person_times", "persons")
    ):
        return False
    return one.high is None or other.low is None or other.low <= one.high


def _kind(draft: Draft) -> str:
    """Tell what a count has of its own: a noun, a name right before it."""
    noun = "noun" if draft.count.noun else "bare"
    start = draft.count.noun_start if -1 < draft.count.noun_start < draft.token.start else draft.token.start
    named = any(
        token.end <= start <= token.end + _NAME and not _MARK.search(draft.frame.text, token.end, start)
        for token in draft.frame.of("unit", "place", "team", "person")
    )
    return f"{noun}-named" if named else noun


def _where(whole: Draft, draft: Draft) -> str:
    """Tell where another count stands, seen from one."""
    if whole.paragraph != draft.paragraph:
        return "headline" if whole.frame.kind == "headline" else "story"
    if whole.frame is not draft.frame:
        return "before" if whole.frame.sentence.end >= draft.frame.sentence.start - 1 else "far"
    return "clause" if whole.token.clause == draft.token.clause else "sentence"


def _nouns(whole: Draft, draft: Draft) -> str:
    """Tell how the nouns of two counts go together."""
    if not draft.count.noun:
        return "bare"
    if not whole.count.noun:
        return "bare-whole"
    if whole.count.noun == draft.count.noun:
        return "equal"
    return "alike" if same_noun(whole.count.noun, draft.count.noun) else "other"


def _lead(draft: Draft, last: Draft | None) -> list[str]:
    """Return what stands before a count: the words that open parts, then its last characters."""
    text, start = draft.frame.text, draft.frame.sentence.start
    end = draft.token.start
    if last is not None and last.frame is draft.frame:
        start = last.token.end
    before = text[start:end].strip()
    word = next((name for name, pattern in _openers() if pattern.search(before)), "plain")
    return [word, f"…{before[-1:]}", f"…{before[-2:]}"]


@cache
def _group() -> re.Pattern[str]:
    """Compile what tells of which people one or several groups follow, without a figure: 队员当中,医生36名."""
    return re.compile(
        rf"[^,。;:、\d]{{2,12}}(?:{any_of('relation_words', 'among', 'within', 'inside')})[,有][^\d。;:]{{0,14}}$"
    )


@cache
def _openers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Compile what opens parts, the clearest first."""
    return (
        ("opens", re.compile(rf"(?:{any_of('relation_words', 'opens')})[^\d。;]*$")),
        ("rest", re.compile(rf"(?:{any_of('relation_words', 'rest')})[^\d。;]*$")),
        ("respective", re.compile(rf"(?:{any_of('relation_words', 'respective')})[^\d。;]*$")),
        ("makes-up", re.compile(r"占[了到据]?$")),
        ("sorted", re.compile(r"(?:按|从|分)[^,。;:\d]{1,14}(?:分|划分|看|计)[,:][^\d。;]*$")),
        ("sum", re.compile(rf"(?:共|{any_of('sum_words', 'adds')})[^,。;\d]{{0,6}}$")),
        ("done", re.compile(r"已经?[^,。;\d]{0,5}$")),
        ("has", re.compile(r"有$")),
        ("past", re.compile(r"了$")),
        ("group", _group()),
        ("colon", re.compile(r":[^\d。;:]{0,14}$")),
        ("bracket", re.compile(r"\([^\d。;:)]{0,14}$")),
    )


def _share(draft: Draft) -> bool:
    """Tell whether a share is told right behind a count (2888名,占70%)."""
    end = max(draft.token.end, draft.count.noun_end)
    return _SHARE.match(draft.frame.text, end, end + 9) is not None


def _behind(whole: Draft, draft: Draft) -> str:
    """Return what stands right behind the noun of a count: the character, as far as the other one is not reached."""
    end = max(whole.token.end, whole.count.noun_end)
    if end >= draft.token.start:
        return "it"
    after = whole.frame.text[end : end + 1]
    return after.strip() or "end"


def _joint(last: Draft | None, draft: Draft) -> str:
    """Tell how a count is joined to the one of its measure before it: what stands between them, and its strongest mark."""
    if last is None:
        return "first"
    if last.frame is not draft.frame:
        return "sentence"
    start = max(last.token.end, min(last.count.noun_end, draft.token.start))
    gap = draft.frame.text[start : draft.token.start]
    if _LIST.fullmatch(gap):
        name = "list"
    elif _DIGIT.search(gap):
        name = "figures"
    else:
        name = "joint" if _JOINT.fullmatch(gap) else "long"
    return name + next((mark for mark in ";:(),、" if mark in gap), "")


def _size(whole: Draft, draft: Draft) -> str:
    """Tell how large a part would be."""
    if not whole.size:
        return "open"
    share = draft.size / whole.size
    return "equal" if share == 1 else "most" if share > _HALF else "some" if share > _SMALL else "few"


def _exact(draft: Draft) -> bool:
    return draft.count.low == draft.count.high and not draft.count.per


def _adds_up(whole: Draft, draft: Draft, row: Sequence[Draft]) -> bool:
    """Tell whether figures one after the other, this one among them, add up to an exact one; `row`: exact ones around it."""
    wanted = whole.count.low
    if wanted is None or wanted != whole.count.high or draft.count.measure != whole.count.measure:
        return False
    if draft not in row:
        return False
    # A whole of an earlier paragraph is not in the row.
    first = row.index(whole) + 1 if whole in row else row.index(draft)
    values = [(d.count.low or 0, d is draft) for d in row[first:]]
    for start in range(len(values)):
        total, inside = 0, False
        for number, (value, ours) in enumerate(values[start : start + _WINDOW]):
            total, inside = total + value, inside or ours
            if total == wanted and inside and number:
                return True
            if total > wanted:
                break
        if values[start][1]:
            return False
    return False
