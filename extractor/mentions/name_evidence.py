"""What speaks for and against a name at a place in the text: the words and marks around it, as weighted features."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.foreign_names import foreign, syllables, transcribing
from extractor.mentions.name_shapes import (
    HAN,
    Features,
    bigrams,
    given_like,
    is_surname,
    likely_name,
    stops,
    trigrams,
)
from extractor.mentions.words import Words
from models.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.mentions.lattice import Candidate
    from extractor.mentions.roles import Roles
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

Span = tuple[int, int]

EDGE = frozenset(",。;:!?、“”‘’()[]《》【】— \n…·/|")
_NAMED = re.compile(r"(?:(?<=[名字人我他她子])叫|叫做|名为|姓名:|[大本真原学俗]名)$")
_BUSINESSES = re.compile(
    r"等?(?:\d{1,2}|[两三四五六七八九十]{1,2})[家个支所座条]|等(?:地|乡镇|街道|社区|[县市区村镇乡])(?=[、,;。的(各都共均分支派组出投])"
)
_COUNT = re.compile(
    r"等?(?:\d{1,2}[车艇船犬]){0,2}(?:\d{1,2}|[两三四五六七八九十]{1,2})[名位人]|等(?:人|同志)"
)
_CREDIT = re.compile(
    r"(?:[ /,]?(?:摄|供图|绘)(?:影|制)?(?:报道)?(?=[()。 \n/]|\d{1,2}[日月]|$)|/[文摄图]"
    r"|/[\u4e00-\u9fff]{2,4}(?:图片|视觉|社)(?=\s|$))"
)
_CREDITED = re.compile(r"(?:[文图摄][/:]|/[文图摄] |(?:供[图稿]|[审撰]稿)[:/ ])$")
_POST = re.compile(r"(?:^|[\n,;。 ])([\u4e00-\u9fff ]{2,8}): ?$")
_POST_WORDS = 11  # characters of a role, its mark and what ends before it
_VILLAGES = frozenset("村边头宅埠畈")  # the last characters of villages in a list
_PLACE_NEXT = re.compile(r"、[\u4e00-\u9fff]{1,3}[村边头宅湾塘坞埠畈坪坑岭庄寨](?=[、,和及等])")
_AGED, _NAMERS, _CREDITORS = frozenset("岁的"), frozenset("叫做为名:"), frozenset("/: ")
_OWNING, _SIGNERS = _AGED | _NAMERS, frozenset(": /|")
_OPENERS = frozenset(
    "等两三四五六七八九十0123456789摄供绘/ ,(今"
)  # what a number or a mark behind a name begins with
_FAMILIAR = frozenset("老小阿大某")  # 小李说, 老王说
_HOME = re.compile(r"\([^()\n]{2,12}\)(?=\n)")
_TITLE = 60  # characters of a title at most
_STOPS = frozenset("。!?”)")
_JOINERS = frozenset("、和与及同跟")
_FUNCTION = frozenset("由了让请把被给为向从将")
_APPOINTED = frozenset("任兼")
_JOINTS = _JOINERS | _APPOINTED
LISTERS = frozenset("、和与及 ")
_LISTED = LISTERS | {",", ":"}
_DAY = re.compile(r"\d{1,4}[年月日时]")
_BYLINE = re.compile(
    r"[ :/|]{0,2}[\u4e00-\u9fff]{1,4}((?:[ 、/]{1,2}[\u4e00-\u9fff]{1,4})+)(?:(?:报道|摄)(?=[ ,:。\n)]|$)|(?=[ \n)]|$))"
)
_REPORTER = re.compile(r"[ :/|]{0,2}([\u4e00-\u9fff]{2,3})(?=[ ,、。/)\n]|$)")
_PHOTOGRAPHER = re.compile(r"(?<=[ /:(])([\u4e00-\u9fff]{2,3}) 摄(?=[/)。 \n]|$)")
_NAMES = re.compile(r"[\u4e00-\u9fff]{2,4}")
_DEPARTMENTS = frozenset("科处室部院系所队")
_OFFICES = frozenset("办室科局委部院")
_UNDERSIGNED = re.compile(r" *([\u4e00-\u9fff]{2,14})(?: +[\u4e00-\u9fff]{2,3}){1,4} *(?=\n|$)")
_BREAKERS = frozenset("·某")  # beside them stands a part of a name, or somebody who is not to be known
_CALENDAR = frozenset("年月日号时分点午晚晨")  # a date ends with one, a figure does not
_ASPECTS = frozenset("了着过完住掉遍")  # behind a character, they make it a verb (翻|着)
_PARTICLES = frozenset("的了是在")  # what they make with the character before them is no word
_HEADING = frozenset(",:(")  # what follows a name that a paragraph begins with
_AGENTS = frozenset(
    "员手工师生者民兵警医徒匠干"
)  # the last characters of words for people that no lexicon holds
_OWNS = ("title", "job", "trade")
_BOUNDS = frozenset(("say", "act", "aspect", "paren"))
_AGE_WORDS = 6  # characters of an age before a name (年过半百的)
_QUALIFIER = 3  # characters before a role that narrow it
_MARKS = 4  # characters between 编辑 and a name
_NEAR_OTHERS = 4  # candidates for units and places that may hold one character
_NEAR_WORD = 3  # level of a pair that is surely a word


@cache
def _age() -> re.Pattern[str]:
    """Compile an age before a name (年过半百的)."""
    return re.compile(
        r"(?:岁(?<=[\d一二三四五六七八九十多余]岁)的?|[\d十]出头的"
        rf"|年(?:近|过|逾|届|满|已)?(?:{any_of('name_marks', 'decade')}|[五六七八九]旬)的)$"
    )


@cache
def _aside() -> re.Pattern[str]:
    """Compile what is told of somebody right behind the name: sex, age, where in the picture."""
    now = any_of("name_marks", "now")
    return re.compile(
        rf"\((?:化名|男|女|左|右|中|前|后|图|音|\d+岁)|,(?:[男女],|(?:{now}|才|刚满?)?\d+岁)|(?:{now})?\d{{1,3}}岁"
    )


@cache
def _storm() -> re.Pattern[str]:
    """Compile a storm by its name, which is group 1."""
    return re.compile(
        rf"(?:{any_of('name_marks', 'storm')})“?([\u4e00-\u9fff]{{2,4}}?)(?=[”,。;、()的登影来袭带将逼正已过在])"
    )


@cache
def _signed() -> re.Pattern[str]:
    """Compile the names of those who wrote, in a bracket that ends a paragraph (…有序。(某某 某某))."""
    return re.compile(
        r"\( ?(?:[\u4e00-\u9fff]{2,4}[ 、,]?){1,6}"
        rf"(?:(?:{any_of('layout_words', 'picture')})(?:来源|提供)[^()\n]*)?\)(?=\s*(?:\n|$))"
    )


@cache
def _companion() -> re.Pattern[str]:
    """Return what shows behind a name that somebody comes along."""
    return re.compile(rf"[和跟与同](?:[他她我]|{any_of('name_tails', 'companion')})")


@cache
def _eponym() -> re.Pattern[str]:
    """Return what follows a name that is that of a team or of a house (张大山工作室)."""
    school = f"(?:{any_of('name_tails', 'school')})(?![毕就时的里学生])"
    return re.compile(
        f"(?:{any_of('name_tails', 'qualifier')})*(?:{any_of('name_tails', 'eponym')}|{school})"
    )


@cache
def _built() -> frozenset[str]:
    """Return what a name's last character may begin (王家大|桥)."""
    return frozenset(terms_of("name_tails", "site"))


