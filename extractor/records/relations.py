"""Relations that the text itself states between counts: breakdowns, percentages, products, listings, restatements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.mentions.numerals import find_numbers
from extractor.records.draft import Draft
from extractor.records.record import Relation

_SUM_AFTER = re.compile(r"^[^\d。;]{0,6}(?:合计|共计|总计|一共|总共|共|计)[^\d。;]{0,8}$")
_EXHAUSTS = re.compile(r"(?:分别为|分别是|具体为|具体是|由|组成|其余|余下|剩余|剩下)")
_FORM = re.compile(r"(?:编成|分成|编为|分为|分作|组成|组建|混编成|成立|作|编组成|混合编成|下设)[^\d。;]{0,8}$")
_SHARE = re.compile(r"占(?:到|比|全[^,。;\d]{1,12}的?|总数的|总人数的|其中的)?")
_MATCHING = {"team": "teams", "place": "places", "household": "households", "unit": "units"}


def half_digit(text: str, value: float) -> tuple[float, float]:
    """Return the bounds that a stated percentage stands for: half a unit of its last digit either side."""
    digits = re.search(r"\.(\d+)", text)
    half = 0.5 * 10 ** -(len(digits[1]) if digits else 0)
    return value - half, value + half


def find_relations(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Return the relations stated among drafts; `ids` maps the id() of a draft to its record id."""
    return [
        *_breakdowns(drafts, ids),
        *_sums(drafts, ids),
        *_percentages(drafts, ids),
        *_products(drafts, ids),
        *_listings(drafts, ids),
        *(
            Relation("same_quantity", (ids[id(d)],), ids[id(d.same)])
            for d in drafts
            if d.same is not None and id(d.same) in ids
        ),
    ]


def _trait(draft: Draft) -> bool:
    """Tell whether a part is told apart by a trait that others may share (党员, 女性), so that parts may overlap."""
    return not draft.bound and draft.unit is (draft.whole.unit if draft.whole else None)


def _breakdowns(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    found: list[Relation] = []
    wholes = {id(d.whole): d.whole for d in drafts if d.whole is not None and id(d.whole) in ids}
    for whole in wholes.values():
        parts = [d for d in drafts if d.whole is whole]
        runs: list[list[Draft]] = []
        for part in parts:
            if runs and runs[-1][-1].frame is part.frame and _coordinated(runs[-1][-1], part):
                runs[-1].append(part)
            else:
                runs.append([part])
        for run in runs:
            names = tuple(ids[id(d)] for d in run)
            first = run[0]
            lead = first.frame.text[max(first.frame.sentence.start, first.token.start - 24) : run[-1].token.start]
            exhaustive = len(run) > 1 and bool(_EXHAUSTS.search(lead) or _bracket_closed(run))
            distinct = len(run) == 1 or all(d.bound is not None for d in run) or exhaustive
            kind = "breakdown" if exhaustive else "part_of_whole"
            found.append(Relation(kind, names, ids[id(whole)], exhaustive=exhaustive, disjoint=distinct))  # type: ignore[arg-type]
    return found


def _coordinated(last: Draft, part: Draft) -> bool:
    gap = part.frame.text[last.token.end : part.token.start]
    return bool(re.fullmatch(r"[^\d。]{0,24}?[、,;和与及][^\d。;]{0,24}", gap))


def _bracket_closed(run: Sequence[Draft]) -> bool:
    """Tell whether a list of parts fills a bracket: `548名(省派21名、市派87名、县派452名)`."""
    text = run[0].frame.text
    opened = text.rfind("(", run[0].frame.sentence.start, run[0].token.start)
    closed = text.find(")", run[-1].token.end, run[-1].token.end + 4)
    return opened >= 0 and closed >= 0 and "其中" not in text[opened : run[0].token.start]


def _sums(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Find `A 143名、B 96名,合计239人`: a list of counts and, right after it, their sum."""
    found: list[Relation] = []
    for index, total in enumerate(drafts):
        if index < 2 or total.count.per:
            continue
        last = drafts[index - 1]
        if last.frame is not total.frame or not _SUM_AFTER.match(total.frame.text[last.token.end : total.token.start]):
            continue
        run = [last]
        for earlier in reversed(drafts[: index - 1]):
            if earlier.frame is total.frame and earlier.count.measure == total.count.measure and _coordinated(earlier, run[0]):
                run.insert(0, earlier)
            else:
                break
        plain = all(d.count.measure == total.count.measure and not d.count.per and d.planned == total.planned for d in run)
        if len(run) > 1 and plain:
            found.append(Relation("breakdown", tuple(ids[id(d)] for d in run), ids[id(total)]))
    return found


def _percentages(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Find `党员3690名,占85.6%`: a part whose share of its whole is stated right after it."""
    found: list[Relation] = []
    for draft in drafts:
        whole = draft.whole
        if whole is None or id(whole) not in ids:
            continue
        frame = draft.frame
        tail = frame.text[draft.token.end : min(frame.sentence.end, draft.token.end + 30)]
        share = _SHARE.search(tail)
        if share is None or any(c.isdigit() for c in tail[: share.start()]) or re.search(r"[。;]", tail[: share.start()]):
            continue
        for number in find_numbers(tail[share.end() :]):
            if number.kind == "percent" and number.start <= 4 and number.low is not None and number.high is not None:
                bounds = half_digit(number.text, number.low) if number.low == number.high else (number.low, number.high)
                found.append(Relation("percentage", (ids[id(draft)],), ids[id(whole)], percent=bounds))
            break
    return found


def _products(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Find `48名干部分作4个小组,每组12人` and `14个哨所,每所9人,总共126人`."""
    found: list[Relation] = []
    for index, rate in enumerate(drafts):
        measure = _MATCHING.get(rate.count.per or "")
        if measure is None:
            continue
        near = [d for d in drafts[max(0, index - 2) : index] if d.frame is rate.frame]
        groups = next((d for d in reversed(near) if d.count.measure == measure and not d.count.per), None)
        if groups is None:
            continue
        total = _total_of(drafts, index, groups)
        if total is not None:
            found.append(Relation("product", (ids[id(rate)], ids[id(groups)]), ids[id(total)]))
    return found


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
        and _FORM.search(text[before.token.end : groups.token.start])
    ):
        return before
    after = drafts[index + 1] if index + 1 < len(drafts) else None
    if (
        after is not None
        and after.frame is rate.frame
        and after.count.measure == rate.count.measure
        and not after.count.per
        and _SUM_AFTER.match(text[rate.token.end : after.token.start])
    ):
        return after
    return None


def _listings(drafts: Sequence[Draft], ids: dict[int, str]) -> list[Relation]:
    """Find `北村、纺南等14个社区` and `河口、永平、鹅湖5个镇`: named things right before their number."""
    found: list[Relation] = []
    for draft in drafts:
        if draft.count.measure not in ("places", "units", "teams"):
            continue
        frame = draft.frame
        tokens = [t for t in frame.of("place", "unit") if t.end <= draft.token.start]
        if not tokens:
            continue
        gap = frame.text[tokens[-1].end : draft.token.start]
        if gap not in ("", "等", "等地", "这"):
            continue
        names = [tokens[-1]]
        for token in reversed(tokens[:-1]):
            between = frame.text[token.end : names[0].start]
            if re.fullmatch(r"、|和|与|及|以及", between):
                names.insert(0, token)
            elif between:
                break
        if len(names) > 1 or gap.startswith("等"):
            listed = tuple(frame.text[t.start : t.end] for t in names)
            found.append(Relation("listing", (), ids[id(draft)], names=listed, exhaustive=not gap.startswith("等")))
    return found
