"""Names without an area before them: free characters, perhaps after a level word, and a head (县应急救援队, 慈善爱心协会)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_owned import plain, read_hosted
from extractor.mentions.unit_signs import BATCH, COUNTED, STAFFED, SUBJECT, is_any, shown
from extractor.mentions.unit_tasks import read_on_scene
from extractor.mentions.unit_terms import LEVELS, Head, Naming, any_element, generic_words

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_DESCRIBED = re.compile(r"\d+[余多]?[名人](?:组成)?的$")  # 一支20人的|水域救援机动队
_SHORT_NAME = 4  # characters before the head of a small station (青坪供电所)
_SEVERAL = re.compile(r"前?(?:\d{1,3}|[两二三四五六七八九十几多]{1,3})批")
_COUNTABLE = frozenset(("hospital", "school", "venue", "team"))
_SENT = (2, 3)  # characters of 援 and the short name of where a team goes
_BESIDE = {"school": ("school",), "force": ("force", "government", "team")}  # what a part is listed with
_LIST = ("、", "和", "与", "及")
_RANKED = frozenset(("force", "military", "company", "court"))
_STAFFS = frozenset(
    {"government", "school", "hospital", "company", "institute", "association", "venue", "center"}
)


@cache
def _levelled() -> re.Pattern[str]:
    """Compile a level word that belongs to no other word (县|应急救援队, but 县级, 市体育中心)."""
    return re.compile(
        rf"[省市县区州旗盟镇乡](?!(?:{any_element('hall')})(?:中心|馆|$)|社区|民(?!族)|[级场域区内外里城长府直属政委容辖县乡镇村街市])"
    )


@cache
def _squads() -> re.Pattern[str]:
    """Compile what stands before squads that are counted (3个|交警执勤中队)."""
    return re.compile(rf"(?:\d|[余多数几两三四五六七八九十])[个支](?:{any_element('guards')})?$")


def read_bare(page: UnitPage, limit: int, start: int, end: int, head: Head) -> None:
    """Add a name without an area before it: free characters, perhaps after a level word, and a head."""
    if read_hosted(page, limit, start, end, head) or read_on_scene(page, limit, start, end):
        return
    if _read_of_county(page, limit, start, end, head):
        return
    text = page.text
    free = text[limit:start]
    level = free[0] if len(free) > 2 and free[0] in LEVELS and free[1] not in "级场域" else ""
    if _is_common(page, limit, start, end, head) or is_any(head, free[1:] if level else free):
        return
    if head.kind == "force" and len(free) >= 2 and _read_listed(page, limit, start, end, head):
        return
    own = _owned(page, start, level, free, head)
    if (text[start:end] in free and free[-1] in LEVELS) or (own and text[limit - 1 : limit] == "等"):
        return  # 省局|市局; 宁南、德昌等|县专业扑火队
    staffed = head.kind == "company" and len(free) >= 2 and _acts_itself(page, limit, start, end, head)
    batch = head.kind == "team" and BATCH.match(free) is not None  # 首批中医|医疗队
    if not 2 <= len(free) <= 12 or (
        not (own or staffed or batch) and generic_words().fullmatch(free) is not None
    ):
        _read_plain(page, limit, end, head, free)
        return
    if head.kind == "school" and _read_listed(page, limit, start, end, head):
        return
    if len(free) <= _SHORT_NAME and _read_ranked(page, limit, start, end, head):
        return
    if own or _acts_itself(page, limit, start, end, head) or head.bare in ("yes", "long") or batch:
        name, code = page.level_area(level, start) if level else ("", None)
        rest = free[1:] if name else free
        page.add(limit, end, Naming(name + rest + text[start:end], None, code, head.kind, name), 0.6, "head")


def _owned(page: UnitPage, start: int, level: str, free: str, head: Head) -> bool:
    """Tell whether a level word before free characters says whose a body is (县|应急救援队): of a town's only teams."""
    if not level or head.bare in ("tail", "short") or head.kind in ("office", "militia"):
        return False
    if level in "镇乡" and head.kind != "team" and not page.text.startswith("指挥部", start):
        return False
    return _levelled().match(free) is not None and (head.kind, head.bare) != ("company", "no")


