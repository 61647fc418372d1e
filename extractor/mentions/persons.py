"""Persons: names by their shape and by what stands beside them: a role, a title, an age, a verb; candidates out.

Every place in the text where a surname stands before a likely given character is looked at. What speaks for and against a name
there is a sum of weighted features, fitted by `bench/fit_names.py`; the lattice decides between names that overlap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.lexicons import read_lexicon
from extractor.mentions.foreign_names import Surroundings, foreign_candidates
from extractor.mentions.lattice import Candidate
from extractor.mentions.mention import Person
from extractor.mentions.name_evidence import LISTERS, Evidence
from extractor.mentions.name_shapes import (
    HAN,
    LOWEST,
    Features,
    is_surname,
    openings,
    shape,
    shape_score,
    stranger,
    total,
    windows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.mentions.roles import Roles
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

Span = tuple[int, int]

_FLOOR = -4.5  # what stands beside a name can't lift a lower score of its shape above zero
_REPEATABLE = -3.0  # a lower score is not helped by the name's standing elsewhere, too
_PAIRABLE = -2.0  # the score from which two names side by side lift each other
_ENDED = frozenset(
    ("title after", "say", "kin", "act", "act short", "paren")
)  # a name surely ends before these
_ROLES = frozenset(("title", "job", "trade"))
_PLACED = frozenset(
    ("place", "place tail", "place beside", "other")
)  # what stands again and again as a place does
_PERSONAL = frozenset(("title", "job", "trade", "age", "named", "title after", "say", "kin", "paren"))
_GOVERNING = frozenset("将把被对从在向与和同为给让是也还就都又已正")  # a name seldom goes on with one
_WORDS = frozenset(("word", "word begun"))
_FRAMES = frozenset(("hard", "say", "kin", "act", "paren", "count", "others", "aspect", "role next"))
_SHORT_FRAMES = frozenset(("say", "act short", "act one short", "aspect short", "paren", "role next"))
_BOUNDED = (
    _FRAMES
    | _SHORT_FRAMES
    | {"hard short", "act one", "title after", "joined", "joined short", "word after", "word after short"}
)
_SELDOM = -2.0  # the least odds of a surname: far more often a word of its own
_MARKED = frozenset(("hard", "hard short", "role next", "joined", "joined short"))
_DOUBTS = frozenset(
    (
        *("word", "word begun", "word of short", "word of surname", "cut left", "cut right", "swallows"),
        *(
            "other",
            "place",
            "place tail",
            "occupation",
            "foreign",
            "quoted",
            "open left",
            "particle",
            "married",
            "place beside",
            "verb surname",
        ),
    )
)
_UNLIKELY = -1.0
_SURE = 2.0
_COMMON = 3  # level of a pair that is a common word
_SPACED = re.compile(r" {0,2}([\u4e00-\u9fff]) {1,4}([\u4e00-\u9fff])")
_SPACED_SCORE = 3.0
_COMMAS = frozenset(",、:")
_BASE = 2.4  # the score of a name that is as likely as not, on the scale of units and places
_HIGHEST = 6.0
_HOPELESS = -5.0  # a lower score is not lifted above zero by any list


def vocabularies() -> dict[str, dict[str, Any]]:
    """Return the terms that the person finder needs of the scanner."""
    return {
        "persons.roles": {r["term"]: r["class"] for r in read_lexicon("roles")},
        "persons.elements": {r["term"]: True for r in read_lexicon("name_elements")},
    }


@dataclass(slots=True)  # not frozen: a page makes hundreds
class Guess:
    """A span that may be a name, with its features and the sum of their weights."""

    start: int
    end: int
    features: Features
    score: float


def _guesses(near: Evidence) -> list[Guess]:
    """Return every span whose shape and surroundings are worth a look, in the order of the text."""
    text, by_end = near.text, near.roles.by_end
    found: list[Guess] = []
    shapes = windows()
    for match in openings().finditer(text):
        start = match.start()
        left: Features | None = None
        weight = 0.0
        for size, known in shapes[text[start : start + 3]]:
            end = start + size
            score = shape_score(text[start:end]) if known is None else known
            if score is None or (score < _FLOOR and (score < LOWEST or start not in by_end)):
                continue
            if end > len(text) or not near.free(start, end):
                continue
            if left is None:
                left = near.left(start)
                weight = total(left)
            if not left or (text[start:end] in near.reporters and _ROLES.isdisjoint(t for t, _ in left)):
                break
            right = near.right(start, end)
            score += weight + total(right)
            if not right or score < _HOPELESS or near.astray(start, end) or near.alone(start, end):
                continue
            around = near.around(start, end)
            own = shape(text[start:end]) or ()
            around += _frame(size, own, left, right)
            if _is_word(own) and near.titled_already(start):
                around += (("title of another", 1.0),)
            if ("place tail", 1.0) in own and _titled(own, left, right):
                around += (("titled tail", 1.0),)
            if ("surname odds", _SELDOM) in own and left[0][0] != "title" and right[0][0] in _MARKED:
                around += (("verb surname", 1.0),)  # 网格员|占六成
            around += _clean(own, left, right, around)
            features = own + left + right + around
            found.append(Guess(start, end, features, score + total(around) if around else score))
    return found


def _clean(own: Features, left: Features, right: Features, around: Features) -> Features:
    """Return what it tells that nothing around a name or in it makes words of its characters."""
    told = [term for term, _ in (*own, *left, *right, *around)]
    if right[0][0] not in _BOUNDED or not _DOUBTS.isdisjoint(told):
        return ()
    if left[0][0] == "edge" and right[0][0] in _MARKED:
        return ()  # a mark on both sides tells of no person
    given = dict(own)
    if given.get("word of given", 0) >= _COMMON and given.get("odds of two", 0) <= 0:
        return ()  # 管吃饭
    return (("clean short" if "odds of one" in told else "clean", 1.0),)


def _titled(own: Features, left: Features, right: Features) -> bool:
    """Tell whether a title stands before a name, or an occupation before it and a verb behind it (投递员|肖汉桥|说)."""
    if left[0][0] == "title":
        return True
    return left[0][0] in _ROLES and right[0][0] in ("say", "act", "act one", "paren") and not _is_word(own)


def _is_word(own: Features) -> bool:
    return not _WORDS.isdisjoint([term for term, _ in own])


def _frame(size: int, own: Features, left: Features, right: Features) -> Features:
    """Return what a frame tells: most where the name begins like a word, little where its characters are no given ones."""
    if not _framed(left, right):
        return ()
    word = _is_word(own)
    if size == len("王红"):
        titled = left[0][0] == "title" and right[0][0] in _SHORT_FRAMES
        return (("framed word short", 1.0),) if word and titled else ()
    odd = any(term == "odds of two" and number <= _UNLIKELY for term, number in own)
    if odd and right[0][0] in ("act", "aspect"):
        return ()  # 孙新|为老人送药
    sure = left[0][0] != "job" or right[0][0] != "hard"
    return (("framed", 1.0), ("framed word", 1.0)) if word and sure else (("framed", 1.0),)


def _framed(left: Features, right: Features) -> bool:
    """Tell whether a role stands right before a name and a verb, a mark or a form of address right behind it.

    A verb that begins with the last character of the name (丁晨|发|放雨衣) is no frame.
    """
    framed = right[0][0] in _FRAMES or right[0][0] in _SHORT_FRAMES
    return framed and right[-1][0] != "swallows" and any(term in _ROLES for term, _ in left)


class _Counts(dict[str, int]):
    """How often names stand in a text, each counted once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def __missing__(self, name: str) -> int:
        """Count a name, of three or more characters only where the first two stand twice."""
        count = self.text.count(name) if len(name) == len("王红") or self[name[:2]] > 1 else 1
        self[name] = count
        return count


