"""The gazetteer: codes, names, years, villages, and what it costs."""

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.compile_gazetteer import OWN_SOURCES
from models.gazetteer import gazetteer, town_stem

NAMES = sorted(gazetteer().names())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("鼓楼区", {"320106", "320302", "350102", "410204"}),
        ("徐州", {"320300"}),
        ("融水县", {"450225"}),
        ("黔东南州", {"522600"}),
        ("吉林", {"220000", "220200"}),
        ("三沙市", {"460300"}),
        ("无此地", set()),
    ],
)
def test_finds_full_and_short_names(name, codes):
    assert {d.code for d in gazetteer().find(name)} == codes


def test_qualifies_a_name_with_everything_above_it():
    gaz = gazetteer()
    assert gaz.qualified(gaz.get("320302")) == "江苏省徐州市鼓楼区"
    assert gaz.qualified(gaz.get("110101")) == "北京市东城区"


def test_a_city_without_counties_is_not_its_own_parent():
    assert [d.code for d in gazetteer().ancestors("441900")] == ["440000"]


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("铜山县", 2008, {"320323"}),
        ("襄樊市", 2005, {"420600"}),
        ("襄樊市", 2022, {"420600"}),
        ("铜山区", 2022, {"320312"}),
    ],
)
def test_a_name_means_what_it_meant_in_its_year(name, year, codes):
    assert {d.code for d in gazetteer().on(name, year)} == codes


def test_renamed_city_carries_the_name_of_its_time():
    assert gazetteer().on("襄樊市", 2005)[0].name == "襄樊市"
    assert gazetteer().on("襄樊市", 2022)[0].name == "襄阳市"


def test_villages_stand_under_their_town():
    assert gazetteer().villages("320311")["三官庙社区"] == "七里沟街道"
    assert gazetteer().villages("999999") == {}


def test_numbers_of_our_own_never_leave():
    (county,) = gazetteer().find("南投县")
    assert county.official_code is None
    assert gazetteer().find("台湾省")[0].official_code == "710000"


def test_files_stay_small():
    size = {
        f.name: len(f.read_bytes()) for f in files("models").iterdir() if f.name.endswith((".xz", ".bin"))
    }
    assert size["divisions.xz"] + size["towns.xz"] <= 300_000
    assert size["villages.bin"] <= 2_500_000


def test_towns_by_county_and_by_name_agree():
    for town in gazetteer().towns("320302"):
        assert town in [t for t in gazetteer().towns("320302") if t.code == town.code]
        assert any(t.code == town.code for t in gazetteer().towns_named(town.name))


@given(st.sampled_from(NAMES))
def test_every_division_lies_within_all_that_stand_above_it(name):
    gaz = gazetteer()
    for division in gaz.find(name):
        above = gaz.ancestors(division.code)
        assert len(above) <= 3
        assert all(gaz.within(division.code, a.code) for a in above)


@given(st.text("河口永平鹅湖镇乡街道", min_size=1, max_size=8))
def test_a_town_stem_is_a_true_prefix_of_at_least_two_characters(name):
    stem = town_stem(name)
    assert stem == "" or (len(stem) > 1 and name.startswith(stem) and stem != name)


def test_compiled_files_are_those_that_the_script_wrote():
    rows = [
        line.split("\t") for line in (files("models") / "checksums.tsv").read_text("utf-8").splitlines()[1:]
    ]
    built = {name: digest for name, digest in rows if not name.startswith("raw/")}
    assert set(built) == {"divisions.xz", "towns.xz", "history.xz", "villages.bin", *OWN_SOURCES}
    for name, digest in built.items():
        assert hashlib.sha256((files("models") / name).read_bytes()).hexdigest() == digest, name


def test_aliases_name_divisions_of_today():
    rows = [
        line.split("\t") for line in (files("models") / "aliases.tsv").read_text("utf-8").splitlines()[1:]
    ]
    for alias, code, source in rows:
        assert source
        assert gazetteer().get(code) is not None
        assert [d.code for d in gazetteer().find(alias)] == [code]
