"""Persons: names by their shape and by what stands beside them: a role, a title, an age, a verb; candidates out.

Every place in the text where a surname stands before a likely given character is looked at. What speaks for and against a name
there is a sum of weighted features, fitted by `bench/fit_names.py`; `choose` decides between names that overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.lexicons import read_lexicon
from extractor.mentions.foreign_names import Surroundings, foreign, foreign_candidates, syllables, transcribing
from extractor.mentions.lattice import Candidate, choose
from extractor.mentions.mention import Person
from extractor.mentions.name_shapes import (
    HAN,
    Features,
    bigrams,
    lengths,
    openings,
    shape,
    shape_score,
    total,
    trigrams,
    weights,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.mentions.roles import Roles
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

Span = tuple[int, int]

EDGE = frozenset(",。;:!?、“”‘’()[]《》【】— \n…·/|")
_AGE = re.compile(r"岁(?<=[\d一二三四五六七八九十多余]岁)的?$")
_NAMED = re.compile(r"(?:(?<=[名字人我他她子])叫|叫做|名为|姓名:)$")
_PAREN = re.compile(r"\((?:化名|男|女|左|右|中|前|后|图|音|\d+岁)|,(?:[男女],|今年\d+岁|\d+岁)|今年\d+岁")
_BUSINESSES = re.compile(r"等?(?:\d{1,2}|[两三四五六七八九十]{1,2})[家个支所座条]")
_COUNT = re.compile(r"等?(?:\d{1,2}|[两三四五六七八九十]{1,2})[名位人]|等(?:人|同志)")
_CREDIT = re.compile(r"(?:[ /,]?(?:摄|供图|绘)(?:影|制)?(?:报道)?(?=[)。 \n/]|$)|/[文摄图])")
_CREDITED = re.compile(r"(?:[文图摄][/:]|供图[:/ ])$")
_STORM = re.compile(r"(?:台风|飓风|风暴|气旋)“?([\u4e00-\u9fff]{2,4}?)(?=[”,。;、()的登影来袭带将逼正已过在])")
_JOINERS = frozenset("、和与及同跟")
_FUNCTION = frozenset("由了让请把被给为向从将")
_LISTERS = frozenset("、和与及 ")
_DEPARTMENTS = frozenset("科处室部院系所")
_OWNS = ("title", "job")
_FLOOR = -4.5  # what stands beside a name can't lift a lower score of its shape above zero
_LOWEST = -8.0  # what a role right before and a verb right behind can't lift
_ENDED = frozenset(("title after", "say", "kin", "act", "act short", "paren"))  # a name surely ends before these
_REPEATABLE = -3.0  # a lower score is not helped by the name's standing elsewhere, too
_MARKS = 4  # characters between 编辑 and a name
_SIGNED = re.compile(r"\((?:[\u4e00-\u9fff]{2,4}[ 、,]?){1,6}\)(?=\s*(?:\n|$))")  # …有序。(某某 某某)
_PAIRABLE = -2.0  # the score from which two names side by side lift each other
_BASE = 2.4  # the score of a name that is as likely as not, on the scale of units and places
_HIGHEST = 6.0
_NEAR_OTHERS = 4  # candidates for units and places that may hold one character
_NEAR_WORD = 3  # level of a pair that is surely a word


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the terms that the person finder needs of the scanner."""
    return {
        "persons.roles": {r["term"]: r["class"] for r in read_lexicon("roles")},
        "persons.elements": {r["term"]: True for r in read_lexicon("name_elements")},
        "persons.after": {r["term"]: r["class"] for r in read_lexicon("speech")},
    }


@dataclass(frozen=True, slots=True)
class Guess:
    """A span that may be a name, with its features and the sum of their weights."""

    start: int
    end: int
    features: Features
    score: float


