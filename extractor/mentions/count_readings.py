"""Readings: what stands behind a figure: where its count ends, what it measures, its classifier and its noun."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from extractor.lexicons import any_of, read_lexicon
from extractor.mentions import intervals, nouns
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from extractor.mentions.figures import Figure
    from extractor.mentions.mention import Measure

_ALL = frozenset({"persons", "units", "teams", "places", "households", "other"})
_PEOPLE, _TEAMS = frozenset({"persons"}), frozenset({"teams"})
_PEOPLE_OR_TEAMS = _PEOPLE | _TEAMS
_MEASURES: dict[str, frozenset[str]] = {
    "people": _PEOPLE,
    "units": frozenset({"units"}),
    "teams": _TEAMS,
    "bodies": frozenset({"units", "places"}),
    "crews": _PEOPLE_OR_TEAMS,
    "places": frozenset({"places", "units", "other"}),
    "any": _ALL,
    "": frozenset(),
}


@dataclass(frozen=True, slots=True)
class _Classifier:
    """A classifier of the lexicon: what it measures (`any`: its noun decides) and the nouns it takes."""

    term: str
    measure: str
    kinds: frozenset[str]


def _unless(words: str) -> str:
    """Return a look-ahead against regular expressions or, where there is no blank, characters."""
    if not words:
        return ""
    return f"(?!{'|'.join(words.split())})" if " " in words else f"(?![{re.escape(words)}])"


@cache
def _classifiers() -> tuple[re.Pattern[str], dict[str, _Classifier]]:
    rows = sorted(read_lexicon("classifiers"), key=lambda row: -len(row["term"]))
    terms = [re.escape(r["term"]) + _unless(r["not_before"]) for r in rows]
    table = {r["term"]: _Classifier(r["term"], r["measure"], _MEASURES[r["noun"]]) for r in rows}
    return re.compile(f" ?({'|'.join(terms)})"), table


@cache
def _measures() -> re.Pattern[str]:
    """Return what measures goods, money or time, so that people behind it are not counted (20多床|群众送来的棉被)."""
    return re.compile(any_of("measures"))


@cache
def _bare_heads() -> re.Pattern[str]:
    terms = sorted((r["term"] for r in read_lexicon("counted") if r["bare"]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, (t for t in terms if len(t) > 1))))


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands behind a figure: where the count ends, what it measures, its classifier and its noun."""

    end: int
    measure: Measure
    classifier: str
    noun: nouns.Noun | None


def _is_name(text: str, figure: Figure, match: re.Match[str]) -> bool:
    """Tell whether 二组, 三支队, 一位位, “四员” are names or more words, not figures."""
    if text[figure.start - 1 : figure.start] == "“" and text.startswith("”", match.end()):
        return True
    if text[figure.start] == "一" and text.startswith((match[1], f"一{match[1]}"), match.end()):
        return True
    return (
        text[figure.start : figure.end] in "一二三四五六七八九十"
        and _NAMED.match(text, match.start(1)) is not None
    )


def _with_classifier(text: str, figure: Figure, match: re.Match[str], entry: _Classifier) -> Reading | None:
    """Read a figure with a classifier; None where the classifier makes no count."""
    end, term = match.end(), entry.term
    divided = term in _DIVISIONS and _DIVIDED.search(text, max(0, figure.start - 3), figure.start)
    if divided or term == "路":
        return Reading(end, "teams", term, nouns.after(text, end, entry.kinds)) if divided else None
    if _is_name(text, figure, match):
        return None
    if term == "支" and text[figure.start : figure.end] == "两" and _NAMED.match(text, match.start(1)):
        return Reading(
            end + 1, "units", "", nouns.Noun(match.start(1), end + 1, match.start(1), "units")
        )  # 两支队
    if term in _BODIES:
        return _of_bodies(text, figure, end, term)
    if term in ("人", "口人", "号人", "个人", "人次", "人(次)"):
        return Reading(end, cast("Measure", entry.measure), term, _noun_of_people(text, figure, end))
    if entry.measure in ("places", "persons") and not entry.kinds:
        return _own_noun(text, figure, match, cast("Measure", entry.measure))
    hedge = intervals.suffix_at(text, end)
    noun = (
        nouns.after(text, hedge.end() if hedge else end, entry.kinds, divided=term not in "处座条所")
        if entry.kinds
        else None
    )
    if figure.bare and noun is None and term in ("家", "户", "个") and not _is_counted(text, figure):
        return None  # 暖万家, 千家
    if entry.measure == "any":
        noun = _team_of_others(text, end, noun) or noun
        return _typed_by_noun(text, figure, end, term, noun)
    return _typed_by_classifier(text, figure, Reading(end, cast("Measure", entry.measure), term, noun), entry)


