"""Places known by their name: zones, rivers, mountains, roads; regions of several provinces; countries and foreign cities."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.lattice import Candidate
from extractor.mentions.name_shapes import bigrams
from extractor.mentions.place_edges import AREA_ENDS
from extractor.mentions.place_text import Found, View, of_origin, of_town, water_words
from extractor.mentions.word_cuts import crossed
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.scan import Hit

_STREET = re.compile(
    r"[东西南北中一二三四五六七八九十]?(?:大道|大街|路(?!段|网)|街(?!道(?!路))|巷)|[线号牌杯]"
)
_NUMBER = re.compile(r"[GS]\d{1,4}$")
_EDGES = frozenset("\n,。;:!?“”《(、-—在赴到从往向至对与和及由于")
_NATURAL = frozenset(("water", "site"))
_COMPASS = frozenset("东西南北")
_LAKE = re.compile(r"湖(?![北南水面泊区]|(?:广|州))")
_AHEAD = 6  # characters behind a short name that may make other words
_NO_COMPASS = frozenset("部方角侧风向面偏边门口片段隅麓端站街路延")
_NO_PART = frozenset("路街话语网人菜腔学亚奥尼斯特尔拉")
_HALVES = frozenset("南北拉沿内")
"""Characters before which a country's name is half of another word (南美|国家, 内蒙古)."""
_RACE = re.compile(r"[\u4e00-\u9fff]{0,4}(?:马拉松|[越半全]马(?![上路力]))")
_NO_LOCALITY = frozenset("镇县市省坡江")
"""Characters after which the name of a quarter of Hong Kong is another division's."""
_ACTS_ABROAD = re.compile(r"[将已在向对同和与是有、,。]|政府")
_SURE, _LIKELY = 3.0, 2.3


@cache
def _company() -> re.Pattern[str]:
    """Compile what shows behind a name that it is an area: another, what part of it, its weather."""
    partly, weather = any_of("place_words", "partly"), any_of("place_words", "weather")
    return re.compile(
        rf"{partly}|\d{{1,2}}个(?:省|市|县)|[旱灾林牧山]区|[各多数两三四五六七八九]省|等|、|(?:和|与|以及)[\u4e00-\u9fff]{{2}}|[东西南北中]+部"
        rf"|的?(?:{weather})"
    )


@cache
def _goes_home() -> re.Pattern[str]:
    """Compile what leads to the own country where it is a place, and no word for the nation (对中国投资; not 中国智慧)."""
    return re.compile(rf"(?:[在来到对向与同从自和回赴离往于以]|{any_of('place_words', 'nation')})$")


@cache
def _people() -> re.Pattern[str]:
    """Return what shows behind the name of a country that it names no place."""
    return re.compile(any_of("country_tails"))


def vocabulary() -> dict[str, tuple[str, str, str | None]]:
    """Return name -> (kind, rule, code).

    The rule is `name`, `sure`, `part`, `compass`, `plain`, `edge`, `home`, `hongkong` or `macau`.
    """
    known: dict[str, tuple[str, str, str | None]] = {
        row["term"]: ("country", row["rule"], None) for row in read_lexicon("foreign_places")
    }
    known.update({row["term"]: (row["kind"], "name", None) for row in read_lexicon("landmarks")})
    known.update({row["term"]: ("site", row["rule"], None) for row in read_lexicon("regions")})
    known.update({row["term"]: ("zone", "name", row["code"]) for row in read_lexicon("zones")})
    return known


def named(view: View, hits: Sequence[Hit]) -> None:
    """Add the places that stand by name, the longest of each start; short ones only where their company allows."""
    text = view.text
    reach = {c.start: c.end for c in view.found}
    longest: dict[int, tuple[int, Any]] = {}
    for start, end, entry in hits:
        longest[start] = (end, entry)
    for start, (end, (kind, rule, code)) in longest.items():
        if rule == "name" and (street := _STREET.match(text, end)) and street.group()[-1] in "路街道":
            view.add(
                Candidate(
                    start,
                    street.end(),
                    "place",
                    _LIKELY,
                    ("road",),
                    Found(text[start : street.end()], "road"),
                )
            )
        if kind in _NATURAL and of_town(text, end):
            continue  # 昆仑山|镇
        if kind == "water" and _RACE.match(text, end):
            continue  # 东江|滨水马拉松
        if kind == "country" and end - start < 3 and crossed(text[start : end + _AHEAD], 0, end - start):
            continue  # 全|马赛|事
        if reach.get(start, 0) > end or reach.get(start - 1, 0) > end:
            continue  # 黔东|南州, 万|柏林|区
        if (
            of_origin(text, end)
            or not _stands(view, start, end, rule)
            or (_is_near_county(view, start, end) and not (rule == "hongkong" and start not in reach))
        ):
            continue
        first, last = _widened(view, start, end) if rule == "name" and kind in _NATURAL else (start, end)
        if kind == "road" and (number := _NUMBER.search(text, max(0, first - 6), first)):
            first = number.start()  # G4|京港澳高速
        stop = last + 2 * (kind == "road" and text[end - 2 : end + 2] == "高速公路")
        division = gazetteer().get(code) if code else None
        found = Found(text[first:stop], kind, (division,) if division else ())
        score = _LIKELY if end - start < 3 else _SURE
        if kind == "country":
            _no_division(view, stop)
        view.add(Candidate(first, stop, "place", score, ("landmark",), found))