class _Reader:
    """One page being read for persons."""

    def __init__(
        self,
        page: Page,
        hits: Mapping[str, list[Hit]],
        roles: Roles,
        others: Sequence[Candidate],
        blocked: Sequence[Span],
    ) -> None:
        self.text = page.clean
        self.roles = roles
        found = hits["persons.after"]
        self.after: dict[int, str] = {s: kind for s, _, kind in found}
        self.after.update({s: kind for s, _, kind in found if kind in ("say", "kin")})
        self.longer = {s for s, e, _ in found if e - s > 1}
        self.verb_ends = {e for s, e, _ in found if e - s > 1}
        signed = [m.span() for m in _SIGNED.finditer(page.clean)] if ")" in page.clean else []
        self.blocked = sorted([*blocked, *signed])
        self.blocked_starts = [s for s, _ in self.blocked]
        self.ends = {c.end for c in others}
        self.others = sorted((c.start, c.end) for c in others if c.score >= 1)
        self.other_starts = [s for s, _ in self.others]
        self.same = {(c.start, c.end) for c in others if c.label == "place"}
        self.storms = set(_STORM.findall(page.clean)) if "风" in page.clean else set()
        self.press: set[int] = set()
        self.bigrams = bigrams()

    def begins(self, at: int) -> bool:
        """Tell whether a foreign name may begin at an offset."""
        before = self.text[at - 1 : at]
        return not before or before in EDGE or before in "的族" or at in self.verb_ends or at in self.roles.by_end or at in self.ends

    def ends_foreign(self, at: int) -> bool:
        """Tell whether a foreign name ends at an offset: before a mark, a role, or a verb that is no syllable."""
        text = self.text
        if at == len(text) or not "\u4e00" <= text[at] <= "\u9fff" or at in self.longer or self.roles.by_start.get(at):
            return True
        return at in self.after and text[at] not in syllables()

    def says(self, at: int) -> bool:
        """Tell whether a verb of speech begins at an offset."""
        return self.after.get(at) == "say"

    def free(self, start: int, end: int) -> bool:
        """Tell whether no by-line, date or figure overlaps the span."""
        i = bisect_right(self.blocked_starts, end - 1) - 1
        return i < 0 or self.blocked[i][1] <= start

    def guesses(self) -> Iterator[Guess]:
        """Yield every span whose shape is worth a look, in the order of the text."""
        text, by_end = self.text, self.roles.by_end
        for match in openings().finditer(text):
            start = match.start()
            left: Features | None = None
            for size in lengths(text, start):
                end = start + size
                name = text[start:end]
                score = shape_score(name)
                if score is None or len(name) < size or not self.free(start, end):
                    continue
                if score < _FLOOR and (score < _LOWEST or start not in by_end):
                    continue
                left = self.left(start) if left is None else left
                if not left:
                    break
                right = self.right(start, end)
                if not right or self.astray(start, end) or self.alone(start, end):
                    continue
                features = left + right + self.around(start, end)
                score += total(features)
                yield Guess(start, end, (shape(name) or ()) + features, score)

    def alone(self, start: int, end: int) -> bool:
        """Tell whether a name has a line to itself and stands nowhere else: who signed, not who acted."""
        text = self.text
        if text[start - 1 : start] not in ("", "\n") or text[end : end + 1] not in ("", "\n"):
            return False
        return text.count(text[start:end]) == 1

    def around(self, start: int, end: int) -> Features:
        """Return the features of what holds a name or is held by it."""
        text = self.text
        found: list[tuple[str, float]] = []
        if text[start - 1 : start] == "“" and text[end : end + 1] == "”":
            found.append(("quoted", 1.0))
        if (start, end) in self.same:
            found.append(("place", 1.0))
        if self.crosses(start, end):
            found.append(("other", 1.0))
        return tuple(found)

    def astray(self, start: int, end: int) -> bool:
        """Tell whether the span is part of a foreign name or cuts a role."""
        text = self.text
        if end - start == 2 and text[start : end + 1] in trigrams():
            return True
        if text[start:end] in self.storms or text[start - 1 : start].isdecimal():
            return True
        if "·" in (text[end : end + 1], text[start - 1 : start]):
            return True
        core = foreign()
        if {text[end - 1], text[end : end + 1]} <= core:
            return True
        if {text[start - 1 : start], text[start]} <= core and start not in self.ends:
            if self.bigrams.get(text[start - 2 : start], 0) < 2 and not self.roles.before(start)[0]:  # noqa: PLR2004
                return True
        following = text[end : end + 1]
        if following in core and transcribing().issuperset(text[start + 1 : end]) and end not in self.after:
            if self.bigrams.get(text[end : end + 2], 0) < 2 and not self.roles.title_at(end):
                return True
        return self.roles.cut_at(start)

    def left(self, start: int) -> Features:
        """Return the features of what stands before a name; none at all where nobody but the press is named."""
        text = self.text
        gap = start - 1 if text[start - 1 : start] in ("|", " ") else start
        if text[gap - 1 : gap] == ")":
            gap = max(text.rfind("(", max(0, gap - 8), gap), 0) or start
        role = self.roles.before(gap)[0]
        before = text[start - 1 : start]
        if role == "press" or self.signed(start) or (before in _LISTERS and start - 1 in self.press):
            self.press.update(range(start + 2, start + 4))
            return ()
        if _CREDITED.search(text, max(0, start - 3), start):
            return ()
        found: list[tuple[str, float]] = []
        if role:
            found.append((role, 1.0))
        if start in self.ends:
            found.append(("unit", 1.0))
        if text[gap - 1 : gap] == "的" and gap and self.roles.before(gap - 1)[0] in _OWNS:
            found.append(("role of", 1.0))
        elif before == "的" and start - 1 in self.ends:
            found.append(("unit of", 1.0))
        elif _AGE.search(text, max(0, start - 3), start):
            found.append(("age", 1.0))
        elif _NAMED.search(text, max(0, start - 3), start):
            found.append(("named", 1.0))
        if not start or before in EDGE:
            found.append(("edge", 1.0))
        elif not found:
            found += self.plain_left(start, before)
        return tuple(found)

    def signed(self, start: int) -> bool:
        """Tell whether a name stands behind 编辑: or 作者: in the middle of a line."""
        at = start
        while at and self.text[at - 1] in ": /|":
            at -= 1
        return start - at < _MARKS and at < start and self.roles.before(at)[0] == "press"

    def plain_left(self, start: int, before: str) -> Features:
        """Return the features of ordinary words before a name."""
        if before == "的":
            return (("of", 1.0),)
        if before in _JOINERS:
            return (("joiner", 1.0),)
        if before in _FUNCTION:
            return (("function before", 1.0),)
        pairs = self.bigrams
        cut = pairs.get(before + self.text[start], 0)
        word = pairs.get(self.text[start - 2 : start], 0)
        kind = "department" if before in _DEPARTMENTS else "word before" if word >= _NEAR_WORD else "open left"
        return ((kind, 1.0), ("cut left", cut)) if cut else ((kind, 1.0),)

    def crosses(self, start: int, end: int) -> bool:
        """Tell whether a unit or a place shares some characters with the span but not its start and end."""
        at = bisect_left(self.other_starts, end)
        near = self.others[max(0, at - _NEAR_OTHERS) : at]
        return any(b > start and (a, b) != (start, end) for a, b in near)

    def right(self, start: int, end: int) -> Features:
        """Return the features of what stands behind a name; none at all where it can't be one."""
        text = self.text
        if _BUSINESSES.match(text, end) or _CREDIT.match(text, end):
            return ()
        short = " short" if end - start == 2 else ""
        if _PAREN.match(text, end):
            return (("paren", 1.0),)
        if end == len(text) or text[end] in EDGE:
            return (("hard" + short, 1.0),)
        if _COUNT.match(text, end):
            return (("count", 1.0),)
        kind = self.after.get(end)
        if kind and end in self.longer:
            return ((kind if kind != "act" else "act" + short, 1.0),)
        if self.roles.title_at(end):
            return (("title after", 1.0),)
        pairs = self.bigrams
        cut = 0 if kind == "say" else pairs.get(text[end - 1 : end + 1], 0)
        if kind:
            term = "say" if kind == "say" else "act one" + short
        elif text[end] in _JOINERS:
            term = "joined" + short
        elif pairs.get(text[end : end + 2], 0) >= _NEAR_WORD:
            term = "word after" + short
        else:
            term = "open" + short
        swallowed = (("swallows", 1.0),) if end - 1 in self.longer else ()
        return ((term, 1.0), *((("cut right", cut),) if cut else ()), *swallowed)


