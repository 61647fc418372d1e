"""Names that are no surname and given name: with ·, of Tibetan, Mongol, Uyghur or Yi elements, or of unknown make.

What bounds such a name is what stands beside it: a role, a mark, a verb; its characters are those that stand for syllables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of, read_lexicon, terms_of
from extractor.mentions.lattice import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from extractor.mentions.roles import Roles
    from extractor.mentions.scan import Hit

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LIST = re.compile(r"[,:]?((?:[\u4e00-\u9fff]{2,5}、){2,}[\u4e00-\u9fff]{2,5})(?=[,。;:)等\n]|$)")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8}){1,4}")
_TWO_NAMES = re.compile(r"(?<=·)[^·]{2,}([和与])[^·]{1,}(?=·)")
_BEFORE_DOT = re.compile(r"[\u4e00-\u9fff]{1,8}$")
_OWNS = ("title", "job", "trade", "peer")
_LONGEST = 6  # characters of a name without ·
_LONGEST_TOLD = 4  # characters of a name of unknown make before a verb of speech
_STRANGER = 3  # characters of a name without · that has no element known
_STRANGE = 2  # characters of a dotted name that stand for no syllable known
_MONGOL_SURNAMES = frozenset("包白吴王李韩陈张赵何金")
_SURE = 6.0
_LIKELY = 3.0


@cache
def _place() -> re.Pattern[str]:
    """Compile what shows behind a name that it is a place's (巴音宝力格|苏木)."""
    return re.compile(rf"[旗县镇乡村州]|{any_of('name_marks', 'area')}|[大东西南北]?[路街山湖河]")


@cache
def foreign() -> frozenset[str]:
    """Return the characters that stand for foreign syllables and seldom for anything else."""
    return frozenset(r["term"] for r in read_lexicon("foreign_chars") if r["class"] == "core")


@cache
def places() -> frozenset[str]:
    """Return the names of foreign places."""
    return frozenset(r["term"] for r in read_lexicon("foreign_places"))


@cache
def syllables() -> frozenset[str]:
    """Return all characters that stand for syllables of foreign and minority names."""
    elements = {char for r in read_lexicon("name_elements") for char in r["term"]}
    return frozenset((elements | transcribing()) - {"的"})


