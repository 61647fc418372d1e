"""Shares: which part is said to be how many per cent of which whole (占85.6%, 合格率99.0%, 约占全村636户的33%)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.mentions.figures import PLAIN
from extractor.mentions.numerals import find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.mentions.mention import Number
    from extractor.records.draft import Draft
    from extractor.records.frame import Frame

_SIGNS = re.compile(r"[%成]|分之|一半")
# What find_numbers can read a share from: 成 only behind a numeral, not 成立.
_SHARES = re.compile(rf"[%折]|分之|百分|一半|半数|(?<=[\d{PLAIN}肆伍陆十拾百千万半几数余多来]) ?成")
_NEXT = re.compile(r"[^,。;、\d]{0,6},?")  # between a part and its share
_MORE_AFTER = re.compile(r"^(?:以上|多|余)")
_CAME = re.compile(r"[实已]到")
_JOINT = re.compile(r"[^。;,\d]{0,12}")  # between coordinated figures
_DECIMALS = re.compile(r"\.(\d+)")
_REACH = 44  # how far before a percentage its part stands
_FAR_OFF = 25.0  # a share that misses the figures by more was read of the wrong ones
_HUNDRED, _TEN_POINTS = 100.0, 10.0


def _words(*classes: str) -> str:
    """Return the words of classes as one alternation."""
    return any_of("sum_words", *classes)


@cache
def _lead() -> re.Pattern[str]:
    """Compile what stands before a share, up to its figure."""
    return re.compile(
        r"(?:(?P<share>占(?:比|到|了|据)?|比例|比重|(?P<rate>[一-鿿]{1,3})率)|(?P<most>超过|达到?|近))"
        rf"(?P<of>(?:(?!占)[^。;%]){{0,26}}?)(?P<hedge>各?(?:{_words('about', 'below', 'over', 'reach')})?)$"
    )


@cache
def _all() -> re.Pattern[str]:
    """Compile what says that a share is one of the whole."""
    return re.compile(rf"^(?:(?:[占了到比的约为达,]|{_words('entire')})*)$")


@cache
def _summed() -> re.Pattern[str]:
    """Compile what says that a share is one of several figures together."""
    return re.compile(_words("together"))


@cache
def _below() -> re.Pattern[str]:
    """Compile the words for almost so much."""
    return re.compile(_words("below"))


@cache
def _above() -> re.Pattern[str]:
    """Compile the words for more than so much."""
    return re.compile(rf"突破|{_words('over')}")


@cache
def _about() -> re.Pattern[str]:
    """Compile the words for about so much."""
    return re.compile(_words("about"))


@cache
def _other() -> re.Pattern[str]:
    """Compile what makes a percentage no share: a change, or a rate of another kind."""
    return re.compile(any_of("relation_words", "change"))


@dataclass(frozen=True, slots=True)
class Share:
    """A stated share: parts, the whole, bounds in per cent; `sure` where the text leaves no other reading."""

    parts: tuple[Draft, ...]
    whole: Draft
    percent: tuple[float, float]
    sure: bool


def find_shares(drafts: Sequence[Draft]) -> Iterator[Share]:
    """Yield the shares stated in the sentences of drafts; where the words leave a choice, the figures must agree."""
    frames: list[Frame] = []
    for draft in drafts:
        if not frames or frames[-1] is not draft.frame:
            frames.append(draft.frame)
    for frame in frames:
        sentence = frame.sentence
        text = frame.text[sentence.start : sentence.end]
        if not _SIGNS.search(text) or not _SHARES.search(text):
            continue
        own = [d for d in drafts if d.frame is frame]
        last = 0
        for number in find_numbers(text):
            if number.kind not in ("percent", "fraction") or number.low is None:
                continue
            share = _read(text, number, last, own, drafts)
            last = number.end
            if share is not None:
                yield share


def _read(text: str, number: Number, last: int, own: list[Draft], drafts: Sequence[Draft]) -> Share | None:
    lead = text[max(last, number.start - _REACH) : number.start]
    match = _lead().search(lead)
    if match is None or _other().search(match[0]):
        return None
    base = own[0].frame.sentence.start
    cue = base + max(last, number.start - _REACH) + match.start()
    percent = bounds(
        number, match["hedge"] if match["share"] else match[0], text[number.end : number.end + 2]
    )
    before = [d for d in own if d.token.end <= cue and d.token.start >= base + last - _REACH]
    inside = [
        d for d in own if cue <= d.token.start and d.token.end <= base + number.start and not d.count.per
    ]
    if not before or before[-1].count.per:
        return None
    part = before[-1]
    if "占" in match[0] and inside:
        return _of_stated(part, inside[-1], percent, before)
    parts: tuple[Draft, ...] = (part,)
    if _summed().search(text[part.token.end - base : number.start]):
        parts = _together(before)
    sure = _sure_whole(part, match, text[part.token.end - base : cue - base], before)
    if sure is not None and len(parts) == 1:
        return Share(parts, sure, percent, sure=not _absurd(part, sure, percent))
    for candidate in [(part,), *([(before[-2],)] if len(before) > 1 else [])] if len(parts) == 1 else [parts]:
        for whole in _candidates(candidate[0], drafts):
            if whole not in candidate and _fits(candidate, whole, percent):
                return Share(candidate, whole, percent, sure=False)
    gap = text[part.token.end - base : cue - base]
    return _of_none(part, match, gap, percent, drafts) if len(parts) == 1 else None


def _of_none(
    part: Draft, match: re.Match[str], gap: str, percent: tuple[float, float], drafts: Sequence[Draft]
) -> Share | None:
    """Return the share of a part's marked whole where it is the share of no figure at all: one of the three is wrong."""
    whole = part.whole
    if (
        match["rate"]
        or not match["share"]
        or not _all().match(match["of"])
        or whole is None
        or not _NEXT.fullmatch(gap)
    ):
        return None
    usable = [
        d for d in drafts if d.count.measure == part.count.measure and not d.count.per and d is not part
    ]
    if any(_fits((part,), d, percent) for d in usable) or _absurd(part, whole, percent):
        return None
    return Share((part,), whole, percent, sure=True)


