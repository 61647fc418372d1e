"""Persons: names beside a role, a title, an age, a verb of speech or another name; candidates out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from extractor.lexicons import read_lexicon
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

_HAN = re.compile(r"[\u4e00-\u9fff]+")
# Each pattern begins with characters of its own, so that the engine skips the rest of the text.
_AGE = re.compile(r"岁(?<=[\d一二三四五六七八九十多余]岁)的?")
_NAMED = re.compile(r"叫(?:(?<=[名字人我他她子]叫)|做)|名为|姓名:")
_PAIR = re.compile(r"、(?<=[\u4e00-\u9fff]{2}、)(?=[\u4e00-\u9fff]{2})")
_BEFORE_PAREN = re.compile(
    r"\((?=化名|男|女|左|右|中|前|后|图|音|\d+岁)|,(?=[男女],|今年\d+岁|\d+岁)|今年(?=\d+岁)"
)
_BUSINESSES = re.compile(r"等?(?:\d{1,2}|[两三四五六七八九十]{1,2})[家个支所座条]")
_COUNT = re.compile(r"(?:\d{1,2}|[两三四五六七八九十]{1,2})[名位人]")
_DOTTED = re.compile(r"[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6}){1,3}")
_EDGE = frozenset(",。;:!?、“”‘’()[]《》【】— \n…·/|")
_DEPARTMENTS = tuple("科处室部院系所")
_WEAK = frozenset(
    ("edge", "hard", "open", "open short", "act", "unit", "swallows", "department", "annotator")
)
_OPENERS = frozenset("的和与由让受科处室部院系所")
_DEPARTMENT = re.compile(
    r"(?<![该本我])(?:(?!的|由|是|为|有|及|让|对|向|了|着|从|在|该院|本院|以及)[\u4e00-\u9fff]){1,14}(?<=[科处室办部股组系院队站])$"
)
_MODIFIER = re.compile(r"(?![和与及])(?:(?![的了着过到是由有、的岁])[\u4e00-\u9fff]){1,10}")
_HANDS = frozenset("手员长工生导师")  # the last characters of roles that no lexicon holds: 操舟手
_JOINERS = frozenset("、和与及")
_TELLING = frozenset(("say", "kin"))
_STRADDLED = frozenset("省市县区镇乡村州旗局厅署处部所站院校台社会")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What stands beside a name, as the kinds of `weights.tsv`."""

    kinds: tuple[str, ...]


@cache
def _weights() -> dict[str, float]:
    return {r["term"]: float(r["weight"]) for r in read_lexicon("weights")}


@cache
def _surnames() -> dict[str, int]:
    return {r["term"]: int(r["weight"]) for r in read_lexicon("surnames")}


@cache
def _first() -> frozenset[str]:
    return frozenset(term[0] for term, weight in _surnames().items() if weight)


@cache
def _given() -> dict[str, str]:
    return {r["term"]: r["class"] for r in read_lexicon("given_chars")}


@cache
def _forms_of_address() -> frozenset[str]:
    """Return what follows a bare surname (王阿姨, 徐某某): nobody is named."""
    return frozenset(r["term"] for r in read_lexicon("speech") if r["class"] == "kin")


@cache
def _foreign() -> frozenset[str]:
    """Return the characters that stand for foreign syllables and seldom for anything else."""
    return frozenset(r["term"] for r in read_lexicon("foreign_chars") if r["class"] == "core")


@cache
def _syllables() -> frozenset[str]:
    return frozenset(r["term"] for r in read_lexicon("foreign_chars"))


@cache
def _stops() -> frozenset[str]:
    return frozenset(r["term"] for r in read_lexicon("given_stops"))


