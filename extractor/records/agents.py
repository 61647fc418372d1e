"""Who sent them: the organisations of a sentence that act, and the one responsible for a count.

An organisation is no agent where it is the source of a figure (据…统计), where it only directs, asks or approves
(应…请求, 在…领导下, 由…统一调派), where it is a partner (与…一道) or a destination (驰援…).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from extractor.lexicons import read_lexicon
from extractor.mentions.unit_breaks import verb_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Place, Unit
    from extractor.records.frame import Frame, Token

Role = Literal[
    "agent",
    "object",
    "source",
    "partner",
    "place",
    "topic",
    "back",
    "there",
    "ours",
    "speaker",
    "person",
    "bound",
    "whole",
]


def words_beside(side: Literal["before", "after"], role: str) -> str:
    """Return the alternation of the words that stand on a side of a name in a role."""
    return "|".join(row["term"] for row in read_lexicon("agent_words") if role in row[side].split())


_SOURCE_BEFORE = re.compile(f"(?:{words_beside('before', 'source')})$")
_ASKED_BEFORE = re.compile(f"(?:{words_beside('before', 'asked')})$")
GOAL_BEFORE = re.compile(f"(?:{words_beside('before', 'goal')})$")
"""What stands before a name that people go to, come from or speak to."""
_WITH_BEFORE = re.compile(f"(?:{words_beside('before', 'partner')})$")
_JOINING = re.compile(f"(?:{words_beside('before', 'joins')})$")
_SOURCE_AFTER = re.compile(
    rf"(?:等(?:部门|单位))?(?:的)?(?:有关|相关)?[^,。;]{{0,14}}?(?:{words_beside('after', 'tells')})"
)
_DIRECT_AFTER = re.compile(
    rf"(?:等(?:部门|单位))?(?:的|之)?(?:{words_beside('after', 'manner')})*(?:{words_beside('after', 'directs')})"
    r"(?:之)?(?:和|与)?[^,。;]{0,6}?(?:下|后|$|,|、)"
)
_ORGANISES_AFTER = re.compile(rf"(?:的)?(?:{words_beside('after', 'manner')})?组织[^,。;]{{0,2}}下")
_UNIFIED_AFTER = re.compile(rf"(?:等(?:部门|单位))?(?:{words_beside('after', 'unifies')})")
_AMONG_BEFORE = re.compile(r"包括[^,。;]{0,20}$")
_AMONG_AFTER = re.compile(r"^[^,。;\d]{0,20}在内的?")
_DEMANDS = re.compile(f"(?:{words_beside('after', 'hastens')})?(?:{words_beside('after', 'demands')})")
_OURSELVES = re.compile("[我本该各][市县区镇乡村街局院校站队]")
_SHORT = 20  # no preposition or verb before a name is longer than this
_BEFORE_VERB = 12  # characters between a division that acts, or for which others do, and the verb
_FOR = re.compile(r"(?:向|为|给|往)$")
DIVISIONS = frozenset({"province", "city", "county", "town", "community", "village", "zone"})
"""The kinds of the places that may act."""


@cache
def _and() -> re.Pattern[str]:
    """Compile what joins organisations that act together."""
    return re.compile(rf"\s*(?:、|和|与|及|以及|暨|{words_beside('before', 'joins')})\s*")


@cache
def _between() -> re.Pattern[str]:
    """Compile what stands between an organisation and the figure of its people: nothing that could start another story."""
    return re.compile(
        r"(?:机关)?(?:驻[^\d,。;]{1,3}工作队)?"
        rf"(?:[的有共则也出占派达为计近约超]|第[一二三四五六七八九十\d]+批|{words_beside('after', 'between')})*"
        r"[^\d,。;:、“”（）()]{0,10}"
    )


_LEADS_ON = re.compile("[从向在到于被对将把]")


@dataclass(frozen=True, slots=True)
class Agent:
    """One or several coordinated organisations and how they stand; `strong` where the grammar says so itself."""

    start: int
    end: int
    clause: int
    members: tuple[Unit | Place, ...]
    strong: bool
    role: Role = "agent"


def role_of(frame: Frame, token: Token) -> Role:
    """Tell whether an organisation in a sentence acts (agent), is acted on (object) or only tells and directs (source)."""
    start, end = frame.clauses[token.clause]
    before = frame.text[start : token.start]
    after = frame.text[token.end : end]
    if _SOURCE_BEFORE.search(before) or (_SOURCE_AFTER.match(after) and not before.endswith("由")):
        return "source"
    if is_asking(before, after):
        return "source"
    if _AMONG_BEFORE.search(before) and _AMONG_AFTER.search(after):
        return "source"  # one of those who did it (包括桐江消防队在内的300多名)
    if (before.endswith("由") and _UNIFIED_AFTER.match(after)) or _demands_of(frame, token.end):
        return "source"
    if before.endswith("在") and _ORGANISES_AFTER.match(after):
        return "agent"
    if "在" in before[-14:] and _DIRECT_AFTER.match(after):
        return "source"
    return "object" if is_goal(before) else "agent"


def is_asking(before: str, after: str) -> bool:
    """Tell whether the words around a name say that it only directs or asks (在|…|领导下, 应|…|请求)."""
    return _ASKED_BEFORE.search(before) is not None and _DIRECT_AFTER.match(after + ",") is not None


def _demands_of(frame: Frame, end: int) -> bool:
    """Tell whether an organisation only asks another one to act (指挥部要求|我镇调集200人)."""
    match = _DEMANDS.match(frame.text, end)
    if match is None:
        return False
    return _OURSELVES.match(frame.text, match.end()) is not None or any(
        t.start == match.end() for t in frame.of("unit", "place")
    )


def is_goal(before: str) -> bool:
    """Tell whether the words before a name make it a destination, an origin or an addressee; 来自 names who sent."""
    return bool(GOAL_BEFORE.search(before[-_SHORT:])) and not before.endswith("来自")


def is_sent_to(frame: Frame, start: int, end: int) -> bool:
    """Tell whether somebody is sent to the places between two offsets (向|大榆镇|派出, 为|亚山镇|增派)."""
    clause = frame.clause_of(start)
    if not _FOR.search(frame.text, frame.clauses[clause][0], start):
        return False
    sent = frame.cues("send", end, min(end + _BEFORE_VERB, frame.clauses[clause][1]))
    return bool(sent) and not frame.of_between(end, sent[0].start)


def _run(frame: Frame, tokens: list[Token], index: int) -> int:
    """Return the index after the last organisation coordinated with the one at `index`."""
    while index + 1 < len(tokens):
        gap = frame.text[tokens[index].end : tokens[index + 1].start]
        beside = not gap and tokens[index].kind == "unit"  # 省委|省政府, but 浦东新区|周家渡街道 is one place
        if not (beside or _and().fullmatch(gap)) or tokens[index].clause != tokens[index + 1].clause:
            break
        index += 1
    return index + 1


def agents(frame: Frame) -> list[Agent]:
    """Return the organisations of a sentence in order, coordinated ones together, each with its role."""
    tokens = [t for t in frame.of("unit") if t.item.kind != "media"]
    hosting = [m.span() for m in _hosts().finditer(frame.text, frame.sentence.start, frame.sentence.end)]
    found: list[Agent] = []
    index = 0
    while index < len(tokens):
        stop = _run(frame, tokens, index)
        first, last = tokens[index], tokens[stop - 1]
        members = tuple(t.item for t in tokens[index:stop])
        role = role_of(frame, first)
        hosts = any(start <= first.start and last.end <= end for start, end in hosting)
        if hosts or (role == "agent" and (role_of(frame, last) == "source" or _direct(frame, first, last))):
            role = "source"
        clause_start = frame.clauses[first.clause][0]
        before = frame.text[clause_start : first.start]
        beside = _WITH_BEFORE.search(before) or (
            _JOINING.search(before) and any(a.role == "agent" for a in found)
        )  # 团县委…,联合|县志愿者协会,组建…
        if role == "agent" and beside and not _after_figure(frame, first):
            role = "partner"
        strong = before.endswith(("由", "来自")) or frame.cue("send", clause_start, first.start) is None
        found.append(Agent(first.start, last.end, first.clause, members, strong, role))
        index = stop
    return found


def _direct(frame: Frame, first: Token, last: Token) -> bool:
    """Tell whether coordinated organisations only direct or ask (按照|省委、省高院|的统一部署)."""
    start, end = frame.clauses[first.clause][0], frame.clauses[last.clause][1]
    return is_asking(frame.text[start : first.start], frame.text[last.end : end])


@cache
def _hosts() -> re.Pattern[str]:
    """Compile the hosts of an event that others attend (由甲主办、乙承办的|大赛): they tell whose event it is."""
    verb = words_beside("after", "hosts")
    return re.compile(rf"由[^。;!?\d]{{2,40}}?(?:{verb})(?:[、,][^。;!?\d]{{2,24}}?(?:{verb})){{0,4}}的")


def _after_figure(frame: Frame, token: Token) -> bool:
    """Tell whether a 和 before a name goes on with a list of figures (工兵团150人和武警总医院22人)."""
    last = next((t for t in reversed(frame.of("count")) if t.end < token.start), None)
    if last is None:
        return False
    joined = frame.text[last.end : token.start]
    return len(joined) <= _NOUN and not any(c in ",。;:" for c in joined)


_NOUN = 8  # characters of a noun and a conjunction between a figure and the next name


def first_of_list(frame: Frame, place: Place, end: int) -> Place:
    """Return the first of the coordinated divisions that a place before an offset is the last of, else the place itself."""
    tokens = [t for t in frame.of("place") if t.end <= end]
    at = next((i for i in reversed(range(len(tokens))) if tokens[i].item.name == place.name), None)
    if at is None:
        return place
    first, run = place, tokens[at]
    for token in reversed(tokens[:at]):
        gap = frame.text[token.end : run.start]
        if _and().fullmatch(gap):
            first = token.item
        elif gap:
            break
        run = token
    return first


def list_start(frame: Frame, token: Token) -> int:
    """Return where the list of coordinated divisions starts that a place belongs to (运到永平镇、陈坊乡: a goal as a whole)."""
    start = token.start
    for other in reversed(frame.of("place")):
        if other.end > start:
            continue
        if other.clause != token.clause or not _TOUCHING.fullmatch(frame.text, other.end, start):
            break
        start = other.start
    return start


_TOUCHING = re.compile(r"[、和与及]?")


def _offset(token: Token) -> int:
    return token.start


def place_agents(frame: Frame) -> list[Agent]:
    """Return the divisions of a sentence that act: a place right before a sending verb (永平镇组织…, 遵义市派出…)."""
    found: list[Agent] = []
    tokens = frame.of("place")
    index = 0
    while index < len(tokens):
        stop = _run(frame, tokens, index)
        last = tokens[stop - 1]
        members = tuple(t.item for t in tokens[index:stop])
        start, end = frame.clauses[last.clause]
        before = frame.text[start : tokens[index].start]
        if (
            all(m.kind in DIVISIONS or not m.kind for m in members)
            and not is_goal(before)
            and "在" not in before[-6:]
            and not is_sent_to(frame, tokens[index].start, last.end)
        ):
            verbs = (c for name in ("send", "set") for c in frame.cues(name, last.end, end))
            verb = min(verbs, key=_offset, default=None)
            gap = frame.text[last.end : verb.start] if verb else ""
            listed = frame.kind != "headline" and frame.text.startswith(":", last.end) and not before.strip()
            if listed or (
                verb
                and len(gap) <= _BEFORE_VERB
                and not re.search(r"[\d,、的]|将|由|向|从", gap)
                and not frame.of_between(last.end, verb.start)
            ):
                found.append(
                    Agent(tokens[index].start, last.end, last.clause, members, strong=True, role="place")
                )
        index = stop
    topic = _topic(frame, tokens)
    if topic is not None and not any(a.start <= topic.start < a.end for a in found):
        found.append(topic)
    return found


@cache
def _local() -> re.Pattern[str]:
    """Compile what stands behind a town or village that a sentence is about."""
    return re.compile(rf"[则也还已都就便又守没辖有是把将以]|共有|{words_beside('after', 'local')}")


def _topic(frame: Frame, tokens: list[Token]) -> Agent | None:
    """Return the town or village that a sentence is about (永平镇厂矿多,…把镇区切成23个网格) where nothing else can act."""
    if not tokens or frame.of("unit", "person"):
        return None
    first = tokens[0]
    if frame.text[frame.sentence.start : first.start].strip("“") or first.item.kind not in (
        "",
        "town",
        "village",
        "community",
    ):
        return None
    last = first
    for token in tokens[1:]:
        if frame.text[last.end : token.start]:
            break
        last = token
    if not _local().match(frame.text[last.end : last.end + 4]):
        return None
    return Agent(first.start, last.end, first.clause, (last.item,), strong=False, role="topic")


_LABEL = re.compile(r"[\s\d.、()一二三四五六七八九十【】\[\]:—·■●◆▲★-]*")


def label(paragraph: Sequence[Frame]) -> Unit | Place | None:
    """Return the name that labels a paragraph (龙海市:开设避灾点…, 1.省消防总队:…), None where it has no label."""
    first = paragraph[0]
    token = next((t for t in first.tokens if t.kind in ("unit", "place")), None)
    if token is None or not _LABEL.fullmatch(first.text[first.sentence.start : token.start]):
        return None
    return token.item if first.text[token.end : token.end + 1] == ":" else None


def heading(paragraph: Sequence[Frame]) -> Unit | Place | None:
    """Return the name that has a line to itself and so heads the paragraphs below, None where a line says more."""
    if len(paragraph) > 1:
        return None
    frame = paragraph[0]
    names = [t for t in frame.tokens if t.kind in ("unit", "place")]
    if not names or frame.kind == "headline":
        return None
    before = frame.text[frame.sentence.start : names[0].start]
    after = frame.text[names[-1].end : frame.sentence.end]
    alone = all(a.end == b.start for a, b in pairwise(names))
    return names[-1].item if alone and _LABEL.fullmatch(before) and _LABEL.fullmatch(after) else None


@cache
def _begins() -> re.Pattern[str]:
    """Compile what a name that acts goes on with."""
    return re.compile(rf"(?:方面)?(?:[共已则也又还就将拟从按把有现]|{words_beside('after', 'begins')})")


def follow(frame: Frame, end: int) -> str:
    """Tell what follows a name: `of`, `pause` (a comma), `colon`, `tells`, `verb` (a cue, an adverb), `list`, `other`."""
    known = frame.memo.get(("follow", end))
    if known is None:
        known = frame.memo["follow", end] = _follow(frame, end)
    return known


def _follow(frame: Frame, end: int) -> str:
    after = frame.text[end : end + 8]
    if after.startswith("的"):
        return "of"
    if after.startswith(":"):  # in a headline who tells it, in a list who did it
        return "colon" if frame.kind != "headline" else "tells"
    if after[:1] in ",。;":
        return "pause"
    if (
        _begins().match(after)
        or verb_at(frame.text, end)
        or any(t.kind == "cue" and end <= t.start <= end + 2 and t.item & _ACTS_NEXT for t in frame.tokens)
    ):
        return "verb"
    return "list" if after[:1] in "、和与及等" else "other"


_ACTS_NEXT = frozenset(("send", "form", "set", "plan", "demand", "sum"))


def adjacent(frame: Frame, count: Token, tokens: list[Token]) -> Token | None:
    """Return the organisation or division right before a figure (武警柳州支队120名官兵, 遵义市1260人), None if none."""
    for token in reversed(tokens):
        if token.end > count.start:
            continue
        if token.clause != count.clause:
            return None
        gap = frame.text[token.end : count.start]
        if any(
            token.end <= t.start and t.end <= count.start
            for t in frame.tokens
            if t.kind in ("count", "unit", "place", "person")
        ):
            return None
        return token if _between().fullmatch(gap) and not _LEADS_ON.search(gap) else None
    return None
