"""Who is counted: those who act, those served, those whom something befell, a population."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.records.status import words_of

if TYPE_CHECKING:
    from extractor.records.draft import Draft
    from extractor.records.record import Who

_REACH = 12  # characters between a verb and the figure of its object
_NEAR = 3  # and between a figure and the verb right after it
_HOUSEHOLDS = re.compile(r"\d户[^,。;]{0,4}[、,(]?$")


@cache
def _sits() -> re.Pattern[str]:
    """Compile what applicants do, who do not help."""
    return re.compile(
        rf"(?:{words_of('goes')})[^,。;]{{0,8}}(?:{words_of('exam')})(?!{words_of('beside_exam')})"
    )


@cache
def _deeds() -> re.Pattern[str]:
    """Compile what people do who act."""
    return re.compile(words_of("acts"))


@cache
def _nouns() -> tuple[dict[str, Who], int]:
    who: dict[str, Who] = {}
    for row in read_lexicon("people"):
        if row["who"]:
            who[row["term"]] = row["who"]  # type: ignore[assignment]
    return who, max(map(len, who), default=1)


def who_of(noun: str) -> Who | None:
    """Return who a counted noun stands for by its longest known ending, None where the ending is unknown or neutral."""
    return _nouns()[0].get(_known_end(noun))


def _known_end(noun: str) -> str:
    """Return the longest ending of a noun that tells who is counted, empty where none does."""
    who, width = _nouns()
    return next((noun[i:] for i in range(max(0, len(noun) - width), len(noun)) if noun[i:] in who), "")


_FATES = ("死", "亡", "伤")  # that people are counted by


def who_counted(draft: Draft) -> Who | None:
    """Return who a count of people stands for: by its noun, else by the verb of its clause."""
    if draft.count.measure not in ("persons", "person_times"):
        return None
    frame, token = draft.frame, draft.token
    noun = who_of(draft.count.noun)
    start, end = draft.clause
    if draft.count.text.endswith(_FATES) or _follows(draft, "hurt", end) or _follows(draft, "save", end):
        return "affected"  # 一死两伤, 3人遇难, 228人已疏散
    plain = noun != "mobilized" or _known_end(draft.count.noun) == "人员"  # 转移病重人员2名
    if _governs(draft, "visit", start) or (
        plain and (_governs(draft, "serve", start) or _governs(draft, "save", start))
    ):
        return "served"  # 收治患者1245人, 转移群众1870人, 慰问劳动模范15人
    if noun == "affected" or _governs(draft, "hurt", start):
        return "affected"
    if _given(draft, start, end) or _receives(draft, end):
        return "served"
    words = frame.text[max(start, token.start - _NEAR - 1) : token.start]
    if (
        frame.cue("apply", max(start, token.start - _NEAR - 3), min(end, token.end + _NEAR)) is not None
        and "上岗" not in words
    ):
        return "population"
    if noun in ("served", "population") and _acts(draft, start, end):
        return "mobilized"
    near = max(frame.sentence.start, token.start - _REACH)
    if noun is None and (
        _HOUSEHOLDS.search(frame.text, near, token.start)
        or _sits().match(frame.text, token.end, min(end, token.end + _REACH))
    ):
        return "population"  # 1760户6540人, 7万人参加高考
    return noun or "mobilized"


def _acts(draft: Draft, start: int, end: int) -> bool:
    """Tell whether people who are served elsewhere act here (组织320名大学生…, 上百名妇女自发到堤上烧水)."""
    frame, token = draft.frame, draft.token
    sent = frame.cue("send", start, token.start)
    if sent is not None and not frame.of_between(sent.end, token.start):
        return True
    after = frame.text[token.end : end]
    if _sits().search(after[: _REACH + 6]):
        return False
    return bool(_deeds().search(after[: _REACH + 6])) or bool(
        frame.cues("goal", token.end, min(end, token.end + _REACH))
    )


def _governs(draft: Draft, name: str, start: int) -> bool:
    """Tell whether a verb of a class has the counted people as its object (转移群众1870人)."""
    frame, token = draft.frame, draft.token
    before = frame.cue(name, start, token.start)
    if before is None or frame.cue("send", before.end, token.start) is not None:
        return False
    if _TEAM.fullmatch(frame.text, before.end, token.start):
        return False  # 采样|队150人
    between = [
        t
        for t in frame.of_between(before.end, token.start)
        if t.kind != "count" or t.item.measure != "households"
    ]
    return token.start - before.end <= _REACH and not between


def _follows(draft: Draft, name: str, end: int) -> bool:
    """Tell whether the counted people are the subject of a verb of a class right after them (3人遇难)."""
    count, text = draft.count, draft.frame.text
    noun = len(count.noun) if count.noun_start >= draft.token.end else 0
    # 3人|营救组: no verb, but 两名|被困村民 are in need
    behind = count.noun_start + noun if noun and name == "save" else draft.token.end
    after = next(iter(draft.frame.cues(name, behind, end)), None)
    if after is None or (
        after.start - draft.token.end > _NEAR + noun
        and _befell().fullmatch(text, draft.token.end + noun, after.start) is None
    ):
        return False
    able = bool(count.noun) and who_of(count.noun) in ("mobilized", None)
    saves = able and (
        _saved().match(text, after.end) is not None
        if name == "save"
        else draft.frame.cue("save", behind, after.start) is not None  # 12名消防员营救|被困人员
        or _FOR.search(text, behind, after.start) is not None  # 5名医生为|住院患者服务
    )
    return not saves and _takes_on().search(text, draft.token.end, after.start) is None


_TEAM = re.compile(r"[\u4e00-\u9fff]{0,4}?(?:队|组)")
_FOR = re.compile(r"[为给替对向]")


@cache
def _saved() -> re.Pattern[str]:
    """Compile whom people save, behind the verb: these act themselves (80名党员转移|群众310人)."""
    return re.compile(rf"[^,。;\d]{{0,6}}?(?:{words_of('saved')}|\d+[余多]?[人名户位])")


def _receives(draft: Draft, end: int) -> bool:
    """Tell whether the words behind a count say what is done to those counted, or that they need help."""
    text, at = draft.frame.text, draft.token.end
    often = draft.count.measure == "person_times" or text.startswith("的", at)
    tested = often and _done_to().match(text, at, end)  # 213121人次核酸检测, 5000人的采样
    return bool(tested or _in_need().match(text, at, end))


@cache
def _done_to() -> re.Pattern[str]:
    """Compile what is done to those who are counted by the times that it is done."""
    return re.compile(rf"的?(?:{words_of('sample')}){{1,2}}+(?!医护|人员|队|志愿)")


@cache
def _in_need() -> re.Pattern[str]:
    """Compile what tells that people need help (1.3万人|需紧急生活救助)."""
    return re.compile(rf"急?需要?(?:{words_of('needy')})")


@cache
def _befell() -> re.Pattern[str]:
    """Compile what stands between people and what befell them (1人|因雷击|死亡, 其余7人|目前仍|下落不明)."""
    return re.compile(
        rf"(?:{words_of('befell')}|[已仍均都也又]|因[^,。;\d]{{1,12}}?|在[^,。;]{{1,14}}?[后中])*"
    )


@cache
def _takes_on() -> re.Pattern[str]:
    """Compile what those do to whom the verb behind it is a task (承担|收容任务)."""
    return re.compile(words_of("takes_on"))


def _given(draft: Draft, start: int, end: int) -> bool:
    """Tell whether something is done for the counted people (为1万名职工送去慰问品)."""
    frame, token = draft.frame, draft.token
    before = frame.text[max(start, token.start - _NEAR) : token.start]
    return _for().search(before) is not None and _gives().search(frame.text, token.end, end) is not None


@cache
def _for() -> re.Pattern[str]:
    """Compile what leads to whom something is done for."""
    return re.compile("(?<![因作成])[为给向](?:全[市县区镇乡村]|近|约)?$")


@cache
def _gives() -> re.Pattern[str]:
    """Compile what is done for others."""
    return re.compile(words_of("gives"))
