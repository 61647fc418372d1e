"""The scorer: a perfect prediction scores 1, and each mistake costs exactly what the definitions say."""

import copy
import itertools
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.gold import Gold, GoldCheck, GoldCount, GoldDate, GoldPerson, read_golds
from extractor.assignment import best_pairs, pair
from extractor.reports.scoresheet import score_lines
from extractor.scorer import ScoreError, evaluate, read_predictions, score

FOLDER = Path(__file__).parents[1] / "corpora" / "gold"
DAY = date(2022, 3, 18)


def count(text, low, high, **fields):
    plain = {
        "noun": "队员", "measure": "persons", "scope": "part", "basis": "actual", "per": None, "of": None,
        "unit": (), "place": (), "as_of": None, "who": "mobilized",
    }  # fmt: skip
    return GoldCount(text=text, low=low, high=high, **{**plain, **fields})


GOLD = Gold(
    id="a",
    published=DAY,
    region="丽水市",
    units=(("市水利局", "丽水市水利局"), ("团市委", "共青团丽水市委")),
    persons=(GoldPerson("王阳明", ("市水利局",), "科长"), GoldPerson("李四光", (), "")),
    places=(("北堤", "莲都区北堤"), ("汽车东站",)),
    dates=(GoldDate("3月18日", DAY, DAY), GoldDate("今天", DAY, DAY)),
    counts=(
        count(
            "300人",
            300,
            300,
            scope="total",
            unit=("丽水市水利局",),
            place=(("北堤",), ("汽车东站",)),
            as_of=DAY,
        ),
        count("100名", 100, 100, of="300人"),
        count("200名", 200, 200, of="300人", unit=("团市委",)),
        count("3个小组", 3, 3, measure="teams", who=None),
        count("近80人", 71, 79, id="first"),
        count("近80人", 71, 79, unit=("团市委",), per="day"),
    ),
    checks=(
        GoldCheck("breakdown", ("100名", "200名"), "300人", "consistent"),
        GoldCheck("listing", ("北堤",), "3个小组", "open"),
        GoldCheck("part_of_whole", ("first",), "100名", "contradicted"),
    ),
)


def perfect(gold):
    """Return the prediction that says just what the gold says."""
    ids = {index: f"{gold.id}#{index}" for index in range(len(gold.counts))}
    find = {c.text: ids[i] for i, c in reversed(list(enumerate(gold.counts)))}
    find.update({c.id: ids[i] for i, c in enumerate(gold.counts) if c.id})
    records = [
        {
            "id": ids[i], "text": c.text, "measure": c.measure, "low": c.low, "high": c.high, "who": c.who,
            "scope": c.scope, "basis": c.basis, "per": c.per, "of": c.of and find[c.of],
            "unit": c.unit[0] if c.unit else None, "places": [p[0] for p in c.place],
            "as_of": c.as_of and c.as_of.isoformat(), "sentence": f"共{c.text}。",
        }
        for i, c in enumerate(gold.counts)
    ]  # fmt: skip
    return {
        "id": gold.id,
        "units": [{"name": f[-1], "official": None, "forms": list(f)} for f in gold.units],
        "persons": [
            {"name": p.name, "role": p.role, "unit": p.unit[0] if p.unit else None} for p in gold.persons
        ],
        "places": [{"name": f[-1], "forms": list(f)} for f in gold.places],
        "dates": [{"text": d.text, "from": d.from_.isoformat(), "to": d.to.isoformat()} for d in gold.dates],
        "records": records,
        "checks": [
            {
                "kind": k.kind,
                "verdict": k.verdict,
                "records": [find[x] for x in (() if k.kind == "listing" else k.parts)] + [find[k.whole]],
            }
            for k in gold.checks
        ],
    }


def scored(change=None):
    prediction = copy.deepcopy(perfect(GOLD))
    if change:
        change(prediction)
    return score([prediction], [GOLD])


def test_a_perfect_prediction_scores_one_and_misses_nothing():
    scores = scored()
    assert set(scores.metrics().values()) == {1.0}
    assert scores.misses == ()


def test_the_whole_corpus_scores_one_against_itself():
    golds = read_golds(FOLDER)
    scores = score([perfect(gold) for gold in golds], golds)
    wrong = {name: value for name, value in scores.metrics().items() if value < 1}
    assert wrong == {}