@cache
def _not_given() -> frozenset[str]:
    """Return the heads of organisations and the roles: 程 + 公司 is nobody."""
    heads = {r["term"] for r in read_lexicon("unit_heads")}
    return frozenset(heads | {r["term"] for r in read_lexicon("roles") if len(r["term"]) == 2})


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the terms that the person finder needs of the scanner."""
    return {
        "persons.roles": {r["term"]: r["class"] for r in read_lexicon("roles")},
        "persons.elements": {r["term"]: True for r in read_lexicon("name_elements")},
        "persons.after": {r["term"]: r["class"] for r in read_lexicon("speech")},
    }


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a page: by their start (end, class) and by their end (start, class)."""

    by_start: dict[int, list[tuple[int, str]]]
    by_end: dict[int, list[tuple[int, str]]]


def index_roles(hits: Mapping[str, list[Hit]]) -> Roles:
    """Index the scanner's roles once for the finder of names and the reader of posts."""
    by_start: dict[int, list[tuple[int, str]]] = {}
    by_end: dict[int, list[tuple[int, str]]] = {}
    for start, end, kind in hits["persons.roles"]:
        by_start.setdefault(start, []).append((end, kind))
        by_end.setdefault(end, []).append((start, kind))
    return Roles(by_start, by_end)


@lru_cache(maxsize=8192)
def _shape(name: str) -> float | None:
    """Score how much a string looks like surname + given name; None where it can't be one."""
    if not _HAN.fullmatch(name):
        return None
    weights, surnames = _weights(), _surnames()
    size = 2 if len(name) > 2 and name[:2] in surnames else 1
    surname, given = name[:size], name[size:]
    married = len(name) == 4 and size == 1 and surnames.get(surname, 0) > 1 and surnames.get(name[1], 0) > 1
    if married:  # 张罗阿满, 张赵凯渝: the husband's surname before the wife's own
        given = name[2:]
    if not surnames.get(surname) or not 1 <= len(given) <= 2 or given in _forms_of_address():
        return None
    if given in _not_given():
        return None
    stops = _stops()
    if name in stops or (size == 1 and name[:2] in stops) or name[:3] in stops:
        return None
    score = {1: weights["person.rare surname"], 2: 0.0, 3: weights["person.common"]}[surnames[surname]]
    classes = _given()
    for char in given:
        score += weights[f"person.{classes.get(char, 'other')}"]
    if married:
        return score + weights["person.married"]
    return score + (weights["person.long"] if len(given) == 2 else 0.0)


