"""Title, day and publisher from an article's own first lines: only what they say beyond doubt."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.masthead import read_masthead
from corpora.metadata import Metadata
from corpora.textfiles import make_article

GOLD = Path(__file__).parents[1] / "corpora" / "gold"
DAY = date(2022, 9, 13)


@pytest.mark.parametrize(
    ("line", "published", "publisher"),
    [
        ("2022-09-13 10:06 来源:黔声网", DAY, "黔声网"),
        ("来源：黔声网 发布时间：2022年9月13日", DAY, "黔声网"),
        ("2022/9/13 10:06:30　來源：黔聲網", DAY, "黔聲網"),
        ("2022-09-13 10:06 黔声日报", DAY, "黔声日报"),
        ("发布日期：2022.09.13", DAY, None),
        ("2022年09月13日", DAY, None),
        ("稿源: 黔声社", None, "黔声社"),
        ("2022-09-13 10:06 阅读 3000", DAY, None),
        ("2022-13-45 10:06", None, None),
        ("2022年9月13日至2022年9月15日 来源:黔声网", None, "黔声网"),
        ("2022年9月13日全省医疗队集结出发", None, None),
        ("2022年9月13日,全省医疗队出发。来源:群众", None, None),
        ("记者 潘定波", None, None),
    ],
)
def test_a_source_line_tells_day_and_publisher(
    line: str, published: date | None, publisher: str | None
) -> None:
    found = read_masthead(f"医疗队驰援筑城\n\n{line}\n\n省里派出医疗队。")
    assert (found.title, found.published, found.publisher) == ("医疗队驰援筑城", published, publisher)


@pytest.mark.parametrize("path", ["首页 > 社会 > 正文", "您当前的位置：黔声网 >> 社会", "黔声网»要闻"])
def test_a_path_of_links_stands_above_the_headline(path: str) -> None:
    assert read_masthead(f"{path}\n医疗队驰援\n医疗队出发。").title == "医疗队驰援"


@pytest.mark.parametrize(
    "text",
    [
        "本报讯(记者 潘定波)9月13日,医疗队出发",
        "医疗队出发。\n第二段。",
        "只有一行",
        "本報記者 潘定波\n医疗队出发。",
        "黔声晨报 A1 要闻\n医疗队出发。",
        "2022-09-13 10:06 来源:黔声网\n医疗队出发。",
        "黔声网讯（记者 潘定波）医疗队出发\n第二段。",
    ],
)
def test_what_is_no_headline_becomes_no_title(text: str) -> None:
    assert read_masthead(text).title is None


def test_what_the_user_says_goes_first() -> None:
    text = "医疗队驰援筑城\n2022-09-13 10:06 来源:黔声网\n省里派出医疗队。"
    article = make_article(text, "a", Metadata(published=date(2022, 9, 14), title="别的题目"), None)
    assert (article.published, article.title, article.publisher) == (date(2022, 9, 14), "别的题目", "黔声网")


@given(st.text(alphabet="2022-年月日/.0193 来源:：\n讯网报。(（", max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    found = read_masthead(text)
    assert found.title is None or found.title in text


def test_no_annotated_article_is_given_another_day() -> None:
    wrong = {}
    for file in sorted(GOLD.glob("*.meta.json")):
        meta = json.loads(file.read_text("utf-8"))
        found = read_masthead(file.with_name(file.name.replace(".meta.json", ".txt")).read_text("utf-8"))
        if found.published and str(found.published) != meta["published"]:
            wrong[file.name] = str(found.published)
    assert wrong == {}