def set_record(index, **fields):
    return lambda prediction: prediction["records"][index].update(fields)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (set_record(0, unit=None), {"unit": 5 / 6, "record.f1": 5 / 6, "counts.f1": 1}),
        (set_record(0, unit="水利局"), {"unit": 5 / 6}),
        (set_record(1, unit="市水利局"), {"unit": 5 / 6}),
        (set_record(0, places=["莲都区北堤"]), {"place": 5 / 6, "place_links.recall": 1 / 2}),
        (
            set_record(0, places=["莲都区北堤", "汽车东站", "路口"]),
            {"place": 5 / 6, "place_links.precision": 2 / 3},
        ),
        (set_record(0, places=["莲都区北堤", "北堤"]), {"place": 5 / 6, "place_links.f1": 1 / 2}),
        (set_record(0, as_of="2022-03-18T16:00"), {"as_of": 1, "record.f1": 1}),
        (set_record(0, as_of="2022-03-19"), {"as_of": 5 / 6, "record.f1": 5 / 6}),
        (set_record(1, of=None), {"of": 5 / 6, "record.f1": 1}),
        (set_record(1, of="a#2"), {"of": 5 / 6}),
        (set_record(3, of="a#0"), {"of": 5 / 6}),
        (set_record(0, who="served"), {"who": 4 / 5, "record.f1": 1}),
        (set_record(0, who=None), {"who": 4 / 5}),
        (set_record(3, who="served"), {"who": 1}),
        (set_record(2, scope="total"), {"scope": 5 / 6}),
        (set_record(2, basis="planned"), {"basis": 5 / 6}),
        (set_record(2, per="team"), {"per": 5 / 6}),
        (set_record(0, text="300"), {"counts.f1": 1, "text": 5 / 6}),
        (set_record(0, low=299), {"counts.recall": 5 / 6, "counts.precision": 5 / 6, "record.f1": 5 / 6}),
        (set_record(0, measure="person_times"), {"counts.f1": 5 / 6}),
        (
            lambda p: p["records"].pop(3),
            {"counts.recall": 5 / 6, "counts.precision": 1, "counts.f1": 10 / 11},
        ),
        (
            lambda p: p["records"].append({**p["records"][3], "id": "a#9"}),
            {"counts.precision": 6 / 7, "counts.recall": 1},
        ),
        (lambda p: p["units"].pop(), {"units.recall": 1 / 2, "units.precision": 1}),
        (
            lambda p: p["units"].append({"name": "市水利局", "forms": []}),
            {"units.precision": 2 / 3, "units.recall": 1},
        ),
        (lambda p: p["units"][0].update(name="x", forms=["丽水市水利局"]), {"units.f1": 1}),
        (lambda p: p["places"][0].update(name="蓮都區北堤", forms=[]), {"places.f1": 1}),
        (lambda p: p["persons"][0].update(name="王阳"), {"persons.f1": 1 / 2, "person_role": 1}),
        (
            lambda p: p["persons"][0].update(role="局长"),
            {"persons.f1": 1, "person_role": 1 / 2, "person_unit": 1},
        ),
        (lambda p: p["persons"][1].update(unit="市水利局"), {"person_unit": 1 / 2}),
        (lambda p: p["dates"][0].update(text="18日"), {"dates.f1": 1 / 2, "dates_textfree.f1": 1}),
        (lambda p: p["dates"][0].update(to="2022-03-18T23:59"), {"dates.f1": 1}),
        (
            lambda p: p["dates"][0].update(to="2022-03-19"),
            {"dates.f1": 1 / 2, "dates_textfree.precision": 1 / 2},
        ),
        (lambda p: p["checks"].pop(0), {"check.breakdown.recall": 0, "check.verdict.consistent": 0}),
        (lambda p: p["checks"][0]["records"].reverse(), {"check.breakdown.f1": 0}),
        (lambda p: p["checks"][0].update(verdict="open"), {"check.breakdown.f1": 0, "check.verdict.open": 1}),
        (lambda p: p["checks"][1]["records"].insert(0, "a#1"), {"check.listing.f1": 1}),
        (
            lambda p: p["checks"].append({"kind": "official", "records": [], "verdict": "open"}),
            {"check.listing.f1": 1},
        ),
    ],
)
def test_a_mistake_costs_what_the_definitions_say(change, expected):
    metrics = scored(change).metrics()
    assert {name: metrics[name] for name in expected} == pytest.approx(expected)