class _Reader:
    """One page being read for persons."""

    def __init__(
        self,
        page: Page,
        hits: Mapping[str, list[Hit]],
        roles: Roles,
        ends: frozenset[int],
        blocked: Sequence[tuple[int, int]],
        suggested: frozenset[tuple[int, int]],
    ) -> None:
        self.text = page.clean
        self.suggested = suggested
        self.roles_by_start = roles.by_start
        self.roles_by_end = roles.by_end
        found = hits["persons.after"]
        self.after: dict[int, str] = {s: kind for s, _, kind in found}
        self.after.update({s: kind for s, _, kind in found if kind in _TELLING})
        self.longer = {s for s, e, _ in found if e - s > 1}
        self.verb_ends = {e for s, e, _ in found if e - s > 1}
        self.weights = _weights()
        self.ends = ends
        self.blocked = sorted(blocked)
        self.blocked_starts = [s for s, _ in self.blocked]
        self.titles = [
            s for s, found in self.roles_by_start.items() if any(kind == "title" for _, kind in found)
        ]
        self.found: dict[tuple[int, int], Candidate] = {}
        self.first = _first()

    def free(self, start: int, end: int) -> bool:
        """Tell whether no by-line, date or figure overlaps the span."""
        i = bisect_right(self.blocked_starts, end - 1) - 1
        return i < 0 or self.blocked[i][1] <= start

    def role_before(self, offset: int) -> tuple[str, int]:
        """Return class and start of the longest role that ends at `offset`; press roles win."""
        best = ("", -1)
        for start, kind in self.roles_by_end.get(offset, ()):
            if kind == "press":
                return kind, start
            if kind != "mod" and (best[1] < 0 or start < best[1]):
                best = (kind, start)
        return best

    def consider(self, start: int, end: int, *given: str) -> None:
        """Score one span as a name and keep it where the evidence suffices."""
        text = self.text
        if end > len(text) or start < 0:
            return
        name = text[start:end]
        shape = _shape(name)
        if shape is None or not self.free(start, end):
            return
        following = text[end : end + 1]
        if _BUSINESSES.match(text, end):
            return
        if "·" in (following, text[start - 1 : start]) or {name[-1], following} <= _foreign():
            return
        left = self.left(start)
        if left is None:
            return
        weights = self.weights
        kinds = [
            *given,
            *left,
            *(["swallows"] if end - 1 in self.longer else []),
            *(["annotator"] if (start, end) in self.suggested else []),
            *self.right(end, end - start),
        ]
        score = shape + sum(weights[f"person.{kind}"] for kind in kinds)
        weak = _WEAK.issuperset(kinds)
        if score < weights["person.weak threshold" if weak else "person.threshold"] or self.cuts(start):
            return
        if end - start == 4 and name[:2] not in _surnames() and kinds[-1].startswith("open"):
            return
        old = self.found.get((start, end))
        if old is None or old.score < score:
            self.found[start, end] = Candidate(
                start, end, "person", score, tuple(kinds), Evidence(tuple(kinds))
            )

    def cuts(self, start: int) -> bool:
        """Tell whether a name that starts here would cut a role of three characters or more (总会计|师)."""
        by_start = self.roles_by_start
        return any(
            end > start and end - at > 2 for at in range(start - 4, start) for end, _ in by_start.get(at, ())
        )

    def left(self, start: int) -> list[str] | None:
        """Return the evidence to the left of a name that starts at `start`, None after a press role."""
        text, kinds = self.text, []
        gap = start - 1 if text[start - 1 : start] in ("|", " ") else start
        if text[gap - 1 : gap] == ")":
            gap = max(text.rfind("(", max(0, gap - 8), gap), 0) or start
        role, _ = self.role_before(gap)
        if role == "press":
            return None
        if role:
            kinds.append(role)
        if start in self.ends:
            kinds.append("unit")
        if start == 0 or text[start - 1] in _EDGE or text[start - 1] == "的":
            kinds.append("edge")
        elif text[start - 1] in _DEPARTMENTS:
            kinds.append("department")
        return kinds

    def right(self, end: int, size: int) -> list[str]:
        """Return the evidence to the right of a name that ends at `end`."""
        text = self.text
        if end == len(text) or text[end] in _EDGE or _COUNT.match(text, end):
            return ["hard"]
        kind = self.after.get(end)
        if kind:
            return [kind]
        if any(k == "title" for _, k in self.roles_by_start.get(end, ())):
            return ["title after"]
        return ["open" if size > 2 else "open short"]

    def from_left(self, start: int, *kinds: str) -> None:
        """Consider the names of two to four characters that start at `start`."""
        if self.text[start : start + 1] in (" ", "|"):
            start += 1
        elif self.text[start : start + 1] == "(":
            start = self.text.find(")", start, start + 8) + 1
        if self.text[start : start + 1] in self.first:
            for size in (2, 3, 4):
                self.consider(start, start + size, *kinds)

    def from_right(self, end: int, *kinds: str) -> None:
        """Consider the names that end at `end` and start where one may start."""
        text, first = self.text, self.first
        for size in (2, 3, 4):
            start = end - size
            if start < 0:
                break
            if text[start] not in first:
                continue
            if (
                start == 0
                or text[start - 1] in _EDGE
                or text[start - 1] in _OPENERS
                or start in self.ends
                or start in self.verb_ends
                or self.role_before(start)[0]
            ):
                self.consider(start, end, *kinds)
            elif size == 3 and self.after.get(end) == "kin":
                shape = _shape(text[start:end])
                if shape is not None and shape >= self.weights["person.pair shape"]:
                    self.consider(start, end, *kinds)


