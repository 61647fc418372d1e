"""The bigrams of a passage: names masked, each where it stands from the count, and none that its data file cannot hold."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicons import read_lexicon
from extractor.mentions.mention import Count, Place, Unit
from extractor.records.bigrams import TASKS, Passages, hearing
from extractor.records.frame import Mentions
from extractor.records.ranking import BIGRAM, Option, Table, rank

TEXT = "甲县昨天下雨。乙局出动20名干部,赶赴丙镇。"
COUNT = Count(11, 14, "20名", 20, 20, "persons")
SENDER = Unit(7, 9, "乙局", "乙局")
PLACE = Place(19, 21, "丙镇", "丙镇", "town")
HOME = Place(0, 2, "甲县", "甲县", "county")


def passages(text: str = TEXT) -> Passages:
    return Passages(text, Mentions([COUNT], [], [HOME, PLACE], [SENDER], [], []))


def test_what_stands_around_a_count_is_told_by_where_it_stands():
    around = passages().around((COUNT.start, COUNT.end))
    assert {"p~L昨", "p~下雨", "c~U出", "c~出动", "c~动#", "d~#干", "d~干部", "e~赶赴", "e~赴L"} <= set(
        around
    )
    assert not [word for word in around if re.search(r"[甲乙丙县局镇]", word)]


def test_what_stands_beside_a_name_and_between_it_and_the_count():
    count = (COUNT.start, COUNT.end)
    assert set(passages().beside((7, 9), count)) >= {"in<~出动", "in<~-出", "<~@出", "<~出动", "<~动#"}
    assert set(passages().beside((19, 21), count)) >= {"in>赶赴~", ">~#干", ">~赴@"}
    assert passages().beside((0, 2), count) == ("out<~", "out<-~", "out<~昨天", "out<~-昨")


def test_each_reading_hears_its_own_before_the_choice():
    heard: dict[object, tuple[str, ...]] = {}

    def chooser(_task, _count, options):
        heard.update({o.value if o.value is None else "named": tuple(o.words) for o in options})
        return options[0].value, 1.0

    hearing(chooser, passages())("unit", (COUNT.start, COUNT.end), [Option(None, ()), Option(SENDER, ())])
    assert "c~出动" in heard[None]
    assert "<~出动" in heard["named"]


def test_a_bigram_weighs_what_its_line_says_and_no_other_feature_is_taken_for_one():
    table = Table([("c~出动", -1.0), ("<~出动", 2.0), ("ruled", 0.5), ("ruled/of", 0.25)])
    named = Option("乙局", (("ruled", ("", "of")),), ("<~出动", "<~不明"))
    assert named.score(table) == 2.75
    assert named.names() == ["ruled", "ruled/of", "<~出动", "<~不明"]
    assert rank([Option(None, (), ("c~出动",)), named], table)[0] == "乙局"


def test_the_data_file_holds_bigrams_of_the_links_that_hear_them():
    rows = read_lexicon("link_bigrams")
    assert all(BIGRAM in row["term"] for row in rows)
    assert set(rows[0]) == {"term", "source", *TASKS}
    assert not [r["term"] for r in read_lexicon("link_weights") if BIGRAM in r["term"]]


@given(st.text(alphabet="甲乙出动在0,。;\n\t\u2028 ", max_size=40), st.data())
def test_any_span_of_any_text_has_bigrams_that_a_line_can_hold(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    name = data.draw(st.integers(0, len(text)))
    found = Passages(text, Mentions([], [], [], [], [], []))
    words = (*found.around((start, end)), *found.beside((name, min(name + 2, len(text))), (start, end)))
    assert all(BIGRAM in word and len(word.splitlines()) == 1 and "\t" not in word for word in words)
