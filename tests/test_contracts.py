"""Contracts of the package: light imports, who knows click, what the wheel holds, samples and their gold."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

import extractor
from corpora.articles import read_articles
from corpora.errors import Failure

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpora" / "samples"
HEAVY = {
    "pandas",
    "spacy",
    "jieba",
    "numpy",
    "scipy",
    "torch",
    "pyarrow",
    "xlsxwriter",
    "opencc",
    "ahocorasick_rs",
}


@pytest.mark.parametrize(
    "code",
    [
        "import extractor",
        "import cli\ntry: cli.main(['--help'])\nexcept SystemExit: pass",
        "import cli\ntry: cli.main(['extract', '--help'])\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    script = f"{code}\nimport sys; sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert HEAVY.isdisjoint(done.stderr.split())
    assert "extractor.pipeline" not in done.stderr.split()


@pytest.mark.parametrize("text", ["截至3月30日，共有6396人到社区報(bào)到，占92.3%"])
def test_the_finders_of_the_public_api_give_spans_of_the_given_text(text: str) -> None:
    (count,) = extractor.find_counts(text)
    assert (text[count.start : count.end], count.low, count.high) == ("6396人", 6396, 6396)
    assert [text[n.start : n.end] for n in extractor.find_numbers(text) if n.kind == "percent"] == ["92.3%"]
    day = __import__("datetime").date(2022, 3, 31)
    assert [text[d.start : d.end] for d in extractor.find_dates(text, published=day)] == ["3月30日"]


def test_extract_tells_what_it_was_told() -> None:
    report = extractor.extract(
        "团市委组织50名青年党员到社区报到。", published="2022-03-31", region="徐州市", id="x"
    )
    assert report.id == "x"
    assert report.region is not None
    assert report.region.name == "徐州市"
    assert [(record.low, record.id.partition("#")[0]) for record in report.records] == [(50, "x")]


def test_only_the_command_line_knows_click_and_prints() -> None:
    for file in [*ROOT.glob("corpora/*.py"), *ROOT.glob("models/*.py"), *ROOT.glob("extractor/**/*.py")]:
        tree = ast.parse(file.read_text("utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        modules = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        assert "print" not in names, file
        assert "click" not in modules, file


def test_the_wheel_holds_all_data_and_no_test(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    held = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in held}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "cli.py",
        "corpora",
        "extractor",
        "models",
    }
    for folder in ("extractor", "models", "corpora/samples"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert str(file.relative_to(ROOT)) in held
    assert not [name for name in held if name.startswith("corpora/gold/")]


def test_the_version_is_written_twice_and_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == extractor.__version__
    assert project["version"] in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_sample_has_metadata_and_gold_that_name_it() -> None:
    items = list(read_articles([SAMPLES]))
    assert not [item for item in items if isinstance(item, Failure)]
    assert [item.id for item in items if not isinstance(item, Failure)] == [
        "guizhou",
        "hanyuan",
        "jinnan",
        "weifang",
        "xiangyang",
    ]
    for item in items:
        assert not isinstance(item, Failure)
        gold = json.loads((SAMPLES / f"{item.id}.gold.json").read_text("utf-8"))
        assert (gold["id"], gold["published"], gold["region"]) == (item.id, str(item.published), item.region)
        known = {count["text"] for count in gold["counts"]}
        for check in gold["checks"]:
            assert check["whole"] in known
            assert check["kind"] == "listing" or set(check["parts"]) <= known