def person_candidates(  # noqa: C901  (one branch a kind of evidence)
    page: Page,
    hits: Mapping[str, list[Hit]],
    roles: Roles,
    unit_ends: frozenset[int],
    blocked: Sequence[tuple[int, int]],
    suggested: frozenset[tuple[int, int]] = frozenset(),
) -> list[Candidate]:
    """Return the candidates with enough evidence; each one's payload is its `Evidence`.

    `suggested`: clean spans that an annotator takes for persons, which counts as evidence.
    """
    reader = _Reader(page, hits, roles, unit_ends, blocked, suggested)
    text = page.clean
    for start, end in suggested:
        reader.consider(start, end)
    for end in reader.roles_by_end:
        if reader.role_before(end)[0] in ("title", "job"):
            reader.from_left(end)
            if text[end : end + 1] == "的":
                reader.from_left(end + 1, "role of")
    first = reader.first
    for start in reader.after:
        if not first.isdisjoint(text[max(0, start - 4) : max(0, start - 1)]):
            reader.from_right(start)
    for kind, pattern in (("age", _AGE), ("named", _NAMED)):
        for match in pattern.finditer(text):
            reader.from_left(match.end(), kind)
    for match in _BEFORE_PAREN.finditer(text):
        reader.from_right(match.start(), "paren")
    for start in unit_ends:
        reader.from_left(start)
    for start in reader.titles:
        reader.from_right(start)
    for match in _PAIR.finditer(text):
        _read_pair(reader, match.start())
    _spread(reader)
    _read_elements(reader, hits["persons.elements"])
    return list(reader.found.values())


def _read_dotted(reader: _Reader, start: int, end: int) -> None:
    """Add a name with ·, cut off at the role before it and at what follows it (市民阿卜杜拉·买买提说)."""
    text = reader.text
    first, last = text.index("·", start), text.rindex("·", start, end)
    begin = next((at for at in range(first - 1, start - 1, -1) if reader.roles_by_end.get(at)), start)
    bounded = begin > start or start == 0 or text[start - 1] in _EDGE
    stop = next(
        (at for at in range(last + 2, end + 1) if _ends_foreign(reader, at)),
        0,
    )
    foreign = sum(char in _syllables() for char in text[begin:stop])
    if bounded and 2 * foreign >= stop - begin - 1 and stop and begin < first and reader.free(begin, stop):
        reader.found[begin, stop] = Candidate(begin, stop, "person", 3.5, ("dotted",), Evidence(("dotted",)))


def _ends_foreign(reader: _Reader, at: int) -> bool:
    """Tell whether a name with · ends here: at a mark, a verb of two characters, or one that is no syllable."""
    text = reader.text
    if at == len(text) or text[at] in _EDGE or at in reader.longer or reader.roles_by_start.get(at):
        return True
    return at in reader.after and text[at] not in _syllables()


def _read_pair(reader: _Reader, mark: int) -> None:
    """Take both sides of 、 for names where both look common and are bounded (王浦龙、尹志才)."""
    text, weights = reader.text, _weights()
    least = weights["person.pair shape"]
    sides: list[list[tuple[int, int]]] = [[], []]
    for size in (3, 2):
        for side, (start, end) in enumerate(((mark - size, mark), (mark + 1, mark + 1 + size))):
            shape = _shape(text[start:end]) if start >= 0 else None
            if shape is None or shape < (least if size == 3 else least - 0.2):
                continue
            if (
                side
                or start == 0
                or text[start - 1] in _EDGE
                or text[start - 1] in _OPENERS
                or text[start - 1] in _HANDS
                or start in reader.ends
                or start in reader.verb_ends
            ) and (not side or reader.right(end, size)[0] in ("hard", "act", "say")):
                sides[side].append((start, end))
    if (
        sides[0]
        and sides[1]
        and (
            max(b - a for a, b in (sides[0][0], sides[1][0])) == 3
            or min(_shape(text[a:b]) or 0.0 for a, b in (sides[0][0], sides[1][0])) >= least
        )
    ):
        for start, end in (sides[0][0], sides[1][0]):
            reader.consider(start, end, "pair")


