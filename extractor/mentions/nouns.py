"""The counted noun: which head noun a figure counts, before it or after it, and of what kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.lexicons import any_of, read_lexicon, terms_of

Kind = Literal["persons", "units", "teams", "places", "households", "other"]
_REACH = 22  # how far behind its classifier a head noun may stand


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun; `head` is where its head begins, `kind` what the head is."""

    start: int
    end: int
    head: int
    kind: Kind


Heads = dict[str, tuple[tuple[str, Kind], ...]]


@cache
def _kinds() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {row["term"]: row["measure"] for row in read_lexicon("counted")}  # type: ignore[misc]
    kinds.update((row["term"], "persons") for row in read_lexicon("people"))
    return kinds


def _index(position: int) -> Heads:
    groups: dict[str, list[tuple[str, Kind]]] = {}
    for term, kind in _kinds().items():
        groups.setdefault(term[position], []).append((term, kind))
    return {char: tuple(sorted(terms, key=lambda t: -len(t[0]))) for char, terms in groups.items()}


@cache
def _first() -> Heads:
    return _index(0)


@cache
def _last() -> Heads:
    return _index(-1)


def head_at(text: str, start: int, limit: int) -> tuple[int, Kind] | None:
    """Return end and kind of the longest head noun that begins at `start` and ends by `limit`, or None."""
    for term, kind in _first().get(text[start : start + 1], ()):
        if (
            start + len(term) <= limit
            and text.startswith(term, start)
            and not _cut_off(text, term, start, start + len(term))
        ):
            return start + len(term), kind
    return None


def head_before(text: str, end: int, *, alone: bool = False) -> tuple[int, Kind] | None:
    """Return the start and kind of the longest head noun that ends at `end`; one character only if `alone`."""
    for term, kind in _last().get(text[end - 1 : end], ()):
        if (alone or len(term) > 1) and text.endswith(term, 0, end):
            return end - len(term), kind
    return None


@cache
def _longer_words() -> dict[str, tuple[str, str]]:
    """Return, for short heads, the characters before and behind them with which they are another word: 杭州, 村委."""
    rows = read_lexicon("counted")
    return {
        row["term"]: (row["not_after"], row["not_before"])
        for row in rows
        if row["not_after"] or row["not_before"]
    }


def _cut_off(text: str, term: str, start: int, end: int) -> bool:
    longer = _longer_words().get(term)
    if longer is None:
        return False
    before, behind = text[start - 1 : start], text[end : end + 1]
    return (behind != "" and behind in longer[1]) or (before != "" and before in longer[0])


@cache
def _predicate() -> re.Pattern[str]:
    """Compile what cannot stand inside a noun phrase: prepositions, aspect, and the words that open a predicate."""
    firsts = "".join(sorted({word[0] for word in terms_of("noun_breaks", "predicate")}))
    return re.compile(
        r"[,。;:!?…\n〔〕\[\]\d]|在(?![职校编岗册院读场逃押建训])|被(?![困埋救])|[赴向将把已从了着是让使并就也](?!导)|(?<![首成])都|给(?![站养水])|(?<!自)由(?!导)|(?<!报)到(?!岗|站)|(?<!结)对(?!口)|为(?!民)"
        r"|每|一[\u4e00-\u9fff]一|各(?![界族级地类])|共(?![产青同建党])|遭|获(?!救)|—|[数几][十百千万]"
        rf"|(?=[{firsts}])(?:{any_of('noun_breaks', 'predicate')})"  # the first character tells most offsets
    )


def predicate_at(text: str, at: int) -> bool:
    """Tell whether something that no noun phrase holds stands at `at`: a preposition, an aspect, a verb of action."""
    return _predicate().match(text, at) is not None


@cache
def _and() -> re.Pattern[str]:
    """Compile what joins another noun to a noun; one with a number of its own is counted apart (和|大量物资)."""
    return re.compile(
        rf"(?:、|和|及|以及|暨)(?!{any_of('noun_breaks', 'many')})(?=[^,。;:!?\d一二两三四五六七八九十N“])"
    )


# What stands between a classifier and its noun: 60多岁的; 一支|40人的, 由12名医生组成的.
_AGE = re.compile(
    r"\d{1,3}[多余]?岁(?:左右|以上|以下)?的?|(?:左右|上下|以[上下内])的|由?[近约]?\d{1,5}[余多]?[人名](?:[^,。;:\d“”]{0,12}?组成)?的"
)
_PEOPLE = frozenset({"persons"})
_SEATS = frozenset({"places", "units", "teams"})
_TEAMS = frozenset({"teams"})
# People whom no lexicon lists, by their last character: 管理员, 目击者, 女工, 药剂师.
_WHO = re.compile(
    "[\u4e00-\u9fff]{1,5}?(?:[员者师]|工(?![程作会业厂地人商资])|人(?![员民士口类工数次均都在为物])|(?<![增成延生擅特助拉])长(?![期年大达时途城沙江春征假]))"
)


