"""What kind of statement a count makes: total or part, actual or planned, and who is counted."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import read_lexicon
from extractor.mentions.mention import Place
from extractor.records.ranking import Chooser, Features, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.draft import Draft
    from extractor.records.record import Who

WHOLE = re.compile(
    r"[省市县区州]级机关|全(?:[市省县区国州镇乡盟旗港澳]|自治区|系统|社会)|我(?:[市省县区州国]|自治区)|各(?:方|地|类|级|界)|本[市省县区港澳]|社会各界|县内|市内|省内|境内|区内|辖区"
)
_SUM = re.compile(r"累计|总计|共计|总共|一共|先后|共(?![同建享产青和])|合计|已有|达到?|总数")
_UNTIL = re.compile(r"截至|截止|同一时点|至此")
_ONLY = re.compile(r"仅(?!次)|光是|单是|单单|只有|另有|其余|余下|就有")
# 将 is a plan before a verb phrase, not where it disposes of an object (将30名党员编入…).
_WILL = re.compile(
    r"(?:拟(?!人)|计划(?!生育)|预计|打算|准备(?!好|就绪|充分)|有望|力争|争取|即将|目标是?|届时|定于)(?![^,。;]{0,6}(?:提升|提至|编入|纳入|作为|送到|送往|送进|交给|转入|分为|分成|其|该|这))"
)
_WILL_BARE = re.compile(
    r"将(?=(?:再|还|于|从|有|会|在|继续|陆续|进一步|分|统一|派|组织|安排|增|抽|选|投入|招|留|轮|开展|全部|根据|按|视|面向|前往|赴|达到?|突破|超过|新增))"
)
_WILL_AFTER = re.compile(r"[^,。;\d]{0,6}?(?:计划|拟|预计|即将|将(?=[于在陆继赴前奔再分驰前开参投承]))")
_NORM = re.compile(r"(?:不少于|不得少于|不低于|至少|不超过|不多于|最少|最多|不得超过|以上)")
_DEMAND = re.compile(
    r"要求|须|必须|应当|确保|务必|规定|标准|原则上|需(?!求)|按[^,。]{0,12}(?:预案|标准|要求|原则)|安排|设置|配备|配"
)
_RECRUIT = re.compile(r"(?:招募|征集|征召)(?:[^,。;了已的共到来]{0,12})$")
_DONE = re.compile(r"已|了|实际|共|累计|完成|到岗|上岗|组成了|先后")
_COLLECTIVE = re.compile(r"[省市州县区][级直]|各级|机关")
_MANY = 3  # so many counties listed are the region
_LARGE = 1000  # a thousand people are more than one unit sends
DIVISION_HEADS = ("省", "市", "县", "区", "州", "旗", "镇", "乡", "盟")
_REACH = 12  # characters between a verb and the figure of its object
_NEAR = 3  # and between a figure and the verb right after it
_ACTS = re.compile(
    r"自发|主动|自愿|参加|参与|投入|担任|上岗|到岗|帮|值守|报到|志愿|轮流|接管|支起|扛|清理|巡|搬|送饭|送水"
)
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
    if _WILL_AFTER.match(text[token.end : end]):
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
            return frame.text[start - 1 : start] != "。" or True
        if (
            "。" in frame.text[end : frame.clauses[index + 1][0]]
            or ";" in frame.text[end : frame.clauses[index + 1][0]]
        ):
            return False
    return False


def count_traits(draft: Draft) -> tuple[str, ...]:
    """Return what a count is, as names to cross features with: measure, who, rate, plan, total cue, headline, part."""
    count, frame = draft.count, draft.frame
    before = frame.text[frame.sentence.start : draft.token.start]
    traits = [count.measure, f"{count.measure[:6]}-{draft.who_hint}"]
    for name, found in (
        ("rate", count.per),
        ("planned", draft.planned),
        ("region-wide", WHOLE.search(before)),
        ("part", draft.whole),
        ("headline", frame.kind == "headline"),
    ):
        if found:
            traits.append(name)
    return tuple(traits)


def scope_options(draft: Draft, region: str | None, last: str) -> list[Option]:
    """Return the readings of a count's scope: `part` (the empty one, None) and `total`.

    `last` is the scope of the count before it in the sentence, empty where it is the first.
    """
    frame, token, count = draft.frame, draft.token, draft.count
    if count.per and count.per != "day":
        return [Option(None, ())]
    start = frame.clauses[token.clause][0]
    noun = count.noun if count.noun_start >= token.start else ""
    before = frame.text[frame.sentence.start : token.start] + noun
    clause = frame.text[start : token.start] + noun
    part = frame.cue("part", frame.sentence.start, token.start)
    named = region is not None and any(
        t.item.code == region for t in frame.of("place") if t.end <= token.start
    )
    unit = draft.unit
    sender = (
        "none" if unit is None else "region" if isinstance(unit, Place) and unit.code == region else "unit"
    )
    sender = "place" if sender == "unit" and isinstance(unit, Place) else sender
    where = (
        "nowhere"
        if not draft.places
        else "region"
        if any(p.code == region for p in draft.places)
        else "somewhere"
    )
    where = (
        "everywhere"
        if len(draft.places) >= _MANY and all(p.kind in ("city", "county", "zone") for p in draft.places)
        else where
    )
    features = Features("total")
    features.cross(
        "total", frame.kind, sender, f"at-{where}", count.measure, f"{count.measure[:6]}-{draft.who}"
    )
    features.cross(f"sender-{sender}", f"at-{where}", frame.kind)
    if last:
        features.cross(
            f"after-{last}",
            "of" if draft.whole is not None else "own",
            f"at-{where}",
            count.measure,
            frame.kind,
        )
    for name, found in (
        ("whole", WHOLE.search(before)),
        ("whole-clause", WHOLE.search(clause)),
        ("sum", _SUM.search(clause)),
        ("until", _UNTIL.search(before)),
        ("only", _ONLY.search(clause)),
        ("named", named),
        ("part-cue", part is not None),
        ("part-clause", part is not None and part.start >= start),
        ("of", draft.whole is not None),
        ("bound", draft.bound is not None),
        ("planned", draft.planned),
        ("lead", draft.paragraph <= 1),
        ("first", draft.first),
        ("now", frame.cue("now", frame.sentence.start, token.start) is not None),
        ("source", any(t.kind == "unit" and t.end <= token.start for t in frame.tokens)),
        ("approximate", count.low != count.high),
        ("collective", _COLLECTIVE.search(count.noun)),
        ("large", (count.low or 0) >= _LARGE),
    ):
        if found:
            features.cross("total", name)
            features.cross(f"sender-{sender}", name)
    if _rules_total(
        draft, named=named, before=before, clause=clause, part=part is not None and part.start >= start
    ):
        features.name("ruled")
        features.cross(
            "ruled-by", "whole" if WHOLE.search(before) else "", "until" if _UNTIL.search(before) else ""
        )
        features.cross("ruled", frame.kind, f"at-{where}", f"sender-{sender}", *draft.traits)
    return [Option(None, ()), features.option("total")]


def _rules_total(draft: Draft, *, named: bool, before: str, clause: str, part: bool) -> bool:
    """Return the grammar's own reading: a headline's figure, or one that a word of wholeness governs and nobody narrows."""
    if draft.frame.kind == "headline":
        return True
    if draft.whole is not None or draft.bound is not None or part or _ONLY.search(clause):
        return False
    if draft.unit is not None and not isinstance(draft.unit, Place):
        return False
    return bool(WHOLE.search(before) or named or _SUM.search(clause) or _UNTIL.search(before))


def who_counted(draft: Draft) -> Who | None:
    """Return who a count of people stands for: by its noun, else by the verb of its clause."""
    if draft.count.measure not in ("persons", "person_times"):
        return None
    frame, token = draft.frame, draft.token
    noun = who_of(draft.count.noun)
    start, end = draft.clause
    if noun == "affected" or _verb(draft, "hurt", start, end):
        return "affected"
    if noun != "mobilized" and _verb(draft, "serve", start, end):
        return "served"
    near = frame.text[max(start, token.start - _NEAR - 1) : token.start]
    if (
        frame.cue("apply", max(start, token.start - _NEAR - 3), min(end, token.end + _NEAR)) is not None
        and "上岗" not in near
    ):
        return "population"
    if noun in ("served", "population") and _acts(draft, start, end):
        return "mobilized"
    return noun or "mobilized"


def _acts(draft: Draft, start: int, end: int) -> bool:
    """Tell whether people who are served elsewhere act here (组织320名大学生…, 上百名妇女自发到堤上烧水)."""
    frame, token = draft.frame, draft.token
    sent = frame.cue("send", start, token.start)
    if sent is not None and not frame.of_between(sent.end, token.start):
        return True
    after = frame.text[token.end : end]
    return bool(_ACTS.search(after[: _REACH + 6])) or bool(
        frame.cues("goal", token.end, min(end, token.end + _REACH))
    )


def _verb(draft: Draft, name: str, start: int, end: int) -> bool:
    """Tell whether a verb of a class has the counted people as its object (转移群众1870人) or subject (3人遇难)."""
    frame, token = draft.frame, draft.token
    before = frame.cue(name, start, token.start)
    if (
        before is not None
        and token.start - before.end <= _REACH
        and frame.cue("send", before.end, token.start) is None
    ):
        return not frame.of_between(before.end, token.start)
    after = next(iter(frame.cues(name, token.end, end)), None)
    return name == "hurt" and after is not None and after.start - token.end <= _NEAR


def governing_verb(draft: Draft) -> str:
    """Return whether the verb that governs a list sends (投入, 派出) or brings (下沉到, 分布): the last one before it decides."""
    for where in (draft.frame, draft.whole.frame if draft.whole is not None else None):
        if where is None:
            continue
        end = draft.token.start if where is draft.frame else where.sentence.end
        verbs = [t for t in where.tokens if t.kind == "cue" and t.end <= end and {"send", "goal"} & t.item]
        if verbs:
            return "send" if "send" in verbs[-1].item else "goal"
    return "none"


def link_scope(drafts: Sequence[Draft], region: str | None, chooser: Chooser) -> None:
    """Set `total` of the drafts of a sentence."""
    last = ""
    for draft in drafts:
        options = scope_options(draft, region, last)
        value, chance = chooser("scope", (draft.token.start, draft.token.end), options)
        last = "total" if value is not None else "part"
        draft.total = value is not None
        draft.chances.append(chance)
