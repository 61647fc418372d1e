"""What kind of statement a count makes: total or part, actual or planned, and who is counted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.lexicons import read_lexicon
from extractor.mentions.mention import Place
from extractor.records.draft import Draft
from extractor.records.frame import Frame
from extractor.records.record import Who

_WHOLE = re.compile(r"全(?:[市省县区国州镇乡盟旗港澳]|自治区|系统|社会)|我(?:[市省县区州国]|自治区)|各(?:方|地|类|级|界)|本[市省县区港澳]|社会各界|县内|市内|省内|境内|区内|辖区")
_SUM = re.compile(r"累计|总计|共计|总共|一共|先后|共(?![同建享产青和])|合计|已有|达到?|总数")
# 将 is a plan before a verb phrase, not where it disposes of an object (将30名党员编入…).
_WILL = re.compile(
    r"(?:将|拟|计划|预计|打算|准备|有望|力争|争取|即将|预备|拟于|目标|届时|定于)(?![^,。;]{0,6}(?:提升|提至|编入|纳入|作为|送到|送往|送进|交给|转入|分为|分成|其|该|这))"
)
_WILL_BARE = re.compile(r"将(?=(?:再|还|于|从|有|会|在|继续|陆续|进一步|分|统一|派|组织|安排|增|抽|选|投入|招|留|轮|开展|全部|根据|按|视|面向|前往|赴|达到?|突破|超过|新增))")
_NORM = re.compile(r"(?:不少于|不得少于|不低于|至少|不超过|不多于|最少|最多|不得超过|以上)")
_DEMAND = re.compile(r"要求|须|必须|应当|确保|务必|规定|标准|原则上|需(?!求)|按[^,。]{0,12}(?:预案|标准|要求|原则)|安排|设置|配备|配")
_RECRUIT = re.compile(r"(?:招募|征集|招收|征召|招聘|选聘|招录)(?:[^,。;了已的共到来]{0,12})$")
_DONE = re.compile(r"已|了|实际|共|累计|完成|到岗|上岗|组成了|先后")
_OUGHT = re.compile(r"应(?:到|查|参|摸|上岗|检|报|种|采)[^,。;]{0,6}$")


@cache
def _nouns() -> tuple[dict[str, Who], int]:
    who: dict[str, Who] = {}
    for row in read_lexicon("people"):
        if row["who"]:
            who[row["term"]] = row["who"]  # type: ignore[assignment]
    return who, max(map(len, who), default=1)


def who_of(noun: str) -> Who | None:
    """Return who a counted noun stands for by its longest known ending, None where the ending is unknown or neutral."""
    who, width = _nouns()
    for start in range(max(0, len(noun) - width), len(noun)):
        found = who.get(noun[start:])
        if found:
            return found
    return None


def is_planned(draft: Draft) -> bool:
    """Tell whether a count is planned, called for or required rather than done."""
    frame, token = draft.frame, draft.token
    start, end = draft.clause
    text = frame.text
    before = text[start : token.start]
    if _OUGHT.search(before):
        return True
    if _WILL.search(before) or _WILL_BARE.search(before):
        return True
    figure = text[token.start : token.end]
    norm = _NORM.match(figure) or _NORM.search(before[-5:]) or figure.endswith("以上")
    demand = _DEMAND.search(text[frame.sentence.start : token.start])
    if norm and (demand or draft.count.per):
        return True
    if _RECRUIT.search(before) and not _DONE.search(before) and not text[token.end : end].startswith("的"):
        return True
    return _plan_carried(draft)


def _plan_carried(draft: Draft) -> bool:
    """Tell whether a plan stated earlier in the sentence still governs the clause (拟招募80人,编为4组,每组20人)."""
    frame, token = draft.frame, draft.token
    for index in range(token.clause - 1, -1, -1):
        start, end = frame.clauses[index]
        clause = frame.text[start:end]
        if index + 1 <= token.clause and _DONE.search(frame.text[frame.clauses[index + 1][0] : token.start]):
            return False
        if _WILL.search(clause) or _WILL_BARE.search(clause):
            return frame.text[start - 1 : start] not in "。" or True
        if "。" in frame.text[end : frame.clauses[index + 1][0]] or ";" in frame.text[end : frame.clauses[index + 1][0]]:
            return False
    return False


def is_total(draft: Draft, region: str | None) -> bool:
    """Tell whether a count sums up the whole campaign, region or organisation that the article is about."""
    frame, token = draft.frame, draft.token
    if draft.count.per and draft.count.per != "day":
        return False
    if frame.kind == "headline":
        return True
    if draft.whole is not None or draft.bound is not None:
        return False
    start = frame.clauses[token.clause][0]
    before = frame.text[frame.sentence.start : token.start]
    part = frame.cue("part", frame.sentence.start, token.start)
    if part is not None and part.start >= start:
        return False
    whole = _WHOLE.search(before)
    named = region is not None and any(
        t.item.name.endswith(region) for t in frame.of("place") if t.end <= token.start
    )
    if draft.unit is not None and not (isinstance(draft.unit, Place) and named):
        return bool(whole and _SUM.search(before[whole.end() :]) and draft.doubts > 0)
    if whole:
        return part is None or part.start < frame.sentence.start + whole.start()
    clause = frame.text[start : token.start]
    return bool(named and not draft.places) or bool(_SUM.search(clause) and not draft.places and draft.unit is None and part is None)


def who_counted(draft: Draft) -> Who | None:
    """Return who a count of people stands for: by its noun, else by the verb of its clause."""
    if draft.count.measure not in ("persons", "person_times"):
        return None
    frame, token = draft.frame, draft.token
    noun = who_of(draft.count.noun)
    if noun in ("affected", "served"):
        return noun
    start, end = draft.clause
    for token_ in reversed(frame.cues("serve", start, token.start)):
        gap = frame.text[token_.end : token.start]
        if len(gap) <= 14:
            return "served"
    tail = frame.text[token.end : token.end + 6]
    if any(c.start < token.end + 4 for c in frame.cues("hurt", token.end, end)) or frame.cue("hurt", max(start, token.start - 6), token.start):
        return "affected"
    if noun == "mobilized":
        return noun
    if frame.cue("apply", start, min(end, token.end + 6)) is not None and "名" not in tail[:0]:
        return "population"
    return noun or "mobilized"


def link_status(drafts: Sequence[Draft], region: str | None) -> None:
    """Set `planned`, `who` and `total` of the drafts of a sentence."""
    for draft in drafts:
        draft.total = is_total(draft, region)
        draft.who = draft.who_hint


def settle_bound(frame: Frame, drafts: Sequence[Draft]) -> None:
    """Decide whether the names of a list are senders (遵义市1260人 after 派出) or destinations (鲤城1388名 after 下沉到)."""
    for draft in drafts:
        if draft.bound is None:
            continue
        if not isinstance(draft.bound, Place):
            draft.unit = draft.bound
        elif draft.who in ("served", "affected", "population") or draft.count.measure in ("places", "households"):
            draft.places = [draft.bound]
        else:
            draft.unit, draft.places = (draft.bound, []) if _sends(frame, draft) else (None, [draft.bound])


def _sends(frame: Frame, draft: Draft) -> bool:
    """Tell whether the verb that governs a list sends (投入, 派出) or brings (下沉到, 分布): the last one before it decides."""
    for where in (frame, draft.whole.frame if draft.whole is not None else None):
        if where is None:
            continue
        end = draft.token.start if where is frame else where.sentence.end
        verbs = [t for t in where.tokens if t.kind == "cue" and t.end <= end and {"send", "goal"} & t.item]
        if verbs:
            return "send" in verbs[-1].item
    return False