def test_a_contradiction_that_nobody_made_is_told_apart():
    def claim(prediction):
        prediction["checks"][0]["verdict"] = "contradicted"

    scores = scored(claim)
    assert scores.tallies["check.false_contradictions"] == 1
    assert [miss.what for miss in scores.misses] == ["false_contradiction"]
    # the same figures, another kind, and really contradicted: no false alarm
    renamed = scored(lambda p: p["checks"][2].update(kind="breakdown"))
    assert renamed.tallies["check.false_contradictions"] == 0


def test_equal_figures_are_paired_so_that_most_agrees():
    scores = scored(lambda p: p["records"].reverse())
    assert scores.metrics()["record.f1"] == 1
    swapped = scored(lambda p: p["records"][4].update(unit="团市委", per="day"))
    assert (swapped.metrics()["unit"], swapped.metrics()["per"]) == pytest.approx((5 / 6, 5 / 6))


def test_a_wrong_interval_is_one_miss_with_both_readings():
    misses = scored(set_record(0, high=399)).misses
    assert [(m.what, m.gold is None, m.predicted) for m in misses if m.what == "counts"] == [
        ("counts", False, "300人 (300..399 persons)")
    ]


def test_what_is_absent_is_missed_and_what_has_no_gold_is_left_out():
    scores = score([{"id": "z"}], [GOLD])
    assert (scores.absent, scores.unscored) == (("a",), ("z",))
    assert scores.metrics()["counts.recall"] == 0
    with pytest.raises(ScoreError, match="two predictions"):
        score([{"id": "a"}, {"id": "a"}], [GOLD])


def test_intervals_hold_the_value_and_do_not_move():
    golds = read_golds(FOLDER)[:8]
    scores = score([perfect(gold) for gold in golds[:5]], golds)
    bounds = scores.intervals(rounds=200)
    low, high = bounds["counts.recall"]
    assert low < scores.metrics()["counts.recall"] < high
    assert bounds == scores.intervals(rounds=200)


def test_scores_are_json_and_text(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text(json.dumps(perfect(read_golds(FOLDER)[0]), ensure_ascii=False) + "\n\n", "utf-8")
    scores = evaluate(path, FOLDER)
    told = json.loads(json.dumps(scores.to_json(rounds=20, errors=True)))
    assert told["measures"]["counts.precision"]["value"] == 1
    assert len(told["errors"]) == len(scores.misses) > 0
    assert f"{len(scores.articles)} articles" in list(score_lines(scores, "en", rounds=20))
    assert len(list(score_lines(scores, "en", rounds=0, errors=True))) > len(scores.misses)


def test_scores_are_told_in_chinese():
    scores = score([perfect(gold) for gold in read_golds(FOLDER)[:3]], read_golds(FOLDER))
    told = list(score_lines(scores, "zh", rounds=20, errors=True))
    assert told[0] == f"{len(scores.articles)} 篇文章"
    words = " ".join(line for line in told if "\t" not in line)
    assert not re.search(r"\b(?:hit|predicted|gold|articles|without|contradictions)\b", words)


@pytest.mark.parametrize("line", ["{", "[]", '{"title": "x"}'])
def test_a_broken_line_is_named(tmp_path, line):
    path = tmp_path / "p.jsonl"
    path.write_text('{"id": "a"}\n' + line + "\n", "utf-8")
    with pytest.raises(ScoreError, match=r"p\.jsonl:2: "):
        read_predictions(path)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(-3, 6), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_no_assignment_is_heavier(weights):
    pairs = best_pairs(weights)
    rows, columns = len(weights), len(weights[0])
    assert len(pairs) == len({r for r, _ in pairs}) == len({c for _, c in pairs}) == min(rows, columns)
    narrow, wide = sorted((rows, columns))
    of = (lambda a, b: weights[a][b]) if rows <= columns else (lambda a, b: weights[b][a])
    heaviest = max(
        sum(of(i, j) for i, j in enumerate(p)) for p in itertools.permutations(range(wide), narrow)
    )
    assert sum(weights[r][c] for r, c in pairs) == heaviest


def test_pairing_gives_way_to_those_who_have_no_choice():
    assert pair([[0, 1], [0]]) == {0: 1, 1: 0}
    assert pair([[0], [0], []]) in ({0: 0}, {1: 0})
    assert best_pairs([]) == best_pairs([[]]) == []