@cache
def _clause() -> re.Pattern[str]:
    """Compile a clause that describes the people: 被扣押的, 来自港澳的, 有经验的."""
    return re.compile(
        rf"(?:[被从在因由受有驻自未不]|参[加与]|[\u4e00-\u9fff]{{1,2}}着|{any_of('noun_breaks', 'clause')})"
        r"[^,。;:!?…\n\d“”]{1,14}?的(?=[\u4e00-\u9fff“])"
    )


def after(
    text: str, start: int, kinds: frozenset[str], reach: int = _REACH, *, divided: bool = True
) -> Noun | None:
    """Return the noun phrase at `start`: modifiers and the last head of its chain that is of `kinds`.

    `divided`: whether 国家, 省, 村 and the like can be what is counted (not behind 处, 座).
    """
    described = _AGE.match(text, start) or (_clause().match(text, start) if reach == _REACH else None)
    if described is None and text.startswith(("有", "("), start):
        return None  # 59例有接触史, 98个(增加1个)
    start = described.end() if described else start
    limit = min(len(text), start + reach)
    stop = _predicate().search(text, start + 3 * (_suffers(text, start, limit)), limit)
    limit = stop.start() if stop else limit
    found = _last_head(text, start, limit, kinds, _divisions() if not divided else frozenset())
    if found is None:
        # Behind a classifier only: kinds of people whom no lexicon lists, by their last character.
        who = _WHO.match(text, start, limit) if kinds == _PEOPLE and reach == _REACH else None
        return Noun(start, who.end(), start, "persons") if who else None
    modifiers = text[start : found[0]]
    cut = modifiers.rfind("的") + 1 if len(modifiers) > 8 else 0
    begin = start + cut + (len(modifiers[cut:]) - len(modifiers[cut:].lstrip(" “的")))
    if text[begin - 1] == "“" and text.find("”", begin, found[0]) >= 0:
        begin -= 1  # “最强阵容”的小分队
    closed = text.startswith("”", found[1]) and text[begin - 1 : found[0] + 1].find("“") >= 0
    return Noun(begin - closed if text[begin - 1] == "“" else begin, found[1] + closed, found[0], found[2])


def _suffers(text: str, start: int, limit: int) -> bool:
    """Tell whether the phrase begins with 被感染 or the like, right before a head."""
    return text.startswith("被", start) and head_at(text, start + 3, limit) is not None


@cache
def _attributes() -> frozenset[str]:
    """Return the heads that may as well describe the next one."""
    return frozenset(row["term"] for row in read_lexicon("noun_attributes"))


@cache
def _homes() -> frozenset[str]:
    """Return the heads that people before them describe: 志愿者服务|基地."""
    return frozenset(row["term"] for row in read_lexicon("noun_homes") if "home" in row["class"].split())


@cache
def _uses() -> re.Pattern[str]:
    """Compile what such a head serves for: 志愿者|服务|基地."""
    return re.compile(any_of("noun_homes", "use"))


@cache
def _between() -> re.Pattern[str]:
    """Compile what stands between places and the head that they describe: 8个乡镇|防疫|卡点."""
    return re.compile(any_of("noun_homes", "between"))


@cache
def _divisions() -> frozenset[str]:
    """Return the heads that only 个 or nothing counts: 国家, 省, 村."""
    return frozenset(r["term"] for r in read_lexicon("counted") if r["bare"] and r["measure"] == "places")


def _describes(text: str, found: tuple[int, int, Kind]) -> bool:
    """Tell whether what was counted describes the people behind it: 14个县直机关党员干部, 56个民族青年."""
    return found[2] == "units" or (found[2] == "other" and text[found[0] : found[1]] not in _attributes())


def _whole_head(text: str, at: int, limit: int) -> tuple[int, Kind] | None:
    """Return end and kind of the head at `at`, with the one that begins in its last character: 养护工人, 应急队伍."""
    head = head_at(text, at, limit)
    if head and text[head[0] - 1] in "人队工场干" and (longer := head_at(text, head[0] - 1, limit)):
        return max(head, longer)
    return head


def _last_head(
    text: str, start: int, limit: int, kinds: frozenset[str], skip: frozenset[str]
) -> tuple[int, int, Kind] | None:
    """Return the last head of the chain of nouns that begins behind `start`: its span and kind."""
    found: tuple[int, int, Kind] | None = None
    at = start
    if text.startswith("“", start):
        close = text.find("”", start + 1, min(limit, start + 16))
        head = head_before(text, close, alone=True) if close > 0 else None
        if head and head[1] in kinds:
            return head[0], close, head[1]
        at = close + 1 if close > 0 else at
    while at < limit:
        head = _whole_head(text, at, limit)
        if head:
            word = text[at : head[0]]
            if found and at == found[1] and head[1] == "persons" and _describes(text, found):
                return found
            if head[1] in kinds and word not in skip and (found is None or word not in _attributes()):
                found = (at, *head)
            at = head[0]
        elif found and text[found[0] : found[1]] in _attributes() and at < found[1] + 4:
            at += 1  # 重点专科中心
        elif (
            found and found[2] == "other" and text[at] == "(" and 0 < text.find(")", at, limit) - at < _ASIDE
        ):
            at = text.find(")", at) + 1  # 行业(综合)党组织
        elif found:
            step = _linked(text, at, limit, found, kinds) or _compounded(text, at, limit, found, kinds)
            if step is None:
                return _marked(text, at, limit, found, kinds) or found
            at = step
        elif (text[at] == "”" and text.find("“", start, at) < 0) or (
            text[at] == "、" and (at == start or at - start > 8)
        ):
            return None
        else:
            at += 1
    return found


