"""What the place finders share: the text with its evidence, and where a name before a head word begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from extractor.lexicons import any_of, read_lexicon
from extractor.mentions.words import Words
from models.gazetteer import Division, gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.lattice import Candidate
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_TAIL = re.compile(r"[\u4e00-\u9fff·〇]{1,12}$")
_COUNTED = re.compile(
    r"(?:[每本该全各两几多某\d个]|[\d每各几多两数一二三四五六七八九十百千万][名条座处所家支道幢栋]|^.?[数一二三四五六七八九十百千万]|^[这那哪某整全另]?[名条座处所支]|^[多数几两]条.*|^[近约逾超][数几一二两三四五六七八九十百千万余多]{1,4}|^一[间起]|^[首各多几全大国老本此该数一二三四五六七八九十百千万]?家|^[一二三四五六七八九十]{1,2}[楼层]|整[条座个片])$"
)
_SCHOOL = re.compile("第[〇一二三四五六七八九十百]{1,4}(?:高级)?[中小]学$")
_OFFICE, _SHORT_OFFICE = "办事处", "街道办"
ORIGIN = "origin"
"""Evidence that a place only tells where somebody comes from: it may name a unit, but is no place of its own."""
VILLAGE_KINDS = frozenset({"community", "village"})
_GOALS = frozenset("驻赴抵往沿")
_NUMERALS = frozenset("一二三四五六七八九十")
_GRID = frozenset("东西南北中文经纬")
_TOWARDS = frozenset("向往至到")  # 大渡河|向|紫雅场村
_LEADS = frozenset("称因像据在从由对把被经自向往沿按驻赴抵去受指座")
_NAMED = 0.4  # a score above it: more likely a name than not
CUTS = frozenset("且的了和与及将把被由对为是让使给并或等有")
_NO_PAIR = frozenset("了在到沿往向、,。:的\n")
"""Characters after which 和 joins nothing: it begins a name (包了|和平东路)."""
_LINKS = frozenset("的了等被向在从到离距")
"""Characters that never end a name: a head right after one of them has none (向社区报到, 等社区)."""


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Found:
    """What is known about a candidate: its qualified name, its class, the divisions that it may be or lie in."""

    name: str
    kind: str
    divisions: tuple[Division, ...] = ()
    parent: str | None = None


def _score(candidate: Candidate) -> float:
    return candidate.score


class Cues:
    """The words of a text that lead to names, by where they end, as far as asked."""

    def __init__(self, text: str) -> None:
        """Start with none."""
        self._text = text
        self._known: dict[int, Hit | None] = {}

    def __contains__(self, at: int) -> bool:
        """Tell whether a word that leads to names ends at an offset."""
        return self.get(at) is not None

    def get(self, at: int) -> Hit | None:
        """Return the longest word that ends at an offset; 的 leads to no preposition (的向阳湖)."""
        if at in self._known:
            return self._known[at]
        text, found = self._text, None
        for start, kind in cue_words().ending(text, at):
            if (at - start > 1 or text[start - 1] != "的") and not text.startswith(_no_cues(), start):
                found = start, at, kind
                break
        self._known[at] = found
        return found


@dataclass(slots=True)
class View:
    """The text with what the scan found in it, and the candidates so far by their end."""

    page: Page
    context: Context
    cues: Cues
    towns: Mapping[str, Sequence[Division]]
    pieces: dict[int, list[Candidate]] = field(default_factory=dict)
    found: list[Candidate] = field(default_factory=list)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        """Keep the clean text at hand."""
        self.text = self.page.clean

    def add(self, candidate: Candidate) -> None:
        """Keep a candidate, and where it ends."""
        self.found.append(candidate)
        self.pieces.setdefault(candidate.end, []).append(candidate)

    def ending(self, left: int, right: int) -> list[Candidate]:
        """Return the candidates that end after `left` and not after `right`."""
        pieces = self.pieces
        return [c for end in range(left + 1, right + 1) if end in pieces for c in pieces[end]]

    def exchange(self, old: Candidate, new: Candidate) -> None:
        """Put another candidate of the same span in the place of one."""
        for kept in (self.found, self.pieces[old.end]):
            kept[next(i for i, c in enumerate(kept) if c is old)] = new

    def known(self, start: int, end: int) -> Division | None:
        """Return the one county that a span was found to name."""
        for c in self.pieces.get(end, ()):
            if c.start == start and c.payload.kind == "county" and len(c.payload.divisions) == 1:
                return c.payload.divisions[0]  # type: ignore[no-any-return]
        return None

    def before(self, start: int) -> Candidate | None:
        """Return the best candidate that ends where another starts."""
        pieces = self.pieces.get(start)
        if pieces is None and self.text.startswith(_OFFICE, start - len(_OFFICE)):
            pieces = self.pieces.get(start - len(_OFFICE))  # 南京路街道|办事处|新村社区
        elif pieces is None and self.text.startswith(_SHORT_OFFICE, start - len(_SHORT_OFFICE)):
            pieces = self.pieces.get(start - 1)  # 泾洋街道|办|周家营村
        return max(pieces, key=_score) if pieces else None


@cache
def not_in_names() -> re.Pattern[str]:
    """Compile the text up to the last word that no name holds."""
    return re.compile(
        rf".*(?:副[市县区镇乡村局厅州]长|{any_of('place_words', 'no_name')}"
        r"|(?:[出入]口|[界会汇合])处(?=.)|该[省市县区镇乡村州旗]?|[的了着著是在到把被就也又再将这那每各某几届们他她它我你说不没给让跟很较还已另进往从为以与及余时约由至于]"
        r"|旁(?=.)(?!海)|暨(?![南阳])|(?<![成江丰武宜新花望三名帝硒瓷酒药煤钢锦蜀古故首陪商竹茶盐魔金凤])都(?![乡镇村寨江匀昌安兰尔格梁])|(?<![高平])等(?![高子])|(?<=[\d几多数两一二三四五六七八九十百千万])[名户个岁次位座处家所栋]|[近逾](?=[\d一二三四五六七八九十百千万]))"
    )


@cache
def water_words() -> tuple[str, ...]:
    """Return the words that tell that a river's or lake's name stands before them (合兴河河水)."""
    return tuple(row["term"] for row in read_lexicon("place_waters"))


@cache
def tails() -> re.Pattern[str]:
    """Return what shows behind a name that it is a place (白云山|南坡, 湟源峡|里, 北阳河|何官段)."""
    words = "|".join(sorted((row["term"] for row in read_lexicon("place_tails")), key=len, reverse=True))
    return re.compile(
        f"{words}|[上下里](?=[,。;:、的有看搜救与找发被])|[\\u4e00-\\u9fff]{{0,3}}段(?=[,。、:的出发全由一管现位])"
    )


@cache
def head_words() -> dict[str, Any]:
    """Return head word -> (kind, rule)."""
    return {row["term"]: (row["kind"], row["rule"]) for row in read_lexicon("place_heads")}


@cache
def stops(kind: str) -> frozenset[str]:
    """Return words of a kind that are no names.

    `division`: names of divisions that are words too; `lone`: a city's that is as often a word, if nothing else says which;
    `word`: with the head; `stem`: before the head; `cut`: a name
    begins after it; `on`: begins like a head; `owner`: ends like an area that owns a site (山区|小学);
    `along`: behind a road, and no part of its name; `river`: two characters that name no river;
    `end`: no name ends with it; `house`: not by itself, but with a name before it what a site is called by (临泉一中|公交站);
    `given`: a common word that is given as a name to sites (老人会堂); `pair`: a character that
    makes a name with 和, which then joins nothing (祥和小区);
    `no_town`: begins like a town's head.
    """
    words = {row["term"] for row in read_lexicon("place_stops") if kind in row["kind"].split(",")}
    if kind == "stem":
        words |= {row["term"] for row in read_lexicon("verbs") if "stem" in row["class"]}
    return frozenset(words)


@cache
def _origins() -> dict[str, tuple[str, ...]]:
    """Return the words that make the name before them tell an origin (赣州腔, 北京时间), by first character."""
    words: dict[str, tuple[str, ...]] = {}
    for row in read_lexicon("place_origins"):
        words[row["term"][0]] = (*words.get(row["term"][0], ()), row["term"])
    return words


@cache
def _native() -> re.Pattern[str]:
    """Compile what stands behind an origin and is no word of the lexicon: what must follow it decides (湖北人|,)."""
    return re.compile(
        r"族(?!自治|乡)|话(?![剧费务题筒说])"
        r"|人(?=[,。、;:!?”)\n的也们和及])|网(?![格络点])"
        r"|[来返][\u4e00-\u9fff]{1,2}(?:[、和]?[来返][\u4e00-\u9fff]{1,2})?的?[\u4e00-\u9fff]{0,4}"
        rf"(?:{any_of('place_bodies', 'traveller')})"
        r"|(?:[\d一二三四五六七八九十]{1,3}月)?[\d一二三四五六七八九十]{1,3}日(?:电|讯|消息)|[ /]{0,2}摄(?![影像])"
    )


def of_origin(text: str, end: int) -> bool:
    """Tell whether the name that ends here only tells where somebody or something comes from (赣州腔, 湖北人)."""
    words = _origins().get(text[end : end + 1])
    return (words is not None and text.startswith(words, end)) or _native().match(text, end) is not None


def of_town(text: str, end: int) -> bool:
    """Tell whether the name of a river or mountain that ends here is a town's (青龙山|镇, 嵩山|街道)."""
    if text.startswith("街道", end):
        return not text.startswith("街道路", end)
    return text[end : end + 1] in ("镇", "乡") and text[end : end + 2] not in stops("no_town")


