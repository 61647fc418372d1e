"""Sentences of unrelated articles, told in one breath, contradict nothing."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_unrelated_sentences(monkeypatch):
    spec = importlib.util.spec_from_file_location("contradictions", ROOT / "bench" / "contradictions.py")
    bench = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "contradictions", bench)  # its dataclasses look their module up
    spec.loader.exec_module(bench)
    tally = bench.mixed(ROOT / "corpora" / "gold", 600, list_alarms=True)
    assert (tally.articles, tally.false) == (600, 0)