def _repeated(counts: _Counts, guess: Guess) -> Features:
    """Return the features of a name's standing elsewhere in the text, too, and of what follows it there."""
    text = counts.text
    name = text[guess.start : guess.end]
    count = counts[name]
    word = ("occupation", 1.0) in guess.features  # 海军
    if len(name) > 2 and not word and shape_score(name[1:]) is not None and counts[name[1:]] > count:
        return (("longer than elsewhere", 1.0),)
    found: list[tuple[str, float]] = []
    if len(name) == 3 and counts[name[:2]] > count:
        found.append(("sometimes shorter", 1.0))
    if count > 1:
        told = [term for term, _ in guess.features]
        if _PLACED.isdisjoint(told) or not _PERSONAL.isdisjoint(told):
            found.append(("again" if len(name) > 2 else "again short", min(count - 1, 3)))
        longer = text[guess.start : guess.end + 1]
        ends = _ENDED.isdisjoint(told) and not (
            len(name) > 2 and text[guess.end : guess.end + 1] in _GOVERNING
        )
        if ends and HAN.fullmatch(longer) and counts[longer] == count:
            found.append(("always longer", 1.0))
    return tuple(found)


def guess_persons(near: Evidence) -> list[Guess]:
    """Return every span of a page that may be a name, with its features, those of lists left out."""
    counts = _Counts(near.text)
    return [_with(g, _repeated(counts, g)) if g.score > _REPEATABLE else g for g in _guesses(near)]


