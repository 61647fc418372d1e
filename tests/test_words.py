"""The lexicons of words around names and figures: sorted, and of the classes that the code reads."""

import re
from pathlib import Path

import pytest

from extractor.lexicons import any_of, read_lexicon, terms_of

CLASSES = {
    "agent_heads": {"that", "all", "page", "bare", "organ", "school", "area", "inner", "we", "self"},
    "campaign_words": {"motto", "plan"},
    "count_verbs": {"change", "each", "link", "quick", "reached", "rise"},
    "date_beside": {"event", "lasts", "span", "spoken"},
    "day_words": {
        *("now", "point", "aside", "until", "cutoff", "attribute", "announced", "goes_on", "ago"),
        *("lately", "habit", "past", "next", "on"),
    },
    "layout_words": {
        "addressed",
        "beside_day",
        "bracket",
        "column",
        "credit",
        "credited",
        "dated",
        "day",
        "desk",
        "here",
        "imprint",
        "keeps",
        "label",
        "meta",
        "origin",
        "own",
        "paper",
        "phone",
        "picture",
        "posted",
        "press",
        "rank",
        "report",
        "reports",
        "rights",
        "scan",
        "section",
        "signed",
        "spread",
        "stamp",
        "switch",
        "tail",
        "trail",
        "welcome",
        "wire",
    },
    "name_marks": {"area", "decade", "now", "storm"},
    "name_tails": {"eponym", "qualifier", "school", "site", "companion", "honour", "estate", "street"},
    "noun_breaks": {"changed", "clause", "many", "predicate"},
    "place_bodies": {
        "branch",
        "force",
        "in_block",
        "in_village",
        "organ",
        "own",
        "service",
        "team",
        "traveller",
    },
    "place_list_nouns": {"site", "attribute", "village", "etc", "etc_water", "shared"},
    "place_words": {
        "aside",
        "befalls",
        "bridge",
        "compass",
        "county",
        "crosses",
        "crossing",
        "duty",
        "dwelling",
        "everywhere",
        "front",
        "gauge",
        "gauged",
        "grounds",
        "hall",
        "helped",
        "here",
        "holder",
        "house",
        "houses",
        "in_town",
        "interim",
        "jointly",
        "lettered",
        "line",
        "made",
        "nation",
        "no_group",
        "no_name",
        "no_site",
        "no_stretch",
        "numbered",
        "of_day",
        "old_works",
        "ongoing",
        "pair",
        "partly",
        "rails",
        "road",
        "settled",
        "settlement",
        "sky",
        "stop",
        "takes_in",
        "town",
        "village_road",
        "visits",
        "weather",
    },
    "post_bodies": {"body", "host", "part", "ward", "council", "seat"},
    "post_words": {
        "addressed",
        "anywhere",
        "became",
        "came",
        "headed",
        "is",
        "leads",
        "orders",
        "part",
        "party",
        "party_post",
        "posted",
        "resident",
        "retired",
        "ruler",
        "school",
        "that",
    },
    "rate_words": {"as", "daily", "never", "of", "predicate", "share", "slogan", "spared"},
    "relation_words": {
        "among",
        "anybody",
        "back",
        "came",
        "change",
        "crowd",
        "exhausts",
        "favours",
        "few",
        "forms",
        "inner",
        "inside",
        "made",
        "noun",
        "opener",
        "opens",
        "origin",
        "ranks",
        "respective",
        "rest",
        "some",
        "within",
    },
    "status_words": {
        "acts",
        "ahead",
        "any_branch",
        "befell",
        "beside_exam",
        "bound",
        "came",
        "demand",
        "done",
        "exam",
        "gives",
        "goes",
        "least",
        "moves",
        "must",
        "nameless",
        "needy",
        "next",
        "norm",
        "occasion",
        "ought",
        "recruit",
        "sample",
        "saved",
        "soon",
        "takes_on",
        "there",
        "while",
        "whole",
        "will",
        "works",
    },
    "sum_words": {
        "sum",
        "summed",
        "adds",
        "makes",
        "both",
        "sent",
        "together",
        "running",
        "turns",
        "apart",
        "only",
        "single",
        "entire",
        "about",
        "below",
        "over",
        "reach",
        "plain",
    },
    "territory_words": {"hongkong", "macau"},
}


@pytest.mark.parametrize(
    "name", [*CLASSES, "agent_words", "country_tails", "holiday_names", "month_words", "solar_names"]
)
def test_lexicons_are_sorted_and_unique(name):
    terms = [row["term"] for row in read_lexicon(name)]
    assert terms == sorted(set(terms))


@pytest.mark.parametrize("name", CLASSES)
def test_classes_are_those_that_are_read(name):
    assert {word for row in read_lexicon(name) for word in row["class"].split()} == CLASSES[name]


def test_roles_of_agent_words_are_those_that_are_read():
    rows = read_lexicon("agent_words")
    assert {role for row in rows for role in row["before"].split()} == {
        "source",
        "asked",
        "goal",
        "partner",
        "joins",
        "toward",
        "over",
    }
    assert {role for row in rows for role in row["after"].split()} == {
        "tells",
        "manner",
        "directs",
        "demands",
        "hosts",
        "unifies",
        "acts",
        "local",
        "begins",
        "between",
        "says",
        "gives",
        "states",
        "calls",
        "takes",
        "wholly",
        "around",
        "fresh",
        "hastens",
    }


def test_a_word_of_no_class_stands_for_a_name():
    for name in ("agent_heads", "post_bodies"):
        assert all(row["class"] or row["endings"] for row in read_lexicon(name))


def test_solar_terms_are_numbered():
    assert sorted(int(row["number"]) for row in read_lexicon("solar_names")) == list(range(1, 25))


def test_longer_words_come_first():
    assert terms_of("relation_words", "forms")[0] == "混合编成"
    sizes = [len(term) for term in terms_of("country_tails")]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(
    ("text", "found"), [("计划", True), ("西部计划", False), ("计划生育", False), ("目标任务", False)]
)
def test_a_word_does_not_match_beside_what_it_excludes(text, found):
    assert bool(re.search(any_of("status_words", "will"), text)) is found


def test_every_lexicon_is_read():
    root = Path(__file__).parents[1]
    code = "".join(path.read_text("utf-8") for path in (root / "extractor").rglob("*.py"))
    names = [path.stem for path in (root / "extractor" / "lexicons").glob("*.tsv")]
    assert [name for name in sorted(names) if not re.search(f"[\"']{name}[\"']", code)] == []
