"""The annotated corpus: what is read, what is refused, and whether gold and text agree."""

import json
import math
from pathlib import Path

import pytest
from bounds import derive

from corpora.gold import GoldError, parse_gold, read_annotated, read_golds
from extractor.text.normalise import normalise, simplify

FOLDER = Path(__file__).parents[1] / "corpora" / "gold"
ANNOTATED = {gold.id: (article, gold) for article, gold in read_annotated(FOLDER)}
by_article = pytest.mark.parametrize("name", ANNOTATED)

COUNT = {
    "text": "30人", "noun": "队员", "measure": "persons", "low": 30, "high": 30, "scope": "part",
    "basis": "actual", "per": None, "of": None, "unit": [], "place": [["北堤"]], "as_of": "2022-03-18",
}  # fmt: skip
GOLD = {
    "id": "x", "published": "2022-03-18", "region": "丽水市", "units": [["市水利局"]],
    "persons": [], "places": [], "dates": [], "counts": [COUNT], "checks": [],
}  # fmt: skip


def parsed(**changes):
    return parse_gold(json.dumps({**GOLD, **changes}, ensure_ascii=False), file="x.gold.json")


@by_article
def test_every_form_stands_in_the_text(name):
    article, gold = ANNOTATED[name]
    text = normalise(article.text)[0]
    for forms in (*gold.units, *gold.places, *(p for c in gold.counts for p in c.place)):
        assert any(normalise(form)[0] in text for form in forms), forms
    for count in gold.counts:
        assert not count.unit or any(normalise(form)[0] in text for form in count.unit), count
    for found in (*gold.persons, *gold.dates):
        word = found.name if hasattr(found, "name") else found.text
        assert normalise(word)[0] in text, found


@by_article
def test_every_figure_stands_in_the_text_as_often_as_it_is_counted(name):
    article, gold = ANNOTATED[name]
    text = normalise(article.text)[0]
    wanted = [normalise(count.text)[0] for count in gold.counts]
    for word in set(wanted):
        assert text.count(word) >= wanted.count(word), word


@by_article
def test_the_guideline_gives_the_bounds(name):
    for count in ANNOTATED[name][1].counts:
        assert derive(count.text) == (count.low, count.high), count


@by_article
def test_gold_is_simplified(name):
    gold = ANNOTATED[name][1]
    words = [form for forms in (*gold.units, *gold.places) for form in forms]
    words += [count.text + count.noun for count in gold.counts] + [person.name for person in gold.persons]
    assert [word for word in words if simplify(word) != word] == []


@by_article
def test_verdicts_follow_from_the_bounds(name):
    gold = ANNOTATED[name][1]
    for check in gold.checks:
        if check.kind not in ("breakdown", "part_of_whole") or check.verdict == "open":
            continue
        parts = [gold.named(part)[0] for part in check.parts]
        low = sum(part.low or 0 for part in parts)
        high = sum(math.inf if part.high is None else part.high for part in parts)
        holds = any(
            low <= (math.inf if whole.high is None else whole.high)
            and (check.kind == "part_of_whole" or high >= (whole.low or 0))
            for whole in gold.named(check.whole)
        )
        assert holds == (check.verdict == "consistent"), check


def test_the_corpus_is_whole():
    names = {path.name.removesuffix(".gold.json") for path in FOLDER.glob("*.gold.json")}
    assert names == {path.stem for path in FOLDER.glob("*.txt")} == set(ANNOTATED)
    assert len(names) >= 209


def test_an_id_goes_before_a_text():
    twice = parsed(counts=[COUNT, {**COUNT, "id": "b", "noun": "民兵"}])
    assert [count.noun for count in twice.named("30人")] == ["队员", "民兵"]
    assert [count.noun for count in twice.named("b")] == ["民兵"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"counts": [{**COUNT, "low": "30"}]}, "$.counts[0].low"),
        ({"counts": [COUNT, {**COUNT, "measure": "people"}]}, "$.counts[1].measure"),
        ({"counts": [{**COUNT, "low": 31}]}, "$.counts[0].low"),
        ({"counts": [{**COUNT, "low": None, "high": None}]}, "$.counts[0].low"),
        ({"counts": [{**COUNT, "of": "40人"}]}, "$.counts[0].of"),
        ({"counts": [{**COUNT, "per": "fortnight"}]}, "$.counts[0].per"),
        ({"counts": [{**COUNT, "as_of": "18 March"}]}, "$.counts[0].as_of"),
        ({"counts": [{**COUNT, "place": ["北堤"]}]}, "$.counts[0].place[0]"),
        ({"published": "2022-02-30"}, "$.published"),
        ({"units": "市水利局"}, "$.units"),
        ({"dates": [{"text": "3月", "from": "2022-03-31", "to": "2022-03-01"}]}, "$.dates[0].from"),
        (
            {"checks": [{"kind": "breakdown", "parts": ["1人"], "whole": "30人", "verdict": "open"}]},
            "$.checks[0]",
        ),
    ],
)
def test_an_error_names_the_file_and_the_path(changes, path):
    with pytest.raises(GoldError) as error:
        parsed(**changes)
    assert str(error.value).startswith(f"x.gold.json: {path}:")


def test_broken_files_are_errors(tmp_path):
    with pytest.raises(GoldError, match=r"no file \*\.gold\.json"):
        read_golds(tmp_path)
    (tmp_path / "a.gold.json").write_text("{", "utf-8")
    with pytest.raises(GoldError, match=r"a\.gold\.json:1: not JSON"):
        read_golds(tmp_path)
    (tmp_path / "a.gold.json").write_text(json.dumps(GOLD), "utf-8")
    with pytest.raises(GoldError, match="text or metadata"):
        list(read_annotated(tmp_path))
    (tmp_path / "a.gold.json").write_bytes(b"\xff")
    with pytest.raises(GoldError, match="UTF-8"):
        read_golds(tmp_path)