def _of_stated(part: Draft, whole: Draft, percent: tuple[float, float], before: list[Draft]) -> Share | None:
    """Return the share whose whole stands between 占 and the percentage."""
    if part.count.measure != whole.count.measure:
        return None
    alone = sum(d.count.measure == part.count.measure for d in before) == 1
    if not _fits((part,), whole, percent) and (not alone or _absurd(part, whole, percent)):
        return None
    return Share((part,), whole, percent, sure=alone)


def _sure_whole(part: Draft, match: re.Match[str], gap: str, before: list[Draft]) -> Draft | None:
    """Return the whole where the words alone decide: 其中党员3690名,占85.6%; 应到420人,实到412人,到点率98.1%."""
    if not _NEXT.fullmatch(gap):
        return None
    if match["rate"]:
        same = [d for d in before if d.count.measure == part.count.measure and not d.count.per]
        lead = part.frame.text[max(part.frame.sentence.start, part.token.start - 8) : part.token.start]
        named = match["rate"][-2:] in lead or (match["rate"][0] == "到" and _CAME.search(lead))
        return same[0] if named and len(same) == 2 and same[1] is part and not match["of"] else None
    if match["share"] and part.whole is not None and part.whole_sure and _all().match(match["of"]):
        return part.whole
    return None


def _together(before: list[Draft]) -> tuple[Draft, ...]:
    """Return the coordinated figures that end a clause (A 4.62万人、B 2.18万人,合计占…)."""
    run = [before[-1]]
    for earlier in reversed(before[:-1]):
        gap = earlier.frame.text[earlier.token.end : run[0].token.start]
        if earlier.count.measure != run[0].count.measure or not _JOINT.fullmatch(gap) or "其中" in gap:
            break
        run.insert(0, earlier)
    return tuple(run)


def _candidates(part: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the figures that a share may be of: the marked whole, those of the paragraph (nearest first), totals."""
    index = next((i for i, d in enumerate(drafts) if d is part), 0)
    usable = [d for d in drafts if d.count.measure == part.count.measure and not d.count.per]
    order = {id(d): i for i, d in enumerate(drafts)}
    near = sorted(
        (d for d in usable if d.paragraph == part.paragraph),
        key=lambda d: (order[id(d)] > index, abs(order[id(d)] - index)),
    )
    far = [
        d
        for d in reversed(usable)
        if d.paragraph < part.paragraph and (d.total or d.paragraph == part.paragraph - 1)
    ]
    marked = [part.whole] if part.whole is not None else []
    return [*marked, *near, *far]


def _values(draft: Draft) -> tuple[float, float] | None:
    count = draft.count
    if count.low is None or count.high is None:
        return None
    low, high = float(count.low), float(count.high)
    if count.rounded:
        unit = 1
        while count.low and count.low % (unit * 10) == 0:
            unit *= 10
        low, high = low - unit / 2, high + unit / 2 - 1
    return low, high


def _ratio(parts: Sequence[Draft], whole: Draft) -> tuple[float, float] | None:
    values, total = [_values(d) for d in parts], _values(whole)
    if total is None or None in values or total[0] <= 0:
        return None
    low, high = sum(v[0] for v in values if v), sum(v[1] for v in values if v)
    return (_HUNDRED * low / total[1], _HUNDRED * high / total[0]) if low <= total[1] else None


def _fits(parts: Sequence[Draft], whole: Draft, percent: tuple[float, float]) -> bool:
    found = _ratio(parts, whole)
    if found is None or found[1] - found[0] > _TEN_POINTS:
        return False
    return percent[0] <= found[1] and found[0] <= percent[1] and percent[1] - percent[0] <= _TEN_POINTS


def _absurd(part: Draft, whole: Draft, percent: tuple[float, float]) -> bool:
    found = _ratio((part,), whole)
    return found is None or found[0] - percent[1] > _FAR_OFF or percent[0] - found[1] > _FAR_OFF


def bounds(number: Number, hedge: str, after: str) -> tuple[float, float]:
    """Return the bounds, in per cent, that a stated share stands for, with the hedge before and the words after it.

    A plain figure stands for half a unit of its last digit either side; 成 counts tens (九成: 85 to 95).
    """
    low, high = number.low or 0.0, number.high or 0.0
    if number.kind == "fraction":
        low, high = _HUNDRED * low, _HUNDRED * high
        half = 2.5
    else:
        digits = _DECIMALS.search(number.text)
        half = 0.5 * 10 ** -(len(digits[1]) if digits else 0)
        if number.text.endswith("成") and not digits:
            half = 5.0
    if _below().search(hedge):
        return max(0.0, low - 2 * half), high
    if _above().search(hedge) or _MORE_AFTER.match(after):
        return low, _HUNDRED
    if _about().search(hedge):
        half = max(half, 1.0)
    return low - half, high + half
