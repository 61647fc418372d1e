"""Relations that the text itself states between counts: breakdowns, percentages, products, listings, restatements."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.lexicons import any_of
from extractor.records.draft import bracket_of
from extractor.records.listings import find_listings
from extractor.records.lists import divided, exhaustive, numbered, plausible, rest_told, told_apart
from extractor.records.parts import built_alike, tells_rest
from extractor.records.progress import find_order
from extractor.records.record import Relation
from extractor.records.restatements import same_noun
from extractor.records.shares import find_shares
from extractor.records.sums import find_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.records.draft import Draft

_PERCENT = re.compile(r"占[^,。;、]{0,8}?[\d.]+%")
_FIGURE = re.compile(r"\d|各")
_COORDINATED = re.compile(r"[^\d。]{0,24}?[、,;和与及][^\d。;]{0,24}")
_WITH = re.compile(r"[^、,]{2}(?:会同|联合|[与和同])[^、,]{0,16}$")
_FORMED = 16  # characters between people and the groups that they form
_EACH = re.compile(r"[^,。;、\d]{0,8}[,(、](?:平均)?[每各](?:个|支)?[一-鿿]{1,3}")
_NEAR = 6  # figures before and after a rate among which its total is looked for
_MATCHING = {"team": "teams", "place": "places", "household": "households", "unit": "units"}


@cache
def _sum_after() -> re.Pattern[str]:
    """Compile what stands before the sum of a list."""
    return re.compile(rf"^[^\d。;]{{0,6}}(?:{any_of('sum_words', 'adds', 'plain')})[^\d。;]{{0,8}}$")


@cache
def _adds_up() -> re.Pattern[str]:
    """Compile what says that the figures before it add up to the one behind it."""
    both, makes, sent = (any_of("sum_words", name) for name in ("both", "makes", "sent"))
    return re.compile(
        rf"^[^\d。;()等]{{0,6}}[,、](?:{both})?(?:{makes}|{any_of('sum_words', 'plain')})(?:为|达|有|{sent})?$"
    )


@cache
def _done() -> re.Pattern[str]:
    """Compile what stands between a plan and how many of it did come."""
    now, came = any_of("day_words", "now"), any_of("relation_words", "came")
    return re.compile(
        rf"[^。;\d]{{0,24}},(?:{now}|现)?(?:已经?|{came})[^,。;\d]{{0,10}}"
        r"|[^。;\d]{0,24},[^,。;\d]{0,8}(?:合格|符合条件)的?[^,。;\d]{0,8}"
    )


@cache
def _some() -> re.Pattern[str]:
    """Compile what says that not all of some groups are meant."""
    return re.compile(any_of("relation_words", "few"))


@cache
def _form() -> re.Pattern[str]:
    """Compile what stands between people and the groups that they form."""
    return re.compile(rf"(?:(?<=,)(?:共|又|再)?分|{any_of('relation_words', 'forms')})[^\d。;]{{0,8}}$")


def find_relations(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Return the relations stated among drafts; `ids` maps the id() of a draft to its record id.

    A count said again has the id of the record that it repeats; a relation that it states twice is one.
    """
    found = [
        *_divisions(drafts, ids),
        *_percentages(drafts, ids),
        *_products(drafts, ids),
        *find_listings(drafts, ids),
        *_so_far(drafts, ids),
        *(Relation("order", (ids[id(a)],), ids[id(b)], sure=sure) for a, b, sure in find_order(drafts)),
        *(
            Relation("same_quantity", (ids[id(d)],), ids[id(d.same)])
            for d in drafts
            if d.same is not None and id(d.same) in ids
        ),
    ]
    shares = {(r.parts, r.whole) for r in found if r.kind == "percentage"}
    unique: dict[tuple[object, ...], Relation] = {}
    for relation in found:
        members = (*relation.parts, relation.whole)
        told = relation.kind == "part_of_whole" and (relation.parts, relation.whole) in shares
        if (
            len(set(members)) == len(members) and not told
        ):  # a share says more than that a part is no more than the whole
            key = (relation.kind, frozenset(relation.parts), relation.whole, relation.percent, relation.names)
            if key not in unique or (relation.sure and not unique[key].sure):
                unique[key] = relation
    return list(unique.values())


