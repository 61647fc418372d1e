"""Organisations that a page names as its origin: who reports, whose channel it is, the credits. They act in no story."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from extractor import lexicons
from extractor.mentions.unit_terms import any_of, cue, elements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Unit
    from extractor.text.page import Page


@cache
def _origin() -> re.Pattern[str]:
    """Compile what stands before a news centre that a report comes from."""
    return re.compile(rf"(?:{lexicons.any_of('layout_words', 'origin')}) ?: ?$|(?:记者|通讯员|\() ?$")


@cache
def _reports() -> re.Pattern[str]:
    """Compile what stands behind a news centre that reports."""
    return re.compile(
        rf" ?(?:全媒体)?(?:见习)?(?:记者(?!们)|{lexicons.any_of('layout_words', 'reports')}|讯|\)"
        r"|[、 ][\u4e00-\u9fff]{2,3}(?:报道|摄|文))"
    )


@cache
def _imprint() -> re.Pattern[str]:
    """Compile what stands behind an organisation at the foot of a page."""
    return re.compile(rf"\s*(?:{lexicons.any_of('layout_words', 'imprint')})[::/\s]")


@cache
def _credit() -> re.Pattern[str]:
    """Compile what stands before an organisation that a page is from or goes to, and nothing of a story between them."""
    return re.compile(
        rf"(?:(?<![\u4e00-\u9fff])(?:[报送发]|{lexicons.any_of('layout_words', 'addressed')})"
        rf"|{lexicons.any_of('layout_words', 'credited')})(?:单位)?: ?(?:[^\n,。:]{{0,8}}[、 ])?$"
    )


@cache
def _media_acts() -> re.Pattern[str]:
    """Compile what a newspaper or broadcaster does when it is not the source of a report."""
    return re.compile(
        rf"社?(?:机关)?的?(?:派?驻[\u4e00-\u9fff]{{2,12}}?(?:{any_of('stationed')})|\d+[余多]?[名位]|{any_of('acts', 'people')})"
    )


def is_source(text: str, start: int, end: int) -> bool:
    """Tell whether a newspaper or broadcaster is named as the source of a report, not as one that acts."""
    return _media_acts().match(text, end) is None or text.endswith(("据", "转自"), 0, start)


def is_credit(text: str, start: int, end: int) -> bool:
    """Tell whether a news centre or an organisation's own channel is named as an origin (来源:市融媒体中心, 省纪委网站)."""
    called = text.endswith(cue("called"), 0, start)  # 接到|县抗旱指挥部|电话:
    if text.startswith(cue("channel"), end) or (_imprint().match(text, end) and not called):
        return True
    if text.endswith(("版权归", "版权所有:", "版权所有 "), 0, start):
        return True
    news = text.endswith(elements("newsroom"), start, end)
    return news and (
        _origin().search(text, max(0, start - 8), start) is not None
        or _reports().match(text, end) is not None
    )


def _credited(page: Page, start: int, end: int) -> bool:
    """Tell whether an organisation stands where a page says whence it comes (来源:县医院, 某学院 版权所有)."""
    return _in_credits(page, start) or is_credit(page.clean, start, end)


@cache
def _rights() -> re.Pattern[str]:
    """Compile what stands behind the organisation whose page it is (某学院| 版权所有, 某公司|主办)."""
    return re.compile(rf"[^\n,。;!?]{{0,8}}(?:{lexicons.any_of('layout_words', 'rights', 'keeps')})")


_SOURCE, _CREDIT, _RIGHTS = 2, 1, 3


def credit_rank(page: Page, start: int, end: int) -> int:
    """Tell how surely a page is of an organisation that stands in its credits: rights 3, source 2, another 1; 0 in the story."""
    paragraphs = page.layout.paragraphs
    kind = paragraphs[bisect_right(page.layout.paragraph_starts, start) - 1].kind
    if kind in ("byline", "credit") and _rights().match(page.clean, end):
        return _RIGHTS
    if not _credited(page, start, end):
        return 0
    return _SOURCE if kind == "source" else _CREDIT


def uncredited(page: Page, found: Sequence[Unit]) -> list[Unit]:
    """Drop the organisations that nothing but the credits of a page names (来源:县政府办, 作者:机电系团总支)."""
    told = {u.name for u in found if not _in_credits(page, u.start)}
    return [u for u in found if u.name in told]


def _in_credits(page: Page, offset: int) -> bool:
    """Tell whether an offset lies in a line that says where a page comes from."""
    paragraphs = page.layout.paragraphs
    at = bisect_right(page.layout.paragraph_starts, offset) - 1
    if at < 0 or paragraphs[at].kind not in ("source", "byline", "credit", "body"):
        return False
    if paragraphs[at].kind != "body":
        return True
    return _credit().search(page.clean, max(paragraphs[at].start, offset - 24), offset) is not None