def _no_division(view: View, start: int) -> None:
    """Drop the short name of a division right after a foreign place (缅甸|清水河)."""
    for c in view.found:
        if c.start == start and c.payload.divisions and "full" not in c.evidence:
            view.exchange(c, Candidate(c.start, c.end, c.label, -1.0, c.evidence, c.payload))
            return


def _widened(view: View, start: int, end: int) -> tuple[int, int]:
    """Return the span of the longer name that a river's or mountain's name is a part of (西|汉水, 东江|湖)."""
    text = view.text
    if text[start - 1 : start] in _COMPASS and (
        start == 1 or start - 1 in view.cues or text[start - 2] in _EDGES
    ):
        start -= 1
    if text[end - 1] in "江河" and _LAKE.match(text, end):
        end += 1
    return start, end


def _is_near_county(view: View, start: int, end: int) -> bool:
    """Tell whether a name means a division that the article is about (洪湖 in Jingzhou), not the lake or mountain."""
    divisions = gazetteer().on(view.text[start:end], view.context.year)
    return any(d.code in view.context.divisions for d in divisions) and not view.text.startswith(
        water_words(), end
    )


@lru_cache(maxsize=8)
def of_hongkong(text: str) -> bool:
    """Tell whether a page tells of Hong Kong, where districts and quarters go by their bare name (上水和天水围)."""
    return any(word in text for word in terms_of("territory_words", "hongkong"))


@lru_cache(maxsize=8)
def _of_macau(text: str) -> bool:
    """Tell whether a page tells of Macau, whose quarters have the names of others elsewhere (新桥)."""
    return any(word in text for word in terms_of("territory_words", "macau"))


def _cuts_word(view: View, start: int) -> bool:
    """Tell whether a name would begin inside a word (围|堵河堤), a common one after what leads to names (目|前海岛)."""
    word = view.text[start - 1 : start + 1]
    if word[:1] in AREA_ENDS:
        return False  # 白螺镇|长江大堤
    return bigrams().get(word, 0) >= (_COMMON if start in view.cues else 1)


_COMMON = 3  # level of a pair that is surely a word


def _is_goal(text: str, start: int) -> bool:
    return _goes_home().search(text, max(0, start - 3), start) is not None


def _stands(view: View, start: int, end: int, rule: str) -> bool:
    """Tell whether a name stands for its place here."""
    text = view.text
    before, after = text[start - 1 : start], text[end : end + 1]
    edge = (
        not before
        or before in _EDGES
        or start in view.cues
        or view.before(start) is not None
        or text[start - 2 : start] in ("我国", "全国")
    )
    if before == "以" and text[start] in _COMPASS and end - start == len("东海"):
        return False  # 灵山岛以东|海域
    if rule == "name":
        return not text.startswith(terms_of("name_tails", "estate"), end) and (  # 汉水|苑
            end - start > 2 or (not _STREET.match(text, end) and not _cuts_word(view, start))
        )
    if rule in ("plain", "edge"):
        return (rule == "plain" or edge) and before not in _HALVES and not _people().match(text, end)
    if rule == "home":
        acts = edge and _ACTS_ABROAD.match(text, end) is not None
        return (acts or _is_goal(text, start)) and not _people().match(text, end)
    if rule == "compass":
        if (owner := view.before(start)) and owner.payload.kind in ("province", "city", "county"):
            return False  # 贵州|中西部
        company = _company().match(text, end) is not None or text[start - 2 : start] == "我国"
        return (company or before == "、") and edge and after not in _NO_COMPASS
    if rule in ("hongkong", "macau"):
        told = of_hongkong(text) if rule == "hongkong" else _of_macau(text)
        return told and edge and after not in _NO_LOCALITY
    if rule == "part":
        return after not in _NO_PART
    return end - start > 2 or not _cuts_word(view, start)  # 相关中队
