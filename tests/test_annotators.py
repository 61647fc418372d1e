"""Annotators: jieba with our dictionary, a spaCy pipeline trained here, what they may change, and the spaCy component."""

from __future__ import annotations

import csv
import importlib
import io
import json
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
import itertools

from annotated import ARTICLE, NEEDLE, SAMPLES, examples, sentences

import cli
import extractor
from extractor.component import make_component
from extractor.context import establish
from extractor.mentions.advice import dictionary
from extractor.mentions.names import find_names
from extractor.pipeline import scanner
from extractor.text.page import read_page
from models.annotator import Suggestion
from models.errors import ModelError
from models.jieba import JiebaAnnotator
from models.registry import available, load_annotator
from models.train import read_examples, train

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
TEXT = (
    "3月30日,徐州市民政局组织50名党员到鼓楼区琵琶街道丰财社区值守。"
    "局长张建国说:“人手够了。”"
    "看到消息后赵建军主动报名,云龙区委宣传部派出6人。"
)


@dataclass(frozen=True)
class Fixed:
    """An annotator that says the same of every sentence."""

    said: tuple[Suggestion, ...]
    name: str = "fixed"

    def annotate(self, sentences: Sequence[str]) -> list[list[Suggestion]]:
        return [[s for s in self.said if s.end <= len(sentence)] for sentence in sentences]


def names(text: str, annotator: object = None) -> dict[str, set[tuple[int, int]]]:
    """Return the spans of the names of a text."""
    page = read_page(text)
    hits = scanner().scan(page.clean)
    found = find_names(page, hits, establish(page, hits, region="徐州市", published=None), (), annotator)
    return {
        "unit": {(u.start, u.end) for u in found.units},
        "place": {(p.start, p.end) for p in found.places},
        "person": {(p.start, p.end) for p in found.persons},
    }


