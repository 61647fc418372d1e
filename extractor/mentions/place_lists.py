"""Lists of bare names whose noun, or whose company, tells that they are places."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.name_shapes import bigrams
from extractor.mentions.place_text import CUTS, NOT_IN_NAMES, Found, View, head_words, stops
from models.gazetteer import Division, gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LIST = re.compile(r"、(?:[\u4e00-\u9fffA-Z]{2,8}、)*[\u4e00-\u9fffA-Z]{2,8}")
_PAIR = re.compile(
    r"[和与及]([\u4e00-\u9fff]{2,5}?)两个?(乡镇|镇|乡|街道|社区|小区|行政村|村(?![容貌民干])|县区|县|区)"
)
_FIRST = re.compile(r"[\u4e00-\u9fffA-Z]{2,8}$")
_SITE_NOUN = re.compile(
    r"[个处等](?:(?<!等)(?:(?<=[\d两二三四五六七八九十].)|(?<=[\d等][余多].)).{0,6}?[点口院站区段桥场店舱馆岸所岛园库闸垸圩寨]|(?<=等)(?:处|路[口段]|收费站|车站|站点|道口|(?:旅游)?景[区点]|口岸|安置点|[行滞蓄]{1,3}洪区|(?:中小|主要)?(?:河流|河道|江河|支流)))"
)
_COUNTY_NOUNS = frozenset(("县市区", "县区", "县市", "市县", "县", "市", "区", "州"))
_SURROUNDINGS = frozenset(("一带", "一线"))
_OF_NUMBER = re.compile(r"[\d两二三四五六七八九十]个$")  # the noun begins with its number: 两个|重灾镇
_HOLDS = frozenset(("town", "county"))
_TAIL = frozenset("等共两二三四五六七八九十几数")
_SHORT = 2
_ITEM = re.compile(r"[\u4e00-\u9fff]{2,8}(?=、)")
_LISTABLE = frozenset(("site", "road", "community", "county"))
_SHARED_KINDS = frozenset(("site", "community", "village", "water"))
_JOINT = re.compile("以及|[和与及]")
_JOINS = ("、", "和", "与", "及")
_PREPOSITIONS = frozenset("到赴往在")
_ITEM_LENGTH = 5
_FIRM, _DOUBTED = 1.0, 1.6
_DIGITS = re.compile(r"\d{1,4}")


@cache
def _list_noun() -> re.Pattern[str]:
    """Return what follows a list of names: its opening (group 1), and the noun that tells them to be divisions (group 2)."""
    return re.compile(
        r"(等(?:地|各|多个|[\u4e00-\u9fff]{0,2}?(?=[乡镇县市区街社村州]))?)?(?:\d{1,4}|[两二三四五六七八九十]{1,3})?(?:余|多|来)?个?"
        rf"(?:{any_of('place_list_nouns', 'attribute')}){{0,2}}"
        r"(?:(?<=个)[\u4e00-\u9fff]{1,3}?)??(乡镇|镇|乡|街道|社区|小区|行政村|村庄|村(?![容貌民干])|县市区|县区|县市|市县|县|市|区|州"
        r"|(?<![工基场营阵驻产])地|战场|一带|一线(?=水位|江堤|河堤|大堤|堤防))"
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
    for match in _PAIR.finditer(text) if "两" in text else ():
        if head := _FIRST.search(text, max(0, match.start() - 8), match.start()):
            _list_items(view, head.start(), match.end(1), match.group(2), edged=True)


def alone(view: View) -> None:
    """Find the one name of a list that is not whole, after its town (王安镇|西沟等3个村)."""
    text = view.text
    for match in _alone().finditer(text) if "个" in text else ():
        end = match.start()
        for size in (2, 3, 4):
            above = view.before(end - size)
            if above is None or above.payload.kind not in _HOLDS or above.end - above.start <= _SHORT:
                continue
            name = text[end - size : end]
            if _may_name(name) and not name.endswith(_whole()):
                kind = "village" if match[1] in "村庄" else "community"
                found = Found(above.payload.name + name, kind, above.payload.divisions)
                view.add(Candidate(end - size, end, "place", _FIRM + 0.8, ("list",), found))
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
    if len(names) < 2:
        return
    for at, name in names:
        end = at + len(name)
        other = max((c.score for c in view.pieces.get(end, ()) if c.start == at), default=0.0)
        found = Found(towns[name][0].name, "town", tuple(towns[name]))
        view.add(Candidate(at, end, "place", max(1.4, other + 0.1), ("list",), found))


def between(view: View) -> None:
    """Find what a list names between two places found (在人民广场、|高山街|、中心广场)."""
    text = view.text
    places = _listable(view)
    starts = {c.start for c in places}
    covered = _covered(view)
    for end in {c.end for c in places}:
        if text[end : end + 1] != "、":
            continue
        item = _ITEM.match(text, end + 1)
        if item is None or item.end() + 1 not in starts or not covered.isdisjoint(range(*item.span())):
            continue
        if _may_name(item.group()) and not _says(view, *item.span()):
            found = Found(item.group(), "site")
            view.add(Candidate(*item.span(), "place", _FIRM + 0.1, ("list",), found))


def _listable(view: View) -> list[Candidate]:
    """Return the places that a list may name others beside: firm ones, and those of the article's own divisions in a list."""
    return [
        c
        for c in view.found
        if c.payload.kind in _LISTABLE and (c.score > _FIRM or {"near", "list"} <= set(c.evidence))
    ]


