"""Who sent them: the organisations of a sentence that act, and the one responsible for a count.

An organisation is no agent where it is the source of a figure (据…统计), where it only directs, asks or approves
(应…请求, 在…领导下, 由…统一调派), where it is a partner (与…一道) or a destination (驰援…).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeVar

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.mention import Place
from extractor.mentions.unit_breaks import verb_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mentions.mention import Unit
    from extractor.records.frame import Frame, Mentions, Token

M = TypeVar("M", "Unit", "Place")
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
_GOAL_BEFORE = re.compile(f"(?:{words_beside('before', 'goal')})$")
_WITH_BEFORE = re.compile(f"(?:{words_beside('before', 'partner')})$")
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
_DEMANDS = re.compile("(?:紧急|立即|随即|连夜)?(?:要求|命令|责令|责成|指示|通知|请求|商请)")
_OURSELVES = re.compile("[我本该各][市县区镇乡村街局院校站队]")
_SHORT = 20  # no preposition or verb before a name is longer than this
_BEFORE_VERB = 12  # characters between a division that acts, or for which others do, and the verb
_FOR = re.compile(r"(?:向|为|给|往)$")
_LEVELS = {"province", "city", "county", "town", "community", "village", "zone"}


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
    if _ASKED_BEFORE.search(before) and _DIRECT_AFTER.match(after + ","):
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
    return bool(_GOAL_BEFORE.search(before[-_SHORT:])) and not before.endswith("来自")


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
        if role == "agent" and _WITH_BEFORE.search(before) and not _after_figure(frame, first):
            role = "partner"
        strong = before.endswith(("由", "来自")) or frame.cue("send", clause_start, first.start) is None
        found.append(Agent(first.start, last.end, first.clause, members, strong, role))
        index = stop
    return found


def _direct(frame: Frame, first: Token, last: Token) -> bool:
    """Tell whether coordinated organisations only direct or ask (按照|省委、省高院|的统一部署)."""
    start, end = frame.clauses[first.clause][0], frame.clauses[last.clause][1]
    return (
        _ASKED_BEFORE.search(frame.text[start : first.start]) is not None
        and _DIRECT_AFTER.match(frame.text[last.end : end] + ",") is not None
    )


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
_HEAD = any_of("agent_heads", "that")
# 该局, 这支分队; 镇里, 街道上; 我校, 本院; 全局民警, 全校共有…: each points back to a name.
_BACK = re.compile(
    r"[该这上我本全县市区镇乡村院局校州街社公集厂矿所站队署馆园](?:"
    rf"(?:(?<=该)|(?<=这)[个家所支]|(?<=上)述)(?P<that>{_HEAD})(?![\u4e00-\u9fff]{{0,2}}[长员])"
    r"|(?<![这那哪乡邻万公海千夜百省城家屋院场水手].)(?:(?<=[县市区镇乡村院局校州厂矿所站队])|(?<=街)道|(?<=社)区|(?<=公)司|(?<=集)团)"
    r"(?P<there>里|上(?![午级岸堤路游报班下述千百万学山]))"
    rf"|(?<=[我本])(?P<ours>{_HEAD})(?![\u4e00-\u9fff]{{0,2}}[长员])"
    r"|(?<=[署校院厂馆局园])(?<![\u4e00-\u9fff双各多我对].)(?P<side>方)"
    rf"|(?<=全)(?P<all>{any_of('agent_heads', 'all')})(?![\u4e00-\u9fff]{{0,2}}[长]))"
)
_BARE = re.compile(
    rf"({any_of('agent_heads', 'bare')})(?:自己|本级|自身)?(?:{any_of('agent_heads', 'organ')})?"
    rf"(?=[^、和与及,。:;长主]{{0,16}}(?:{words_beside('after', 'acts')}|\d))"
)
_OURS = re.compile(rf"[我本]({any_of('agent_heads', 'page')})(?![长员])")


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    """Return what the names end with that a head stands for, where that is not the head itself (该校 -> …大学)."""
    return {r["term"]: tuple(r["endings"].split()) for r in read_lexicon("agent_heads") if r["endings"]}


def back_references(frame: Frame, names: Mentions) -> list[Agent]:
    """Return the agents that a sentence only points back to: 该院动员…, 县里计划…, each the last name of that kind."""
    found: list[Agent] = []
    for match in _BACK.finditer(frame.text, frame.sentence.start, frame.sentence.end):
        manner = match.lastgroup or ""
        kind = match[0][:-1] if manner in ("there", "side") else match[manner]
        clause = frame.clause_of(match.start())
        before = frame.text[frame.clauses[clause][0] : match.start()]
        asked = _ASKED_BEFORE.search(before) and _DIRECT_AFTER.match(frame.text[match.end() :][:_SHORT] + ",")
        if asked or _GOAL_BEFORE.search(before):
            continue
        member = _last(names.units, kind, match.start()) or _last(names.places, kind, match.start())
        if manner != "that":  # 我校: the one that the article names most, also where the name stands below
            own = own_unit(names.units, kind) or own_area(names, kind)
            if member is not None and own is not None and member.name != own.name and manner != "ours":
                nearest = Agent(match.start(), match.end(), clause, (member,), strong=True, role="back")
                found.append(nearest)  # 全局 may also be the one last named
            member = own if manner == "ours" else own or member
        if member is not None:
            role: Role = "back" if manner == "that" else "ours" if manner == "ours" else "there"
            found.append(Agent(match.start(), match.end(), clause, (member,), strong=True, role=role))
    return found


def bare_references(frame: Frame, names: Mentions) -> list[Agent]:
    """Return the agents named by their head alone at the start of a clause (医院每天派出…), each the last of that kind."""
    found: list[Agent] = []
    for clause, (start, _) in enumerate(frame.clauses):
        match = _BARE.match(frame.text, start)
        if match is None or any(t.kind == "unit" and t.start <= start < t.end for t in frame.tokens):
            continue
        member = (
            own_unit(names.units, match[1])
            or _last(names.units, match[1], start)
            or _last(names.places, match[1], start)
        )
        if member is not None:
            found.append(Agent(start, match.end(), clause, (member,), strong=True, role="back"))
    return found


def own_page(text: str, units: Sequence[Unit]) -> Unit | None:
    """Return the organisation whose own page a text is (我校, 我院, 本局), None where it is nobody's."""
    match = _OURS.search(text)
    return own_unit(units, match[1]) if match else None