@pytest.fixture(scope="session")
def jieba() -> JiebaAnnotator:
    return JiebaAnnotator(dictionary())


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a pipeline on the bundled articles and some sentences that repeat one name."""
    folder = tmp_path_factory.mktemp("spacy") / "model"
    done = train(examples(), folder, steps=80)
    assert (done.folder, done.articles) == (folder, 15)
    return folder


def test_jieba_gives_spans_of_the_sentence_and_leaves_the_process_jieba_alone() -> None:
    import jieba as public

    public.setLogLevel(60)
    annotator = JiebaAnnotator({"星火燎原社": "unit", "云上小镇": "place"})
    (found,) = annotator.annotate(["吴海燕到云上小镇找星火燎原社"])
    assert [(s.start, s.end, s.label) for s in found] == [
        (0, 3, "person"),
        (4, 8, "place"),
        (9, 14, "unit"),
    ]
    assert "星火燎原社" not in public.lcut("吴海燕到云上小镇找星火燎原社")


def test_jieba_lifts_a_name_that_the_grammar_doubts(jieba: JiebaAnnotator) -> None:
    text = "雨还在下,屋里的周亮睡着了。"
    start = text.index("周亮")
    span = (start, start + 2)
    assert span not in names(text)["person"]
    assert span in names(text, jieba)["person"]


def test_jieba_alone_makes_no_name(jieba: JiebaAnnotator) -> None:
    text = "台风杜鹃逼近,华盛顿和奥巴马都在梦里,马云龙湖。"
    assert names(text, jieba)["unit"] == names(text)["unit"]
    assert names(text, jieba)["place"] == names(text)["place"]


def test_a_trained_pipeline_changes_the_result(model: Path) -> None:
    plain = extractor.extract(ARTICLE, published="2022-03-31")
    assert NEEDLE not in {unit.name for unit in plain.units}
    annotator = load_annotator(f"spacy:{model}")
    advised = extractor.extract(ARTICLE, published="2022-03-31", annotator=annotator)
    assert NEEDLE in {unit.name for unit in advised.units}
    assert [record.unit for record in advised.records if record.low == 50] == [NEEDLE]


def test_the_command_line_asks_a_trained_pipeline(
    model: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    rows = {}
    for annotator in ("none", f"spacy:{model}"):
        with pytest.raises(SystemExit) as ended:
            cli.main(["extract", str(tmp_path / "a.txt"), "--format", "csv", "--annotator", annotator])
        assert ended.value.code == 0
        out = capfdbinary.readouterr().out.decode("utf-8-sig")
        rows[annotator] = [row["unit"] for row in csv.DictReader(io.StringIO(out))]
    assert NEEDLE not in rows["none"]
    assert NEEDLE in rows[f"spacy:{model}"]


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("spacy", "expected jieba"),
        ("jieba:x", "expected jieba"),
        ("lac", "expected jieba"),
        ("spacy:no/such/folder", "no pipeline could be loaded"),
        ("spacy:zh_core_web_sm", "no pipeline could be loaded"),
    ],
)
def test_what_cannot_be_loaded_is_told(spec: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ModelError, match=told):
        load_annotator(spec)
    with pytest.raises(SystemExit) as ended:
        cli.main(["extract", str(SAMPLES), "--annotator", spec])
    assert ended.value.code == 2
    assert spec in capsys.readouterr().err


def test_hanlp_is_told_where_it_is_not_installed() -> None:
    if next(a.version for a in available() if a.spec == "hanlp:PATH"):
        pytest.skip("HanLP is installed here")
    with pytest.raises(ModelError, match="torch"):
        load_annotator("hanlp:MSRA_NER_ELECTRA_SMALL_ZH")


@given(
    st.lists(
        st.builds(
            lambda start, size, label, score: Suggestion(start, start + size, label, score),
            st.integers(0, 40),
            st.integers(1, 12),
            st.sampled_from(["person", "unit", "place"]),
            st.floats(0, 1),
        ),
        max_size=12,
    )
)
def test_nothing_that_is_suggested_takes_a_sure_name_away(said: list[Suggestion]) -> None:
    sure = {
        "unit": ["徐州市民政局", "云龙区委宣传部"],
        "place": ["鼓楼区", "丰财社区"],
        "person": ["张建国"],
    }
    found = names(TEXT, Fixed(tuple(said)))
    for label, every in sure.items():
        assert {TEXT[a:b] for a, b in found[label]} >= set(every)
    spans = sorted(span for every in found.values() for span in every)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_no_name_is_made_in_bylines_datelines_and_figures() -> None:
    text = "大风天讯(记者 王小明)昨天50名志愿者到岗。\n责任编辑:李四光\n"
    page = read_page(text)
    every = tuple(
        Suggestion(start, start + 2, "person", 1.0)
        for start in range(len(text) - 1)
        if "\n" not in text[start : start + 2]
    )
    found = extractor.extract(text, annotator=Fixed(every))
    assert found.persons  # what stands in the story is taken as said
    for person in found.persons:
        for start, end in person.spans:
            assert page.clean.index("昨天") <= start
            assert end <= text.index("\n")
            assert not any(char.isdigit() for char in text[start:end])


def test_a_corrected_export_trains_like_gold(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES, tmp_path / "gold")
    (tmp_path / "export").mkdir()
    for text in SAMPLES.glob("*.txt"):
        shutil.copy(text, tmp_path / "export")
    with (tmp_path / "export" / "all.jsonl").open("w", encoding="utf-8") as out:
        for gold in sorted(SAMPLES.glob("*.gold.json")):
            told = json.loads(gold.read_text("utf-8"))
            entities = {k: [{"name": f[0], "forms": f[1:]} for f in told[k]] for k in ("units", "places")}
            persons = [{"name": p["name"]} for p in told["persons"]]
            out.write(
                json.dumps({"id": told["id"], "persons": persons, **entities}, ensure_ascii=False) + "\n"
            )
    from_gold = read_examples(tmp_path / "gold", sentences)
    assert read_examples(tmp_path / "export", sentences) == from_gold
    labels = {label for article in from_gold for e in article for _, _, label in e.names}
    assert labels == {"person", "unit", "place"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.jsonl", "{", "x.jsonl:1: not JSON"),
        ("x.jsonl", '{"id": "nobody"}', "ID.txt"),
        ("x.jsonl", '{"id": "xiangyang", "places": [], "persons": [], "units": [3]}', "units is not"),
        ("x.txt", "no gold at all", "at least 2"),
    ],
)
def test_what_cannot_be_trained_on_is_told(tmp_path: Path, name: str, content: str, told: str) -> None:
    shutil.copy(SAMPLES / "xiangyang.txt", tmp_path)
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(ModelError, match=told):
        read_examples(tmp_path, sentences)


def test_training_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x", "utf-8")
    with pytest.raises(ModelError, match="not empty"):
        train(examples(), tmp_path)


def test_the_component_fills_spans_and_records() -> None:
    import spacy

    points = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]
    module, _, function = points["spacy_factories"]["muster"].partition(":")
    assert getattr(importlib.import_module(module), function) is make_component
    nlp = spacy.blank("zh")
    nlp.add_pipe("muster", config={"published": "2022-03-31", "region": "徐州市"})
    doc = nlp(TEXT)
    assert doc.text == TEXT
    found = {(span.label_, span.text) for span in doc.spans["muster"]}
    assert found >= {
        ("unit", "徐州市民政局"),
        ("person", "张建国"),
        ("date", "3月30日"),
        ("count", "50名"),
    }
    assert [r.low for r in doc._.records] == [50, 6]
    assert doc._.report.region.name == "徐州市"
    empty = nlp(" ")
    assert (list(empty.spans["muster"]), empty._.records) == ([], [])