def _covered(view: View) -> set[int]:
    """Return the ends of what is known already: firm candidates, and divisions, whether they are places here or only origins."""
    return {
        at
        for c in view.found
        if c.score > _FIRM or (c.score > 0 and c.payload.divisions)
        for at in (c.start, c.end - 1)
    }


def beside(view: View) -> None:
    """Find what stands before or behind two places of a list (到|梅子地、深水埗及湾仔等地)."""
    text = view.text
    starts: dict[int, Candidate] = {}
    for c in _listable(view):
        if c.start not in starts or c.end > starts[c.start].end:
            starts[c.start] = c
    covered = _covered(view)
    for first in list(starts.values()):
        second = starts.get(first.end + 1)
        if second is None or text[first.end] not in _JOINS:
            continue
        spans = []
        if (
            text[first.start - 1 : first.start] in _JOINS
            and (at := _item_before(view, first.start - 1)) is not None
        ):
            spans.append((at, first.start - 1))
        if text[second.end : second.end + 1] in _JOINS and (ahead := _AHEAD.match(text, second.end + 1)):
            spans.append(ahead.span())
        for start, end in spans:
            if (
                covered.isdisjoint(range(start, end))
                and _may_name(text[start:end])
                and not _says(view, start, end)
            ):
                found = Found(text[start:end], "site")
                view.add(Candidate(start, end, "place", _FIRM + 0.1, ("list",), found))


def _item_before(view: View, end: int) -> int | None:
    """Return where a name of two to four characters begins that a word leading to places stands before, None without one."""
    for start in range(end - _SHORT, end - _ITEM_LENGTH, -1):
        cue = view.cues.get(start)
        if cue is not None and cue[2] == "to" and not view.text.startswith(_SOURCES, cue[0]):
            return start
    return None


_SOURCES = ("从", "来自", "自", "源自")


_AHEAD = re.compile(
    r"[\u4e00-\u9fff]{2,4}?(?=[、,。;]|等地?(?![\d两三四五六七八九十多])|[\d两三四五六七八九十]{1,3}[个座处地])"
)

_SHARED_HEADS = ("收费站", "服务区", "出入口", "收费口", "水库", "煤矿", "车站", "社区", "小区", "村")


def sharing(view: View) -> None:
    """Find the names that share the head of the last of their list (闻喜、垣曲西和绛县收费站)."""
    text = view.text
    for last in list(view.found):
        if text[last.start - 1 : last.start] not in _JOINS or last.payload.kind not in _SHARED_KINDS:
            continue
        head = next((h for h in _SHARED_HEADS if text.endswith(h, last.start, last.end)), "")
        stem = last.end - last.start - len(head)
        if not head or stem < _SHORT or last.score < _FIRM - 0.2 or text[last.end : last.end + 1] == "、":
            continue
        _sharers(view, last, head)


