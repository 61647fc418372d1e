"""What the unit finder knows: its lexicons as vocabularies, and the small types that its parts share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor import lexicons
from extractor.lexicons import read_lexicon, terms_of

LEVELS = "省市县区州旗盟镇乡"
LONGEST = 28  # characters; longer names of organisations hardly occur and would be sentences


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Area:
    """A named area; `name` is its own full name (徐州 -> 徐州市), `code` its division's code.

    `sure`: the gazetteer holds it; `near`: it fits the region, so that 会同县 is no 会同 + 县.
    """

    start: int
    end: int
    name: str
    code: str | None
    sure: bool = True
    near: bool = True


@dataclass(frozen=True, slots=True)
class Stem:
    """A known department. `level`: the level word that it starts with; `template`: its name around `{}`."""

    term: str
    official: str
    kind: str
    level: str
    template: str

    def named(self, area: str, text: str) -> tuple[str, str | None]:
        """Return canonical and official name for an area (共青团{}委 for 团市委); `text` is the term as written."""
        if self.template:
            return self.template.format(area), self.template.format(area) + "员会"
        official = self.official
        if self.level and official.startswith(self.level):
            official = official[len(self.level) :]
        return area + text[len(self.level) :], area + official if official else None


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a name. `short`: it may stand for a unit named before.

    `bare` says what must stand before it: `no` an area or an owner, `tail` an owner, `free` an area and words of its own,
    `yes` or `long` words of its own, `acting` these if it acts, `works` few of these if it plainly does (青坪|供电所),
    `joined` an area and nothing else, `brand` a brand.
    """

    kind: str
    bare: str
    short: str


@dataclass(slots=True, unsafe_hash=True)  # not frozen: a page makes hundreds
class Naming:
    """What a candidate is called: canonical and official name, its division's code, the class of its head."""

    name: str
    official: str | None
    region: str | None
    kind: str
    area: str = ""
    host: str = ""  # the organisation that an inner organ (党委, 工会) belongs to


@cache
def generic_words() -> re.Pattern[str]:
    """Compile the words that name no organisation however many of them stand before a head."""
    words = sorted((r["term"] for r in read_lexicon("unit_generic")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})*")


@cache
def never_named() -> re.Pattern[str]:
    """Compile the words that make a name common even behind an area (梧州|定点|医院)."""
    words = sorted((r["term"] for r in read_lexicon("unit_generic") if r["always"]), key=len, reverse=True)
    rest = sorted(
        (r["term"] for r in read_lexicon("unit_generic") if len(r["term"]) > 1), key=len, reverse=True
    )
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})+(?:{'|'.join(map(re.escape, rest))})*")


@cache
def generic_ends() -> tuple[str, ...]:
    """Return the words that make a name common right before its head, whatever stands before them (马拉松|定点|医院)."""
    return tuple(r["term"] for r in read_lexicon("unit_generic") if r["always"] == "end")


@cache
def cue(name: str) -> tuple[str, ...]:
    """Return the words that tell something of the name beside them, the longest first."""
    words = (r["term"] for r in read_lexicon("unit_cues") if name in r["cues"].split())
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _cues_by_end(name: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a cue by their last character."""
    found: dict[str, tuple[str, ...]] = {}
    for word in cue(name):
        found[word[-1]] = (*found.get(word[-1], ()), word)
    return found


def cued(name: str, text: str, end: int) -> bool:
    """Tell whether a word of a cue ends at an offset."""
    words = _cues_by_end(name).get(text[end - 1 : end])
    return words is not None and text.endswith(words, 0, end)


def trapped(text: str, start: int, end: int) -> bool:
    """Tell whether a head is only the end of a longer word (举|办, but not 选举办)."""
    return any(
        len(word) > end - start
        for word in _cues_by_end("trap").get(text[end - 1], ())
        if text.endswith(word, 0, end)
    )


def any_of(*names: str) -> str:
    """Return the words of cues as one alternation."""
    return "|".join(re.escape(word) for name in names for word in cue(name))


@cache
def elements(*classes: str) -> tuple[str, ...]:
    """Return the words of some classes that names are made of, the longest first."""
    return terms_of("unit_elements", *classes)


def any_element(*classes: str) -> str:
    """Return what `elements` returns as one alternation."""
    return lexicons.any_of("unit_elements", *classes)


def behind_element(*classes: str) -> str:
    """Return an alternation that holds right behind each of the words that `elements` returns."""
    return "|".join(f"(?<={re.escape(word)})" for word in elements(*classes))


@cache
def _trades() -> re.Pattern[str]:
    """Compile what stands behind the departments of a hospital that are named as trades, not as who acts."""
    return re.compile(
        r"(?:[、和与及](?:(?![的在由等派]|组织|抽调)[\u4e00-\u9fff]){1,8}?(?=[、和与及等]|\d|多个|专业)){0,12}(?:等|各类)*(?:多|\d{1,2}|[一二两三四五六七八九十]{1,3})?个?"
        rf"(?:{any_of('medical')})*(?:{any_of('trained')}|医护人员\d)"
    )


_FROM = re.compile(r"来自[\u4e00-\u9fff、]*$")  # 来自急诊科、检验科等9个科室 are they themselves
_LISTED = 40  # characters of such a list


def is_trade(text: str, end: int) -> bool:
    """Tell whether a department that ends at an offset is only what people are trained in (眼科、妇科等多个专业)."""
    match = _trades().match(text, end) if text[end - 1] in "科影学" else None
    if match is None:
        return False
    return not (match[0].endswith("科室") and _FROM.search(text, max(0, end - _LISTED), end))


@cache
def hosts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the words that stand for the organisation itself (校党委, 局机关工会) with the endings of its name.

    Each word has groups of endings, the likeliest first.
    """
    return {
        r["term"]: tuple(tuple(group.split()) for group in r["endings"].split("/"))
        for r in read_lexicon("unit_hosts")
    }


@cache
def briefs() -> dict[str, tuple[str, ...]]:
    """Return what a service is called in short (云岭消防) with the endings of its full name."""
    return {r["term"]: tuple(r["endings"].split()) for r in read_lexicon("unit_briefs")}


@cache
def host_ends() -> frozenset[str]:
    """Return the last characters of the words of `hosts`."""
    return frozenset(word[-1] for word in hosts())


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the terms that the unit finder needs of the scanner."""
    return {
        "units.stems": {
            r["term"]: Stem(r["term"], r["official"], r["kind"], r["level"], r["template"])
            for r in read_lexicon("unit_stems")
        },
        "units.heads": {
            r["term"]: Head(r["kind"], r["bare"], r["short"]) for r in read_lexicon("unit_heads")
        },
        "units.national": {r["term"]: (r["official"], r["kind"]) for r in read_lexicon("national_units")},
        "units.inner": {r["term"]: frozenset(r["hosts"].split()) for r in read_lexicon("unit_inner")},
        "units.countries": {r["term"]: r["term"] for r in read_lexicon("unit_countries")},
        "units.keeps": {r["term"]: True for r in read_lexicon("unit_breaks") if r["class"] == "keep"},
        "units.prefixes": {r["term"]: (r["template"], r["joins"]) for r in read_lexicon("unit_prefixes")},
    }