@cache
def transcribing() -> frozenset[str]:
    """Return the characters of `foreign_chars.tsv`, those of elements left out."""
    return frozenset(r["term"] for r in read_lexicon("foreign_chars"))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page tells of its offsets.

    `free`: nothing else holds a span; `unknown`: a name whose surname no list holds; `begins`, `ends`:
    a name may begin or end here, beside a word or a mark; `says`: a verb of speech begins here; `makes_no_word`: no two
    characters of a span make a word, and all may be given; `addresses`: a title or a form of address begins here; `bounded`:
    what stands behind a span ends a name; `pairs`: how often two characters stand side by side in words, 1 to 4.
    """

    text: str
    roles: Roles
    free: Callable[[int, int], bool]
    unknown: Callable[[str], bool]
    begins: Callable[[int], bool]
    ends: Callable[[int], bool]
    says: Callable[[int], bool]
    makes_no_word: Callable[[int, int], bool]
    addresses: Callable[[int], bool]
    bounded: Callable[[int, int], bool]
    pairs: Mapping[str, int]


def foreign_candidates(near: Surroundings, elements: Sequence[Hit]) -> Iterator[Candidate]:
    """Yield names with ·, names of two elements, and others behind a role and before a verb or a mark."""
    yield from _settled(near.text, [c for span in _dotted_spans(near.text) for c in _dotted(near, *span)])
    longest = {start: end for start, end, _ in elements}  # the last one of each start
    for start, middle in longest.items():
        end = longest.get(middle, 0)
        if end:
            end = longest.get(end, end)
        elif near.addresses(middle) or (middle - start >= _STRANGER and near.bounded(start, middle)):
            end = middle if near.begins(start) else 0  # 扎西|书记, 的|热依拉|说
        if (
            end
            and near.text[max(0, start - 1)] in _MONGOL_SURNAMES
            and near.begins(start - 1)
            and not near.begins(start)
        ):
            start -= 1  # noqa: PLW2901  院长|包乌云其其格
        dotted = near.text[start - 1 : start] == "·" or near.text.startswith("·", end)
        if end and not dotted and near.free(start, end) and not _place().match(near.text, end):
            yield Candidate(start, end, "person", _SURE, ("elements",))
    text, known = near.text, syllables()
    for start in near.roles.by_end:
        if near.roles.before(start)[0] not in _OWNS:
            continue
        yield from _told(near, start)
        yield from _stranger(near, start)
        if "、" in text[start : start + _LONGEST]:
            yield from _enumerated(near, start, longest)
        if text[start : start + 1] in known:  # but 的, which more often is 普查员的日常工作
            yield from _behind_role(near, start, longest)


def _told(near: Surroundings, start: int) -> Iterator[Candidate]:
    """Yield what stands between a role and a verb of speech and makes no word (所长旦前说)."""
    for end in range(start + 2, start + _LONGEST_TOLD + 1):
        if near.says(end) and near.makes_no_word(start, end) and near.free(start, end):
            yield Candidate(start, end, "person", _LIKELY - 0.5, ("told",))
            return


def _stranger(near: Surroundings, start: int) -> Iterator[Candidate]:
    """Yield what stands between a role and a verb, its first character no surname known, the others given ones."""
    end = start + _STRANGER
    if not near.unknown(near.text[start:end]) or near.pairs.get(near.text[start - 1 : start + 1], 0) > 1:
        return
    if near.free(start, end) and near.bounded(start, end):
        yield Candidate(start, end, "person", _LIKELY - 0.5, ("stranger",))


def _enumerated(near: Surroundings, start: int, elements: Mapping[int, int]) -> Iterator[Candidate]:
    """Yield the members of a list behind a role, all syllables but one, one surely a name (护边员,哈那提、塔拉甫、巴合提)."""
    match = _LIST.match(near.text, start)
    if match is None:
        return
    known = syllables()
    spans = [m.span() for m in _HAN.finditer(near.text, match.start(1), match.end(1))]
    odd = sum(char not in known for a, b in spans for char in near.text[a:b])
    if odd > 1 or not all(near.free(a, b) for a, b in spans):
        return
    if any(elements.get(a) == b for a, b in spans) and not places().intersection(
        near.text[a:b] for a, b in spans
    ):
        for a, b in spans:
            yield Candidate(a, b, "person", _LIKELY, ("enumerated",))


def _behind_role(near: Surroundings, start: int, elements: Mapping[int, int]) -> Iterator[Candidate]:
    """Yield a name whose characters may all be syllables and make no word (村民乌云其其格说, 书记白尕召集…)."""
    text, known, pairs = near.text, syllables(), near.pairs
    for end in range(elements.get(start, 0), elements.get(start, -3) + 3):  # 才仁|文青
        if near.ends(end) and _HAN.fullmatch(text, start, end) and near.free(start, end):
            yield Candidate(start, end, "person", _LIKELY, ("element",))
            return
    end = start
    while end < len(text) and end - start < _LONGEST and text[end] in known and text[end] != "某":
        end += 1
        if text[end - 1] in "和与" and end - start > _STRANGER:
            end -= 1
            if near.free(start, end):
                yield Candidate(start, end, "person", _LIKELY - 0.5, ("syllables",))
            return
        if end - start > 1 and pairs.get(text[end - 2 : end], 0) > 1 and elements.get(start, 0) < end:
            return
        if end - start > 1 and near.ends(end) and near.free(start, end):
            short = end - start < _STRANGER and not near.says(end)
            if start not in elements and (short or not transcribing().issuperset(text[start:end])):
                return
            yield Candidate(start, end, "person", _LIKELY - 0.5, ("syllables",))
            return


def _settled(text: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield names with ·, each as it stands elsewhere: 为|热合曼·买买提, 热合曼·买买提|多年 are cut, 力·买买提 is filled up."""
    names = {text[c.start : c.end] for c in found}
    for c in found:
        name = text[c.start : c.end]
        longer = max(
            (n for n in names if text.endswith(n, 0, c.end) and text.count(n) > 1), key=len, default=""
        )
        if len(longer) > len(name):
            yield replace(c, start=c.end - len(longer))
            continue
        inside = [n for n in names if n != name and n in name and len(name) - len(n) <= _STRANGE]
        if inside and text.count(name) == 1:
            start = c.start + name.index(inside[0])
            yield replace(c, start=start, end=start + len(inside[0]))
        else:
            yield c


def _dotted_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of Chinese characters with · between them."""
    at, reach = text.find("·"), 0
    while at >= 0:
        first = _BEFORE_DOT.search(text, max(reach, at - 8), at)
        match = _DOTTED.match(text, first.start()) if first else None
        if match:
            reach = match.end()
            both = _TWO_NAMES.search(match[0])
            if both:  # 阿依丁·木拉提和巴合提·努尔
                yield match.start(), match.start() + both.start(1)
                yield match.start() + both.end(1), reach
            else:
                yield match.span()
        at = text.find("·", max(reach, at + 1))


def _dotted(near: Surroundings, start: int, end: int) -> Iterator[Candidate]:
    """Yield a name with ·, cut off at the word before it and at what follows it (市民阿卜杜拉·买买提说)."""
    text, known = near.text, syllables()
    first, last = text.index("·", start), text.rindex("·", start, end)
    run = first
    while run > start and text[run - 1] in known:
        run -= 1
    inner = [at for at in range(start, first) if near.roles.before(at)[0] in _OWNS]
    odd = run - 1  # one character of a name may stand for no syllable known (阿布都|外|力)
    while odd > start and text[odd - 1] in known:
        odd -= 1
    outer = [at for at in range(max(start, odd), run + 1) if near.begins(at)]
    begin = max(inner or outer, default=run)
    stop = next((at for at in range(last + 2, end + 1) if near.ends(at)), 0)
    run = last + 1
    while run < end and text[run] in known and text[run] not in "和与及":
        run += 1
    if not stop or (stop > run + 1 and run > last + 2):
        stop = run if run > last + 2 else 0
    count = sum(char in known for char in text[begin:stop])
    if text[start:first].endswith(terms_of("layout_words", "column")):
        return  # 图说·某地
    credited = near.roles.before(begin - (text[begin - 1 : begin] == " "))[0] == "press"
    if credited or text[stop - 1] == "摄" or text.startswith("摄", stop):
        return  # a reporter, a photographer
    if stop and begin < first and 2 * count >= stop - begin - 1 and near.free(begin, stop):
        yield Candidate(begin, stop, "person", _SURE, ("dotted",))