def _sharers(view: View, last: Candidate, head: str) -> None:
    """Add the names before the last of a list, up to a town that stands before them or what leads to them."""
    text = view.text
    spans: list[tuple[int, int]] = []
    end = last.start - 1
    opened = False
    while not opened:
        start = max(text.rfind(mark, max(0, end - _ITEM_LENGTH - 1), end) for mark in _JOINS) + 1
        edge = next(
            (at for at in range(end - _SHORT, max(start, end - _ITEM_LENGTH) - 1, -1) if _opens(view, at)),
            None,
        )
        opened = start == 0 or edge is not None
        begin = start if edge is None else edge
        if not 1 < end - begin < _ITEM_LENGTH or not _shares(view, begin, end, head):
            break
        spans.append((begin, end))
        end = begin - 1
        if edge is None and text[begin - 1] not in _JOINS:
            break
    if not opened:
        return
    for begin, stop in spans:
        own = max((c.score for c in view.pieces.get(stop, ()) if c.start >= begin), default=0.0)
        found = Found(text[begin:stop] + head, last.payload.kind, last.payload.divisions)
        view.add(Candidate(begin, stop, "place", own + _FIRM + 0.2, ("list",), found))


@cache
def _whole() -> tuple[str, ...]:
    """Return the heads that show a name of a list to be whole (石桥|村)."""
    return (*(head for head in head_words() if len(head) > 1), "村", "镇", "乡")


def _shares(view: View, start: int, end: int, head: str) -> bool:
    """Tell whether an item may share the head of its list: a bare name, and of villages no county's."""
    text = view.text
    if not _may_name(text[start:end]) or _says(view, start, end) or text[start:end].endswith(_whole()):
        return False
    return head != "村" or all(
        c.start != start or c.payload.kind != "county" for c in view.pieces.get(end, ())
    )


def _opens(view: View, at: int) -> bool:
    """Tell whether a list may begin somewhere: after a town or a word that leads to places."""
    cue = view.cues.get(at)
    before = view.before(at)
    return (cue is not None and cue[2] == "to" and (at - cue[0] > 1 or _leads(view.text, at))) or (
        before is not None and before.payload.kind in ("town", "road") and before.end - before.start > _SHORT
    )


def _leads(text: str, at: int) -> bool:
    """Tell whether one character leads to a name: a preposition that makes no word with what follows (到|古塘, not 在|职)."""
    return text[at - 1] in _PREPOSITIONS and text[at - 1 : at + 1] not in bigrams()


def _site_nouns() -> str:
    """Return the nouns that tell a list to be of sites as one alternation."""
    return "|".join(row["term"] for row in read_lexicon("place_list_nouns") if "site" in row["class"].split())


@cache
def _site_list() -> re.Pattern[str]:
    """Return a list of names with the noun that tells them to be sites (郭河中学、金瓦小学等|5个安置点)."""
    return re.compile(
        r"((?:[\u4e00-\u9fff]{2,12}(?:\([\u4e00-\u9fff]{1,4}\)[\u4e00-\u9fff]{0,4})?、)+[\u4e00-\u9fff]{2,10}?)(?:(?:等(?:地|处)?)?"
        r"(?:\d{1,3}|[两二三四五六七八九十]{1,3}|多)(?:余|多)?[个处](?!部门|单位|警种)(?:[\u4e00-\u9fff]{2,4})??"
        rf"(?:{_site_nouns()})|等(?:处|路口|路段|收费站|车站|站点|道口|(?:旅游)?景[区点]|口岸|安置点|[行滞蓄]{{1,3}}洪区|(?:中小|主要)?(?:河流|河道|江河|支流)))"
    )


@cache
def _told_list() -> re.Pattern[str]:
    """Return a list of names that its noun goes before (4个考点(北门中学、东门中学))."""
    return re.compile(
        rf"(?:\d{{1,3}}|[两二三四五六七八九十]{{1,3}})[个处](?:[\u4e00-\u9fff]{{0,4}}?)(?:{_site_nouns()})"
        r"(?:[(:]|,?(?:分别)?(?:是|为|设在|位于|包括)):?"
        r"((?:[\u4e00-\u9fff]{2,12}、)+[\u4e00-\u9fff]{2,10}?)(?=[)。;,\n]|等[)。;,])"
    )


_SENTENCE_END = re.compile("[。\n]")


