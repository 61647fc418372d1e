"""Shapes of names: what may be one, how its parts weigh, and that the files behind it are fresh."""

import csv
import importlib.util
import lzma
from pathlib import Path

import pytest

from extractor.lexicons import read_lexicon
from extractor.mentions.name_shapes import openings, shape, shape_score, weights, windows

ROOT = Path(__file__).parents[1]


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "name", ["王建国", "欧阳静", "欧阳静雯", "张赵凯渝", "张罗阿满", "熊新生", "黄\U0002c029瀚"]
)
def test_what_may_be_a_name(name):
    assert shape(name) is not None


@pytest.mark.parametrize(
    "name", ["王阿姨", "徐某某", "程公司", "的建国", "王的国", "李局长", "王", "王建国强大", "张姓", "A建国"]
)
def test_what_can_not_be_one(name):
    assert shape(name) is None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("王建国", "王国建"),
        ("李秀英", "李的"),
        ("陈志强", "雷阵雨"),
        ("周晓芳", "周五输"),
        ("刘伟", "刘路"),
        ("王海燕", "王海湾"),
    ],
)
def test_names_weigh_more_than_words(better, worse):
    other = shape_score(worse)
    assert other is None or shape_score(better) > other


def test_features_have_a_weight_and_a_prior():
    with (ROOT / "bench" / "person_priors.tsv").open(encoding="utf-8", newline="") as stream:
        priors = {row["term"] for row in csv.DictReader(stream, delimiter="\t")}
    assert priors == set(weights())
    for name in ("张罗阿满", "雷阵雨", "欧阳静雯", "金水河", "徐克尔", "王伟"):
        assert {term for term, _ in shape(name)} <= priors


def test_openings_are_surnames_before_what_may_be_given():
    text = "王建国对王的看法,和欧阳静的"
    assert [m.group() for m in openings().finditer(text)] == ["王", "欧", "阳"]


def test_two_surnames_may_make_a_longer_name():
    assert (4, None) in windows()["张赵凯"]
    assert [size for size, _ in windows()["王建国"]] == [2, 3]


def test_the_files_are_what_the_script_makes_of_the_dictionary():
    for path, text in load("make_shapes").build().items():
        data = path.read_bytes()
        found = lzma.decompress(data) if path.suffix == ".xz" else data
        assert found.decode("utf-8") == text, f"python bench/make_shapes.py writes {path.name} anew"


def test_owners_name_endings_or_a_sign():
    for row in read_lexicon("role_owners"):
        assert row["endings"] in ("-", "?") or all(row["endings"].split("|")), row