def _repeated(text: str, guess: Guess) -> Features:
    """Return the features of a name's standing elsewhere in the text, too, and of what follows it there."""
    name = text[guess.start : guess.end]
    count = text.count(name)
    if len(name) > 2 and shape_score(name[1:]) is not None and text.count(name[1:]) > count:  # noqa: PLR2004
        return (("longer than elsewhere", 1.0),)
    found: list[tuple[str, float]] = []
    if len(name) == 3 and text.count(name[:2]) > count:  # noqa: PLR2004
        found.append(("sometimes shorter", 1.0))
    if count > 1:
        found.append(("again", min(count - 1, 3)))
        longer = text[guess.start : guess.end + 1]
        ends = _ENDED.isdisjoint(term for term, _ in guess.features)
        if ends and HAN.fullmatch(longer) and text.count(longer) == count:
            found.append(("always longer", 1.0))
    return tuple(found)


def guess_persons(
    page: Page,
    hits: Mapping[str, list[Hit]],
    roles: Roles,
    others: Sequence[Candidate],
    blocked: Sequence[Span],
) -> list[Guess]:
    """Return every span of a page that may be a name, with its features, those of lists left out."""
    found: list[Guess] = []
    for guess in _Reader(page, hits, roles, others, blocked).guesses():
        more = _repeated(page.clean, guess) if guess.score > _REPEATABLE else ()
        found.append(
            Guess(guess.start, guess.end, guess.features + more, guess.score + total(more)) if more else guess
        )
    return found


