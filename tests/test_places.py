"""Places: cases, codes, context, and what must hold of any text."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extractor
from extractor.context import establish
from extractor.lexicons import read_lexicon
from extractor.mentions import places
from extractor.mentions.scan import Scanner
from extractor.text.page import read_page

CASES = Path(__file__).parent / "cases"
ROWS = [line.split("\t") for line in (CASES / "places.tsv").read_text("utf-8").splitlines()[1:]]
PEERS = [json.loads(line) for line in (CASES / "peers" / "places.jsonl").read_text("utf-8").splitlines()]


@cache
def scanner():
    return Scanner(places.vocabularies())


def read(text, region=None, published="2022-03-31"):
    page = read_page(text)
    hits = scanner().scan(page.clean)
    context = establish(page, hits, region=region or None, published=date.fromisoformat(published))
    return page, context, places.find_places(page, hits, context)


@pytest.mark.parametrize(("text", "region", "published", "expected"), ROWS)
def test_case(text, region, published, expected):
    found = [f"{p.name}={p.code or ''}" for p in read(text, region, published)[2]]
    assert ";".join(found) == expected


SCORED = [p for p in PEERS if p["use"] == "score" and p["expected"]]


# Addresses without prose: libraries guess the upper levels; whatever muster codes must lie in them.
@pytest.mark.parametrize("case", SCORED, ids=[p["id"] for p in SCORED])
def test_peer_addresses_get_the_right_county_or_nothing(case):
    gaz = places.gazetteer()
    expected = case["expected"][0]
    names = {v for k, v in expected.items() if v and k in ("province", "city", "county")}
    _, _, found = read(case["input"])
    coded = [gaz.get(p.code) for p in found if p.code]
    for division in coded:
        chain = {division.name, *(a.name for a in gaz.ancestors(division.code))}
        assert chain & names or division.name in names


def test_region_decides_between_namesakes():
    codes = [read("志愿者在鼓楼区值守。", region)[2][0].code for region in ("徐州市", "福州市", "开封市")]
    assert codes == ["320302", "350102", "410204"]


def test_without_context_namesakes_keep_their_candidates():
    (place,) = read("志愿者在鼓楼区值守。")[2]
    assert place.code is None
    assert set(place.candidates) == {"320106", "320302", "350102", "410204"}


def test_area_words_mean_the_region():
    context = read("干部到岗。", "铅山县")[1]
    assert context.area_of("县").code == "361124"
    assert context.area_of("市").code == "361100"
    assert context.area_of("省").code == "360000"
    assert context.area_of("区") is None


def test_region_is_inferred_only_when_the_text_is_about_one():
    text = "徐州市组织志愿者。徐州市鼓楼区的干部下沉,徐州市民积极响应,徐州各区行动。"
    assert read(text)[1].region.code == "320300"
    assert read("干部到岗。")[1].region is None


@pytest.mark.parametrize(
    "name",
    [
        "foreign_places",
        "landmarks",
        "place_cues",
        "place_heads",
        "place_journeys",
        "place_stops",
        "place_teams",
        "place_venues",
        "regions",
        "zones",
    ],
)
def test_lexicons_are_sorted_and_unique(name):
    terms = [row["term"] for row in read_lexicon(name)]
    assert terms == sorted(set(terms))


def test_zone_codes_exist():
    for row in read_lexicon("zones"):
        assert places.gazetteer().get(row["code"]) is not None, row["term"]


def test_a_zone_that_names_a_county_has_its_code():
    gaz = places.gazetteer()
    for row in read_lexicon("zones"):
        level = "county" if row["code"][4:] != "00" else "city" if row["code"][2:] != "0000" else "province"
        assert gaz.get(row["code"]).level == level
        same = {d.code for d in gaz.find(row["term"]) if d.level == "county"}
        assert not same or row["code"] in same, row["term"]


PIECES = st.sampled_from(
    [
        *"在到赴的了、,。和0\n“”",
        "鼓楼",
        "云龙区",
        "等",
        "14",
        "个",
        "社区",
        "村",
        "镇",
        "街道",
        "北村",
        "路",
        "收费站",
        "国道108线",
        "段",
        "大堤",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_places_are_spans_of_the_text_that_do_not_overlap(text):
    page, _, found = read(text, "徐州市")
    end = 0
    for place in found:
        assert end <= place.start < place.end <= len(page.clean)
        assert place.text == page.clean[place.start : place.end]
        assert place.code is None or not place.candidates
        end = place.end


VENUES = [line.split("\t") for line in (CASES / "venues.tsv").read_text("utf-8").splitlines()[1:]]


@pytest.mark.parametrize(("text", "region", "published", "expected", "units"), VENUES)
def test_organisations_are_places_where_something_happens_in_them(text, region, published, expected, units):
    report = extractor.extract(text, region=region, published=published)
    assert ";".join(p.name for p in report.places) == expected
    assert ";".join(u.name for u in report.units) == units


def test_a_headline_opens_with_the_short_name_of_the_county_that_the_page_names():
    _, _, found = read("睢宁护林人\n\n3月6日,睢宁县林业局的40名护林员进山。")
    assert [(p.text, p.name) for p in found] == [("睢宁", "睢宁县"), ("睢宁县", "睢宁县")]