@cache
def _body() -> re.Pattern[str]:
    """Compile what stands behind a place that only says whose body something is."""
    number = r"(?:\d{1,3}|[两二三四五六七八九十]{1,2})"
    return re.compile(
        rf"级(?:{any_of('place_bodies', 'organ')})|直(?:{any_of('place_bodies', 'own')})|团[省市县区州旗]委|籍"
        rf"|(?:[、和及][\u4e00-\u9fff]{{2,3}}){{0,5}}等?{number}[个支](?:[\u4e00-\u9fff]{{0,4}}[支大中]队|[\u4e00-\u9fff]{{0,6}}救援队)"
        rf"|[\u4e00-\u9fff]{{2,4}}系统|等?{number}余?(?:[个支家][\u4e00-\u9fff]{{0,6}}?(?:{any_of('place_bodies', 'force')})"
        rf"|[省市县区]{{1,2}}(?:{any_of('place_bodies', 'service')}))"
    )


def of_body(text: str, end: int) -> bool:
    """Tell whether the name that ends here, short or full, only says whose body it is (宿迁市|级机关, 本溪市|教育系统)."""
    return _body().match(text, end) is not None


@cache
def _team() -> re.Pattern[str]:
    """Return how a team's name goes on after the place that sends it (山西|省国家紧急医学救援队, 吉林省|支援日喀则市医疗队)."""
    words = "|".join(sorted((row["term"] for row in read_lexicon("place_teams")), key=len, reverse=True))
    words = f"(?:{words}|第?[一二三四五六七八九十\\d]{{1,2}}批|援[\\u4e00-\\u9fff])"
    return re.compile(
        f"{words}{{0,5}}(?:{any_of('place_bodies', 'team')})(?![员长])"
        f"|{words}{{1,6}}(?:[\\u4e00-\\u9fff]{{2,6}}?{words}{{1,4}})?(?:[分大中支]?队|团队|[\\u4e00-\\u9fff]{{0,2}}组)(?![员伍长织成])"
    )


