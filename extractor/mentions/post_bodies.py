"""Bodies in a role: which of the words before a title name an organisation and which belong to the role (机电工程系|辅导员)."""

from __future__ import annotations

import re

_ORGANISATION = re.compile(
    r"(?!该|本|我|这|两|各|原|前)(?:"
    r"([\u4e00-\u9fff]{0,10}?(?:医院|[一二三]院|大学|学院|公司|集团|支队|大队|中心|法院|工委|总队|[省市县区]委|局|妇联|工会|团委|残联|文联|科协|工商联|管委会|政府))"
    r"[\u4e00-\u9fff]{1,8}[科处室部股庭组班系]"
    r"|[\u4e00-\u9fff]{1,12}(?:系|所|会|队|中心|局|院|学校|大学|学院|中学|小学|[一二三]中|团委|党委|工委|党总支|党支部|党组"
    r"|公司|集团|厂|厅|署|车间|指挥部|热力|燃气|妇联|政府|幼儿园|银行|商行|合作社|协|联|文化宫|少年宫|图书馆|博物馆|文化馆|档案馆|林场|农场|牧场|机场|站))"
)
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,2}[中小院]|[中小]学")  # 涞水|一中
_SECTION = re.compile(r"[科处室股庭组班]$")  # in the role of who heads it, else in the unit
_WARD = re.compile(r"(?:科|病区|病房|手术室|监护室)$")  # in the role of all who work there: 感染科护士长
_HEADS = re.compile(r"(?:[科处室股庭组班]长|主任|负责人)$")
_PART = re.compile(r"(?:[部系队院所]|办公室|中心|车间|支部|党委|团委|学院|中学|小学)$")
_SEATS = ("常委", "委员", "成员")  # nothing without the body: 市委|常委
_SEAT = re.compile(r"(?:[省市县区州盟旗]委|党委|党组|党工委|纪委|常委会)$")
# What stands for an organisation named before, and what that one's name ends with.
_GENERIC = {
    "学校": ("大学", "学院", "中学", "小学", "学校"),
    "医院": ("医院",),
    "车站": ("站",),
    "公司": ("公司",),
    "集团": ("集团",),
    "分局": ("分局",),
    "中心": ("中心",),
    "协会": ("协会",),
    "工委": ("工委",),
    "总队": ("总队",),
    "支队": ("支队",),
    "大队": ("大队",),
}


def endings_named(extension: str) -> tuple[str, ...]:
    """Return what the name of the unit ends with that a generic word stands for (学校|团委书记), empty without such a word."""
    return _GENERIC.get(extension[:2], ())


def body_of(extension: str, title: str, *, behind: bool) -> int:
    """Return how many characters before a title name an organisation, 0 for none.

    Of 水利局灾害防御股|股长 these are 水利局: the section is in its head's role, a ward in that of its doctors. `behind`: a
    unit or a place stands right before.
    """
    if behind and _NUMBERED.fullmatch(extension):
        return len(extension)
    whole = _ORGANISATION.fullmatch(extension)
    section, heads = _SECTION.search(extension), _HEADS.search(title)
    led = (section and heads) or (extension.endswith("部") and title.endswith("部长"))
    if whole and whole[1] and led:
        return len(whole[1])
    apart = section and not heads and not _WARD.search(extension)
    fits = whole or (apart and len(extension) > len("一科"))
    return len(extension) if fits else 0


def is_part(extension: str, title: str) -> bool:
    """Tell whether what stands between a unit and a title is a part of the unit (市公安局|政治部|副主任)."""
    section = _SECTION.search(extension) and not _WARD.search(extension) and not _HEADS.search(title)
    return bool(_PART.search(extension) or section)


def seated(text: str, left: int, role: str) -> str:
    """Return a role that begins at `left` with the body that it is a seat in (市委|常委, 团委|书记)."""
    if role.startswith(("书记", "副书记")) and text.endswith("团委", 0, left):
        return "团委" + role
    seat = _SEAT.search(text, max(0, left - 4), left) if role.startswith(_SEATS) else None
    return seat[0] + role if seat else role
