"""Lists of venues whose noun tells that they are places (郭河中学、金瓦小学等5个安置点; 4个考点:北门中学、东门中学)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon
from extractor.mentions.lattice import Candidate
from extractor.mentions.place_items import items_of, may_name, says
from extractor.mentions.place_text import Found

if TYPE_CHECKING:
    from extractor.mentions.place_text import View

_NAME = r"[\u4e00-\u9fff](?:[\u4e00-\u9fff]|\d{1,3}(?=[\u4e00-\u9fff]))"  # 台北101站
_DOUBTED = 1.6  # a score below it yields to the list
_SENTENCE_END = re.compile("[。\n]")


@cache
def _et_cetera() -> str:
    """Return the nouns that follow a 等 at once as one alternation (等路口, 等主要河流)."""
    return (
        rf"处|{any_of('place_list_nouns', 'etc')}|[行滞蓄]{{1,3}}洪区"
        rf"|(?:中小|主要)?(?:{any_of('place_list_nouns', 'etc_water')})"
    )


@cache
def _site_noun() -> re.Pattern[str]:
    """Compile what may end the noun of such a list; few sentences hold it, and only these are searched."""
    return re.compile(
        r"[个处等](?:(?<!等)(?:(?<=[\d两二三四五六七八九十].)|(?<=[\d等][余多].)).{0,6}?[点口院站区段桥场店舱馆岸所岛园库闸垸圩寨]"
        rf"|(?<=等)(?:{_et_cetera()}))"
    )


def _site_nouns() -> str:
    """Return the nouns that tell a list to be of sites as one alternation."""
    return "|".join(row["term"] for row in read_lexicon("place_list_nouns") if "site" in row["class"].split())


@cache
def _site_list() -> re.Pattern[str]:
    """Return a list of names with the noun that tells them to be sites (郭河中学、金瓦小学等|5个安置点)."""
    return re.compile(
        rf"((?:{_NAME}{{1,11}}(?:\([\u4e00-\u9fff]{{1,4}}\)[\u4e00-\u9fff]{{0,4}})?、)+{_NAME}{{1,9}}?)(?:(?:等(?:地|处)?)?"
        rf"(?:\d{{1,3}}|[两二三四五六七八九十]{{1,3}}|多)(?:余|多)?[个处](?!{any_of('place_words', 'no_site')})"
        rf"(?:[\u4e00-\u9fff]{{2,4}})??(?:{_site_nouns()})|等(?:{_et_cetera()}))"
    )


@cache
def _told_list() -> re.Pattern[str]:
    """Return a list of names that its noun goes before (4个考点(北门中学、东门中学))."""
    return re.compile(
        rf"(?:\d{{1,3}}|[两二三四五六七八九十]{{1,3}})[个处](?:[\u4e00-\u9fff]{{0,4}}?)(?:{_site_nouns()})"
        r"(?:[(:]|,?(?:分别)?(?:是|为|设在|位于|包括)):?"
        r"((?:[\u4e00-\u9fff]{2,12}、)+[\u4e00-\u9fff]{2,10}?)(?=[)。;,\n]|等[)。;,])"
    )


@lru_cache(maxsize=2)
def site_lists(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the lists whose noun tells them to be sites."""
    spans: dict[tuple[int, int], None] = {}
    done = 0
    for noun in _site_noun().finditer(text):
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
        for left, right in items_of(view, max(_edge_of_list(view, start, end), start), end):
            item = text[left:right]
            same = [c for c in view.pieces.get(right, ()) if c.start == left]
            if may_name(item) and not says(view, left, right) and all(c.score < _DOUBTED for c in same):
                found = same[0].payload if same else Found(item, "site")
                view.add(Candidate(left, right, "place", 3.0, ("list",), found))


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