def _team_of_others(text: str, end: int, noun: nouns.Noun | None) -> nouns.Noun | None:
    """Return the team that 个 counts where its name begins with a noun of another kind (33个|市县乡村振兴服务队)."""
    if noun is None or noun.kind == "teams" or noun.start != end:
        return None
    match = _team_name().match(text, noun.end)
    return nouns.Noun(end, match.end(), match.start(1), "teams") if match else None


@cache
def _team_name() -> re.Pattern[str]:
    """Compile the rest of a team's name; 工作队员 and 服务队伍 are people."""
    teams = sorted(
        (r["term"] for r in read_lexicon("counted") if r["measure"] == "teams" and len(r["term"]) > _WORD),
        key=len,
        reverse=True,
    )
    inner = r"(?:(?![的了、和与及派组成出建有在到由被设把])[\u4e00-\u9fff]){0,12}?"
    return re.compile(rf"{inner}({'|'.join(teams)})(?![员长伍])")


_WORD = 2  # characters of a word that alone names no team (队伍, 小组)


def _is_counted(text: str, figure: Figure) -> bool:
    """Tell whether 百家 or 万户 is a figure: under an approximator, or with its noun before it."""
    return text[figure.start - 1 : figure.start] in tuple("近约超逾过破上达") or (
        nouns.before(text, figure.start, _HOUSED) is not None
    )


def _own_noun(text: str, figure: Figure, match: re.Match[str], measure: Measure) -> Reading | None:
    """Read classifiers that are nouns themselves: 13市, 3女, 两男子."""
    start, end, term = match.start(1), match.end(), match[1]
    if term in ("男", "女"):
        paired = _PAIR.search(text[max(0, figure.start - 5) : end + 5])
        return Reading(end, measure, term, None) if paired else None
    if measure == "places" and (
        not _is_division(text, figure, term) or gazetteer().find(text[figure.start - 1 : end])
    ):
        return None  # the numeral ends a name
    return Reading(end, measure, term, nouns.Noun(start, end, start, cast("nouns.Kind", measure)))


def _typed_by_classifier(text: str, figure: Figure, reading: Reading, entry: _Classifier) -> Reading:
    """Settle the measure of 名, 家, 支, 处 and the like: a noun of goods makes it `other`."""
    measure, noun = reading.measure, reading.noun
    if entry.term in "支处组":
        noun = noun or nouns.before(text, figure.start, entry.kinds) or _corps(text, reading.end, entry)
        if noun.kind == "other" if noun else not _breaks(text, reading.end):
            measure = "other"
        elif (
            noun is None
            and entry.term == "处"
            and _THING.search(text, max(0, figure.start - 1), figure.start)
        ):
            measure = "other"  # 漏点63处
        elif noun is None and entry.term == "支" and figure.low >= _MANY:
            measure = "other"  # 采样管25万支
    elif entry.term == "家" and noun is not None and noun.kind == "places":
        measure = "places" if text.endswith(("点", "酒店"), 0, noun.end) else measure  # 3家接种点, 隔离酒店
    elif noun is None and entry.term == "位" and _RANK.search(text, max(0, figure.start - 6), figure.start):
        measure = "other"
    elif measure == "other" and noun is not None:
        measure = cast("Measure", noun.kind)
    elif noun is None:
        noun = nouns.before(text, figure.start, entry.kinds | {"other"})
        if noun is not None and noun.kind == "other":
            measure = "other"  # 名额500名
    return Reading(reading.end, measure, entry.term, noun)


def _corps(text: str, end: int, entry: _Classifier) -> nouns.Noun | None:
    """Return the corps that 支 counts as a team: 9支|志愿服务支队."""
    noun = nouns.after(text, end, frozenset({"units"}), 12) if entry.term == "支" else None
    return noun if noun is not None and text[noun.end - 1] == "队" else None