def _divisions(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Return breakdowns and part-whole relations: those that the words mark, and lists that the figures confirm."""
    marked = [*_sums(drafts, ids), *_breakdowns(drafts, ids), *_numbered(drafts, ids)]
    seen = {(r.whole, frozenset(r.parts)): r for r in marked}
    confirmed: dict[tuple[str, frozenset[str]], Relation] = {}
    for parts, whole in find_sums(drafts):
        relation = Relation("breakdown", tuple(ids[id(d)] for d in parts), ids[id(whole)], sure=False)
        confirmed[relation.whole, frozenset(relation.parts)] = relation
    covered = {part for _, parts in confirmed for part in parts}
    kept = [
        r
        for key, r in seen.items()
        if key not in confirmed and not (not r.sure and covered.issuperset(r.parts))
    ]
    return [*kept, *confirmed.values()]


def _numbered(drafts: Sequence[Draft], ids: dict[int, str]) -> Iterator[Relation]:
    """Yield the breakdowns of lists that say how long they are."""
    for parts, whole in numbered(drafts):
        wholes = [d for d in drafts if d.frame is whole.frame and d.token.end <= parts[0].token.start]
        alone = sum(d.count.measure == whole.count.measure and not d.count.per for d in wholes) == 1
        yield Relation(
            "breakdown",
            tuple(ids[id(part)] for part in parts),
            ids[id(whole)],
            sure=alone and plausible(parts, whole),
        )


def _breakdowns(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Relate each whole to its parts, one relation for each list of them."""
    found: list[Relation] = []
    wholes: dict[int, tuple[Draft, list[Draft]]] = {}
    for draft in drafts:
        if draft.whole is not None and id(draft.whole) in ids:
            wholes.setdefault(id(draft.whole), (draft.whole, []))[1].append(draft)
    for whole, own in wholes.values():
        lists: list[list[Draft]] = []
        for part in own:
            if lists and _one_list(lists[-1][-1], part):
                lists[-1].append(part)
            else:
                lists.append([part])
        found += [_list_relation(parts, whole, ids, drafts) for parts in lists]
    return found


def _one_list(last: Draft, part: Draft) -> bool:
    """Tell whether two parts of one whole are told apart in the same way: no other division of the whole begins between."""
    gap = part.frame.text[last.token.end : part.token.start]
    return (
        last.frame is part.frame
        and "。" not in gap
        and (
            ";" not in gap
            or "占" in gap
            or built_alike(last, part)
            or tells_rest(last, part)
            or (_ITEM.fullmatch(gap) is not None and _bracketed(last, part))
        )
    )


def _bracketed(last: Draft, part: Draft) -> bool:
    """Tell whether two parts stand in one bracket: 1000人(教育局520人;民政局260人)."""
    bracket = bracket_of(last.frame, last.token)
    return bracket is not None and bracket == bracket_of(part.frame, part.token)


_ITEM = re.compile(r"[^,、;。\d]{0,8};[^,、;。\d]{1,16}")


def _list_relation(
    parts: list[Draft], whole: Draft, ids: dict[int, str], drafts: Sequence[Draft]
) -> Relation:
    complete = len(parts) > 1 and exhaustive(parts, whole)
    between = _between(parts)
    sure = all(d.whole_sure for d in parts) and not _FIGURE.search(between) and plausible(parts, whole)
    if any(_adds_others(part) for part in parts):
        sure = False
    if complete and not (told_apart(parts, whole) or rest_told(parts, whole) or divided(parts)):
        sure = False
    if complete and _may_go_on(parts, whole, drafts):
        sure = False
    return Relation(
        "breakdown" if complete else "part_of_whole",
        tuple(ids[id(d)] for d in parts),
        ids[id(whole)],
        exhaustive=complete,
        disjoint=len(parts) == 1 or complete or told_apart(parts, whole),
        sure=sure,
    )


def _may_go_on(parts: Sequence[Draft], whole: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell whether a figure of the same kind follows a list in its sentence that may be one more part of the whole."""
    last = parts[-1]
    after = next((d for d in drafts if d.frame is last.frame and d.token.start >= last.token.end), None)
    if (
        after is None
        or after.count.measure != last.count.measure
        or after.whole is not None
        or after is whole
    ):
        return False
    return _NEXT_PART.fullmatch(last.frame.text, last.token.end, after.token.start) is not None


_NEXT_PART = re.compile(r"(?:[^\d,;。()]{0,8}(?:\([^()]*\))?)?[,、;][^\d,;。()]{0,16}")


def _adds_others(part: Draft) -> bool:
    """Tell whether a part counts others besides those of its whole: 其中集中隔离17259人(含临床确诊病例)."""
    end = part.token.end
    return part.frame.text[end : end + 12].removeprefix(part.count.noun).startswith(("(含", "(包括"))


def _between(parts: Sequence[Draft]) -> str:
    """Return the words between the parts of a list, stated shares left out."""
    text = parts[0].frame.text
    gaps = (text[a.token.end : b.token.start] for a, b in itertools.pairwise(parts))
    return _PERCENT.sub("", "".join(gaps))


def _coordinated(last: Draft, part: Draft) -> bool:
    gap = part.frame.text[last.token.end : part.token.start]
    return _COORDINATED.fullmatch(gap) is not None


def _sums(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Find `A 143名、B 96名,合计239人`: a list of counts and, right after it, their sum."""
    found: list[Relation] = []
    for index, total in enumerate(drafts):
        if index < 2 or total.count.per:
            continue
        last = drafts[index - 1]
        if last.frame is not total.frame or not _sum_after().match(
            total.frame.text[last.token.end : total.token.start]
        ):
            continue
        run = [last]
        for earlier in reversed(drafts[: index - 1]):
            if (
                earlier.frame is total.frame
                and earlier.count.measure == total.count.measure
                and _coordinated(earlier, run[0])
            ):
                run.insert(0, earlier)
            else:
                break
        plain = all(
            d.count.measure == total.count.measure and not d.count.per and d.planned == total.planned
            for d in run
        )
        most = max((d.count.low or 0 for d in run), default=0)
        if len(run) > 1 and plain and (total.count.high is None or most <= total.count.high):
            words = total.frame.text[last.token.end : total.token.start]
            sure = bool(_adds_up().match(words)) and plausible(run, total) and not _rival(run, total, drafts)
            found.append(Relation("breakdown", tuple(ids[id(d)] for d in run), ids[id(total)], sure=sure))
    return found


def _rival(run: Sequence[Draft], total: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell whether a sentence has figures before a list that its sum may count too, or that the list divides."""
    return any(
        d.frame is total.frame
        and d.count.measure == total.count.measure
        and d.token.start < run[0].token.start
        for d in drafts
    )


def _so_far(drafts: Sequence[Draft], ids: dict[int, str]) -> Iterator[Relation]:
    """Yield what has come of a figure right before: 招募1153人,已上岗400余人; 对2名失踪者进行搜寻,目前已搜寻到1人."""
    for before, draft in itertools.pairwise(drafts):
        if (
            before.frame is draft.frame
            and before.count.measure == draft.count.measure
            and not (before.count.per or draft.count.per)
            and draft.whole is None
            and (not draft.count.noun or draft.count.noun == before.count.noun)
            and (draft.count.low or 0) <= (before.count.high or draft.count.low or 0)
            and _done().fullmatch(draft.frame.text[before.token.end : draft.token.start])
        ):
            yield Relation("part_of_whole", (ids[id(draft)],), ids[id(before)], sure=False)


def _percentages(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Relate the parts and the whole of each stated share."""
    return [
        Relation(
            "percentage", tuple(ids[id(d)] for d in s.parts), ids[id(s.whole)], percent=s.percent, sure=s.sure
        )
        for s in find_shares(drafts)
    ]


def _products(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Find `48名干部分作4个小组,每组12人`, `14个哨所,每所9人,总共126人`, and what the figures around a rate confirm."""
    found: list[Relation] = []
    for index, rate in enumerate(drafts):
        measure = _MATCHING.get(rate.count.per or "")
        if measure is None:
            continue
        near = [d for d in drafts[max(0, index - 2) : index] if d.frame is rate.frame]
        groups = next((d for d in reversed(near) if d.count.measure == measure and not d.count.per), None)
        total = _total_of(drafts, index, groups) if groups is not None else None
        if (
            groups is not None
            and total is not None
            and (_one_product(rate, total, drafts) or _formed(rate, groups, total))
            and not _joined(total)
            and not _of_some(rate, groups, total, drafts)
            and not any(d.count.measure == measure for d in near[near.index(groups) + 1 :])
            and ";" not in rate.frame.text[total.token.end : groups.token.start]
        ):
            found.append(Relation("product", (ids[id(rate)], ids[id(groups)]), ids[id(total)], sure=True))
            continue
        fitting = _fitting_product(drafts, index)
        if fitting is not None:
            groups, total = fitting
            found.append(Relation("product", (ids[id(rate)], ids[id(groups)]), ids[id(total)], sure=False))
    return found


def _one_product(rate: Draft, total: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell whether the sentence has one rate and one total, and none of them is the kind of a typing error's size."""
    own = [d for d in drafts if d.frame is rate.frame and d.count.measure == rate.count.measure]
    return [d for d in own if not d.count.per] == [total] and [d for d in own if d.count.per] == [rate]


def _joined(total: Draft) -> bool:
    """Tell whether others form groups together with those counted: 医疗队与18名医护混编成16个小组."""
    start, _ = total.clause
    return bool(_WITH.search(total.frame.text[start : total.token.start]))


def _of_some(rate: Draft, groups: Draft, total: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell whether a rate is of some groups only (17支小队,其中16个村每村一支12人的), or of some members (每组组长1名)."""
    if _some().search(rate.frame.text, min(groups.token.end, rate.token.start), rate.token.start):
        return True
    mates = [d for d in drafts if d.frame is rate.frame and d.token.start > rate.token.end]
    listed = (
        bool(mates) and _NEXT.fullmatch(rate.frame.text, rate.token.end, mates[0].token.start) is not None
    )
    before = -1 < rate.count.noun_start < rate.token.start
    return listed and before and not same_noun(rate.count.noun, total.count.noun)


_NEXT = re.compile(r"[,、和][^,。;:、\d]{1,8}")


def _formed(rate: Draft, groups: Draft, total: Draft) -> bool:
    """Tell whether people, groups and rate stand in one phrase that says how the groups were formed (编成34支队伍,每队18人)."""
    text = rate.frame.text
    if not total.token.end <= groups.token.start < groups.token.end <= rate.token.start:
        return False
    end = rate.token.end
    if text.startswith(rate.count.noun, end):
        end += len(rate.count.noun)
    after = text[end : end + 1]
    return bool(_EACH.fullmatch(text[groups.token.end : rate.token.start])) and after in ("", *",。;、):")


def _fitting_product(drafts: Sequence[Draft], index: int) -> tuple[Draft, Draft] | None:
    """Return number and total near a rate that go together with it: the figures themselves are the evidence."""
    rate = drafts[index]
    low, high = rate.count.low, rate.count.high
    if not low or high is None:
        return None
    exact = low == high
    near = [
        d
        for d in drafts[max(0, index - _NEAR) : index + _NEAR]
        if d.paragraph == rate.paragraph
        and not d.count.per
        and d.count.low is not None
        and d.count.high is not None
    ]
    groups = [
        d
        for d in near
        if d.count.measure not in ("persons", "person_times") and d.count.measure != rate.count.measure
        if exact or d.count.measure == _MATCHING.get(rate.count.per or "")
    ]
    totals = [d for d in near if d.count.measure == rate.count.measure]
    choices = [
        (abs(drafts.index(g) - index) + abs(drafts.index(t) - index), i, g, t)
        for i, (g, t) in enumerate((g, t) for g in groups for t in totals)
        if (t.frame is rate.frame or exact)
        and (g.count.low or 0) > 1
        and (g.count.low or 0) * low <= (t.count.high or 0)
        and (t.count.low or 0) <= (g.count.high or 0) * high
    ]
    return min(choices)[2:] if choices else None


def _total_of(drafts: Sequence[Draft], index: int, groups: Draft) -> Draft | None:
    rate = drafts[index]
    text = rate.frame.text
    at = next(i for i, d in enumerate(drafts) if d is groups)
    before = drafts[at - 1] if at else None
    if (
        before is not None
        and before.frame is rate.frame
        and before.count.measure == rate.count.measure
        and not before.count.per
        and (form := _form().search(gap := text[before.token.end : groups.token.start]))
        and len(gap) <= _FORMED
        and ";" not in gap
        and "另" not in gap
        and not _others(gap[: form.start()], before.count.noun)
    ):
        return before
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    if (
        after is not None
        and after.frame is rate.frame
        and after.count.measure == rate.count.measure
        and not after.count.per
        and after.planned == rate.planned
        and _sum_after().match(text[rate.token.end : after.token.start])
    ):
        return after
    return None


def _others(lead: str, noun: str) -> bool:
    """Tell whether a clause of its own says who form the groups: 派出30名民警,志愿者分成8个小组."""
    _, comma, subject = lead.rpartition(",")
    return bool(comma) and len(subject) > 1 and not (noun and same_noun(noun, subject))