def of_team(text: str, end: int) -> bool:
    """Tell whether the name that ends here begins the name of a team (山东省第一批援鄂医疗队)."""
    return _team().match(text, end) is not None


@cache
def cue_words() -> Words[str]:
    """Return the words after which a name may begin, with their kind: `to`, `soft`, `cut`, or `none`, which is no such word."""
    cuts = dict.fromkeys(stops("cut"), "cut")
    return Words(cuts | {row["term"]: row["kind"] for row in read_lexicon("place_cues")})


@cache
def _no_cues() -> tuple[str, ...]:
    """Return the words that only begin like one that leads to names (经开区 is not led to by 经)."""
    return tuple(row["term"] for row in read_lexicon("place_cues") if row["kind"] == "none")


def cue_at(view: View, start: int) -> str:
    """Return `to` after a word that leads to a place, `soft` after another boundary, else nothing."""
    cue = view.cues.get(start)
    return "" if cue is None or cue[2] == "cut" else str(cue[2])


def generic(view: View, left: int, start: int, end: int) -> bool:
    """Tell whether a head word's name is a common noun (驻村, 沿江乡镇, 部分街道, 集中安置点) and no name."""
    text = view.text
    if text[left - 1 : left].isdigit():
        return True
    listed = text[left - 1 : left] == "、" or view.before(left) is not None
    listed = listed or (text[left - 1 : left] == "的" and view.before(left - 1) is not None)
    return _common(text[left:start], text[start:end], listed)


