"""What kind of statement a count makes: total or part, actual or planned, and who is counted."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of

if TYPE_CHECKING:
    from extractor.records.draft import Draft
    from extractor.records.record import Who

DIVISION_HEADS = ("省", "市", "县", "区", "州", "旗", "镇", "乡", "盟")
_REACH = 12  # characters between a verb and the figure of its object
_NEAR = 3  # and between a figure and the verb right after it
_HOUSEHOLDS = re.compile(r"\d户[^,。;]{0,4}[、,(]?$")


def _words(name: str) -> str:
    """Return the words of a class as one alternation."""
    return any_of("status_words", name)


@cache
def region_wide() -> re.Pattern[str]:
    """Compile what tells of a whole area, of its people or authorities."""
    return re.compile(
        rf"[省市县区州]级机关|全[市省县区国州镇乡盟旗港澳]|我[省市县区州国]|本[市省县区港澳]|{_words('whole')}"
    )


@cache
def _deed() -> str:
    """Return the verbs of sending, going and serving as one alternation: 将 before them tells a plan (将驻守, 将上岗)."""
    deeds = (_VERBS | {"visit"}) - {"hurt"}
    told = {row["term"] for row in read_lexicon("cues") if deeds & set(row["classes"].split())}
    words = sorted((w for w in told if len(w) > 1), key=len, reverse=True)
    return rf"(?:{'|'.join(words)})(?!送|延伸)"


@cache
def _will_after() -> re.Pattern[str]:
    """Compile what tells a plan behind the figure."""
    return re.compile(
        rf"[^,。;\d]{{0,6}}?(?:(?<!西部)计划(?!志愿者)|拟|{_words('ahead')}|将(?=[于在再]|{_words('soon')}|{_deed()}))"
    )


@cache
def _norm() -> re.Pattern[str]:
    """Compile the words of a bound that a rule may set."""
    return re.compile(_words("bound"))


@cache
def _came() -> re.Pattern[str]:
    """Compile what tells that those who were asked for did come."""
    return re.compile(rf"在[^。;,]{{1,24}}(?:{_words('works')})|{_words('came')}")


@cache
def _done() -> re.Pattern[str]:
    """Compile what tells of something that was done."""
    return re.compile(rf"已|了|共|{_words('done')}")


@cache
def _sits() -> re.Pattern[str]:
    """Compile what applicants do, who do not help."""
    return re.compile(rf"(?:{_words('goes')})[^,。;]{{0,8}}(?:{_words('exam')})(?!{_words('beside_exam')})")


@cache
def _needs() -> re.Pattern[str]:
    """Compile the need of what is counted behind it, not of people in need."""
    return re.compile(rf"(?<![出到对有为将把])需要?(?!{_words('needy')})[^。;,、的\d]{{0,12}}$")


@cache
def _will() -> re.Pattern[str]:
    """Compile the words that tell a plan, also 将 before a verb phrase, not where it disposes of an object (将30名党员编入…)."""
    return re.compile(
        rf"(?:{_words('will')})(?![^,。;]{{0,6}}(?:{_words('moves')}|其|该|这))"
        rf"|将(?=再|还|于|从|有|会|在|按|视|{_words('next')}|{_deed()})"
    )


@cache
def _demand() -> re.Pattern[str]:
    """Compile what makes a bound before a figure a rule."""
    return re.compile(rf"须|需(?!求)|按[^,。]{{0,12}}(?:{_words('norm')})|{_words('demand')}")


@cache
def _recruit() -> re.Pattern[str]:
    """Compile what asks for those who are counted behind it."""
    return re.compile(rf"(?:{_words('recruit')})(?:[^,。;了已的共到来]{{0,12}})$")


@cache
def _asked() -> re.Pattern[str]:
    """Compile what somebody asks for, not what already meets a requirement (按要求, 符合要求)."""
    return re.compile(
        rf"(?<![按照据合到的])要求(?!下|的|,)[^。;“”]{{2,40}}$|须(?:{_words('must')})[^。;]{{0,10}}$"
    )


@cache
def _ought() -> re.Pattern[str]:
    """Compile what those who are counted behind it ought to do (应到420人)."""
    return re.compile(rf"应(?:{_words('ought')})[^,。;]{{0,6}}$")


@cache
def _deeds() -> re.Pattern[str]:
    """Compile what people do who act."""
    return re.compile(_words("acts"))


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


def is_planned(draft: Draft) -> bool:
    """Tell whether a count is planned, called for or required rather than done."""
    frame, token = draft.frame, draft.token
    start, end = draft.clause
    text = frame.text
    before = text[start : token.start]
    if _ought().search(before):
        return True
    if _will().search(before):
        return True
    if _needs().search(before) and not _done().search(text[token.end : end]):
        return True
    figure = text[token.start : token.end]
    norm = _norm().match(figure) or _norm().search(before[-5:]) or figure.endswith("以上")
    norm = norm and not before.endswith(terms_of("status_words", "there"))
    demand = _demand().search(text[frame.sentence.start : token.start])
    if norm and (demand or draft.count.per or figure.startswith(("不少于", "不低于", "不得少于"))):
        return True
    if _will_after().match(text[token.end : end]):
        return True
    if (
        _recruit().search(before)
        and not _done().search(before)
        and not text[token.end : end].startswith("的")
        and not _came().search(text, token.end, frame.sentence.end)
    ):
        return True
    asked = _asked().search(text[frame.sentence.start : token.start])
    if asked and not _done().search(asked[0]):
        return True
    return _plan_carried(draft)


_CARRIED = 40  # clauses over which a plan is looked for; a list without end would cost their square


def _plan_carried(draft: Draft) -> bool:
    """Tell whether a plan stated earlier in the sentence still governs the clause (拟招募80人,编为4组,每组20人)."""
    frame, token = draft.frame, draft.token
    for index in range(token.clause - 1, max(-1, token.clause - 1 - _CARRIED), -1):
        start, end = frame.clauses[index]
        clause = frame.text[start:end]
        if index + 1 <= token.clause and _done().search(
            frame.text[frame.clauses[index + 1][0] : token.start]
        ):
            return False
        if _will().search(clause):
            return not clause.endswith(terms_of("status_words", "while"))  # 正准备收队时,一名队员发现了老人
        if (
            "。" in frame.text[end : frame.clauses[index + 1][0]]
            or ";" in frame.text[end : frame.clauses[index + 1][0]]
        ):
            return False
    return False


def sort_of(draft: Draft) -> str:
    """Return roughly what is counted: people who act, people acted on, teams, or other things; a rate for itself."""
    count = draft.count
    if count.per:
        return "rate"
    if count.measure in ("persons", "person_times"):
        return "actors" if draft.who_hint == "mobilized" else "others"
    return "teams" if count.measure == "teams" else "things"


@cache
def _nameless() -> re.Pattern[str]:
    """Compile a sender of a kind, by no name (省级选派3名、市级选派14名)."""
    return re.compile(
        rf"(?:[,、;:和]|\d[名人位])(?:[省市州县区镇乡]级|[省市州县区旗]直(?:机关|单位|部门)?|{_words('nameless')})[^,、;:\d]{{0,6}}$"
    )


_BRANCH = re.compile(r"(?:当地|有关|相关|各级)?[\u4e00-\u9fff]{2,4}部门(?!的)")


def _by_branch(draft: Draft) -> bool:
    """Tell whether a branch without a name opens the clause (供电部门安排160人): nobody named before has sent them."""
    frame, start = draft.frame, draft.clause[0]
    branch = _BRANCH.match(frame.text, start, draft.token.start)
    return branch is not None and not any(
        t.kind == "unit" for t in frame.of_between(start, draft.token.start)
    )


def count_traits(draft: Draft) -> tuple[str, ...]:
    """Return what a count is, as names to cross features with: measure, who, rate, plan, total cue, headline, part."""
    count, frame = draft.count, draft.frame
    near = frame.clauses[max(0, draft.token.clause - 1)][0]
    before = frame.text[near : draft.token.start]
    traits = [count.measure, f"{count.measure[:6]}-{draft.who_hint}"]
    for name, found in (
        ("rate", count.per),
        ("planned", draft.planned),
        ("region-wide", region_wide().search(before)),
        ("part", draft.whole),
        ("headline", frame.kind == "headline"),
        ("headlined", draft.twin is not None),
        (
            "nameless",
            _nameless().search(frame.text, frame.sentence.start, draft.token.start) or _by_branch(draft),
        ),
    ):
        if found:
            traits.append(name)
    return tuple(traits)


_VERBS = frozenset({"send", "goal", "form", "set", "serve", "save", "hurt", "apply"})


def words_around(draft: Draft) -> tuple[str, ...]:
    """Return the words that tell what is said of a count: the verb before it in its clause, the one behind, its noun's end."""
    frame, token = draft.frame, draft.token
    start, end = draft.clause
    before, behind = "", ""
    for cue in frame.of("cue"):
        if cue.start < start or not cue.item & _VERBS:
            continue
        if cue.end <= token.start:
            before = frame.text[cue.start : cue.end]
        elif cue.start >= token.end:
            behind = frame.text[cue.start : cue.end] if cue.end <= end else ""
            break
    return (f"verb-{before}", f"then-{behind}", f"noun-{draft.count.noun[-_ENDING:]}")


