"""Lists of bare names whose noun, or whose company, tells that they are places."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_items import FIRM, SHORT, items_of, may_name, whole_heads
from extractor.mentions.place_text import CUTS, Found, View, head_words, not_in_names, stops
from models.gazetteer import Division, gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LIST = re.compile(r"、(?:[\u4e00-\u9fffA-Z]{2,8}、)*[\u4e00-\u9fffA-Z]{2,8}")
_FIRST = re.compile(r"[\u4e00-\u9fffA-Z]{2,8}$")
_SURROUNDINGS = frozenset(("一带", "一线"))
_OF_NUMBER = re.compile(r"[\d两二三四五六七八九十]个$")  # the noun begins with its number: 两个|重灾镇
_HOLDS = frozenset(("town", "county"))
_TAIL = frozenset("等共两二三四五六七八九十几数")
_DIGITS = re.compile(r"\d{1,4}")


@cache
def _pair() -> re.Pattern[str]:
    """Compile the second of two names before their noun; group 1 is the name, group 2 the noun."""
    return re.compile(rf"[和与及]([\u4e00-\u9fff]{{2,5}}?)两个?({any_of('place_words', 'pair')})")


@cache
def _list_noun() -> re.Pattern[str]:
    """Return what follows a list of names: its opening (group 1), and the noun that tells them to be divisions (group 2)."""
    return re.compile(
        r"(等(?:地|各|多个|[\u4e00-\u9fff]{0,2}?(?=[乡镇县市区街社村州]))?)?(?:\d{1,4}|[两二三四五六七八九十]{1,3})?(?:余|多|来)?个?"
        rf"(?:{any_of('place_list_nouns', 'attribute')}){{0,2}}"
        rf"(?:(?<=个)[\u4e00-\u9fff]{{1,3}}?)??({any_of('place_words', 'county', 'town', 'settled')}"
        rf"|(?<![工基场营阵驻产])地|战场|一带|一线(?={any_of('place_words', 'front')}))"
    )


@cache
def _noun_opens() -> frozenset[str]:
    """Return the characters that `_list_noun` begins with."""
    attributes = (word[0] for word in terms_of("place_list_nouns", "attribute"))
    return frozenset("一等0123456789两二三四五六七八九十余多来个乡镇街社小行村县市区州地战").union(attributes)


@cache
def _alone() -> re.Pattern[str]:
    """Return what follows the one name of a list; group 1 is its noun."""
    return re.compile(
        r"等(?:\d{1,3}|[两二三四五六七八九十]{1,3})个"
        rf"(?:{any_of('place_list_nouns', 'village')})?(村|社区|小区)"
    )


def lists(view: View) -> None:
    """Find the bare names of a list that its noun tells to be places: 北村、纺南等14个社区."""
    text, opens = view.text, _noun_opens()
    for match in _LIST.finditer(text):
        head = _FIRST.search(text, max(0, match.start() - 8), match.start())
        if head is None:
            continue
        begin, body = head.start(), head.group() + match.group()
        noun = None
        for tail in range(len(body), max(len(body) - 8, body.rfind("、") + 2), -1):
            if text[begin + tail : begin + tail + 1] not in opens and text[begin + tail - 1] != "个":
                continue
            noun = _list_noun().match(text, begin + tail)
            if (
                noun
                and not _OF_NUMBER.search(text, begin, begin + tail)
                and (noun.group(1) or text[begin + tail : noun.start(2)] or noun.group(2) in _SURROUNDINGS)
            ):
                end = begin + tail
                break
            noun = None
        if noun is None:
            _known_towns(view, begin, body)
            continue
        while text[end - 1] in _TAIL:
            end -= 1  # 小夏庄|两个社区, 北村|等社区
        number = _DIGITS.match(text, end)
        if number and int(number.group()) > body.count("、") + 1:
            continue  # 鼓楼、云龙43个街道: the list names what the streets belong to
        _list_items(view, begin, end, noun.group(2))
    for match in _pair().finditer(text) if "两" in text else ():
        if head := _FIRST.search(text, max(0, match.start() - 8), match.start()):
            _list_items(view, head.start(), match.end(1), match.group(2), edged=True)


def alone(view: View) -> None:
    """Find the one name of a list that is not whole, after its town (王安镇|西沟等3个村)."""
    text = view.text
    for match in _alone().finditer(text) if "个" in text else ():
        end = match.start()
        for size in (2, 3, 4):
            above = view.before(end - size)
            if above is None or above.payload.kind not in _HOLDS or above.end - above.start <= SHORT:
                continue
            name = text[end - size : end]
            if may_name(name) and not name.endswith(whole_heads()):
                kind = "village" if match[1] in "村庄" else "community"
                found = Found(above.payload.name + name, kind, above.payload.divisions)
                view.add(Candidate(end - size, end, "place", FIRM + 0.8, ("list",), found))
            break


def _known_towns(view: View, start: int, body: str) -> None:
    """Find the bare towns of a list without a noun: two at least must be towns of the article's counties."""
    towns = view.towns
    items = body.split("、")
    names: list[tuple[int, str]] = []
    for index, item in enumerate(items):
        for length in (3, 2):
            name = item[-length:] if index == 0 else item[:length]
            if name in towns and (index in (0, len(items) - 1) or name == item):
                names.append((start + (len(item) - len(name) if index == 0 else 0), name))
                break
        start += len(item) + 1
    if len(names) < 2 or all(_has_county(view, at, at + len(name)) for at, name in names):
        return  # 彰武、桓仁: each is also the town of its county
    for at, name in names:
        end = at + len(name)
        other = max((c.score for c in view.pieces.get(end, ()) if c.start == at), default=0.0)
        found = Found(towns[name][0].name, "town", tuple(towns[name]))
        view.add(Candidate(at, end, "place", max(1.4, other + 0.1), ("list",), found))


