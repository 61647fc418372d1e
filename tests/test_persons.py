"""Persons: language cases, by-lines, and names seen again."""

import csv
from pathlib import Path

import pytest
from name_pages import names_of

LINES = (Path(__file__).parent / "cases" / "persons.tsv").read_text("utf-8").splitlines()
CASES = list(csv.DictReader(LINES, delimiter="\t"))


@pytest.mark.parametrize("case", CASES, ids=[f"persons.tsv:{n}" for n in range(2, len(CASES) + 2)])
def test_case(case):
    found = {f"{p.name}/{p.role}/{p.unit}" for p in names_of(case["text"], case["region"]).persons}
    assert found == set(filter(None, case["persons"].split("；")))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我们在行动\n\n吴小芸(乡东村)\n\n村里开了会。", set()),
        ("队员抢修了一夜。 宋贤文\n下一页", set()),
        ("志愿服务团队队长——季文彪\n\n今年还是他带队。", {"季文彪"}),
        ("筹备组名单\n组 长:常慧\n副组长:常勇军 各学院负责\n下午开会。", {"常慧", "常勇军"}),
        ("大家忙了一夜。\n福州市 杨胜兰 罗平安\n", set()),
        ("水退了。 冉立秋 摄\n华闻社福州十一月二十二日电 (冉立秋 贺小荷)队员到了。", set()),
        ("村里开了会。\n(陈小峰 格日勒朝克图 视频来源 边境支队)\n", set()),
    ],
)
def test_a_line_tells_whose_name_it_holds(text, names):
    assert {p.name for p in names_of(text).persons} == names


def test_reporters_are_left_out():
    text = "本报讯(记者 张伟明 通讯员 李国强)党员王建军说,人到齐了。\n责任编辑:赵志刚"
    assert {p.name for p in names_of(text).persons} == {"王建军"}


def test_a_name_seen_surely_is_found_everywhere():
    text = "村民贾桂花被背上橡皮艇。后来大家都去看贾桂花家的房子。"
    assert [p.start for p in names_of(text).persons] == [text.index("贾桂花"), text.rindex("贾桂花")]


def test_no_person_overlaps_a_date():
    text = "书记向阳春节前到村。"
    assert all(p.end <= 4 for p in names_of(text, taken=((4, 6),)).persons)
