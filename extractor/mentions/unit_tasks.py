"""Bodies set up for a task: headquarters at the scene, leading groups with a long name (桐江县易地搬迁安置工作领导小组)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.mentions.unit_terms import LEVELS, Naming, any_element, any_of, elements

if TYPE_CHECKING:
    from extractor.mentions.unit_page import UnitPage

_LONG = 24  # characters of the task in a name
_SHORT = 2


@cache
def _on_scene() -> re.Pattern[str]:
    """Compile what a headquarters at the scene is named with."""
    return re.compile(f"(?:{any_element('scene')}){{1,4}}")


@cache
def _founded() -> re.Pattern[str]:
    """Compile what shows before a headquarters that it is but one, new or counted."""
    return re.compile(rf"(?:{any_of('founds')})了?$|[多数几两三\d]个$")


@cache
def _task() -> re.Pattern[str]:
    """Compile the task of a body: no word that makes a sentence of it."""
    return re.compile(
        rf"(?:(?!{any_of('sentence', 'acts')}|[的是在由将把被向从了等、])[\u4e00-\u9fff\w“”·]){{{_SHORT},{_LONG}}}"
    )


def read_on_scene(page: UnitPage, limit: int, start: int, end: int) -> bool:
    """Add a headquarters named by its task (扑火前线指挥部): under the name of the one that ends so, else its own."""
    if page.text.endswith("现场", 0, limit):
        limit = page.limit(limit - len("现场"))
    text = page.text[limit:end]
    if page.text[start:end] != "指挥部" or not _on_scene().fullmatch(page.text, limit, start):
        return False
    if page.bounded(limit) and not _founded().search(page.text, max(0, limit - 4), limit):
        whole = next((n for n in page.before(limit) if n.name.endswith(text) and n.kind != "short"), None)
        page.add(limit, end, whole or Naming(text, None, None, "government"), 0.6, "head")
    return True


def read_task(page: UnitPage, start: int, end: int) -> None:
    """Add a body of an area or level whose task holds verbs (桐江县稳住经济大盘|工作专班, 市突发疫情应急处置|指挥部)."""
    if not page.text.endswith(elements("tasked"), start, end):
        return
    for area in page.areas_within(start - _LONG, start):
        last = page.chain(area, start)[-1]
        if area.sure and _task().fullmatch(page.text, last.end, start):
            naming = Naming(page.text[last.start : end], None, last.code, "government", last.name)
            page.add(page.widen(area), end, naming, 1.0, "area", "head")
            return
    for at in range(max(0, start - _LONG - 1), start - _SHORT):
        level = page.text[at]
        if level in LEVELS and page.bounded(at) and _task().fullmatch(page.text, at + 1, start):
            name, code = page.level_area(level, start)
            naming = Naming((name or level) + page.text[at + 1 : end], None, code, "government", name)
            page.add(at, end, naming, 1.0, "level", "head")
            return
