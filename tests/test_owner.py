"""Whose page it is by its credits, and who an article leads with."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import extractor
from corpora.metadata import Metadata
from corpora.textfiles import make_article
from extractor import pipeline
from extractor.records import link
from extractor.records.story import share
from extractor.records.topic import Topic, find_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.leads import Leads
    from extractor.records.ranking import Option

BLOOD = (
    "热血暖初冬\n来源:{source}  日期:2024-03-12\n3月11日,采血车开到大院门口,志愿者36人排队献血。\n"
    "据统计,献血成功31人,另有12人登记入库。\n{foot}"
)


@pytest.mark.parametrize(
    ("source", "foot", "owner"),
    [
        ("国网青河供电公司", "(编辑:李明)", "国网青河供电公司"),
        ("青河新闻网", "青河师范学院 版权所有", "青河师范学院"),
        ("青河县林业局", "青河师范学院 版权所有", "青河师范学院"),  # whose rights they are goes first
        ("青河日报", "", None),
    ],
)
def test_credits_tell_whose_page_it_is(
    monkeypatch: pytest.MonkeyPatch, source: str, foot: str, owner: str | None
) -> None:
    topics: list[Topic] = []

    def find(*arguments: Any) -> Topic:
        topics.append(find_topic(*arguments))
        return topics[-1]

    monkeypatch.setattr(link, "find_topic", find)
    extractor.extract(BLOOD.format(source=source, foot=foot), published="2024-03-12")
    assert [t.owner and t.owner.text for t in topics] == [owner]


def test_our_school_goes_by_the_name_in_the_rights() -> None:
    text = "我校开展献血活动\n3月11日,我校组织120名师生献血。\n青河师范学院 版权所有"
    report = extractor.extract(text, published="2024-03-12")
    assert [r.unit for r in report.records] == ["青河师范学院"]


def test_an_organisation_that_only_the_credits_name_is_an_entity_where_it_is_a_sender_alone() -> None:
    text = "志愿者上岗\n来源:青河县妇联\n3月11日,石桥镇派出20名志愿者清扫街道。"
    report = extractor.extract(text, published="2024-03-12", region="青河县")
    senders = {r.unit for r in report.records}
    assert {u.name for u in report.units if "妇联" in u.name} <= senders


def test_the_owner_that_sent_a_figure_is_an_entity_with_its_span_in_the_credits() -> None:
    text = BLOOD.format(source="国网青河供电公司", foot="")
    article = make_article(text, "x", Metadata(published=date(2024, 3, 12)), None)

    def choose(task: str, _count: tuple[int, int], options: Sequence[Option]) -> tuple[Any, float]:
        owner = [o.value for o in options if task == "unit" and o.value is not None]
        return (owner[0] if owner else options[0].value), 1.0

    report = pipeline.extract(article, chooser=choose)
    assert {r.unit for r in report.records} == {"国网青河供电公司"}
    (unit,) = (u for u in report.units if u.name == "国网青河供电公司")
    assert [text[start:end] for start, end in unit.spans] == ["国网青河供电公司"]


def test_our_bank_is_the_publisher_where_the_page_does_not_name_it() -> None:
    text = "反诈宣传进集市\n3月11日,我行组织20名员工上街宣传。"
    report = extractor.extract(text, published="2024-03-12", publisher="青河农商银行")
    assert [r.unit for r in report.records] == ["青河农商银行"]
    news = extractor.extract(text, published="2024-03-12", publisher="青河日报")
    assert [r.unit for r in news.records] == ["我行"]


@pytest.mark.parametrize(
    ("given", "key", "told"),
    [
        ("", "a", "early-False"),
        ("a", "a", "early-True"),
        ("aa", "a", "all"),
        ("aab", "a", "most"),
        ("abbb", "a", "some"),
        ("bb", "a", "none"),
    ],
)
def test_share_of_the_links_so_far(given: str, key: str, told: str) -> None:
    assert share(Counter(given), key) == told


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("石桥镇67人开展清扫活动\n3月11日,石桥镇邀请志愿者走进院落。当天来了67人。", "石桥镇", "both"),
        ("清扫活动开展\n3月11日,石桥镇邀请志愿者走进院落。当天来了67人。", "石桥镇", "body"),
        ("石桥镇67人开展清扫活动\n据朝阳镇介绍,志愿者走进院落。当天来了67人。", "石桥镇", "headline"),
        ("清扫活动开展\n志愿者走进石桥镇。当天来了67人。", "石桥镇", ""),
    ],
)
def test_whom_an_article_leads_with(monkeypatch: pytest.MonkeyPatch, text: str, name: str, told: str) -> None:
    leads: list[Leads] = []

    def find(*arguments: Any) -> Topic:
        found = find_topic(*arguments)
        leads.append(found.leads)
        return found

    monkeypatch.setattr(link, "find_topic", find)
    extractor.extract(text, published="2024-03-12", region="青河县")
    assert [each.of(name) for each in leads] == [told]