_RANK = re.compile("(?:升|降|移|退|进|排名|列)了?$")
_THING = re.compile("[\u4e00-\u9fff](?<![有共设增达为查立建过约近超了出计及在于的等])$")
_DIVISIONS = ("组", "路")  # into which people are divided
_DIVIDED = re.compile("[分编][成为了]? ?$")
_NAMED = re.compile("组|队|支队(?!伍)")  # 二组 and 三支队 are names
# Classifiers that count people only in some company: 6死10伤, 一家6口, 4具遗体.
_BODIES: dict[str, tuple[str, str]] = {
    "死": ("", r"[,、]?[\d一二两三四五六七八九十百多数]{1,5}人?(?:伤|失踪)"),
    "伤": (r"[死亡][,、]?$", ""),
    "口": (r"家(?:共|有|老小|上下)?$", r"(?![井锅塘缸棺池窖鱼])"),
    "具": (r"(?:遗体|尸体)(?:共)?$", ""),
}
_FAMILY = 20  # so many mouths are no family's
_BODIES_BEHIND = re.compile(r"[^,。;:!?\d]{0,8}?(?:遗体|尸体)")


def _of_bodies(text: str, figure: Figure, end: int, term: str) -> Reading | None:
    """Read 死, 伤, 口 or 具, which count people only by what stands around them."""
    before, behind = _BODIES[term]
    people = term == "具" and _BODIES_BEHIND.match(text, end) is not None
    if term == "口" and figure.low > _FAMILY and (head := nouns.head_at(text, end, len(text))):
        people = head[1] == "persons"  # 600口村民
    window = text[max(0, figure.start - 4) : figure.start]
    people = people or (
        re.search(before, window) is not None and re.match(behind, text[end : end + 10]) is not None
    )
    if not people:
        return Reading(end, "other", term, None) if term == "具" else None
    noun = nouns.after(text, end, _PEOPLE, 12) if term in ("具", "口") else None
    return Reading(end, "persons", term, noun)


_PAIR = re.compile(r"[\d一二两三四五六七八九十][男女][,、和]?[\d一二两三四五六七八九十]+[男女]")


@cache
def _break() -> re.Pattern[str]:
    """Compile what no noun phrase goes on with: a mark, a particle, a verb that tells how a number changes."""
    return re.compile(
        rf"[^\u4e00-\u9fff]|[共每各均都已投奔赴在增减升扩由以]|{any_of('noun_breaks', 'changed')}|$"
    )


def _breaks(text: str, at: int) -> bool:
    """Tell whether the noun phrase of a figure is over at `at`: a mark, or a verb that goes on (卡点11个开展检查)."""
    return bool(_break().match(text, at)) or nouns.predicate_at(text, at)


_HOUSED = frozenset({"units", "households", "persons"})


def _typed_by_noun(text: str, figure: Figure, end: int, term: str, noun: nouns.Noun | None) -> Reading | None:
    """Type a count by its noun: 个 and 户, which count many things."""
    if term == "户":
        if noun is None or noun.kind not in _HOUSED:
            noun = nouns.before(text, figure.start, _HOUSED)
        firms = noun is not None and noun.kind == "units" and (noun.start >= end or _firms(text, noun))
        return Reading(end, "units" if firms else "households", term, noun)
    if noun is None:
        noun = _such(text, figure) or nouns.before(text, figure.start, _ALL)
        return Reading(
            end, cast("Measure", noun.kind) if noun and _breaks(text, end) else "other", term, noun
        )
    if noun.kind == "persons" and _NEXT_COUNT.match(text, noun.end):
        noun = nouns.after(text, end, _ALL - {"persons"}) or noun  # 4个社区群众1136人
    return Reading(noun.end if term == "个" else end, cast("Measure", noun.kind), term, noun)


_SUCH = re.compile(r"这样的(?=[\u4e00-\u9fff])[^。;!?]{2,34}$")


def _such(text: str, figure: Figure) -> nouns.Noun | None:
    """Return the noun of 像这样的服务站,全市有756个."""
    such = _SUCH.search(text, max(0, figure.start - 40), figure.start)
    return nouns.after(text, such.start() + 3, _ALL, 10) if such else None


