"""The whole pipeline on any text: nothing raises, and every span lies in the text as it was."""

from __future__ import annotations

import cProfile
import pstats
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import extractor

if TYPE_CHECKING:
    from extractor.records.record import Report

# What real pages are made of, in any order: names, figures, dates, cues, quotation marks, furniture, readings.
PIECES = [
    "截至3月30日下午4点",
    "昨日",
    "20日至22日",
    "当日",
    "今年",
    "徐州市",
    "鼓楼区",
    "永安街道北村",
    "市城管局",
    "武警某支队",
    "团市委",
    "该局",
    "我院",
    "“党员突击队”",
    "志愿者王小明",
    "记者张三",
    "李红说",
    "6396人",
    "40余名",
    "约500人",
    "每天20名",
    "3支",
    "第一批30名党员",
    "14个社区",
    "近万人次",
    "其中",
    "分别",
    "共",
    "组织",
    "派出",
    "下沉到",
    "驰援",
    "由",
    "据",
    "统计",
    "拟招募",
    "等",
    "92.3%",
    "每组3人",
    "一名党员",
    "1,200户",
    "机(jī)关",
    "來自臺灣",
    "，",
    "。",
    "、",
    "；",
    "：",
    "“",
    "”",
    "（",
    "）",
    "《",
    "》",
    "…",
    "——",
    "！",
    "？",
    "。。",
    "\n",
    "\n\n",
    "\u3000",
    "①",
    "●",
    "责任编辑：何文",
    "来源：江州日报",
    "2022-03-31",
]
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join).filter(str.strip)


def spans(report: Report) -> list[tuple[int, int]]:
    entities = [*report.units, *report.persons, *report.places, *report.dates, *report.teams]
    return [span for entity in entities for span in entity.spans] + [(r.start, r.end) for r in report.records]


@settings(max_examples=150, deadline=None)
@given(texts)
def test_any_text_is_read(text: str) -> None:
    report = extractor.extract(text, published="2022-03-31", region="徐州市")
    assert all(0 <= start < end <= len(text) for start, end in spans(report))
    for record in report.records:
        assert record.low is None or record.high is None or record.low <= record.high


def searches(number: int) -> int:
    """Return how many expressions are searched for in a sentence of so many figures."""
    profile = cProfile.Profile()
    profile.runcall(extractor.extract, "20名党员，" * number)
    calls = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    return sum(entry[1] for (_, _, name), entry in calls if "search" in name and "Pattern" in name)


def test_a_sentence_of_many_figures_costs_their_number_and_not_its_square() -> None:
    extractor.extract("20名党员")
    assert searches(400) < 6 * searches(100)