_ASIDE = 8  # characters of what stands in brackets inside a noun


def _linked(
    text: str, at: int, limit: int, found: tuple[int, int, Kind], kinds: frozenset[str]
) -> int | None:
    """Return where the noun phrase goes on behind a head: 医生、护士; 缺劳力的村."""
    if found[2] == "persons" and "places" in kinds and text[at] == "的":
        return _next_head(text, at + 1, limit, "places")
    link = _and().match(text, at, limit) if at == found[1] else None
    return _next_head(text, link.end(), limit, found[2]) if link else None


def _marked(
    text: str, at: int, limit: int, found: tuple[int, int, Kind], kinds: frozenset[str]
) -> tuple[int, int, Kind] | None:
    """Return what people only describe and quotation marks show: 30个党员“责任区”."""
    if found[2] != "persons" or at != found[1] or text[at] != "“":
        return None
    close = text.find("”", at + 1, min(limit, at + _ASIDE))
    head = head_before(text, close, alone=True) if close > 0 else None
    return (head[0], close, head[1]) if head and head[1] in kinds - _PEOPLE else None


_COMPOUND = re.compile("[\u4e00-\u9fff]{2,4}?(?:组|队|专班)(?![\u4e00-\u9fff])")
_BEGUN = frozenset("建设派组拉编成联有")  # verbs of one character that begin a clause of their own


def _compounded(
    text: str, at: int, limit: int, found: tuple[int, int, Kind], kinds: frozenset[str]
) -> int | None:
    """Return where what the head only describes begins: 7个片区|管控组, 5个志愿者|服务基地."""
    if found[2] == "persons" and at == found[1] and (use := _uses().match(text, at, limit)):
        head = head_at(text, use.end(), limit)
        return (
            use.end()
            if head and head[1] in kinds & _SEATS and text[use.end() : head[0]] in _homes()
            else None
        )
    if found[2] == "places" and at == found[1] and (link := _between().match(text, at, limit)):
        head = head_at(text, link.end(), limit)
        return link.end() if head and head[1] in kinds & _SEATS else None
    if found[2] != "places" or "teams" not in kinds or text[at] in _BEGUN:
        return None
    team = _COMPOUND.match(text, at, min(limit + 1, len(text)))
    head = team and head_before(text, team.end(), alone=True)
    return head[0] if head and head[1] == "teams" and head[0] >= at else None


def _next_head(text: str, start: int, limit: int, kind: Kind) -> int | None:
    """Return where, within a few characters, a coordinated head of the same kind begins."""
    for at in range(start, min(start + 5, limit)):
        head = head_at(text, at, limit)
        if head:
            chained = head_at(text, head[0], limit)
            return at if head[1] == kind and (chained is None or chained[1] == kind) else None
    return None


def first(text: str, start: int, limit: int, gap: int = 4) -> Kind | None:
    """Return the kind of the first head that begins within `gap` characters of `start`."""
    for at in range(start, min(start + gap + 1, limit)):
        head = head_at(text, at, limit)
        if head:
            return head[1]
    return None


@cache
def _link() -> re.Pattern[str]:
    """Compile what stands between a noun and its figure (防控点|已增加至|88个)."""
    return re.compile(
        rf"(?:{any_of('count_verbs', 'link')}|[共达仅有为各计已超逾近约由从]"
        rf"|(?:{any_of('count_verbs', 'change')})[到至]"
        r"|:| |\(){0,3}$"
    )


_LINKED = 12  # characters between a noun and its figure
_LINK_ENDS = frozenset("计有共数到达仅为各别破过超逾近约足至由从:( \n")


def before(text: str, end: int, kinds: frozenset[str]) -> Noun | None:
    """Return the noun whose head stands right before the figure that begins at `end` (党员干部6396人)."""
    if text[end - 1 : end] in _LINK_ENDS:
        window = max(0, end - _LINKED)
        link = _link().search(text[window:end])
        end = window + link.start() if link else end
    closed = text.startswith("”", end - 1)
    end -= closed  # “孤岛村”有39个
    head = head_before(text, end, alone=closed or kinds == _TEAMS or text[end - 1] in "村站点岗组")
    if head is None or head[1] not in kinds or text[head[0] - 1 : head[0]] == "每":
        return None
    start = head[0]
    while (previous := head_before(text, start)) is not None and previous[1] == head[1]:
        if end - previous[0] > _REACH:
            break
        start = previous[0]
    return Noun(start, end, head[0], head[1])
