"""One quantity said twice: the same words are one record, other words are two records and a restatement."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, terms_of
from extractor.mentions.mention import Place
from extractor.records.counted_people import who_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Count
    from extractor.records.draft import Draft

_SMALL = 20  # figures below it recur by chance
_FEW = 5  # figures below it are common
_ROUND = 100  # from which a headline rounds
_WIDE = 10  # times the lower bound up to which any figure in an interval may be the exact one
_HEAD = 2  # a Chinese head noun is mostly its last two characters


@cache
def _back() -> re.Pattern[str]:
    """Compile what takes a figure up again before it."""
    return re.compile(rf"(?:这|此|该|{any_of('relation_words', 'back')})$")


@cache
def _among() -> re.Pattern[str]:
    """Compile what takes a figure up again behind it."""
    among, within = any_of("relation_words", "among"), any_of("relation_words", "within")
    return re.compile(rf"^[^,。;:、\d到进赶往入在]{{0,10}}?(?:{among}|{within})")


def same_noun(first: str, second: str) -> bool:
    """Tell whether two counted nouns can name one group: same head, or one of them only says 人."""
    anybody = terms_of("relation_words", "anybody")
    if not first or not second or first in anybody or second in anybody:
        return True
    return first.endswith(second[-_HEAD:]) or second.endswith(first[-_HEAD:])


def _shares_word(first: str, second: str) -> bool:
    """Tell whether two nouns have a word of two characters in common (党员志愿者, 机关党员)."""
    return any(first[i : i + _HEAD] in second for i in range(len(first) - 1))


def _bounds(draft: Draft) -> tuple[float, float]:
    """Return the interval of a count; a rounded one stands for half a unit of its last digit either side."""
    count = draft.count
    low = float("-inf") if count.low is None else count.low
    high = float("inf") if count.high is None else count.high
    if count.rounded and count.low is not None and count.low == count.high:
        unit = 1
        while count.low % (unit * 10) == 0:
            unit *= 10
        return low - unit / 2, high + unit / 2 - 1
    return low, high


def overlap(first: Draft, second: Draft) -> bool:
    """Tell whether two counts can have the same value; a headline's round figure (2600名) may stand for 近2600名."""
    (a, b), (c, d) = _bounds(first), _bounds(second)
    slack = 0
    for one, other in ((first, second), (second, first)):
        low = one.count.low or 0
        if one.frame.kind == "headline" and low == one.count.high and other.count.low != other.count.high:
            slack = last_place(low) // 2 if low >= _ROUND and low % 10 == 0 else 0
    return a - slack <= d and c <= b + slack


