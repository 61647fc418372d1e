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


def test_reporters_are_left_out():
    text = "本报讯(记者 张伟明 通讯员 李国强)党员王建军说,人到齐了。\n责任编辑:赵志刚"
    assert {p.name for p in names_of(text).persons} == {"王建军"}


def test_a_name_seen_surely_is_found_everywhere():
    text = "村民贾桂花被背上橡皮艇。后来大家都去看贾桂花家的房子。"
    assert [p.start for p in names_of(text).persons] == [text.index("贾桂花"), text.rindex("贾桂花")]


def test_no_person_overlaps_a_date():
    text = "书记向阳春节前到村。"
    assert all(p.end <= 4 for p in names_of(text, taken=((4, 6),)).persons)
