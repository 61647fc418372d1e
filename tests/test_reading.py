"""Reading: encodings, sidecars, folders, ids, totals; what can't be read is named and never stops the rest."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.article import Article
from corpora.articles import read_articles
from corpora.encodings import decode
from corpora.errors import ArticleError, Failure, TotalsError
from corpora.metadata import Metadata, parse_date
from corpora.totals import COLUMNS, Total, read_totals

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "团市委组织50名青年党员到社区报到。"
HEADER = ",".join(COLUMNS) + "\n"


def read(*paths: Path | str, given: Metadata | None = None, stdin: bytes = b"") -> list[Article | Failure]:
    return list(read_articles(paths, given, stdin=io.BytesIO(stdin)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_in_use_give_the_same_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT
    assert decode(f"\ufeff{TEXT}".encode("gb18030"), "a.txt") == TEXT


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode("utf-8"), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xe5\x9b\xa2\xff\xff", "byte 3"),
        (b"%PDF\0\1", "byte 4"),
        (b"\xef\xbb\xbfab\xff", "byte 5"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(ArticleError, match=rf"^a\.txt: .*{place}"):
        decode(data, "a.txt")


def test_a_sidecar_gives_metadata_and_the_user_wins(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.meta.json").write_text(
        json.dumps({"published": "2022-03-31", "region": "徐州市", "title": "标题", "unknown": 1}),
        "utf-8-sig",
    )
    (article,) = read(tmp_path / "a.txt", given=Metadata(region="泉州市"))
    assert isinstance(article, Article)
    assert (article.id, article.published, article.region, article.title, article.url) == (
        "a",
        date(2022, 3, 31),
        "泉州市",
        "标题",
        None,
    )


@pytest.mark.parametrize(
    ("sidecar", "complaint"),
    [
        (
            '{"published": "31.3.2022"}',
            "a.meta.json: 'published': '31.3.2022' is no date; write it as 2022-03-31",
        ),
        ('{"published":\n 2022}', "a.meta.json: 'published' is 2022; a text or null is needed"),
        ('{"title": "x",\n}', "a.meta.json: line 2, column 1: "),
        ("[]", "a.meta.json: found list; a JSON object is needed"),
        ("[" * 100_000, "a.meta.json: "),
    ],
)
def test_a_bad_sidecar_is_a_failure_that_says_where(tmp_path: Path, sidecar: str, complaint: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.meta.json").write_text(sidecar, "utf-8")
    (tmp_path / "b.txt").write_text(TEXT, "utf-8")
    failure, article = read(tmp_path)
    assert isinstance(failure, Failure)
    assert f"{tmp_path}/{complaint}" in failure.message
    assert isinstance(article, Article)


def test_a_folder_is_walked_in_order_without_sidecars_gold_and_hidden_files(tmp_path: Path) -> None:
    for name in ("b/x.txt", "a/x.txt", ".git/x.txt", "a/x.meta.json", "a/x.gold.json", "README.md", "c.TXT"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("{}" if name.endswith("json") else TEXT, "utf-8")
    ids = [item.id for item in read(tmp_path) if isinstance(item, Article)]
    assert ids == ["x", "b/x", "c"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert len(read(tmp_path / "a.txt", tmp_path)) == 1


def test_ids_are_unique_even_where_folders_have_one_name(tmp_path: Path) -> None:
    for folder in ("1/d", "2/d", "3/d"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text(TEXT, "utf-8")
    assert [item.id for item in read(tmp_path) if isinstance(item, Article)] == ["a", "d/a", "d/a-2"]


def test_what_cannot_be_read_is_a_failure_each(tmp_path: Path) -> None:
    (tmp_path / "blank.txt").write_text(" \n", "utf-8")
    (tmp_path / "empty").mkdir()
    items = read(tmp_path / "missing.txt", tmp_path / "empty", tmp_path / "blank.txt")
    assert all(isinstance(item, Failure) and item.path in item.message for item in items)
    assert len(items) == 3


def test_stdin_is_an_article_once() -> None:
    (article,) = read("-", stdin=TEXT.encode("gb18030"), given=Metadata(published=date(2022, 1, 1)))
    assert isinstance(article, Article)
    assert (article.id, article.text, article.path, article.published) == (
        "stdin",
        TEXT,
        None,
        date(2022, 1, 1),
    )


def test_json_lines_fail_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    lines = [{"text": TEXT, "id": "n1", "published": "2022-03-31"}, {"text": TEXT}, {"title": "no text"}]
    file.write_text("\n".join(["not json", "", *map(json.dumps, lines)]), "utf-8")
    broken, first, second, textless = read(file)
    assert isinstance(broken, Failure)
    assert broken.message.startswith(f"{file}:1: line 1, column 1: ")
    assert isinstance(first, Article)
    assert (first.id, first.published) == ("n1", date(2022, 3, 31))
    assert isinstance(second, Article)
    assert second.id == "news-4"
    assert isinstance(textless, Failure)
    assert textless.message.startswith(f"{file}:5: 'text' is missing")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_totals_keep_the_value_as_written(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "official.csv"
    rows = '徐州市,,党员干部,persons,2022-03-30T16:00,"6000余","甲,\n乙"\n\n320300,团市委,,teams,,约68,\n'
    file.write_bytes((HEADER + rows).encode(encoding))
    first, second = read_totals(file)
    day = date(2022, 3, 30)
    assert first == Total(2, "徐州市", "", "党员干部", "persons", day, "6000余", "甲,\n乙", str(file))
    assert second == Total(5, "320300", "团市委", "", "teams", None, "约68", "", str(file))


@pytest.mark.parametrize(
    "written",
    ["2022/3/30", "2022-3-30", "2022/03/30 16:00", "2022.3.30", "2022年3月30日", "2022/3/30 9:05:00"],
)
def test_days_are_read_as_spreadsheets_write_them(tmp_path: Path, written: str) -> None:
    file = tmp_path / "official.csv"
    file.write_text(f"{HEADER}徐州市,,,persons,{written},1,\n", "utf-8")
    (row,) = read_totals(file)
    assert isinstance(row, Total)
    assert row.as_of == parse_date(written, "--published") == date(2022, 3, 30)


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("徐州市,,,persons,2022/2/30,1,", "column as_of is '2022/2/30'; expected a day"),
        ("徐州市,,,persons,2022/3/30 25:00,1,", "column as_of is '2022/3/30 25:00'; expected a day"),
        ("徐州市,,,persons,30/3/2022,1,", "column as_of is '30/3/2022'; expected a day"),
        ("徐州市,,,persons,2022-13-01,1,", "column as_of is '2022-13-01'; expected a day"),
        ("徐州市,,,people,,1,", "column measure is 'people'; expected one of persons, "),
        (",,,persons,,1,", "column region is empty; expected the name or code of a division"),
        ("徐州市,,,persons,,,", "column value is empty; expected a number or a count phrase"),
        ("徐州市,,,persons,,6,396,", "8 cells; expected 7"),
    ],
)
def test_a_bad_row_of_totals_names_file_line_and_column(tmp_path: Path, row: str, complaint: str) -> None:
    file = tmp_path / "official.csv"
    file.write_text(f"{HEADER}{row}\n徐州市,,,persons,,1,\n", "utf-8")
    failure, good = read_totals(file)
    assert isinstance(failure, Failure)
    assert failure.message.startswith(f"{file}:2: {complaint}")
    assert isinstance(good, Total)


@pytest.mark.parametrize("content", ["", "region,value\n徐州市,3\n"])
def test_a_totals_file_without_the_header_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "official.csv"
    file.write_text(content, "utf-8")
    with pytest.raises(TotalsError, match=r"official\.csv:1: .*expected .*region,unit,noun"):
        list(read_totals(file))