_ENDING = 2  # characters of a noun that tell its kind (普通党员, 楼栋党员)

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
    )
    return not saves and _takes_on().search(text, draft.token.end, after.start) is None


@cache
def _saved() -> re.Pattern[str]:
    """Compile whom people save, behind the verb: these act themselves (80名党员转移|群众310人)."""
    return re.compile(rf"[^,。;\d]{{0,6}}?(?:{_words('saved')}|\d+[余多]?[人名户位])")


def _receives(draft: Draft, end: int) -> bool:
    """Tell whether the words behind a count say what is done to those counted, or that they need help."""
    text, at = draft.frame.text, draft.token.end
    tested = draft.count.measure == "person_times" and _done_to().match(text, at, end)  # 213121人次核酸检测
    return bool(tested or _in_need().match(text, at, end))


@cache
def _done_to() -> re.Pattern[str]:
    """Compile what is done to those who are counted by the times that it is done."""
    return re.compile(rf"的?(?:{_words('sample')}){{1,2}}+(?!医护|人员|队|志愿)")


@cache
def _in_need() -> re.Pattern[str]:
    """Compile what tells that people need help (1.3万人|需紧急生活救助)."""
    return re.compile(rf"急?需要?(?:{_words('needy')})")


@cache
def _befell() -> re.Pattern[str]:
    """Compile what stands between people and what befell them (1人|因雷击|死亡, 其余7人|目前仍|下落不明)."""
    return re.compile(
        rf"(?:{_words('befell')}|[已仍均都也又]|因[^,。;\d]{{1,12}}?|在[^,。;]{{1,14}}?[后中])*"
    )


@cache
def _takes_on() -> re.Pattern[str]:
    """Compile what those do to whom the verb behind it is a task (承担|收容任务)."""
    return re.compile(_words("takes_on"))


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
    return re.compile(_words("gives"))


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