def _noun_of_people(text: str, figure: Figure, end: int) -> nouns.Noun | None:
    """Return the noun of a count in 人: before it, behind 的, or a team right behind (60人的救治队)."""
    found = nouns.before(text, figure.start, _PEOPLE_OR_TEAMS)
    if found is not None:
        return found
    if text.startswith(("一", "为", "编", "/"), end):
        return None
    at = end + 1 if text.startswith("的", end) else end
    return nouns.after(text, at, _PEOPLE_OR_TEAMS if at > end else _TEAMS, 12)


# 一镇七办: one division, or offices of towns, beside another number of divisions.
_PAIRED_DIVISIONS = re.compile(r"(?:[\d一二三四五六七八九十]{1,2}[市县区镇乡办街村]){2}")
_NEXT_COUNT = re.compile(r"[共约近]?\d")
_FIRMS = re.compile("(?:企业|主体)$")


def _firms(text: str, noun: nouns.Noun) -> bool:
    """Tell whether a noun before 户 names firms in general, not one of them that serves households."""
    return _FIRMS.search(text, noun.start, noun.end) is not None


def _is_division(text: str, figure: Figure, term: str) -> bool:
    """Tell whether 13市 or 两镇 counts divisions: two or more, and no name such as 曹杨二村."""
    word = text[figure.start : figure.end]
    if _PAIRED_DIVISIONS.search(text, max(0, figure.start - 3), figure.end + 4):
        return True
    if word == "一" or term in ("办", "街"):
        return False
    if figure.low < 2 or figure.high > 3000 or "年" in word:
        return False
    return (
        word[0].isdigit()
        or word.startswith("两")
        or term in "省市县区州地"
        or text.startswith(("各", "分别", "共", "均"), figure.end + 1)
    )


def _without_classifier(text: str, figure: Figure) -> Reading | None:
    """Read a head noun right behind the figure: 3200余官兵, 六博企."""
    if 1900 <= figure.low <= 2100 and figure.low == figure.high:
        return None
    match = _bare_heads().match(text, figure.end)
    if match and figure.low >= 2:
        head = nouns.head_at(text, figure.end, len(text))
        few = figure.high < _MANY or (head is not None and head[1] == "households")
        if head and few and head[1] != "persons" and head[0] == match.end():
            return Reading(
                head[0], cast("Measure", head[1]), "", nouns.Noun(figure.end, head[0], figure.end, head[1])
            )
    word = text[figure.start : figure.end]
    if word == "一":
        return _one_person(text, figure)
    if figure.low < 10 and figure.high < 10:
        return None
    if figure.bare and not _is_counted(text, figure):
        return None  # 万鄂湘代表
    vague = figure.base != figure.low or (figure.low >= 1000 and word[-1] in "千万亿")
    head = nouns.head_at(text, figure.end, len(text))
    if vague and (head is None or head[1] == "other") and _measures().match(text, figure.end):
        return None
    noun = nouns.after(text, figure.end, _PEOPLE, 14 if vague else 10)
    if (
        noun is None
        or (noun.head > figure.end + 4 and not _chained(text, figure.end, noun.head))
        or (not vague and not _chained(text, figure.end, noun.head))
    ):
        return None
    return Reading(noun.end, "persons", "", noun)


_MANY = 5000  # so many villages or companies are counted with a classifier; so many teams are none
_OPENING = re.compile(r"(?:^|[\n,。;:!?、“]|[致另有将把被与和及名])$")


def _one_person(text: str, figure: Figure) -> Reading | None:
    """Read 一男子, 一村民 at the head of a clause or behind a few words."""
    head = nouns.head_at(text, figure.end, len(text))
    if (
        head is None
        or head[1] != "persons"
        or not _OPENING.search(text[max(0, figure.start - 1) : figure.start])
    ):
        return None
    return Reading(head[0], "persons", "", nouns.Noun(figure.end, head[0], figure.end, "persons"))


def _chained(text: str, start: int, head: int) -> bool:
    """Tell whether the text from `start` to `head` is made of head nouns."""
    while start < head:
        step = nouns.head_at(text, start, head)
        if step is None or step[1] == "other":
            return False
        start = step[0]
    return True


def read_behind(text: str, figure: Figure) -> Reading | None:
    """Read the classifier or the noun behind a figure, None where it counts nothing."""
    pattern, table = _classifiers()
    match = pattern.match(text, figure.end)
    if match is None or table[match[1]].measure == "places":
        reading = _without_classifier(text, figure)
        if reading is not None or match is None:
            return reading
    return _with_classifier(text, figure, match, table[match[1]])