def _acts_itself(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Tell whether the text shows by what stands behind a head that it is meant as a body."""
    if head.bare == "acting" and shown("acts", "people").match(page.text, end):
        return True
    if head.bare == "works" and start - limit <= _SHORT_NAME:
        listed = re.compile(rf"(?:[、和与及](?:(?![的在由])[\u4e00-\u9fff]){{2,4}}{page.text[start:end]})*")
        last = listed.match(page.text, end)
        if page.works(limit, last.end() if last else end):  # 石桥养护站、|青坪养护站的35名养路工
            return True
    return head.kind in _STAFFS and page.bounded(limit) and STAFFED.match(page.text, end) is not None


def _is_common(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Tell whether a head is counted (三家|儿童专科医院, 5支|市派帮扶工作队) or a team only described."""
    if head.kind == "team" and _SEVERAL.match(page.text, limit, start):
        return True
    if head.kind == "force" and _squads().search(page.text, max(0, limit - 4), limit):
        return True
    if head.kind in _COUNTABLE and COUNTED.search(page.text, max(0, limit - 16), limit):
        return True
    return head.kind == "team" and (plain(page, start, end) or _read_common_team(page, limit, start, end))


def _read_common_team(page: UnitPage, limit: int, start: int, end: int) -> bool:
    """Tell whether a team is only described; 援琼医疗队, 援琼核酸检测队 are rather one named before."""
    text = page.text
    if _DESCRIBED.search(text, max(0, limit - 8), limit):
        return True
    tasks = (start - limit >= size and generic_words().fullmatch(text, limit + size, start) for size in _SENT)
    if text[limit] == "援" and any(tasks):
        page.add(limit, end, Naming(text[limit:end], None, None, "short"), -1.0, "short")
        return True
    return False


def _read_listed(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Add what is listed behind another part of its organisation (江北大学外国语学院、|商学院; 支队指挥部、|保障分队)."""
    if page.text[limit - 1 : limit] not in _LIST or page.area_at(start):
        return False
    siblings = (n for _, n in page.by_end.get(limit - 1, ()) if n.kind in _BESIDE[head.kind] and n.host)
    sibling = next(siblings, None)
    if sibling is None:
        return False
    naming = Naming(sibling.host + page.text[limit:end], None, sibling.region, head.kind, "", sibling.host)
    page.add(limit, end, naming, 1.0, "listed")
    return True


def _read_ranked(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Add a force listed behind another of its rank (东岭支队、|南屏支队)."""
    if head.kind not in _RANKED or page.text[limit - 1 : limit] not in _LIST:
        return False
    if not any(n.name.endswith(page.text[start:end]) for _, n in page.by_end.get(limit - 1, ())):
        return False
    page.add(limit, end, Naming(page.text[limit:end], None, None, head.kind), 0.6, "listed")
    return True


def _read_of_county(page: UnitPage, limit: int, start: int, end: int, head: Head) -> bool:
    """Add a name behind the bare one of a city or county that the text has not spoken of (琼海|支队)."""
    numbered = head.kind == "school" and page.text.endswith("中", start, end)
    county = page.bare_county(start) if head.kind == "force" or numbered else None
    if county is None and head.kind == "government" and head.bare in ("no", "works"):  # 赤壁|干堤防汛指挥部
        county = page.bare_county(page.county_ends.get(limit, -1))
    if county is None:
        return False
    name = page.text[county.start : end]
    page.add(county.start, end, Naming(name, None, county.code, head.kind, county.name), 1.0, "area", "head")
    return True


def _read_plain(page: UnitPage, limit: int, end: int, head: Head, free: str) -> None:
    """Add what has but common words before its head, where a list (慈善爱心协会、|青年社区服务协会) or a subject tells."""
    naming = Naming(page.text[limit:end], None, None, head.kind)
    siblings = page.by_end.get(limit - 1, ()) if page.text[limit - 1 : limit] in _LIST else ()
    if len(free) > 2 and any(n.kind == head.kind for _, n in siblings):
        page.add(limit, end, naming, 0.6, "listed")
    if head.kind == "school" and SUBJECT.fullmatch(free):
        page.add(limit, end, replace(naming, kind="college"), 0.6, "head")