def _list_items(view: View, start: int, end: int, noun: str, *, edged: bool = False) -> None:
    """Add the names of a list; `edged`: only where something tells where the first one begins."""
    text = view.text
    items = items_of(view, start, end)
    towns = view.towns
    first, first_end = items[0]
    items[0] = next(
        ((at, first_end) for at in range(first, first_end - 1) if text[at:first_end] in towns), items[0]
    )
    for at in range(first_end - 2, items[0][0] - 1, -1):
        if (
            text[at:first_end] in towns
            or ((piece := view.before(at)) and piece.payload.kind != "water")  # 汉水苑
            or ((cue := view.cues.get(at)) and (cue[2] == "to" or at - cue[0] > 1 or text[cue[0]] in CUTS))
        ):
            items[0] = (at, first_end)
            break
    else:
        if edged:
            return
    chain = view.before(items[0][0])
    counties = {c.start: c.end for c in view.found if c.payload.kind in ("city", "county")}
    named_counties = noun == "地" and all(_has_county(view, *item) for item in items)
    for start_of, right in items:
        left = counties.get(start_of, start_of)
        if right - left < 2:
            left = start_of
        _list_item(view, left, right, "县市区" if named_counties else noun, towns, chain)


def _has_county(view: View, start: int, end: int) -> bool:
    """Tell whether a span may name a city or county."""
    return any(c.start == start and c.payload.kind in ("city", "county") for c in view.pieces.get(end, ()))


def _list_item(
    view: View,
    left: int,
    right: int,
    noun: str,
    towns: Mapping[str, Sequence[Division]],
    chain: Candidate | None,
) -> None:
    if view.text[right - 1] in "和与及" and right - left > SHORT:
        right -= 1
    name = view.text[left:right]
    if name in head_words() or (
        name in stops("word") and not (noun in terms_of("place_words", "town") and name in towns)
    ):
        return  # 学校和6个村; but 后所、大河两个镇
    below = noun in ("社区", "小区")
    if (
        any(
            c.start == left
            and c.end == right
            and c.payload.kind != "site"
            and c.score > (2 if below else 1)
            and not (noun == "县" and c.payload.kind == "city")  # 红原、阿坝3县: no prefecture
            for c in view.found
        )
        or len(name) > 6
    ):
        return
    if noun in terms_of("place_words", "county"):
        _listed_county(view, left, right, noun)
    elif noun in terms_of("place_words", "town") or (noun == "地" and name in towns):
        known = tuple(towns.get(name, ()))
        suffix = noun if noun != "乡镇" else ""
        full = known[0].name if known else name if name.endswith(suffix) else name + suffix
        view.add(
            Candidate(left, right, "place", 2.4 if known else 1.2, ("list",), Found(full, "town", known))
        )
    elif noun in terms_of("place_words", "settled"):
        if not_in_names().match(name):
            return  # 人手不足等8个小区
        above = chain.payload if chain else None
        prefix = above.name if above and above.kind in ("town", "county") else ""
        found = Found(prefix + name, "community" if below else "village", above.divisions if above else ())
        view.add(Candidate(left, right, "place", 2.2 if below else 1.8, ("list",), found))
    elif noun in _SURROUNDINGS:
        view.add(Candidate(left, right, "place", 1.2, ("list",), Found(name, "site")))


def _listed_county(view: View, left: int, right: int, noun: str) -> None:
    """Add a district that a list names by its short form, where the document leaves one (上城、下城等6个城区)."""
    name = view.text[left:right]
    city = next((c for c in view.pieces.get(right, ()) if c.start == left and c.payload.kind == "city"), None)
    if noun == "县" and city is not None:
        _named_alike(view, city)
        return
    known = view.context.remaining(
        [
            d
            for d in gazetteer().on(name, view.context.year)
            if d.level in ("city", "county") and name in (d.name, d.short)
        ]
    )
    if len(known) == 1:
        found = Found(known[0].name, known[0].level, known, known[0].parent)
        view.add(Candidate(left, right, "place", 2.2, ("list", "near"), found))


def _named_alike(view: View, city: Candidate) -> None:
    """Add the county that has the name of its prefecture, where a list is of counties (红原、阿坝3县)."""
    codes = {d.code for d in city.payload.divisions}
    name = view.text[city.start : city.end]
    counties = [
        d for d in gazetteer().on(name, view.context.year) if d.level == "county" and d.parent in codes
    ]
    if len(counties) == 1:
        found = Found(counties[0].name, "county", tuple(counties), counties[0].parent)
        view.add(Candidate(city.start, city.end, "place", city.score + 0.1, ("list", "near"), found))
