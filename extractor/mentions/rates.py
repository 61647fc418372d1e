"""Rates and batches: what a count is per (每天, 每组, 各), and which 一名 means a particular person."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.mentions import nouns
from extractor.mentions.numeral_values import evaluate

if TYPE_CHECKING:
    from extractor.mentions.count_readings import Reading
    from extractor.mentions.figures import Figure
    from extractor.mentions.mention import Per

CLAUSE = re.compile(r"[,。;:!?…\n]")
_RATIO = re.compile(r"每[一二两三四五六七八九十百千万\d]+[个名位人户][^,。;]{0,10}$")


@cache
def _predicative() -> re.Pattern[str]:
    """Compile what stands before 一名 that is no particular person: it is a predicate, any of many, or none at all."""
    words, of = any_of("rate_words", "predicate"), any_of("rate_words", "of")
    never, spared = any_of("rate_words", "never"), any_of("rate_words", "spared")
    return re.compile(
        rf"(?:{words}|[是当做像每哪某同没无不唯任于多]|(?<!分别)为"
        rf"|是[^,。;:、“”]{{0,20}}(?:[中的里队局村镇]|{of})"
        rf"|(?:{any_of('rate_words', 'as')})[^,。;]{{0,20}}、"
        rf"|(?:{never}|别)[^,。;]{{0,3}}|未(?:{spared}))$"
    )


@cache
def _slogan() -> re.Pattern[str]:
    """Compile what follows 一名 in a slogan (一个都不能少), or in a share (一村一名)."""
    return re.compile(
        rf"[^,。;]{{0,8}}(?:{any_of('rate_words', 'slogan')})"
        r"|[^,。;、和与及被把由向给在]{0,7}?(?:(?:至少)?配备?)?[一1][个名座盏支组]"
    )


@cache
def _share() -> re.Pattern[str]:
    """Compile what each has one of: 一村|一名, 每个网格|一名; 每个月 is a rate."""
    return re.compile(
        r"[一1每](?!个?多?(?:小时|钟头|星期|月|季度))"
        rf"(?:[个名位户村岗组家支队处条车楼栋企店点社院校]|{any_of('rate_words', 'share')})[^,。;和及与、]{{0,6}}$"
    )


def is_particular(text: str, figure: Figure, reading: Reading) -> bool:
    """Tell whether 一名, 一个, 一支 mean a particular person or team: no slogan, predicate or share."""
    before = text[max(0, figure.start - 24) : figure.start]
    before = CLAUSE.split(before)[-1]
    if before.endswith(("另", "其中", "另有", "还有")):
        return True
    share = _share().search(before)
    if (
        before.endswith("最后")  # 最后一名游客
        or (share and (text[figure.start] == "一" or share[0][0] != "每"))
        or _RATIO.search(text[max(0, figure.start - 14) : figure.start])
        or (
            (text[figure.start] == "一" or before[-1:] != "为") and _predicative().search(before)
        )  # 力量为1支
        or _slogan().match(text, reading.end)
    ):
        return False
    if text[figure.start] != "一":
        return True
    if reading.classifier in ("名", "位", "例", "男", "女", "男子", "女子", "死", "伤", ""):
        return True
    if reading.measure == "places" and reading.classifier != "个":
        return reading.classifier in "市县区镇乡街办"
    if reading.classifier == "户":
        return reading.noun is not None and reading.noun.start == reading.end
    if reading.classifier == "人":
        return not text.startswith(("一", "之", "多"), reading.end)
    if reading.measure == "teams":
        return reading.classifier == "支"
    return reading.classifier == "个" and reading.measure == "persons"


_DENOMINATORS: dict[str, Per] = {
    **dict.fromkeys("天日晚夜", "day"), **dict.fromkeys("班更次轮批场趟", "shift"), **dict.fromkeys("组队支", "team"),
    **dict.fromkeys("人名位", "person"), "户": "household",
    **dict.fromkeys("家矿企校院店厂", "unit"),
    **dict.fromkeys("村点站所岗处台镇乡县区市路栋条公段场座里棚口楼哨垸堤", "place"),
}  # fmt: skip
OF_KIND: dict[str, Per] = {
    "persons": "person",
    "teams": "team",
    "places": "place",
    "units": "unit",
    "households": "household",
}
_SPANS: dict[str, Per] = {
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季": "quarter",
    "年": "year",
}
_SPAN = re.compile("星期|礼拜|周(?!边)|月|季|年(?![级轻龄])")  # 每|年级 is none
# What 日均 governs: the first figure behind it, and those joined to it (日均巡查船只900艘、渔民3000人).
_DAILY = re.compile(
    r"日均[^,。;\d]{0,24}(?:\d[\d.]*[余多]?[万亿]?[余多]?[^,。;、\d]{1,3}、[^,。;\d]{0,8}){0,3}$"
)
RATE_AFTER = re.compile(
    r"(?:为|编[为成]|组成|编成)?一(?P<one>[组队班岗户台])(?!(?![分共编计])[^,。;]{0,4}[一二三四五六七八九十\d])|(?:/|每)(?P<by>[天日班组队户])(?![^,。;、\d]{0,8}\d+[余多]?[人名支])"
)
# 每个点除医生外,再配4名: the comma does not end what 每 governs.
_RATE_CLAUSE = re.compile(r"(?<!外)[,]|[。;:!?…\n]")
_EACH_OF = re.compile(r"[镇村乡县区市道](?:分别)?各$")


@cache
def _average() -> re.Pattern[str]:
    """Compile an average (人均, 日均), what one of a kind does (一天下来), and what is done in a day (日接诊)."""
    return re.compile(
        r"(?:(?P<by>[日周月年人班户村组队])均|一(?:个)?(?P<one>[天班组队夜更])(?:晚上|下来|就|要|能|得|需要?|是|可)"
        r"|(?P<day>一晚上|每日|(?<![\d一二三四五六七八九十首当次昨今])日"
        rf"(?:{any_of('rate_words', 'daily')})[^,。;]{{0,4}}))[^,。;]{{0,8}}$"
    )


def rate(text: str, start: int, end: int) -> Per | None:
    """Return the denominator of a rate, from what stands before the count in its clause or behind it."""
    clause = text[max(0, start - 36) : start]
    if not _EACH_SIGN.search(clause):  # nearly always
        behind = RATE_AFTER.match(text, end) if text[end : end + 1] in _BEHIND_SIGNS else None
        return _DENOMINATORS[behind["one"] or behind["by"]] if behind else None
    clause = _RATE_CLAUSE.split(clause)[-1]
    at = clause.rfind("每")
    if at >= 0 and (_SUMMED.search(clause, at) or _DAILY_WORK.search(clause, at)):
        at = -1  # 每组3人,共20组; 每天只睡三个小时的56名工人
    if at >= 0 and (rate := _denominator(text, start - len(clause) + at + 1, start)) is not None:
        return "team" if clause.endswith("一支") else rate
    if _EACH_TEAM.search(clause):
        return "team"
    one = _EACH_ONE.search(clause)
    head = nouns.head_before(clause, len(clause), alone=True) if one else None
    if one and head and head[0] >= one.start("head") and (head[1] != "teams" or one.start()):
        return OF_KIND.get(head[1])  # 最忙时一个组7名, but not 一个班18人到北侯村
    if _DAILY.search(clause):
        return "day"
    average = _average().search(clause)
    if average:
        sign = average["by"] or average["one"] or "天"
        return _SPANS.get(sign) or _DENOMINATORS[sign]
    behind = RATE_AFTER.match(text, end)
    if behind:
        return _DENOMINATORS[behind["one"] or behind["by"]]
    return "place" if _EACH_OF.search(clause) else None


_BEHIND_SIGNS = frozenset("为编组一/每")
_EACH_SIGN = re.compile("[每均各一日]")
# 各镇分别成立一支|不少于50人的应急队
_EACH_TEAM = re.compile(r"(?<![到从])各(?![位自项方])[^,。;\d]{1,12}一支$")
_EACH_ONE = re.compile(r"(?:^|[时:“])一[个支座处家户](?P<head>[\u4e00-\u9fff]{1,4})$")
_SUMMED = re.compile(r"[\d一二两三四五六七八九十百千万][^\d]{0,6}(?:共(?!同)|分成|分为|编[成为])")
_DAILY_WORK = re.compile(r"[\d一二两三四五六七八九十][余多]?个?(?:小时|钟头|公里|次|遍|趟)[^,。;]{0,6}的")
_EVERY = re.compile(r"[\d一二两三四五六七八九十百千万]{1,6}")  # 每万人, 每100户
_PIECE = re.compile("[个名位支所处座条家](?=[\u4e00-\u9fff])")


def _denominator(text: str, start: int, limit: int) -> Per | None:
    """Read what follows 每: 天, 班, 组, 个网格, 家单位, 公里."""
    start += text.startswith(" ", start)
    every = _EVERY.match(text, start)
    start = every.end() if every and every.end() < limit else start
    piece = _PIECE.match(text, start)
    at = piece.end() if piece else start
    span = _SPAN.match(text, at)
    if span is not None:
        return _SPANS[span[0]]
    if text.startswith("时段", at):
        return "shift"
    if text.startswith(("班组", "班次"), at):
        return "team" if text[at + 1] == "组" else "shift"
    if text[at : at + 1] in tuple("天日晚夜班更次轮批场趟"):
        return "team" if piece and text[at] == "班" else _DENOMINATORS[text[at]]
    kind = nouns.first(text, at, limit, 4 if piece else 0)
    if kind is not None:
        return OF_KIND.get(kind)
    if not piece:
        return _DENOMINATORS.get(text[start : start + 1])
    if piece[0] in "个处座条":
        near = (_DENOMINATORS.get(sign) for sign in text[at : min(at + 4, limit)])
        return "place" if piece[0] == "处" or "place" in near else None
    return _DENOMINATORS.get(piece[0])


_BATCH = re.compile(
    r"(?:(?P<first>首)|第 ?(?P<number>[一二三四五六七八九十\d]{1,3})) ?批(?:次)?[^,。;]{0,12}$"
)


def batch_number(text: str, start: int) -> int | None:
    """Return the number of the batch that the clause names before the count: 第一批 -> 1."""
    if text.find("批", max(0, start - 20), start) < 0:
        return None
    match = _BATCH.search(CLAUSE.split(text[max(0, start - 20) : start])[-1])
    if match is None:
        return None
    number = 1 if match["first"] else evaluate(match["number"])
    return int(number) if number is not None else None
