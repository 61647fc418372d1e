"""A real HanLP recognizer, made and trained here in seconds, saved, loaded and asked; run by `make test-hanlp` alone."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

pytest.importorskip("torch", reason="run by make test-hanlp")
pytest.importorskip("hanlp", reason="run by make test-hanlp")

import torch
from annotated import ARTICLE, NEEDLE, examples

import extractor
from models.errors import ModelError
from models.hanlp import HanlpAnnotator
from models.registry import load_annotator

pytestmark = [
    pytest.mark.hanlp,
    pytest.mark.filterwarnings("ignore"),  # torch and transformers deprecate as they load
]
_TAGS = {"person": "PERSON", "unit": "ORGANIZATION", "place": "LOCATION"}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def write_data(path: Path) -> str:
    """Write characters and their BIO tags as HanLP reads them; return all characters."""
    lines = []
    for article in examples():
        for example in article:
            tags = ["O"] * len(example.text)
            for start, end, label in example.names:
                tags[start:end] = [f"B-{_TAGS[label]}", *[f"I-{_TAGS[label]}"] * (end - start - 1)]
            lines += [f"{c}\t{t}" for c, t in zip(example.text, tags, strict=True) if not c.isspace()]
            lines.append("")
    path.write_text("\n".join(lines), "utf-8")
    return "".join(sorted({line[0] for line in lines if line}))


def make_bert(folder: Path, characters: str) -> Path:
    """Write a BERT of two layers with random weights and a vocabulary of characters."""
    from transformers import BertConfig, BertModel, BertTokenizer

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]
    BertTokenizer(vocab={word: n for n, word in enumerate(words)}).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=128,
        max_position_embeddings=512,
    )
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def recognizer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a tiny transformer recognizer and return its folder, the tokenizer inside."""
    import transformers.optimization
    from hanlp.components.ner.transformer_ner import TransformerNamedEntityRecognizer

    def adamw(parameters: object, **options: object) -> object:
        options.pop("no_deprecation_warning", None)
        return torch.optim.AdamW(parameters, **options)

    # HanLP 2.1.5 asks transformers for the optimizer that torch has had since.
    transformers.optimization.AdamW = adamw
    torch.set_num_threads(1)
    torch.manual_seed(1)
    work = tmp_path_factory.mktemp("hanlp")
    characters = write_data(work / "train.tsv")
    bert = make_bert(work / "bert", characters)
    component = TransformerNamedEntityRecognizer()
    component.fit(
        str(work / "train.tsv"),
        str(work / "train.tsv"),
        str(work / "model"),
        transformer=str(bert),
        delimiter_in_entity="",
        epochs=6,
        lr=2e-3,
        transformer_lr=1e-3,
        word_dropout=0.0,
        char_level=True,
        seed=1,
        devices=-1,
    )
    shutil.copytree(bert, work / "model" / "transformer", ignore=shutil.ignore_patterns("*.safetensors"))
    shutil.rmtree(bert)
    return work / "model"


def test_a_trained_recognizer_changes_the_result(recognizer: Path) -> None:
    plain = extractor.extract(ARTICLE, published="2022-03-31")
    assert NEEDLE not in {unit.name for unit in plain.units}
    annotator = load_annotator(f"hanlp:{recognizer}")
    advised = extractor.extract(ARTICLE, published="2022-03-31", annotator=annotator)
    assert NEEDLE in {unit.name for unit in advised.units}
    assert [record.unit for record in advised.records if record.low == 50] == [NEEDLE]


def test_offsets_are_those_of_the_sentence(recognizer: Path) -> None:
    annotator = HanlpAnnotator(str(recognizer))
    texts = ["", " ", ARTICLE, "昨天," + ARTICLE[6:]]
    found = annotator.annotate(texts)
    assert len(found) == len(texts)
    assert found[:2] == [[], []]
    for text, suggestions in zip(texts, found, strict=True):
        assert all(text[s.start : s.end].strip() for s in suggestions)
    assert NEEDLE in {ARTICLE[s.start : s.end] for s in found[2] if s.label == "unit"}


@pytest.mark.parametrize("crf", [False, True])
def test_a_recurrent_recognizer_is_read_in_spite_of_its_faults(tmp_path: Path, *, crf: bool) -> None:
    from hanlp.components.ner.rnn_ner import RNNNamedEntityRecognizer

    class Mended(RNNNamedEntityRecognizer):
        """One whose CRF is trained along the right axis."""

        def build_model(self, *given: Any, **named: Any) -> Any:
            model = super().build_model(*given, **named)
            if crf:
                model.crf.batch_first = True
            return model

    torch.set_num_threads(1)
    write_data(tmp_path / "train.tsv")
    component = Mended()
    component.fit(
        str(tmp_path / "train.tsv"),
        str(tmp_path / "train.tsv"),
        str(tmp_path / "model"),
        epochs=8,
        embed=50,
        rnn_hidden=64,
        lr=0.01,
        crf=crf,
        tagging_scheme="BIO",
        token_delimiter="",
        seed=1,
        devices=-1,
    )
    config = tmp_path / "model" / "config.json"
    saved = json.loads(config.read_text("utf-8"))
    saved["classpath"] = "hanlp.components.ner.rnn_ner.RNNNamedEntityRecognizer"
    config.write_text(json.dumps(saved), "utf-8")
    (found,) = HanlpAnnotator(str(tmp_path / "model")).annotate([ARTICLE])
    assert NEEDLE in {ARTICLE[s.start : s.end] for s in found if s.label == "unit"}


@pytest.mark.parametrize("missing", ["model.pt", "config.json"])
def test_a_folder_that_lacks_a_file_is_told_at_once(recognizer: Path, tmp_path: Path, missing: str) -> None:
    shutil.copytree(recognizer, tmp_path / "model", ignore=shutil.ignore_patterns(missing))
    with pytest.raises(ModelError, match=missing):
        HanlpAnnotator(str(tmp_path / "model"))


def test_a_missing_tokenizer_is_told_at_once(recognizer: Path, tmp_path: Path) -> None:
    shutil.copytree(recognizer, tmp_path / "model", ignore=shutil.ignore_patterns("transformer"))
    named = json.loads((tmp_path / "model" / "config.json").read_text("utf-8"))["transformer"]
    with pytest.raises(ModelError, match="tokenizer") as told:
        HanlpAnnotator(str(tmp_path / "model"))
    assert named in str(told.value)


@pytest.mark.parametrize("name", ["MSRA_NER_ELECTRA_SMALL_ZH", "NO_SUCH_MODEL", "no/such/folder"])
def test_what_is_not_there_fails_fast_and_without_the_network(name: str) -> None:
    start = time.monotonic()
    with pytest.raises(ModelError, match=name):
        load_annotator(f"hanlp:{name}")
    assert (
        time.monotonic() - start < 20
    )  # seconds; HanLP itself would ask the network for as long as it likes


def test_a_document_counts_in_tokens() -> None:
    annotator = object.__new__(HanlpAnnotator)
    annotator.name, annotator._takes_text = "hanlp:x", True
    annotator._component = lambda texts: {
        "tok/fine": [["徐州市", "民政局", "派出", "50", "人"]] * len(texts),
        "pos/pku": [[]] * len(texts),
        "ner/msra": [[("徐州市民政局", "ORGANIZATION", 0, 2), ("50", "INTEGER", 3, 4)]] * len(texts),
    }
    (found,) = annotator.annotate(["徐州市民政局派出50人"])
    assert [(s.start, s.end, s.label) for s in found] == [(0, 6, "unit")]
