"""The region of an article as a place: by its name, at the head of an organisation, or as 全市."""

import pytest

from extractor.mentions.mention import Place, Unit
from extractor.records.frame import Mentions
from extractor.records.region import region_place
from extractor.text.page import read_page


def found(text, code, *, places=(), units=()):
    mentions = Mentions([], [], list(places), list(units), [], [])
    place = region_place(read_page(text), mentions, code)
    return place and (place.name, place.text, place.start)


def unit(text, name, code):
    start = text.index(name)
    return Unit(start, start + len(name), name, name, kind="government", region=code)


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("全市投入300人巡堤。", "411500", ("信阳市", "全市", 0)),
        ("我县投入300人巡堤。", "411521", ("罗山县", "我县", 0)),
        ("全县投入300人巡堤。", "411500", None),
        ("昨日本澳有30人受伤。", "820000", ("澳门特别行政区", "本澳", 2)),
        ("全市属单位投入300人。", "411500", None),
        ("各地投入300人巡堤。", None, None),
    ],
)
def test_a_word_stands_for_the_region(text, code, expected):
    assert found(text, code) == expected


@pytest.mark.parametrize(
    ("text", "name", "code", "expected"),
    [
        ("昨日信阳水利局投入300人。", "信阳水利局", "411500", ("信阳市", "信阳", 2)),
        ("昨日恩施州水利局投入300人。", "恩施州水利局", "422800", ("恩施土家族苗族自治州", "恩施州", 2)),
        ("昨日市水利局投入300人。", "市水利局", "411500", None),
    ],
)
def test_an_organisation_begins_with_the_region(text, name, code, expected):
    assert found(text, code, units=[unit(text, name, code)]) == expected


def test_a_site_of_the_county_is_not_the_county():
    text = "谷堆乡和罗山县各投入30人。"
    places = [
        Place(0, 3, "谷堆乡", "谷堆乡", "town", "411521"),
        Place(4, 7, "罗山县", "罗山县", "county", "411521"),
    ]
    assert found(text, "411521", places=places) == ("罗山县", "罗山县", 4)