def _paired(text: str, guesses: Sequence[Guess]) -> list[Guess]:
    """Lift two names that 、 joins where neither is sure but both are likely."""
    ends: dict[int, Guess] = {}
    starts: dict[int, Guess] = {}
    for g in guesses:
        if g.score > _PAIRABLE:
            ends[g.end] = max(ends.get(g.end, g), g, key=lambda x: x.score)
            starts[g.start] = max(starts.get(g.start, g), g, key=lambda x: x.score)
    more: Features = (("pair", 1.0),)
    lift = total(more)
    both = {
        id(g)
        for end, left in ends.items()
        if text[end : end + 1] == "、" and end + 1 in starts
        for g in (left, starts[end + 1])
    }
    return [Guess(g.start, g.end, g.features + more, g.score + lift) if id(g) in both else g for g in guesses]


def listed(text: str, guesses: Sequence[Guess]) -> list[Guess]:
    """Add what it tells to stand in a list beside a likely name (张三、李四和王五), again and again."""
    guesses = _paired(text, guesses)
    result = {(g.start, g.end): g for g in guesses}
    by_start: dict[int, list[Guess]] = {}
    by_end: dict[int, list[Guess]] = {}
    for g in guesses:
        by_start.setdefault(g.start, []).append(g)
        by_end.setdefault(g.end, []).append(g)
    work = [g for g in guesses if g.score > 0]
    done: set[Span] = set()
    while work:
        sure = work.pop()
        beside: list[Guess] = []
        if text[sure.end : sure.end + 1] in _LISTERS:
            beside += by_start.get(sure.end + 1, ())
        if text[sure.start - 1 : sure.start] in _LISTERS:
            beside += by_end.get(sure.start - 1, ())
        for other in beside:
            span = (other.start, other.end)
            if span not in done:
                done.add(span)
                more: Features = (("listed", 1.0),)
                better = Guess(*span, other.features + more, other.score + total(more))
                result[span] = better
                if other.score <= 0 < better.score:
                    work.append(better)
    return list(result.values())


def person_candidates(
    page: Page,
    hits: Mapping[str, list[Hit]],
    roles: Roles,
    others: Sequence[Candidate],
    blocked: Sequence[Span],
    suggested: frozenset[Span] = frozenset(),
) -> list[Candidate]:
    """Return the candidates with enough evidence.

    `others`: candidates for units and places; `suggested`: clean spans that an annotator takes for persons.
    """
    lift = weights()["person.annotator"]
    guesses = guess_persons(page, hits, roles, others, blocked)
    if suggested:
        guesses = [
            Guess(g.start, g.end, g.features, g.score + lift) if (g.start, g.end) in suggested else g
            for g in guesses
        ]
    reader = _Reader(page, hits, roles, others, blocked)
    near = Surroundings(page.clean, roles, reader.free, reader.begins, reader.ends_foreign, reader.says, reader.bigrams)
    foreign_found = list(foreign_candidates(near, hits["persons.elements"]))
    held = [(c.start, c.end) for c in foreign_found]
    return foreign_found + [
        Candidate(g.start, g.end, "person", min(_BASE + g.score, _HIGHEST), tuple(t for t, _ in g.features))
        for g in listed(page.clean, guesses)
        if g.score > 0 and not any(a <= g.start and g.end < b or a < g.start and g.end <= b for a, b in held)
    ]


def echoes(page: Page, chosen: Sequence[Candidate], blocked: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return the further occurrences of names that are surely found."""
    sure = {page.clean[c.start : c.end] for c in chosen if c.label == "person"}
    if not sure:
        return []
    seen = {(c.start, c.end) for c in chosen}
    pattern = re.compile("|".join(map(re.escape, sorted(sure, key=len, reverse=True))))
    shut = sorted(blocked)
    return [
        Candidate(m.start(), m.end(), "person", 3.0, ("echo",))
        for m in pattern.finditer(page.clean)
        if m.span() not in seen and not any(a < m.end() and m.start() < b for a, b in shut)
    ]

def to_person(candidate: Candidate, page: Page, role: str, unit: str) -> Person:
    """Return the person of a candidate."""
    return Person(candidate.start, candidate.end, page.clean[candidate.start : candidate.end], role, unit)
