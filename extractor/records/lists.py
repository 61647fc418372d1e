"""Lists of parts: whether they are all of their whole, and whether nobody stands in two of them."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.records.draft import Draft

_LEAD = 24  # how far before a list stands what opens it
_NUMERALS = {numeral: size for size, numeral in enumerate("二三四五六七八九", 2)} | {"两": 2}
_JOINT = re.compile(r"(?:[、,]|和|与|及|以及)[^,。;:、\d]{0,12}")
_PLAIN = re.compile(r"[一-鿿]{2,6}")
_RESPECTIVELY = re.compile(r"([^,。;:()\d]{3,60}),?(?:人数|数量)?分别[^\d,。;]{0,6}$")
_ALIGNED_LEAD = 80  # how far before its figures a list of names starts
_MISS = 1.5


def _words(name: str) -> str:
    """Return the words of a class as one alternation."""
    return any_of("relation_words", name)


@cache
def _exhausts() -> re.Pattern[str]:
    """Compile what opens a list of all parts."""
    return re.compile(_words("exhausts"))


@cache
def _some() -> re.Pattern[str]:
    """Compile what says that a list is not of all parts."""
    return re.compile(_words("some"))


@cache
def _opener() -> re.Pattern[str]:
    """Compile what stands before the name of a part."""
    return re.compile(rf"^.*(?:{_words('opener')})(?:有)?|^(?:有|为|含)")


@cache
def _numbers() -> re.Pattern[str]:
    """Compile what says how long the list behind it is."""
    return re.compile(
        r"(?P<size>[两二三四五六七八九])(?:个|大|路|批|支|类)?[^,。;:、\d]{0,6}?"
        rf"(?:(?:{_words('respective')})[为是有]|:)[^,。;:、\d]{{0,10}}$"
    )


@cache
def _rest() -> re.Pattern[str]:
    """Compile what opens the last part of a list."""
    return re.compile(_words("rest"))


def exhaustive(parts: Sequence[Draft], whole: Draft) -> bool:
    """Tell whether the words say that a list of parts is all of the whole."""
    first, last = parts[0], parts[-1]
    text, start = first.frame.text, first.frame.sentence.start
    if whole.frame is first.frame:
        start = whole.token.end
    lead = text[max(start, first.token.start - _LEAD) : first.token.start]
    rest = text[max(first.token.end, last.token.start - 12) : last.token.start]
    made = "由" in lead and bool(
        re.match(r"[^\d,。;、]{0,12}(?:组成|构成)", text[last.token.end : last.token.end + 14])
    )
    said = made or (bool(_exhausts().search(lead)) and not _some().search(text[start : first.token.start]))
    return said or bool(_rest().search(rest)) or _fills_bracket(parts) or _both_sexes(parts, whole)


_SEXED = re.compile(r"(男|女)(?:性|同志|士)?(.*)")


def _both_sexes(parts: Sequence[Draft], whole: Draft) -> bool:
    """Tell whether people are divided into men and women and into nothing else (60名新兵中,男兵43名,女兵17名): nobody is left."""
    if whole.count.measure != "persons" or len(parts) != len("男女"):
        return False
    frame = parts[0].frame
    after = whole.frame is frame and whole.token.end <= parts[0].token.start
    leads = _leads(parts, whole.token.end if after else frame.sentence.start)
    named = [
        _SEXED.fullmatch(lead if lead.endswith(noun) else f"{lead}{noun}")
        for lead, noun in ((lead, part.count.noun) for lead, part in zip(leads, parts, strict=True))
    ]
    sexes = {match[1] for match in named if match is not None and whole.count.noun.endswith(match[2])}
    return len(sexes) == len("男女")


def _aligned_names(parts: Sequence[Draft]) -> list[str]:
    """Return the names of `A、B、C分别派出x、y、z`, empty where they do not answer the figures one by one."""
    frame, first = parts[0].frame, parts[0].token.start
    lead = frame.text[max(frame.sentence.start, first - _ALIGNED_LEAD) : first]
    match = _RESPECTIVELY.search(lead)
    names = re.split(r"[、和与及]", match[1]) if match else []
    joined = all(
        re.fullmatch(r"[、,和与及]", frame.text[a.token.end : b.token.start])
        for a, b in itertools.pairwise(parts)
    )
    return names if joined and len(names) == len(parts) and all(names) else []


def plausible(parts: Sequence[Draft], whole: Draft) -> bool:
    """Tell whether parts that do not go into their whole miss it by so little that a wrong figure explains it.

    A miss by half is rather a sentence read wrongly.
    """
    total = sum(d.count.low or 0 for d in parts)
    low, high = whole.count.low or 0, whole.count.high
    return (high is None or total <= _MISS * high) and (len(parts) == 1 or _MISS * total >= low or not low)


def told_apart(parts: Sequence[Draft], whole: Draft) -> bool:
    """Tell whether surely nobody stands in two parts of a list.

    Each part has a place or an organisation of its own before it, or all are kinds that exclude each other (医生、护士).
    """
    aligned = _aligned_names(parts)
    if aligned:
        return len(set(aligned)) == len(parts)
    frame = parts[0].frame
    start = whole.token.end if whole.frame is frame and whole.token.end <= parts[0].token.start else None
    leads = _leads(parts, frame.sentence.start if start is None else start)
    names = [f"{lead}|{part.count.text}|{part.count.noun}" for lead, part in zip(leads, parts, strict=True)]
    return _exclusive(names) or _own_names(parts, leads)


def divided(parts: Sequence[Draft]) -> bool:
    """Tell whether a bracket divides its whole into three and more kinds, none of them a trait that goes across kinds (党员)."""
    if len(parts) < 3 or not _fills_bracket(parts):
        return False
    text, sentence = parts[0].frame.text, parts[0].frame.sentence
    leads = _leads(parts, text.rfind("(", sentence.start, parts[0].token.start) + 1)
    names = [f"{lead}{part.count.noun}" for lead, part in zip(leads, parts, strict=True)]
    across = any(c.startswith("trait:") for name in names for c in _classes(name))
    return len(set(names)) == len(names) and all(names) and not across


def rest_told(parts: Sequence[Draft], whole: Draft) -> bool:
    """Tell whether the last part is the rest (其余1094人), which nobody of the others is in, and the others are apart."""
    first, last = parts[0], parts[-1]
    lead = last.frame.text[max(first.token.end, last.token.start - 12) : last.token.start]
    return bool(_rest().search(lead)) and (len(parts) == 2 or told_apart(parts[:-1], whole))


def numbered(drafts: Sequence[Draft]) -> Iterator[tuple[tuple[Draft, ...], Draft]]:
    """Yield (parts, whole) of lists that say how long they are: `636人,三批依次为210人、214人和212人`, `三个片区:A 12人、…`."""
    for index, first in enumerate(drafts):
        text, sentence = first.frame.text, first.frame.sentence
        match = _numbers().search(text, max(sentence.start, first.token.start - _LEAD), first.token.start)
        if match is None:
            continue
        size = _NUMERALS.get(match["size"], 0)
        parts = tuple(drafts[index : index + size])
        before = [d for d in drafts[:index] if d.frame is first.frame and _alike(d, first)]
        if len(parts) < 2 or len(parts) < size or not before:
            continue
        joined = all(
            a.frame is b.frame and _alike(a, b) and _JOINT.fullmatch(text[a.token.end : b.token.start])
            for a, b in itertools.pairwise(parts)
        )
        after = text[parts[-1].token.end : parts[-1].token.end + 1]
        if joined and after not in ("、", "和") and before[-1].token.end <= match.start():
            yield parts, before[-1]


def _alike(one: Draft, other: Draft) -> bool:
    return (
        one.count.measure == other.count.measure
        and not one.count.per
        and not other.count.per
        and one.planned == other.planned
    )


def _leads(parts: Sequence[Draft], start: int) -> list[str]:
    """Return the words that name each part: those before its figure, since the last mark or 其中."""
    text, leads = parts[0].frame.text, []
    for part in parts:
        lead = text[start : part.token.start]
        leads.append(_opener().sub("", lead[max(lead.rfind(mark) for mark in "、,;:") + 1 :]))
        start = part.token.end
    return leads


def _exclusive(names: Sequence[str]) -> bool:
    """Tell whether names are of kinds that exclude each other: on some axis each has classes that no other has."""
    classes = [_classes(name) for name in names]
    axes = set.intersection(*({c.partition(":")[0] for c in own} for own in classes))
    for axis in axes - {"trait"}:
        found = [c for own in classes for c in own if c.startswith(f"{axis}:")]
        if len(found) == len(set(found)):
            return True
    return False


def _classes(name: str) -> set[str]:
    """Return the classes that a name's words stand for; a word inside a longer one is none."""
    terms = [term for term in _categories() if term in name]
    terms = [term for term in terms if not any(term != other and term in other for other in terms)]
    return {found for term in terms for found in _categories()[term]}