def _with(guess: Guess, more: Features) -> Guess:
    return Guess(guess.start, guess.end, guess.features + more, guess.score + total(more)) if more else guess


def _without_parts(text: str, guesses: Sequence[Guess]) -> list[Guess]:
    """Leave out the short names that go on as a longer one does elsewhere, which is surer (罗德|生还, but 罗德生说)."""
    best: dict[str, float] = {}
    for g in guesses:
        if g.score > 0:
            name = text[g.start : g.end]
            best[name] = max(g.score, best.get(name, 0.0))
    return [
        g
        for g in guesses
        if g.score <= 0
        or g.end - g.start != len("王红")
        or best.get(text[g.start : g.end + 1], 0.0) <= best[text[g.start : g.end]]
    ]


def _paired(text: str, guesses: Sequence[Guess]) -> list[Guess]:
    """Lift two names that 、 joins, or that stand in brackets of their own, where neither is sure but both are likely."""
    ends: dict[int, Guess] = {}
    starts: dict[int, Guess] = {}
    for g in guesses:
        if g.score > _PAIRABLE:
            ends[g.end] = max(ends.get(g.end, g), g, key=lambda x: x.score)
            starts[g.start] = max(starts.get(g.start, g), g, key=lambda x: x.score)
    both = {
        id(g)
        for end, left in ends.items()
        if text[end : end + 1] == "、" and end + 1 in starts
        for g in (left, starts[end + 1])
    }
    enclosed = [g for g in guesses if g.score > _PAIRABLE and ("enclosed", 1.0) in g.features]
    if len({g.start for g in enclosed}) > 1:  # 内科(张三)、儿科(李四)
        both.update(id(g) for g in enclosed)
    return [_with(g, (("pair", 1.0),)) if id(g) in both else g for g in guesses]


def _comma_listed(text: str, guess: Guess) -> bool:
    """Tell whether nothing but commas, or a number of people behind it, stand around a name (…,张三,李四8名学生)."""
    before, after = text[guess.start - 1 : guess.start], text[guess.end : guess.end + 1]
    return before in _COMMAS and (
        after in _COMMAS or any(term in ("count", "others") for term, _ in guess.features)
    )


def listed(near: Evidence, guesses: Sequence[Guess]) -> list[Guess]:
    """Add what it tells to stand in a list beside a likely name (张三、李四和王五, 张三主席、李四主席), again and again."""
    text = near.text
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
        end = near.roles.title_at(sure.end) or sure.end
        if text[end : end + 1] in LISTERS:
            beside += by_start.get(end + 1, ())
        elif text[end : end + 1] == ",":
            beside += [g for g in by_start.get(end + 1, ()) if _comma_listed(text, g)]
        if text[sure.start - 1 : sure.start] in LISTERS:
            beside += by_end.get(sure.start - 1, ())
        elif text[sure.start - 1 : sure.start] == ",":
            beside += [g for g in by_end.get(sure.start - 1, ()) if _comma_listed(text, g)]
        for other in beside:
            span = (other.start, other.end)
            if span not in done:
                done.add(span)
                result[span] = better = _with(other, (("listed", 1.0),))
                if other.score <= 0 < better.score:
                    work.append(better)
    return list(result.values())


