"""Linking: who sent them, where, when, whole or part, in plain sentences."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import extractor
from corpora.article import Article
from extractor import pipeline
from extractor.mentions.mention import Date
from extractor.records.standing import Standing
from extractor.records.times import as_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.records.ranking import Option

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "links.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2]}-{case[0][:12]}")
def test_links(case: list[str]) -> None:
    text, region, figure, unit, places, as_of, scope, basis = case
    report = extractor.extract(text, published="2024-03-15", region=region)
    record = next(r for r in report.records if r.text == figure)
    forms = {name: {name, *p.forms} for p in report.places for name in [p.name]}
    found = {form for name in record.places for form in forms[name]}
    assert (record.unit or "") == unit
    if places != "?":  # what grammar does not decide
        assert set(filter(None, places.split(";"))) <= found
        assert bool(found) == bool(places)
    assert (str(record.as_of)[:10] if record.as_of else "") == as_of
    assert record.basis == basis
    assert record.scope == (scope or record.scope)


def test_a_source_is_no_sender() -> None:
    report = extractor.extract(
        "据市防指统计,全市有500名志愿者在岗。", published="2024-03-15", region="信阳市"
    )
    assert [r.unit for r in report.records] == [None]


def test_a_part_names_its_whole() -> None:
    report = extractor.extract("参加抢险的有120人,其中党员71人。", published="2024-03-15")
    whole, part = report.records
    assert part.of == whole.id


def test_a_rate_is_no_total_and_keeps_its_denominator() -> None:
    report = extractor.extract("全市设卡点14个,每个卡点配3名干部。", published="2024-03-15", region="信阳市")
    rate = next(r for r in report.records if r.per)
    assert (rate.per, rate.scope) == ("place", "part")


def test_the_same_words_again_are_one_record() -> None:
    text = "江州6000余名机关党员下沉社区\n\n连日来,全市6000余名机关党员下沉社区值守。他们中有的当了爷爷。"
    report = extractor.extract(text, published="2024-03-15")
    assert [r.text for r in report.records] == ["6000余名"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("8人中暑。", "affected"),
        ("派出5名医生为住院患者服务。", "mobilized"),
        ("派出核酸采样队150人。", "mobilized"),
        ("已完成5000人的采样工作。", "served"),
    ],
)
def test_who_is_counted(text: str, who: str) -> None:
    assert [r.who for r in extractor.extract(text).records] == [who]


def test_of_a_page_whose_days_all_lie_ahead_nothing_is_planned_by_its_day() -> None:
    text = "5月2日,县医院派出30名护士。5月3日,县医院派出40名护士。"
    records = extractor.extract(text, published="2024-03-15", region="固始县").records
    assert [r.basis for r in records] == ["actual", "actual"]


def test_round_figures_of_helpers_and_of_those_helped_are_two() -> None:
    text = "省军区出动官兵、民兵300余人奔赴一线。\n区人武部带领民兵,转移受困群众300余人。\n"
    assert [r.noun for r in extractor.extract(text).records] == ["民兵", "群众"]


def test_what_a_whole_city_has_is_in_no_community_of_an_earlier_sentence() -> None:
    text = "3月4日,记者跟随泉山区永安街道荷湾社区的普查员入户登记。全市共有2.5万余名普查人员走街入户。"
    report = extractor.extract(text, published="2024-03-15", region="徐州市")
    assert [r.text for r in report.records] == ["2.5万余名"]
    assert set(report.records[0].places) <= {"徐州市"}


def test_a_telling_figure_said_again_is_one_record_whatever_its_links() -> None:
    text = "湖南省派出174名队员驰援武汉。\n\n21日下午,长沙南站,罗志红带领的174名队员整装待发。"
    report = extractor.extract(text, published="2020-02-21", region="湖南省")
    assert [r.text for r in report.records] == ["174名"]


def test_equal_figures_of_two_that_are_named_are_two_records() -> None:
    text = "市税务局派出37名党员。\n\n市财政局派出37名党员。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [(r.text, r.unit) for r in report.records] == [("37名", "信阳市税务局"), ("37名", "信阳市财政局")]


def test_figures_of_a_list_keep_to_their_own_place() -> None:
    text = "罗山县、潢川县、光山县共转移群众851人、312人、66人。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [r.places for r in report.records[:2]] == [("罗山县",), ("潢川县",)]


def test_a_figure_behind_several_places_is_of_all_of_them() -> None:
    text = "3月14日,罗山县、潢川县、光山县共有1300多名志愿者上岗。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [r.places for r in report.records] == [("罗山县", "潢川县", "光山县")]


def test_places_where_people_serve_have_the_sender_of_the_people() -> None:
    text = "市税务局组织党员下沉社区。在北村、纺南等14个社区,40余名税务干部入户登记。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert {r.text: r.unit for r in report.records} == {"14个社区": "信阳市税务局", "40余名": "信阳市税务局"}


def test_a_label_names_who_acts_in_its_line() -> None:
    text = "各县情况\n\n1.固始县:组织党员干部310人上堤。\n\n2.息县:组织党员干部205人上堤。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert {r.text: r.unit for r in report.records} == {"310人": "固始县", "205人": "息县"}


def test_our_hospital_is_the_one_that_the_page_names() -> None:
    text = "3月14日,信阳市中心医院举行出征仪式。信阳市卫健委到场送行。\n\n据悉,我院已派出两批医疗队,首批18名护士在固始县值守。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert next(r.unit for r in report.records if r.text == "18名") == "信阳市中心医院"


def test_who_is_counted_by_what_is_done_to_them() -> None:
    text = "县人民医院收治患者120人。消防队转移群众86人。山洪致3人遇难。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [r.who for r in report.records] == ["served", "served", "affected"]


def test_all_that_a_list_names_are_acted_on_by_its_verb() -> None:
    text = "区总工会慰问困难职工183人,大病职工107人,劳动模范142人;出动民兵60人。"
    report = extractor.extract(text, published="2024-02-05", region="汉川市")
    assert [r.who for r in report.records] == ["served", "served", "served", "mobilized"]


def test_a_figure_taken_up_again_has_the_links_of_its_first_mention() -> None:
    text = "团市委招募3126名志愿者到淮滨县服务。\n\n市气象局发布预报。这3126名志愿者里,有学生2240名。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    first, part = report.records
    assert (part.of, part.unit, first.unit) == (first.id, "共青团信阳市委", "共青团信阳市委")


def test_a_hospital_where_people_are_treated_is_a_place_of_the_article() -> None:
    text = "3月14日夜里,息县人民医院接到求助。目前,该院收治伤员7人。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [r.places for r in report.records] == [("息县人民医院",)]
    assert ("息县人民医院", "site") in [(p.name, p.kind) for p in report.places]


def test_the_day_of_a_dateline_is_no_day_of_a_figure() -> None:
    text = "新华社信阳3月14日电(记者 张三)信阳市税务局近日组织了300名党员。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [r.as_of for r in report.records] == [None]


@pytest.mark.parametrize(("verb", "last"), [("已派出", "2024-03-15"), ("计划招募", "2024-12-31")])
def test_a_fact_of_this_year_is_no_later_than_its_publication(verb: str, last: str) -> None:
    article = Article(
        "a", f"今年,信阳市税务局{verb}300名志愿者。", published=date(2024, 3, 15), region="信阳市"
    )
    days: list[date] = []

    def note(task: str, _count: tuple[int, int], options: Sequence[Option]) -> tuple[object, float]:
        if task == "as_of":
            days.extend(as_of(o.value) if isinstance(o.value, Date) else o.value for o in options[1:])
        return options[0].value, 1.0

    pipeline.extract(article, chooser=note)
    assert str(max(days)) == last


def test_a_figure_of_another_place_is_not_taken_up_again() -> None:
    text = (
        "当日新增病例35例,其中光山县4例、息县4例、罗山县27例。"
        "截至24时,累计报告病例89例,其中息县27例、光山县31例、罗山县31例。"
    )
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [r.places for r in report.records if r.text == "27例"] == [("罗山县",), ("息县",)]


def test_an_article_of_one_day_is_about_that_day() -> None:
    text = "3月14日,市水利局抽调12名技术骨干赶赴谷堆乡查险。\n\n现场,32名村民正在装沙袋。"
    report = extractor.extract(text, published="2024-03-15", region="信阳市")
    assert [str(r.as_of) for r in report.records] == ["2024-03-14", "2024-03-14"]


def test_how_one_stands_among_all_that_is_named() -> None:
    named = [("甲", 0), ("乙", 10), ("乙", 20), ("丙", 30)]
    standing = Standing.of(named)
    assert (standing.number, standing.main) == ("3", "乙")
    assert [standing.rank(k, 25) for k in "甲乙丙丁"] == ["first", "most", "other-to-come", "unnamed"]
    assert Standing.of([("甲", 5)]).rank("甲", 0) == "only-to-come"
    assert Standing.of([]).main is None


def test_who_saves_is_no_one_saved():
    text = "80名党员转移群众310人。12名消防员营救被困人员。120名受灾群众转移安置。事故造成一死两伤。"
    report = extractor.extract(text, published="2024-03-15")
    assert [r.who for r in report.records] == [
        "mobilized",
        "served",
        "mobilized",
        "affected",
        "affected",
        "affected",
    ]