@cache
def _categories() -> dict[str, tuple[str, ...]]:
    """Return the classes of each word that tells kinds of people, units or places apart."""
    return {row["term"]: tuple(row["classes"].split()) for row in read_lexicon("categories")}


@cache
def _people() -> tuple[str, ...]:
    """Return the words for people: what ends so is a kind of people, no place."""
    return tuple(row["term"] for row in read_lexicon("people"))


def _own_names(parts: Sequence[Draft], leads: Sequence[str]) -> bool:
    """Tell whether each part has a place or organisation of its own; one of three and more may be a name not known."""
    frame = parts[0].frame
    names: list[str] = []
    unknown = 0
    for number, (part, lead) in enumerate(zip(parts, leads, strict=True)):
        gap = frame.text[parts[number - 1].token.end : part.token.start] if number else ""
        if re.search(r"[()其各]", gap):
            return False
        start = part.token.start - len(lead)
        own = [t for t in frame.of("place", "unit") if start <= t.start and t.end <= part.token.start]
        unknown += not own
        names.append(frame.text[own[0].start : own[-1].end] if own else lead)
        if not own and (not _PLAIN.fullmatch(lead) or lead.endswith(_people())):
            return False
    if unknown > (len(parts) > 2):
        return False
    return len(set(names)) == len(names) and not any(a != b and b.startswith(a) for a in names for b in names)


def _fills_bracket(parts: Sequence[Draft]) -> bool:
    """Tell whether a list of parts fills a bracket: `548名(省派21名、市派87名、县派452名)`."""
    text = parts[0].frame.text
    opened = text.rfind("(", parts[0].frame.sentence.start, parts[0].token.start)
    closed = text.find(")", parts[-1].token.end, parts[-1].token.end + 4)
    lead = text[opened : parts[0].token.start]
    return opened >= 0 and closed >= 0 and "其中" not in lead and not any(c.isdigit() for c in lead)
