"""Units: language cases, and what must hold for any text."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from name_pages import names_of, scanner

from extractor.lexicons import read_lexicon
from extractor.text.page import read_page

LINES = (Path(__file__).parent / "cases" / "units.tsv").read_text("utf-8").splitlines()
CASES = list(csv.DictReader(LINES, delimiter="\t"))
PIECES = [
    "市",
    "县",
    "团市委",
    "市委",
    "组织部",
    "、",
    "和",
    "徐州",
    "徐州市",
    "城管局",
    "支队",
    "武警",
    "第一",
    "人民医院",
    "3家",
    "。",
    "\n",
    "“",
    "”",
    "由",
    "公司",
    "张",
    "书记",
    "说",
]


@pytest.mark.parametrize("case", CASES, ids=[f"units.tsv:{n}" for n in range(2, len(CASES) + 2)])
def test_case(case):
    found = {u.name for u in names_of(case["text"], case["region"]).units}
    assert found == set(filter(None, case["units"].split("；")))


def test_official_name_is_given_where_the_table_knows_it():
    (unit,) = names_of("市城管局来人了。", "徐州市").units
    assert (unit.text, unit.official, unit.region) == ("市城管局", "徐州市城市管理局", "320300")


def test_league_committee_has_its_full_name():
    (unit,) = names_of("团市委来人了。", "徐州市").units
    assert (unit.name, unit.official) == ("共青团徐州市委", "共青团徐州市委员会")


def test_no_unit_overlaps_what_is_taken():
    assert names_of("来了3家人民医院。", "徐州市", ((2, 5),)).units == []
    text = "徐州市城管局来了。"
    assert names_of(text, "徐州市").units
    assert names_of(text, "徐州市", ((0, 6),)).units == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_spans_hold_the_text_and_do_not_overlap(text):
    clean = read_page(text).clean
    names = names_of(text, "徐州市")
    for unit in names.units:
        assert clean[unit.start : unit.end] == unit.text
        assert unit.name
    spans = sorted((m.start, m.end) for kind in (names.units, names.persons, names.places) for m in kind)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    for kind in (names.units, names.persons, names.places, names.teams):
        assert [m.start for m in kind] == sorted(m.start for m in kind)


def test_one_scanner_serves_all_finders():
    assert {"units.stems", "persons.roles"} <= set(scanner().scan("市委").keys())


OFFICIAL = [
    ("市教体局", "徐州市教育和体育局"),
    ("市文旅局", "徐州市文化和旅游局"),
    ("市国资委", "徐州市国有资产监督管理委员会"),
    ("市消协", "徐州市消费者协会"),
    ("市卫健委", "徐州市卫生健康委员会"),
    ("市防指", "徐州市防汛抗旱指挥部"),
    ("市社科联", "徐州市社会科学界联合会"),
    ("市中院", "徐州市中级人民法院"),
]


@pytest.mark.parametrize(("text", "official"), OFFICIAL)
def test_official_name_spells_out_the_abbreviation(text, official):
    (unit,) = names_of(f"{text}来人了。", "徐州市").units
    assert unit.official == official


def test_departments_of_other_names_stay_apart():
    units = names_of("市教育局与市教体局、市水利局与市水务局都来人了。", "徐州市").units
    assert len({u.name for u in units}) == 4


LEXICONS = [
    "national_units",
    "team_heads",
    "unit_breaks",
    "unit_countries",
    "unit_crews",
    "unit_cues",
    "unit_elements",
    "unit_generic",
    "unit_heads",
    "unit_hosts",
    "unit_inner",
    "unit_prefixes",
    "unit_stems",
    "unit_tails",
]


CUES = {
    "acts",
    "acts_how",
    "aid",
    "any_branch",
    "anybody",
    "at",
    "at_work",
    "authority",
    "awards",
    "body",
    "branch",
    "builds",
    "busy",
    "busy_how",
    "called",
    "calls_out",
    "carries",
    "channel",
    "common",
    "crew",
    "crew_leader",
    "decides",
    "deploys",
    "dispatches",
    "dispatches_how",
    "does",
    "draws",
    "fire",
    "firm",
    "founds",
    "gate",
    "goes",
    "housed",
    "inside",
    "itself",
    "leads",
    "made",
    "made_how",
    "matter",
    "medical",
    "members",
    "no_level",
    "noun",
    "of_brand",
    "office",
    "organs",
    "ownership",
    "people",
    "picked",
    "post",
    "programme",
    "railway",
    "ranks",
    "runs",
    "sends",
    "sends_how",
    "sentence",
    "serves_how",
    "service",
    "site",
    "soldiers",
    "spot",
    "staff",
    "stationed",
    "studies",
    "supports",
    "task",
    "tells",
    "then",
    "trade",
    "trained",
    "trap",
    "warns",
    "workers",
}
ELEMENTS = {
    "abroad",
    "all",
    "alone",
    "arm",
    "armies",
    "army",
    "attached",
    "block",
    "branch",
    "brigade",
    "campus",
    "charged",
    "college",
    "committee",
    "corps",
    "counted",
    "duty",
    "dwelt",
    "embassy",
    "firm",
    "force",
    "group",
    "guard",
    "guards",
    "guild",
    "hall",
    "hazard",
    "head_office",
    "house",
    "in_branch",
    "led",
    "legal",
    "liability",
    "local",
    "lower",
    "mission",
    "national",
    "network",
    "newsroom",
    "no_chair",
    "no_district",
    "no_section",
    "no_trade",
    "numbered",
    "of_places",
    "office",
    "one",
    "ordered",
    "organ",
    "ours",
    "own",
    "owner",
    "patrol",
    "police",
    "post",
    "quarter",
    "rank",
    "regiment",
    "rescue",
    "ruling",
    "scene",
    "self",
    "service",
    "settlement",
    "shared",
    "squad",
    "squads",
    "station",
    "station_sort",
    "task",
    "tasked",
    "that",
    "unnamed",
    "whole",
    "works",
    "zone",
}


@pytest.mark.parametrize("name", LEXICONS)
def test_lexicons_are_sorted_and_unique(name):
    terms = [row["term"] for row in read_lexicon(name)]
    assert terms == sorted(set(terms))


def test_tails_tell_where_the_head_ends():
    for row in read_lexicon("unit_tails"):
        head, tail = row["term"].split("|")
        assert head
        assert tail


def test_words_of_the_lexicons_take_the_values_that_are_read():
    assert {row["class"] for row in read_lexicon("unit_breaks")} == {"break", "keep"}
    assert {row["bare"] for row in read_lexicon("unit_heads")} == {
        "no",
        "yes",
        "long",
        "tail",
        "free",
        "joined",
        "brand",
        "acting",
        "works",
    }
    assert {cue for row in read_lexicon("unit_cues") for cue in row["cues"].split()} == CUES
    assert {word for row in read_lexicon("unit_elements") for word in row["class"].split()} == ELEMENTS
    hosts = {host for row in read_lexicon("unit_inner") for host in row["hosts"].split()}
    assert hosts == {
        "school",
        "hospital",
        "company",
        "court",
        "government",
        "military",
        "party",
        "local",
        "any",
    }