def drop_repeats(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop counts said again in the same words, with their links moved to the first mention."""
    kept: list[Draft] = []
    first: dict[Draft_key, Draft] = {}
    for draft in drafts:
        key = _key(draft)
        earlier = first.get(key)
        if earlier is not None and _refers_back(draft, earlier):
            _merge(earlier, draft)
            draft.first_said = earlier
            sentence = draft.frame.sentence
            earlier.again.append(draft.frame.text[sentence.start : sentence.end])
            for other in drafts:
                if other.whole is draft:
                    other.whole = earlier
            continue
        first.setdefault(key, draft)
        kept.append(draft)
    return kept


def find_echoes(drafts: Sequence[Draft]) -> None:
    """Set `echo` where a count of the body takes up an earlier one in the same words, before anything is linked."""
    first: dict[Draft_key, Draft] = {}
    for draft in drafts:
        if draft.frame.kind == "headline":
            continue
        earlier = first.setdefault(_key(draft), draft)
        if earlier is draft or not _refers_back(draft, earlier):
            continue
        if _points_back(draft) or _names(draft) <= _names(earlier):
            draft.echo = earlier


def _names(draft: Draft) -> set[str]:
    """Return the organisations and places that a count's sentence names before it."""
    return {t.item.name for t in draft.frame.of("unit", "place") if t.start < draft.token.start}


def _merge(first: Draft, again: Draft) -> None:
    """Let the first mention take what only the later one says; the body knows more than its headline."""
    if first.frame.kind == "headline":
        first.unit, first.total, first.who = again.unit or first.unit, again.total, again.who
        first.bound, first.places = again.bound, again.places or first.places
    if not first.count.noun:
        first.noun = first.noun or again.count.noun
    first.unit = first.unit or again.unit
    first.places = first.places or again.places
    first.whole = first.whole or (again.whole if again.whole is not first else None)
    if first.as_of is None:
        first.as_of, first.from_, first.to = again.as_of, again.from_, again.to


Draft_key = tuple[str, int | None, int | None, str, str | None]


def _key(draft: Draft) -> Draft_key:
    count = draft.count
    return count.measure, count.low, count.high, count.text.rstrip("名人位个"), count.per


def _refers_back(draft: Draft, earlier: Draft) -> bool:
    """Tell whether a figure in the words of an earlier one is the same quantity."""
    if draft.count.text != earlier.count.text or draft.count.measure == "other":
        return False
    frame = draft.frame
    if _points_back(draft):
        return True
    if frame is earlier.frame or draft.count.per or _apart(draft, earlier) or _others(draft, earlier):
        return False  # 内江支队110名、宜宾支队110名
    if draft.size >= _SMALL:
        return True
    one, two = draft.count.noun, earlier.count.noun
    if draft.total and earlier.total:
        return same_noun(one, two) or _shares_word(one, two)
    return one == two and (bool(one) or _telling(draft)) and draft.count.low != 1


def _points_back(draft: Draft) -> bool:
    """Tell whether a word takes a figure up again: 这158人, 3070名志愿者里."""
    text, token = draft.frame.text, draft.token
    before = text[max(draft.frame.sentence.start, token.start - 6) : token.start]
    noun_end = max(token.end, draft.count.noun_end)  # 300名中小学生 are no 300名中
    return bool(_back().search(before) or _among().match(text[noun_end : noun_end + 14]))


def _telling(draft: Draft) -> bool:
    """Tell whether a figure hardly comes twice by chance: it is exact, no round one, and not of a few."""
    count = draft.count
    low = count.low or 0
    return count.low == count.high and low >= _FEW and low % 10 != 0 and not count.per


def _apart(draft: Draft, earlier: Draft) -> bool:
    """Tell whether two figures are said of others: each sentence names its own sender or place right before the figure."""
    here, there = _beside(draft), _beside(earlier)
    if here and there and here != there:
        return True  # 商丘市7例 … 洛阳市7例
    one, two = earlier.unit, draft.unit
    if one is None or two is None or one.name == two.name:
        return False
    if isinstance(one, Place) != isinstance(two, Place) or two.name.startswith(one.name):
        return False  # 湖南省中医药管理局 … 湖南省: one of the other
    return _named(draft) and _named(earlier)


def _others(draft: Draft, earlier: Draft) -> bool:
    """Tell whether a round figure is once of helpers and once of those helped (民兵300余人 … 群众300余人), by its nouns."""
    low = draft.count.low or 0
    if last_place(low) * 10 <= low:
        return False  # 107名队员 are hardly others than 107名家人
    who = {who_of(draft.count.noun), who_of(earlier.count.noun)}
    return who in ({"mobilized", "served"}, {"mobilized", "affected"})


def _beside(draft: Draft) -> str:
    """Return the name that stands right before a count, as known by its list or as the text has it, else an empty text."""
    if draft.bound is not None:
        return draft.bound.name
    start = draft.token.start
    return next((t.item.name for t in draft.frame.of("unit", "place") if t.end == start), "")


def _named(draft: Draft) -> bool:
    """Tell whether a count's own sentence names its sender before it."""
    return draft.unit is not None and draft.unit.name in _names(draft)


def last_place(value: int) -> int:
    """Return the place value of the last digit that is not 0, of the round figure below an open one (46001: 1000)."""
    value -= value % 10 == 1
    unit = 1
    while value and value % (unit * 10) == 0:
        unit *= 10
    return unit


def link_restatements(drafts: Sequence[Draft]) -> None:
    """Set `same` where a total is said again in other words: the headline's figure in the body, 6000余名 then 6396人."""
    totals = [
        d for d in drafts if d.total and d.whole is None and not d.count.per and d.count.measure != "other"
    ]
    restated: list[Draft] = []
    for index, draft in enumerate(totals):
        for earlier in totals[:index]:
            if earlier not in restated and _restates(draft, earlier):
                draft.same = earlier
                if earlier.count.low != earlier.count.high or earlier.frame.kind == "headline":
                    restated.append(earlier)  # one figure is the exact one of a round one, not several
                break
    told = {id(d.same) for d in drafts}
    headline = [d for d in drafts if d.frame.kind == "headline" and d.same is None and id(d) not in told]
    for first in headline:
        for draft in drafts:
            if (
                draft.frame.kind != "headline"
                and draft.same is None
                and not draft.total
                and _restates(draft, first)
            ):
                draft.same = first
                draft.total = draft.whole is None
                break


def _restates(draft: Draft, earlier: Draft) -> bool:
    one, two = earlier.count, draft.count
    if (
        one.measure != two.measure
        or draft.planned != earlier.planned
        or (draft.who != earlier.who and (one.noun and two.noun))
        or draft.count.per
    ):
        return False
    if one.low == two.low and one.high == two.high and one.text == two.text:
        return False
    days = draft.as_of is None or earlier.as_of is None or draft.as_of == earlier.as_of
    alike = same_noun(one.noun, two.noun) and overlap(draft, earlier) and _precise(draft, earlier)
    return days and alike and _near(one, two) and _near(two, one)


def _near(rough: Count, fine: Count) -> bool:
    """Tell whether an open figure can be a round one for another: 超4.6万 for 46332, 至少20 for 21, none for ten times 20."""
    if not rough.low or fine.low is None:
        return fine.low is not None
    if rough.high is None:
        return fine.low < rough.low + last_place(rough.low) + 1
    # 近1万 is thousands, whatever its bounds
    return rough.high <= _WIDE * rough.low or 2 * fine.low >= rough.high


def _precise(draft: Draft, earlier: Draft) -> bool:
    """Tell whether at least one statement is approximate, or both say the same number."""
    exact = draft.count.low == draft.count.high and earlier.count.low == earlier.count.high
    return not exact or draft.count.low == earlier.count.low