@lru_cache(maxsize=2)
def site_lists(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the lists whose noun tells them to be sites."""
    spans: dict[tuple[int, int], None] = {}
    done = 0
    for noun in _SITE_NOUN.finditer(text):
        if noun.end() <= done:
            continue
        stop = _SENTENCE_END.search(text, noun.end())
        left = max(text.rfind("。", done, noun.start()) + 1, text.rfind("\n", done, noun.start()) + 1, done)
        done = stop.end() if stop else len(text)
        for pattern in (_site_list(), _told_list()):
            spans.update(dict.fromkeys(m.span(1) for m in pattern.finditer(text, left, done)))
    return tuple(spans)


def listed_sites(view: View) -> None:
    """Find venues that a list's noun tells to be places (郭河中学、金瓦小学等5个安置点)."""
    text = view.text
    for start, end in site_lists(text):
        for left, right in _items(view, max(_edge_of_list(view, start, end), start), end):
            item = text[left:right]
            same = [c for c in view.pieces.get(right, ()) if c.start == left]
            if _may_name(item) and not _says(view, left, right) and all(c.score < _DOUBTED for c in same):
                found = same[0].payload if same else Found(item, "site")
                view.add(Candidate(left, right, "place", 3.0, ("list",), found))


def _may_name(item: str) -> bool:
    """Tell whether an item of a list may be a name and is no word (万华岩; 火车站)."""
    words = stops("word")
    short = len(item) <= 3
    return not item.endswith("境内") and not (
        item in words or (short and (item in head_words() or item in stops("stem") or item in stops("cut")))
    )


def _says(view: View, start: int, end: int) -> bool:
    """Tell whether words that no name has stand in a part of a list (教师|深入)."""
    return (
        any(
            cue is not None and cue[2] in ("to", "cut") and at - cue[0] > 1 and cue[0] >= start
            for at in range(start + 2, end + 1)
            for cue in (view.cues.get(at),)
        )
        or NOT_IN_NAMES.match(view.text, start, end) is not None
    )


def _edge_of_list(view: View, start: int, end: int) -> int:
    """Return where the first name of a list begins, after the last word that leads to it."""
    first_end = view.text.index("、", start, end)
    edge = max(
        (
            at
            for at in range(start, first_end - 1)
            if (cue := view.cues.get(at)) and (cue[2] == "to" or at - cue[0] > 1)
        ),
        default=start,
    )
    edge = max(edge, view.text.rfind("有", start, first_end - 1) + 1)  # 境内有|白鹭河、双溪河等河流
    return edge + (view.text[edge] in "设对把")  # 设|城关一中、城关二中2个考点


def _items(view: View, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the names of a list; the last two may be joined by 和 (甲、乙|和|丙)."""
    text = view.text
    items: list[tuple[int, int]] = []
    for item in text[start:end].split("、"):
        items.append((start, start + len(item)))
        start += len(item) + 1
    left, right = items[-1]
    joint = _JOINT.search(text, left + _SHORT, right - _SHORT)
    if joint and text[left:right] not in view.towns:
        items[-1:] = [(left, joint.start()), (joint.end(), right)]
    return items


def _list_items(view: View, start: int, end: int, noun: str, *, edged: bool = False) -> None:
    """Add the names of a list; `edged`: only where something tells where the first one begins."""
    text = view.text
    items = _items(view, start, end)
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
    for start_of, right in items:
        left = counties.get(start_of, start_of)
        if right - left < 2:
            left = start_of
        _list_item(view, left, right, noun, towns, chain)


def _list_item(
    view: View,
    left: int,
    right: int,
    noun: str,
    towns: Mapping[str, Sequence[Division]],
    chain: Candidate | None,
) -> None:
    if view.text[right - 1] in "和与及" and right - left > _SHORT:
        right -= 1
    name = view.text[left:right]
    if name in head_words() or name in stops("word"):
        return  # 学校和6个村
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
    if noun in _COUNTY_NOUNS:
        _listed_county(view, left, right, noun)
    elif noun in ("镇", "乡", "乡镇", "街道") or (noun == "地" and name in towns):
        known = tuple(towns.get(name, ()))
        suffix = noun if noun != "乡镇" else ""
        full = known[0].name if known else name if name.endswith(suffix) else name + suffix
        view.add(
            Candidate(left, right, "place", 2.4 if known else 1.2, ("list",), Found(full, "town", known))
        )
    elif noun in ("社区", "小区", "村", "行政村", "村庄"):
        if NOT_IN_NAMES.match(name):
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