@cache
def _honoured() -> re.Pattern[str]:
    """Return what shows behind a name that 向 before it is a preposition."""
    return re.compile(rf"(?:同志|叔叔)?(?:们)?(?:{any_of('name_tails', 'honour')})")


@cache
def _role_terms() -> dict[str, str]:
    """Return the words for roles with their class."""
    return {r["term"]: r["class"] for r in read_lexicon("roles")}


@cache
def _divisions() -> frozenset[str]:
    """Return the short names of divisions that look like names of persons (鲁甸, 柯坪)."""
    return frozenset(name for name in gazetteer().names() if len(name) == len("鲁甸"))


@cache
def _verbs() -> Words[str]:
    """Return the words that stand behind names, with their kind: verbs of speech and others, forms of address."""
    acts = {r["term"]: "act" for r in read_lexicon("verbs") if "unit" in r["class"]}
    return Words(acts | {r["term"]: r["class"] for r in read_lexicon("speech")})


class _Begun(dict[int, tuple[str, bool]]):
    """The words that begin at offsets of a text, as far as asked: the kind, empty without one, and whether one is longer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, at: int) -> tuple[str, bool]:
        """Return the kind of the longest word at an offset, of a verb of speech or a form of address before others."""
        kind, longer = "", False
        for end, found in _verbs().beginning(self.text, at):
            longer = longer or end - at > 1
            if found in ("say", "kin"):
                kind = found
                break
            kind = kind or found
        begun = self[at] = kind, longer
        return begun


class Evidence:
    """One page being read for what stands around names; every answer is about clean offsets."""

    def __init__(
        self,
        page: Page,
        hits: Mapping[str, list[Hit]],
        roles: Roles,
        others: Sequence[Candidate],
        blocked: Sequence[Span],
    ) -> None:
        """Index the page: the words behind names, the roles, other candidates (`others`), and what is taken (`blocked`)."""
        self.text = page.clean
        self.roles = roles
        self.begun = _Begun(page.clean)
        signed = [m.span() for m in _signed().finditer(page.clean)] if ")" in page.clean else []
        sources = [(x.start, x.end) for x in page.paragraphs if x.kind == "source"]
        press = [(s, e) for e, ended in roles.by_end.items() for s, kind in ended if kind == "press"]
        self.reporting = {s for s, _ in press}
        signers = [m.span(1) for _, e in press if (m := _BYLINE.match(page.clean, e))]
        self.reporters = {m[1] for _, e in press if (m := _REPORTER.match(page.clean, e))}
        self.reporters.update(name for a, b in signers for name in _NAMES.findall(page.clean, a, b))
        if " 摄" in page.clean:
            self.reporters.update(_PHOTOGRAPHER.findall(page.clean))
        self.blocked = sorted([*blocked, *signed, *sources, *signers])
        self.blocked_starts = [s for s, _ in self.blocked]
        self.dated = {
            s
            for s, e in self.blocked
            if self.text[s] in "今昨当本同次前明"
            or (self.text[s].isdigit() and self.text[e - 1] in _CALENDAR)
        }
        self.ends = {c.end for c in others}
        self.others = sorted((c.start, c.end) for c in others if c.score >= 1)
        self.other_starts = [s for s, _ in self.others]
        self.same = {(c.start, c.end) for c in others if c.label == "place"}
        self.storms = set(_storm().findall(page.clean)) if "风" in page.clean else set()
        self.sites = {s for s, e, _ in hits["place.head"] if e - s > len("社区")}
        self.press: set[int] = set()
        self.bigrams = bigrams()

    def begins(self, at: int) -> bool:
        """Tell whether a foreign name may begin at an offset."""
        before = self.text[at - 1 : at]
        return (
            not before
            or before in EDGE
            or before in "的族由与和向对让被给及在请跟找陪帮叫问替"
            or any(at - start > 1 for start, _ in _verbs().ending(self.text, at))
            or at in self.roles.by_end
            or at in self.ends
        )

    def ends_foreign(self, at: int) -> bool:
        """Tell whether a foreign name ends at an offset: before a mark, a role, or a verb that is no syllable."""
        text = self.text
        if (
            at == len(text)
            or not "\u4e00" <= text[at] <= "\u9fff"
            or self.begun[at][1]
            or self.roles.by_start.get(at)
        ):
            return True
        if text[at + 1 : at + 2] in _ASPECTS and text[at] not in syllables():
            return True  # 娜仁|挎着
        if text[at] in _JOINERS and text[at + 1 : at + 2] not in syllables():
            return True  # 比力格|和267只羊
        return self.begun[at][0] != "" and text[at] not in syllables()

    def says(self, at: int) -> bool:
        """Tell whether a verb of speech begins at an offset."""
        return self.begun[at][0] == "say"

    def nameable(self, start: int, end: int) -> bool:
        """Tell whether a span is no word, no place, no role, no form of address, and nothing holds it."""
        text = self.text
        name = text[start:end]
        if name in stops() or name in trigrams() or "某" in name or self.bigrams.get(name, 0) > 1:
            return False
        if start in self.roles.by_start or self.crosses(start, end) or (start, end) in self.same:
            return False
        if any(self.begun[at][0] == "kin" for at in range(start + 1, end)) or name in _divisions():
            return False
        return self.free(start, end) and not self.astray(start, end)

    def addresses(self, at: int) -> bool:
        """Tell whether a title or a form of address of two characters or more begins at an offset."""
        return self.roles.title_at(at) > 0 or self.begun[at] == ("kin", True)

    def bounded(self, start: int, end: int) -> bool:
        """Tell whether a verb or a bracket behind a span shows that a name ends there."""
        right = self.right(start, end)
        return bool(right) and right[0][0] in _BOUNDS and right[-1][0] != "swallows"

    def makes_no_word(self, start: int, end: int) -> bool:
        """Tell whether the characters of a span may be given and none makes a word with the one before it."""
        text, pairs = self.text, self.bigrams
        if (
            text[start] in _FAMILIAR
            or is_surname(text[start])
            or "某" in text[start:end]
            or not given_like(text[start:end])
            or text[start:end] in stops()
            or self.titled_already(start)
        ):
            return False
        return not any(text[at - 1 : at + 1] in pairs for at in range(start, end))

    def free(self, start: int, end: int) -> bool:
        """Tell whether no by-line, date or figure overlaps the span."""
        i = bisect_right(self.blocked_starts, end - 1) - 1
        return i < 0 or self.blocked[i][1] <= start

    def alone(self, start: int, end: int) -> bool:
        """Tell whether a name has a line, or its end, to itself and stands nowhere else: who signed, not who acted."""
        text = self.text
        if (
            text[start - 1 : start] == " "
            and text[end : end + 1] in ("", "\n", " ")
            and self.undersigned(start)
        ):
            return text.count(text[start:end]) == 1
        if text[max(0, start - 2) : start] == "· " and text[end : end + 1] == ":":
            return text.count(text[start:end]) == 1  # a link to what somebody wrote
        begins = text[start - 1 : start] in ("", "\n") or (
            text[start - 1] == " " and text[start - 2 : start - 1] in _STOPS
        )
        headed = begins and start < _TITLE and _HOME.match(text, end)  # 某某(某某村), right below the title
        if not begins or not (headed or text[end : end + 1] in ("", "\n")):
            return False
        return text.count(text[start:end]) == 1

    def undersigned(self, start: int) -> bool:
        """Tell whether the line of an offset holds nothing but an office or a place and names, below a sentence (县委办 王红)."""
        text = self.text
        begin = text.rfind("\n", 0, start) + 1
        line = _UNDERSIGNED.match(text, begin)
        if (
            line is None
            or start - 1 in self.roles.by_end
            or not _STOPS.intersection(text[max(0, begin - 3) : begin])
        ):
            return False
        return line.end(1) in self.ends or line[1][-1] in _OFFICES

    def around(self, start: int, end: int) -> Features:
        """Return the features of what holds a name or is held by it."""
        text = self.text
        before, after = text[start - 1 : start], text[end : end + 1]
        found: list[tuple[str, float]] = []
        if before == "《" or (before == "“" and after == "”"):
            found.append(("quoted", 1.0))
        elif before == "[" and after == "]" and text[start - 2 : start - 1] in ("", "\n", " "):
            found.append(("bracketed", 1.0))
        elif before == "(" and after == ")" and HAN.match(text, start - 2):
            found.append(("enclosed", 1.0))
        if (start, end) in self.same or text[start:end] in _divisions():
            found.append(("place", 1.0))
        if end - start == len("王红") and after in _HEADING and before in ("", "\n", " "):
            found.append(("headed", 1.0))
        if self.crosses(start, end):
            found.append(("other", 1.0))
        if end in self.sites or (before == "、" and text[start - 2] in _VILLAGES):
            found.append(("place beside", 1.0))  # 柳朱|安置点, 上塘头、石宅
        return tuple(found)

    def astray(self, start: int, end: int) -> bool:
        """Tell whether the span is part of a foreign name or cuts a role."""
        text = self.text
        if end - start == 2 and text[start : end + 1] in trigrams():
            return True
        if text[start:end] in self.storms or text[start - 1 : start].isdecimal():
            return True
        if text[end : end + 1] in _BREAKERS or text[start - 1 : start] in _BREAKERS:
            return True
        if text[end - 1 : end + 1] in _built() or _eponym().match(text, end):
            return True
        if (text[start] == "向" and _honoured().match(text, end)) or (
            text[start] == "家" and start in self.roles.by_end
        ):
            return True  # 到老兵|家维修
        if self.begun[end - 1] == ("kin", True) or (
            end - start > len("王红") and text[end - 1] in _JOINTS and self.goes_on(end)
        ):
            return True  # 杨|先生
        if text[end : end + 1] in LISTERS and end + 1 in self.reporting:
            return True  # 某某、记者某某报道
        core = foreign()
        if text[end - 1] in core and text[end : end + 1] in core:
            return True
        return self.continues(start, end, core) or start in self.roles.cut or end in self.roles.begun

    def goes_on(self, end: int) -> bool:
        """Tell whether the last character before an offset joins a name to what follows it (王红|和搭档, 王红|任队长)."""
        joint = self.text[end - 1]
        if joint in _JOINERS:
            return _companion().match(self.text, end - 1) is not None
        return joint in _APPOINTED and self.role_near(end)

    def labelled(self, start: int) -> str | None:
        """Return the class of the role that a label right before an offset is (组 长:某某, 领队: 某某), None without one."""
        text = self.text
        post = _POST.search(text, max(0, start - _POST_WORDS), start)
        if post is None:
            return None
        kind = _role_terms().get(post[1].replace(" ", ""))
        return kind if kind == "press" or kind in _OWNS else self.roles.before(post.end(1))[0]

    def continues(self, start: int, end: int, core: frozenset[str]) -> bool:
        """Tell whether syllables of a foreign name go on to the left or to the right of the span."""
        text, pairs = self.text, self.bigrams
        if text[start] in core and text[start - 1 : start] in core and start not in self.ends:
            return pairs.get(text[start - 2 : start], 0) <= 1 and not self.roles.before(start)[0]
        if text[end : end + 1] not in core or self.begun[end][0] or self.roles.title_at(end):
            return False
        return transcribing().issuperset(text[start + 1 : end]) and pairs.get(text[end : end + 2], 0) <= 1

    def left(self, start: int) -> Features:
        """Return the features of what stands before a name; none at all where nobody but the press is named."""
        text, before = self.text, self.text[start - 1 : start]
        gap = start - 1 if before in ("|", " ") else start
        if before == ":" or text[max(0, start - 2) : start] == ": ":
            kind = self.labelled(start)
            if kind == "press":
                return ()  # 一 审:某某
            if kind in _OWNS:
                return ((kind, 1.0),)
        if before == "”" and start - 1 in self.roles.by_end:
            gap = start - 1  # “楼栋长”某某
        elif before == "—" and start - 2 in self.roles.by_end:
            gap = start - 2  # 服务队队长——某某
        if text[gap - 1 : gap] == ")":
            gap = max(text.rfind("(", max(0, gap - 8), gap), 0) or start
        role = self.roles.before(gap)[0] if gap in self.roles.by_end else ""
        if (
            role == "press"
            or (before in _SIGNERS and self.signed(start))
            or (before in LISTERS and start - 1 in self.press)
        ):
            self.press.update(range(start + 2, start + 4))
            return ()
        if before in _CREDITORS and _CREDITED.search(text, max(0, start - 4), start):
            return ()
        plain = not role and gap == start and start not in self.ends and before not in _OWNING
        found = [] if plain else self.owned(start, gap, role)
        if not start or before in EDGE:
            found.append(("edge", 1.0))
        elif not found:
            found += self.plain_left(start, before)
        elif (
            role
            and self.bigrams.get(text[start - 1 : start + 1], 0) >= _NEAR_WORD
            and not is_surname(text[start])
        ):
            found.append(("cut left", self.bigrams[text[start - 1 : start + 1]]))  # 务工人|员陆续
        return tuple(found)

    def owned(self, start: int, gap: int, role: str) -> list[tuple[str, float]]:
        """Return the features of a role, a unit, an age or a word of naming right before a name."""
        text, before = self.text, self.text[start - 1 : start]
        found: list[tuple[str, float]] = [("job" if role == "peer" else role, 1.0)] if role else []
        if start in self.ends:
            found.append(("unit", 1.0))
        if text[gap - 1 : gap] == "的" and gap and self.roles.before(gap - 1)[0] in _OWNS:
            found.append(("role of", 1.0))
        elif before == "的" and start - 1 in self.ends:
            found.append(("unit of", 1.0))
        elif before in _AGED and _age().search(text, max(0, start - _AGE_WORDS), start):
            found.append(("age", 1.0))
        elif before in _NAMERS and (
            _NAMED.search(text, max(0, start - 3), start)
            or (before == "叫" and self.roles.before(start - 1)[0] in _OWNS)
        ):
            found.append(("named", 1.0))  # 列车长|叫
        return found

    def signed(self, start: int) -> bool:
        """Tell whether a name stands behind 编辑: or 作者: in the middle of a line."""
        at = start
        while at and self.text[at - 1] in _SIGNERS:
            at -= 1
        return start - at < _MARKS and at < start and self.roles.before(at)[0] == "press"

    def plain_left(self, start: int, before: str) -> Features:
        """Return the features of ordinary words before a name."""
        text = self.text
        if before == "的":
            return (("department of" if text[start - 2] in _DEPARTMENTS else "of", 1.0),)
        if before in _JOINERS:
            return (("joiner", 1.0),)
        if before in _FUNCTION:
            return (("function before", 1.0),)
        pairs = self.bigrams
        cut = pairs.get(before + self.text[start], 0)
        word = pairs.get(self.text[start - 2 : start], 0)
        kind = "word before" if word >= _NEAR_WORD else "open left"
        native = before == "人" and start - 1 in self.ends
        if native or before in _DEPARTMENTS or before in _AGENTS:
            kind = "department" if before in _DEPARTMENTS else "agent"  # 桐江人|王小明
        return ((kind, 1.0), ("cut left", cut)) if cut else ((kind, 1.0),)

    def crosses(self, start: int, end: int) -> bool:
        """Tell whether a unit or a place shares some characters with the span but not its start and end."""
        at = bisect_left(self.other_starts, end)
        for a, b in self.others[max(0, at - _NEAR_OTHERS) : at]:  # noqa: SIM110  (quicker)
            if b > start and (a != start or b != end):
                return True
        return False

    def right(self, start: int, end: int) -> Features:
        """Return the features of what stands behind a name; none at all where it can't be one."""
        text = self.text
        after = text[end : end + 1]
        if after in _OPENERS and (_BUSINESSES.match(text, end) or _CREDIT.match(text, end)):
            return ()
        return self.marked_right(start, end, after) or self.worded_right(start, end, after)

    def marked_right(self, start: int, end: int, after: str) -> Features:
        """Return the features of a mark, a number or one of a list behind a name."""
        text, marked = self.text, after in _OPENERS
        short = " short" if end - start == len("王红") else ""
        if marked and _aside().match(text, end):
            alias = (("named", 1.0),) if text.startswith("(化名", end) else ()
            return (("paren", 1.0), *alias)
        if (marked and self.counted(start, end)) or end in self.dated:
            return (("others" if after == "等" else "count", 1.0),)
        if after == "、" and _PLACE_NEXT.match(text, end):
            return (("hard" + short, 1.0), ("place beside", 1.0))
        if after in LISTERS and self.role_near(end + 1):
            return (("role next", 1.0),)
        counted = marked and not self.begun[end - 1][0] and _COUNT.match(text, end)
        if not after or after in EDGE or counted:
            return (("hard" + short, 1.0),)
        return (("act" + short, 1.0),) if after in _JOINERS and _companion().match(text, end) else ()

    def worded_right(self, start: int, end: int, after: str) -> Features:
        """Return the features of the word behind a name."""
        text = self.text
        short = " short" if end - start == len("王红") else ""
        kind, longer = self.begun[end]
        if after in "着了" and not longer:  # but 了解, 着手
            return (("particle", 1.0),)  # the name's last character is a verb
        whole = short and kind == "say"  # 黎明|说, not 黎|明说
        swallowed = (("swallows", 1.0),) if self.begun[end - 1][1] and not whole else ()
        if kind and longer:
            return ((kind if kind != "act" else "act" + short, 1.0), *swallowed)
        if self.roles.title_at(end):
            return (("title after", 1.0),)
        pairs = self.bigrams
        cut = 0 if kind == "say" or after in _PARTICLES else pairs.get(text[end - 1 : end + 1], 0)
        if kind:
            term = "say" if kind == "say" else "act one" + short
        elif after in _JOINERS:
            term = "joined" + short
        else:
            term = self.opening(end, cut) + short
        return ((term, 1.0), *((("cut right", cut),) if cut else ()), *swallowed)

    def role_near(self, at: int) -> bool:
        """Tell whether a role begins at an offset, or behind what narrows it (县委|书记)."""
        by_start = self.roles.by_start
        return any(at + more in by_start for more in range(_QUALIFIER)) if by_start else False

    def titled_already(self, start: int) -> bool:
        """Tell whether the title before a span belongs to a name before it (李四主席|贺信)."""
        kind, at = self.roles.before(start)
        if kind != "title":
            return False
        return any(likely_name(self.text[at - size : at]) for size in (2, 3) if at >= size)

    def counted(self, start: int, end: int) -> bool:
        """Tell whether a number of people closes the list that a name ends (甲、乙两人, 甲等3名; not 甲带|20人)."""
        count = _COUNT.match(self.text, end)
        return count is not None and (count[0][0] == "等" or self.text[start - 1 : start] in _LISTED)

    def opening(self, end: int, cut: int) -> str:
        """Return what seems to begin behind a name: a word, a verb with its particle or its number, or anything."""
        level = self.bigrams.get(self.text[end : end + 2], 0)
        if level >= _NEAR_WORD:
            return "word after"
        following = self.text[end + 1 : end + 2]
        if following.isdecimal() and (self.text[end].isdecimal() or _DAY.match(self.text, end + 1)):
            return "open"  # a day tells of no verb before it
        if not cut and (following in _ASPECTS or following.isdecimal()):
            return "aspect"
        known = level and not cut and self.text[end] not in transcribing()
        return "rare word after" if known else "open"