def _read_elements(reader: _Reader, hits: Sequence[Hit]) -> None:
    """Add names made of two elements of Tibetan, Mongol, Uyghur or Yi names (才仁卓玛), and dotted ones."""
    if "·" in reader.text:
        for match in _DOTTED.finditer(reader.text):
            _read_dotted(reader, *match.span())
    ends = {start: end for start, end, _ in hits}
    for start, middle in ends.items():
        end = ends.get(middle)
        if end is not None and reader.free(start, end):
            reader.found[start, end] = Candidate(
                start, end, "person", 3.0, ("elements",), Evidence(("elements",))
            )


def _spread(reader: _Reader) -> None:
    """Read on along lists: what is joined to a name by 、 or 和 may be one (张三、李四和王五)."""
    work = choose(list(reader.found.values()))
    done: set[int] = set()
    while work:
        candidate = work.pop()
        before = set(reader.found)
        if (
            candidate.end < len(reader.text)
            and reader.text[candidate.end] in _JOINERS
            and candidate.end not in done
        ):
            done.add(candidate.end)
            reader.from_left(candidate.end + 1, "listed")
        if candidate.start and reader.text[candidate.start - 1] in _JOINERS and -candidate.start not in done:
            done.add(-candidate.start)
            reader.from_right(candidate.start - 1, "listed")
        work += [reader.found[key] for key in set(reader.found) - before]


def echoes(page: Page, chosen: Sequence[Candidate], blocked: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return the further occurrences of names that are surely found."""
    sure = {page.clean[c.start : c.end] for c in chosen if c.label == "person"}
    if not sure:
        return []
    seen = {(c.start, c.end) for c in chosen}
    pattern = re.compile("|".join(map(re.escape, sorted(sure, key=len, reverse=True))))
    shut = sorted(blocked)
    return [
        Candidate(m.start(), m.end(), "person", 3.0, ("echo",), Evidence(("echo",)))
        for m in pattern.finditer(page.clean)
        if m.span() not in seen and not any(a < m.end() and m.start() < b for a, b in shut)
    ]


def role_of(
    text: str,
    start: int,
    roles_by_end: Mapping[int, list[tuple[int, str]]],
    floor: int,
    verb_before: Callable[[int], int],
) -> tuple[str, int]:
    """Return the role before a name and where it begins.

    `floor` is where the name before it ends; `verb_before` gives the end of the last verb before an offset.
    """
    left = start
    while text[left - 1 : left] in ("|", " "):
        left -= 1
    end = left
    while True:
        options = [s for s, kind in roles_by_end.get(left, ()) if kind != "press" and s >= floor]
        if not options and left == end and text[left - 2 : left - 1] in _STRADDLED:
            options = [s for s, _ in roles_by_end.get(left, ()) if s == floor - 1]  # 清水区|长
        if options:
            left = min(options)
        elif left < end and text[left - 1 : left] == "、" and roles_by_end.get(left - 1) and left - 1 > floor:
            left -= 1
        elif left == end and text[left - 1 : left] == ")" and text.rfind("(", max(0, left - 8), left) > 0:
            left = end = text.rindex("(", 0, left)
        else:
            break
    while text[left : left + 1] in ("、", " "):
        left += 1
    if left < end and left >= floor:
        verb = verb_before(left - 2)
        if 0 <= floor < left and verb_before(left) <= floor and _MODIFIER.fullmatch(text, floor, left):
            left = floor
        else:
            department = _DEPARTMENT.search(text, max(floor, left - 16, verb, 0), left)
            if department:
                left = department.start()
    return text[left:end].strip("、 "), left


def to_person(candidate: Candidate, page: Page, role: str, unit: str) -> Person:
    """Return the person of a candidate."""
    return Person(candidate.start, candidate.end, page.clean[candidate.start : candidate.end], role, unit)
