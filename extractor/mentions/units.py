"""Units: named organisations. Clean text, the scanner's hits and the areas of a page in; candidates out."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from extractor.lexicons import terms_of
from extractor.mentions.unit_alone import (
    read_alone,
    read_eponyms,
    read_in_house,
    read_listed_sections,
    read_services,
)
from extractor.mentions.unit_briefs import read_branches, read_departments, read_missions
from extractor.mentions.unit_credits import credit_rank, is_credit, is_source, uncredited
from extractor.mentions.unit_crews import read_crews, read_fire_stations, read_railways
from extractor.mentions.unit_entities import (
    FIRM,
    as_villages,
    at_work,
    is_house,
    outweigh,
    refer,
    settle,
)
from extractor.mentions.unit_heads import read_head
from extractor.mentions.unit_inner import read_inner
from extractor.mentions.unit_lists import (
    read_batches,
    read_ordered,
    read_ordinals,
    read_shared,
    read_squads,
    read_teams,
    read_trades,
)
from extractor.mentions.unit_owned import read_campuses
from extractor.mentions.unit_page import UnitPage
from extractor.mentions.unit_parts import (
    read_abbreviations,
    read_chairs,
    read_company_names,
    read_company_organs,
    read_numbered,
    read_own_colleges,
    read_quoted,
    read_repeated,
    read_sections,
    read_stations,
)
from extractor.mentions.unit_references import read_references
from extractor.mentions.unit_stems import read_stem
from extractor.mentions.unit_synonyms import unify
from extractor.mentions.unit_terms import Area, Naming, any_of, cue, cued, elements, vocabularies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.context import Context
    from extractor.mentions.lattice import Candidate
    from extractor.mentions.scan import Hit
    from extractor.text.page import Page

# Of all soldiers only a branch or their houses are meant.
_ARM = re.compile(r"(?:[、和与]武警(?:部队)?)?(?:[\u4e00-\u9fff]{2}系统|(?:部队)?医院)")
# 两|台水泵, 一台|台电子琴.
_MACHINES = re.compile(r"(?:[\d两几数余多]|[一二三四五六七八九十]台?)$")
_BRANDED = frozenset({"company", "school"})
_SHORT = 3  # characters of a name that other words may hold
_ORDER = itemgetter(0, 1, 2)

__all__ = [
    "FIRM",
    "Area",
    "Naming",
    "at_work",
    "credit_rank",
    "is_credit",
    "is_house",
    "is_source",
    "outweigh",
    "refer",
    "settle",
    "uncredited",
    "unify",
    "unit_candidates",
    "vocabularies",
]


@cache
def _troops() -> re.Pattern[str]:
    """Compile what shows that soldiers are counted among others, or that their force keeps its name to itself."""
    return re.compile(
        rf"(?:[、和与及](?:武警|解放军)?(?:部队)?|部队)?(?:{any_of('ranks')})?"
        r"(?:[、和与及]民兵(?:预备役)?(?:人员)?)?(?:近|约|共|超)?\d"
        r"|(?:[、和与及]武警(?:部队)?)?官兵、民兵|某"  # 解放军|某部
    )


def _in_word(page: UnitPage, start: int, end: int) -> bool:
    """Tell whether a short name is a part of another: of an estate (水云清华, 首钢园小区), of a person or a line."""
    if page.text.startswith(terms_of("name_tails", "estate", "street"), end):
        return True
    return not page.bounded(start) and page.area_at(start) is None and start not in page.by_end


def _read_teaching(reader: UnitPage, start: int, end: int, kind: str) -> None:
    """Add a hospital known by name with the university right before it (空军军医大学|唐都医院)."""
    for left, owner in reader.by_end.get(start, ()) if kind == "hospital" else ():
        if owner.kind == "school":
            name = owner.name + reader.text[start:end]
            reader.add(
                left, end, Naming(name, None, owner.region, "hospital", owner.area, owner.name), 1.2, "parent"
            )


def _read_bank(page: UnitPage, start: int, end: int) -> bool:
    """Add the branch that a county has of a bank (县|农业银行); tell whether it is one."""
    level = page.text[start - 1 : start]
    if level not in ("市", "县", "区") or not page.bounded(start - 1):
        return False
    name, code = page.level_area(level, start)
    naming = Naming((name or level) + page.text[start:end], None, code, "company", name)
    page.add(start - 1, end, naming, 2.0, "level")
    return True


def _read_leaning(reader: UnitPage, hits: Mapping[str, list[Hit]]) -> None:
    """Add the names that lean on others of the page, on a list or on what stands around them."""
    read_sections(reader)
    read_campuses(reader)
    read_own_colleges(reader)
    read_chairs(reader)
    read_references(reader)
    read_shared(reader)
    read_squads(reader, hits["units.heads"])
    read_ordinals(reader)
    read_ordered(reader)
    read_batches(reader)
    read_trades(reader)
    read_teams(reader)
    read_numbered(reader)
    read_crews(reader)
    read_fire_stations(reader)
    read_railways(reader)
    read_branches(reader)
    read_departments(reader)
    read_missions(reader)
    read_quoted(reader)
    read_repeated(reader)
    read_stations(reader)
    read_eponyms(reader)
    read_listed_sections(reader)
    read_in_house(reader)
    read_alone(reader, [(s, e) for name in ("units.heads", "units.stems") for s, e, _ in hits[name]])
    read_services(reader)
    read_abbreviations(reader)
    read_company_names(reader)
    read_company_organs(reader)


def unit_candidates(
    page: Page,
    hits: Mapping[str, list[Hit]],
    context: Context,
    areas: Sequence[Area],
    taken: Sequence[tuple[int, int]] = (),
) -> list[Candidate]:
    """Return all candidates; each one's payload is its `Naming`."""
    reader = UnitPage(page, hits, context, areas, taken)
    work = [(end, -start, 0, entry) for start, end, entry in hits["units.national"]]
    work += [(end, -start, 1, entry) for start, end, entry in hits["units.stems"]]
    work += [(end, -start, 2, entry) for start, end, entry in hits["units.heads"]]
    work += [(end, -start, 3, entry) for start, end, entry in hits["units.inner"]]
    work.sort(key=_ORDER)  # parents before what hangs on them
    for end, back, what, entry in work:
        start = -back
        if what == 0:
            official, kind = entry
            if kind == "force" and (
                cued("common", page.clean, start)
                or _ARM.match(page.clean, end)
                or (page.clean[start:end] in elements("armies") and _troops().match(page.clean, end))
                or page.clean.endswith(("军队和", "军队、"), 0, start)
            ):
                continue  # 驻地|武警部队, 解放军|卫生系统, 解放军官兵3200人
            if page.clean.startswith(cue("acts"), start) and start in reader.by_end:
                continue  # 青坪公司|联合|国网供电公司
            name = page.clean[start:end]
            if (
                (kind in _BRANDED or name.endswith("组委"))
                and end - start <= _SHORT
                and _in_word(reader, start, end)
            ):
                continue
            if kind == "school" and page.clean.startswith(("中学", "小学"), end):
                continue  # 复旦|中学 is no 复旦
            if kind == "government" and page.clean.startswith("直属", end):
                continue  # 民政部|直属单位
            if name[0] == "台" and _MACHINES.search(page.clean, max(0, start - 2), start):
                continue
            if name.endswith("银行") and _read_bank(reader, start, end):
                continue  # 县|农业银行
            reader.add(start, end, Naming(name, official or name, None, kind), 2.0, "national")
            _read_teaching(reader, start, end, kind)
        elif what == 1:
            read_stem(reader, start, end, entry)
        elif what == 3:
            read_inner(reader, start, end, entry)
        else:
            read_head(reader, start, end, entry)
    _read_leaning(reader, hits)
    return as_villages(page.clean, reader.found)
