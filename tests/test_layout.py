"""Layout: kinds of lines, by-lines and datelines, sentences, clauses and quotations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.page import read_page

ARTICLE = """江州下沉干部三千人
——市直机关抗洪见闻

本报记者 何一鸣 通讯员 卢晓

守好“堤口”

“水不退，人不撤。”7月3日晚，市水利局干部陈立说。他和20名同事守在堤上；附近的村民送来热水。

江州日报讯（记者 何一鸣）截至3日24时，全市上堤1,200人。

责任编辑：许文
上一篇：江州一小区300人学插花
猜你喜欢：全国2.3万人下单
"""


def kinds() -> list[str]:
    return [p.kind for p in read_page(ARTICLE, title="江州下沉干部三千人").paragraphs]


def test_kinds_of_lines() -> None:
    assert kinds() == [
        "headline",
        "headline",
        "byline",
        "subheading",
        "body",
        "body",
        "credit",
        "credit",
        "credit",
    ]


def test_dateline_is_no_part_of_the_story() -> None:
    page = read_page(ARTICLE)
    story = page.paragraphs[5]
    assert page.clean[story.lead :].startswith("截至3日24时")
    assert "(记者 何一鸣)" in [page.clean[a:b] for a, b in page.layout.bylines]


def test_a_paper_with_names_alone_is_a_byline() -> None:
    page = read_page("江州融媒 何一鸣 文立\n\n江州昨日有1200人上堤。")
    assert [p.kind for p in page.paragraphs] == ["byline", "body"]


def test_names_alone_below_the_headline_are_a_byline() -> None:
    page = read_page("九十名志愿者上岗\n林晓棠 周远\n周远今天带队到青坪社区。\n林晓棠 周远\n")
    assert [p.kind for p in page.paragraphs][:3] == ["headline", "byline", "body"]
    assert page.paragraphs[3].kind != "byline"


def test_who_reports_behind_a_dateline_is_no_part_of_the_story() -> None:
    page = read_page("江州报讯 何一鸣、文立报道:连日来,江州有1200人上堤。")
    assert page.clean[page.paragraphs[0].lead :].startswith("连日来")


def test_a_short_quotation_stays_with_its_speaker() -> None:
    page = read_page(ARTICLE)
    sentences = [page.clean[s.start : s.end] for s in page.sentences if s.paragraph == 4]
    assert sentences[0] == "“水不退,人不撤。”7月3日晚,市水利局干部陈立说。"


def test_thousands_separators_are_no_clause_boundaries() -> None:
    page = read_page(ARTICLE)
    last = next(s for s in page.sentences if "1,200" in page.clean[s.start : s.end])
    assert [page.clean[a:b] for a, b in last.clauses][-1] == "全市上堤1,200人。"[:-1]


@pytest.mark.parametrize(
    "line",
    [
        "2022-09-13 10:06 来源：黔声网",
        "时间：2020-07-15 22:41  来源：宜江日报",
        "2024/09/18 09:35 玉山时报",
        "黔声网 发布时间：2022-09-13 10:06",
        "18.09.2024  09:35",
        "玉山时报",
    ],
)
def test_source_lines(line: str) -> None:
    page = read_page(f"标题行\n{line}\n正文在这里，说的是一件事。")
    assert [p.kind for p in page.paragraphs] == ["headline", "source", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 社会 > 正文",
        "您当前的位置：黔声网>>要闻",
        "黔声晨报官方网站 | 热线电话：0851-1234567",
        "要闻 社会 正文",
        "微信图片_20220913.jpg",
        "关键词：医疗队",
    ],
)
def test_page_furniture_is_no_headline(line: str) -> None:
    page = read_page(f"{line}\n医疗队驰援筑城\n正文在这里，说的是一件事。")
    assert [p.kind for p in page.paragraphs] == ["credit", "headline", "body"]


@pytest.mark.parametrize("line", ["增长>5%的企业有30家。", "2022年9月13日，医疗队50人出发：再战筑城"])
def test_what_only_looks_like_furniture(line: str) -> None:
    assert read_page(f"标题行在上\n{line}\n正文。").paragraphs[1].kind in ("body", "headline")


@given(st.text(alphabet="甲乙，。“”（记者讯）\n 1,0：；", max_size=80))
def test_sentences_and_clauses_nest(text: str) -> None:
    page = read_page(text)
    end = 0
    for sentence in page.sentences:
        paragraph = page.paragraphs[sentence.paragraph]
        assert end <= sentence.start < sentence.end
        assert paragraph.start <= sentence.start
        assert sentence.end <= paragraph.end
        end = sentence.end
        assert sentence.clauses
        inner = sentence.start
        for start, stop in sentence.clauses:
            assert inner <= start < stop <= sentence.end
            inner = stop