@lru_cache(maxsize=8192)
def _common(stem: str, head: str, listed: bool) -> bool:  # noqa: FBT001  (lru_cache: positional is quicker)
    """Tell whether a stem is no name before its head; in a list of names a short one may look common."""
    name = stem + head
    words, stems, heads = stops("word"), stops("stem"), head_words()
    if (
        len(stem) == 2 and stem[0] in _GRID and stem[1] in _NUMERALS and heads.get(head, ("",))[0] == "road"
    ) or _SCHOOL.match(stem):
        return False  # 纬五|路, 第一三〇中学|考点
    dated = len(stem) == 2 and _NUMERALS.issuperset(stem)
    if (dated or stem in stops("street")) and heads.get(head, ("",))[0] == "road":
        return name in words  # 八一|路, 五四|大街; 建设|路, 中山|路, but 幸福路
    if (
        (stem[0] == "向" and len(stem) == 2 and not is_pair(stem))  # 向硅|巷
        or stem[-1] in "某型"
        or (stem[-1] == "一" and len(head) > 1 and stem[-2:] not in ("第一", "统一"))
    ):
        return True
    placed = len(head) > len("体育馆") and gazetteer().find(stem)  # 天河|体育中心
    if name in words or (stem in words and not placed) or stem in stems or _COUNTED.search(stem):
        return True
    if (
        (
            stem[-1:] in ("和", "同", "跟", "给", "对")
            and not is_pair(stem)
            and not (listed and (len(head) == 1 or len(stem) == 2 or head not in words))
            and not gazetteer().find(stem)  # 大同|东站
        )
        or stem[-1:] in stops("end")
        or (stem[-1] == "沿" and len(stem) > 1 and not (head == "村" and len(stem) == 2))
        or (stem[-1] == "设" and not stem.endswith("建设"))
    ):
        return True
    if (
        not_in_names().match(stem)
        or (stem[-1:] in ("和", "与") and stem[:-1] in words)
        or _joins_common(stem, head, listed)
    ):
        return True
    shortest = 3 if listed and len(stem) == 2 and stem[0] != "一" else 2  # 福泉一|山村
    if head == "社区" and stem[-1] == "村" and len(stem) > 2:
        return False  # 福德村|社区
    tails = (name[-k:] for k in range(max(shortest, len(head) + 1), min(5, len(name)) + 1))
    if any(tail in words and tail not in heads for tail in tails):
        return True
    return any(stem[-k:] in stems or stem[:k] in stems for k in (2, 3))


def _joins_common(stem: str, head: str, listed: bool) -> bool:  # noqa: FBT001
    """Tell whether a stem joins two common nouns (小区门岗和公路|卡点)."""
    joint, heads = max(stem.rfind("和"), stem.rfind("与")), head_words()
    nouns = any(stem[at : at + 2] in heads for at in range(joint - 1))
    return nouns and joint < len(stem) - 1 and _common(stem[joint + 1 :], head, listed)