def _spaced(near: Evidence) -> Iterator[Candidate]:
    """Yield names of two characters that are set apart to fill three, behind a role (县长 王  红)."""
    for at in near.roles.by_end:
        match = _SPACED.match(near.text, at)
        if match is None or near.roles.before(at)[0] not in _ROLES or not is_surname(match[1]):
            continue
        start, end = match.start(1), match.end()
        right = near.right(start, end)
        known = shape_score(match[1] + match[2]) is not None
        if known and right and right[0][0] in _BOUNDED and near.free(start, end):
            yield Candidate(start, end, "person", _SPACED_SCORE, ("spaced",))


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
    near = Evidence(page, hits, roles, others, blocked)
    guesses = guess_persons(near)
    if suggested:
        guesses = [_with(g, (("annotator", 1.0),)) if (g.start, g.end) in suggested else g for g in guesses]
    beside = Surroundings(
        page.clean,
        roles,
        near.free,
        stranger,
        near.begins,
        near.ends_foreign,
        near.says,
        near.makes_no_word,
        near.addresses,
        near.bounded,
        near.bigrams,
    )
    guesses = _without_parts(near.text, guesses)
    sure = {g.end for g in guesses if g.score > _SURE}
    strange = [
        c
        for c in foreign_candidates(beside, hits["persons.elements"])
        if "told" not in c.evidence or c.end not in sure  # 副指挥|长王大山
    ]
    strange += _spaced(near)
    held = [(c.start, c.end) for c in strange]
    found = strange + [
        Candidate(g.start, g.end, "person", min(_BASE + g.score, _HIGHEST), tuple(t for t, _ in g.features))
        for g in listed(near, guesses)
        if g.score > 0
        and not any(a <= g.start and g.end <= b and (a, b) != (g.start, g.end) for a, b in held)
    ]
    return [*found, *_between(near, [(c.start, c.end) for c in found])]


def _between(near: Evidence, found: Sequence[Span]) -> list[Candidate]:
    """Return what begins with a surname and stands in a list between two names (张三、李想、王五, 理事付在春、王五)."""
    text = near.text
    starts, ends = {a for a, _ in found}, {b for _, b in found}
    result: list[Candidate] = []
    for right in starts:
        mark = text[right - 1 : right]
        if mark not in ("、", " "):
            continue
        for size in (2, 3):
            start, end = right - 1 - size, right - 1
            if (
                start < 0
                or start in starts
                or not is_surname(text[start])
                or not HAN.fullmatch(text, start, end)
            ):
                continue
            behind = text[start - 1 : start] == mark and start - 1 in ends
            titled = mark == "、" and start in near.roles.by_end and near.roles.before(start)[0] in _ROLES
            if (behind or titled) and near.nameable(start, end):
                result.append(Candidate(start, end, "person", _SPACED_SCORE, ("between",)))
    return result


def echoes(page: Page, chosen: Sequence[Candidate], blocked: Sequence[tuple[int, int]]) -> list[Candidate]:
    """Return the further occurrences of names that are surely found."""
    sure = {page.clean[c.start : c.end] for c in chosen if c.label == "person"}
    if not sure:
        return []
    seen = {(c.start, c.end) for c in chosen}
    text, found = page.clean, []
    for name in sure:
        at = text.find(name)
        while at >= 0:
            found.append((at, at + len(name)))
            at = text.find(name, at + 1)
    echoed: list[Candidate] = []
    reach = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start < reach:
            continue
        reach = end
        if (start, end) not in seen and not any(a < end and start < b for a, b in blocked):
            echoed.append(Candidate(start, end, "person", 3.0, ("echo",)))
    return echoed


def to_person(candidate: Candidate, page: Page, role: str, unit: str) -> Person:
    """Return the person of a candidate."""
    name = page.clean[candidate.start : candidate.end].replace(" ", "")
    return Person(candidate.start, candidate.end, name, role, unit)