def own_unit(names: Sequence[M], kind: str) -> M | None:
    """Return the name that a page of its own calls 我校, 我院: of its kind the one that stands most often, then first.

    A school is taken before a school's faculty, which ends alike (学院).
    """
    fitting = [n for n in names if n.name.endswith(_endings().get(kind, kind))]
    schools = (
        [n for n in fitting if n.name.endswith(terms_of("agent_heads", "school"))] if kind == "校" else []
    )
    ranked = Counter(n.name for n in schools or fitting).most_common(1)
    return next((n for n in names if n.name == ranked[0][0]), None) if ranked else None


def own_area(names: Mentions, kind: str) -> Place | None:
    """Return the division that a page of its own calls 我镇: of its kind the one that is named most, by its organisations too."""
    fitting = {n.name: n for n in reversed(names.places) if n.name.endswith(_endings().get(kind, kind))}
    named = Counter(n.name for n in names.places if n.name in fitting)
    for unit in names.units:
        size = unit.text.find(kind, _SHORTEST - len(kind)) + len(kind)
        if size < _SHORTEST or size == len(unit.text):
            continue
        owner = unit.text[:size]  # 西王镇|党委
        name = next((n for n in fitting if n.endswith(owner)), owner)
        fitting.setdefault(name, Place(unit.start, unit.start + size, owner, owner, "", unit.region))
        named[name] += 1
    return fitting[named.most_common(1)[0][0]] if named else None


_SHORTEST = 3  # characters of a town's name


def _last(mentions: Sequence[Unit | Place], kind: str, before: int) -> Unit | Place | None:
    """Return the last name before an offset that ends with a head (该院 -> …人民法院)."""
    index = bisect_right(mentions, before, key=_start) - 1
    endings = _endings().get(kind, kind)
    while index >= 0:
        mention = mentions[index]
        if mention.name.endswith(endings) or mention.text.endswith(kind):
            return mention
        index -= 1
    return None


def _start(mention: Unit | Place) -> int:
    return mention.start


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
            all(m.kind in _LEVELS or not m.kind for m in members)
            and not is_goal(before)
            and "在" not in before[-6:]
            and not is_sent_to(frame, tokens[index].start, last.end)
        ):
            verbs = (c for name in ("send", "set") for c in frame.cues(name, last.end, end))
            verb = min(verbs, key=_offset, default=None)
            gap = frame.text[last.end : verb.start] if verb else ""
            if (
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