def chain_edge(view: View, start: int) -> tuple[int, str]:
    """Return where a site's name begins when only a known place before it tells (完成泉州侨乡体育馆)."""
    tail = _TAIL.search(view.text, max(0, start - 9), start)
    first = tail.start() if tail else start
    for at in range(start - 2, first - 1, -1):
        piece = view.before(at)
        if piece and piece.score > 0.4:
            return (at, "chain") if piece.payload.kind in ("town", "village") else (piece.start, "soft")
    towns = view.towns
    for at in range(first, start - 1):
        if view.text[at : at + 2] in towns or view.text[at : at + 3] in towns:
            return at, "soft"
    return start, ""


def _chains(piece: Candidate | None, rest: int) -> bool:
    """Tell whether a name of `rest` characters may begin after a place; a short one may be part of it (朝阳园|小区)."""
    if piece is None or piece.score <= _NAMED:
        return False
    if piece.end - piece.start > 2:
        return True
    return rest > 1 and (piece.payload.kind != "county" or "near" in piece.evidence)


def left_edge(view: View, start: int, *, limit: int, over_places: bool = False) -> tuple[int, str]:
    """Return where the name before a head word begins and what says so: chain, to, soft, or nothing."""
    text = view.text
    tail = _TAIL.search(text, max(0, start - 12), start)
    if not tail:
        return start, ""
    cue = view.cues.get(start)
    if text[start - 1] in _LINKS or (cue and cue[2] != "soft" and start - cue[0] > 1):
        return start, ""
    first = tail.start()
    hard = not_in_names().match(tail.group(), 0, max(0, start - first - 1))
    if hard:
        first += hard.end()
    weak: tuple[int, str] | None = None
    for at in range(start - 1, max(first, start - limit) - 1, -1):
        if not over_places and start - at <= 6 and _chains(view.before(at), start - at):
            towards = (text[at] in _TOWARDS or text[at - 1 : at + 1] == "村委") and start - at > 2
            return (at + 1, "to") if towards else (at, "chain")
        cue = view.cues.get(at)
        if cue and not (text[cue[0] : at] == "和" and (text[cue[0] - 1] in _NO_PAIR or _ends_pair(view, at))):
            if cue[2] == "to" and at - cue[0] > 1:
                return weak if weak and text[weak[0] - 1] in _GOALS else (at, "to")
            if start - at > 1:
                if at - cue[0] > 1 or text[cue[0]] in CUTS:
                    led = weak and weak[1] == "to" and (weak[0] - at == 1 or text[weak[0] - 1] in _GOALS)
                    return weak if weak and led else (at, "soft")
                weak = weak or (at, cue[2])
        if at == first and (weak is None or (start - at <= 4 and text[weak[0] - 1] not in _LEADS)):
            before = text[at - 1 : at]
            return at, "to" if before in ("、", "在", "到", "往", "从", "进") else "soft"
    return weak or (start, "")


def _ends_pair(view: View, end: int) -> bool:
    """Tell whether the 和 before an offset ends a name that begins at a boundary (来到|祥和|家园小区)."""
    start = end - 2
    return is_pair(view.text[start:end]) and (
        start in view.cues
        or view.before(start) is not None
        or not "\u4e00" <= view.text[start - 1 : start] <= "\u9fff"
    )


def is_pair(stem: str) -> bool:
    """Tell whether a 和 joins nothing behind the one character that names are made with (延和|乡, 祥和|小区)."""
    return len(stem) == 2 and stem[1] == "和" and stem[0] in stops("pair")


@lru_cache(maxsize=256)
def town_stems(counties: frozenset[str]) -> dict[str, Sequence[Division]]:
    """Return the towns of some counties by their stem."""
    towns: dict[str, Sequence[Division]] = {}
    for county in sorted(counties):
        for stem, found in gazetteer().town_stems(county).items():
            towns[stem] = (*towns[stem], *found) if stem in towns else found
    return towns
