"""Reprints: whole ones, partial ones, with changed figures, across scripts and noise; and no others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from gold_reports import GOLD, gold_ids, read_report
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from extractor.checks import check_reports
from extractor.records.record import Record, Report
from extractor.tables import clusters_of, find_pairs, find_reprints
from extractor.tables.reprints import SHORTEST, shingles


def report(name, text, published=None, records=()):
    return Report(name, None, None, None, None, published, None, "", text=text, records=records)


@pytest.mark.skipif(not gold_ids(), reason="the annotated articles are not bundled")
def test_annotated_reprints_and_no_others():
    reports, wanted = [], {}
    for name in gold_ids():
        meta = json.loads((GOLD / f"{name}.meta.json").read_text("utf-8"))
        reports.append(replace(read_report(name), text=(GOLD / f"{name}.txt").read_text("utf-8")))
        if meta.get("reprint_of"):
            wanted[name] = meta["reprint_of"]
    assert find_reprints(reports) == wanted
    assert {c.original: c.reprints for c in clusters_of(wanted)} == {v: (k,) for k, v in wanted.items()}


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from("党员干部志愿者社区医院街道市县区三四五人名"), min_size=200, max_size=400).map(
        "".join
    )
)
def test_similarity_is_exact(text):
    assume(len(shingles(text)) >= SHORTEST)
    half = text[: len(text) // 2]
    pairs = list(find_pairs([report("a", text, date(2022, 1, 1)), report("b", text, date(2022, 1, 2))]))
    assert [(p.reprint, p.original, p.jaccard, p.containment) for p in pairs] == [("b", "a", 1.0, 1.0)]
    assert set(shingles(half).tolist()) <= set(shingles(text).tolist())


def test_what_a_reprint_repeats_is_counted_once_and_what_it_changes_is_its_own():
    text = "".join(chr(0x4E00 + 37 * i % 5000) for i in range(300))
    figure = {"noun": "志愿者", "measure": "persons", "scope": "total", "who": "mobilized"}
    first = report(
        "a",
        text,
        date(2022, 1, 1),
        (
            Record("a#0", "90人", low=90, high=90, of="a#1", **figure),
            Record("a#1", "80人", low=80, high=80, **figure),
        ),
    )
    again = report(
        "b",
        text + "补充",
        date(2022, 1, 2),
        (
            Record("b#0", "90人", low=90, high=90, of="b#1", **figure),
            Record("b#1", "80人", low=80, high=80, **figure),
        ),
    )
    changed = replace(again, records=(replace(again.records[0], low=95, high=95), again.records[1]))
    assert [f.records for f in check_reports([first, again]).findings] == [("a#0", "a#1")]
    assert ("b#0", "b#1") in [f.records for f in check_reports([first, changed]).findings]


STORY = (
    "应市防指请求,支队从六个站抽调指战员和橡皮艇连夜北上,把困在楼顶的群众分七趟接出,镇里的党员挨家挨户敲门报信,"
    "灶房里的灯亮了一夜,天亮时最后一艘艇靠岸,老人裹着棉被坐在船头,随队医生给他们量了血压,又送来热粥和干净衣服。"
    "堤上的人轮换着吃饭,值守的民兵把沙袋码到齐胸高,水位每涨一寸就报一次,到傍晚雨停,大家才在堤坡上坐下来歇口气。"
)
BULLETIN = (
    "{day}0时至24时,全省出动巡堤人员{a}人,抢险人员{b}人。截至{day}24时,全省累计投入抢险人员{c}人,累计转移群众{d}人,"
    "累计安置群众{e}人,现有集中安置点{f}个,尚有{g}人在安置点生活,各级防汛指挥机构实行24小时值班值守,严格落实巡查防守措施,"
    "发现险情及时报告、及时处置,切实保障人民群众生命财产安全,全力做好防汛抗洪抢险救援各项工作。"
)


def bulletin(day, start):
    figures = {name: start + 37 * number for number, name in enumerate("abcdefg")}
    return BULLETIN.format(day=day, **figures)


def test_the_next_days_bulletin_is_no_reprint_and_a_corrected_copy_is():
    first = report("a", bulletin("7月8日", 1200), date(2022, 7, 9))
    later = report("b", bulletin("7月9日", 2310), date(2022, 7, 10))
    copy = report("c", "据晚报消息。" + bulletin("7月8日", 1200).replace("1237", "1273"), date(2022, 7, 10))
    assert find_reprints([first, later, copy]) == {"c": "a"}


def test_a_story_is_a_reprint_wherever_it_stands_and_phrases_alike_are_none():
    first = report("a", STORY, date(2022, 7, 9))
    inside = report("b", bulletin("7月12日", 5000) + STORY[: len(STORY) // 2], date(2022, 7, 13))
    alike = report(
        "c", "".join(f"{STORY[i : i + 20]}某处{i}" for i in range(0, len(STORY), 20)), date(2022, 7, 14)
    )
    assert find_reprints([first, inside]) == {"b": "a"}
    assert find_reprints([first, alike]) == {}
