"""Messages in Chinese: each one that muster can say has its line, and no English word is left of it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from gold_reports import GOLD, gold_ids, read_report
from synthetic_records import make_corpus

import cli
from corpora.totals import Total, read_totals
from extractor.checks import check_report, check_reports
from extractor.reports.wording import parts_of, read_messages, say

ROOT = Path(__file__).parents[1]
FILES = [file for room in ("corpora", "models", "extractor") for file in (ROOT / room).rglob("*.py")]
ENGLISH = re.compile(r"[A-Za-z]{3,}")


def template(node: ast.expr) -> str | None:
    """Return a message as written in the code, with {} for what varies; None where it is passed on."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def raised(file: Path) -> set[str]:
    """Return the messages of the errors and failures that a file makes."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            name = node.func.id
            if re.fullmatch(r"(?!Key|Attribute|Type|OS|Value)[A-Z]\w*Error|Failure", name):
                found.add(template(node.args[-1]))
    return found - {None}


def test_every_error_has_its_chinese() -> None:
    known = {"{}".join(parts_of(english)[0]) for english, _ in read_messages()}
    errors = {message for file in FILES for message in raised(file)}
    assert len(errors) > 60
    assert errors - known == set()


def test_the_chinese_of_a_message_names_the_same_gaps() -> None:
    for english, chinese in read_messages():
        assert set(parts_of(chinese)[1]) <= set(parts_of(english)[1]), english
        assert chinese, english


def test_every_explanation_has_its_chinese() -> None:
    explained = [
        f.explanation for name in gold_ids() for f in check_report(read_report(name, relations=True))
    ]
    corpus = check_reports(make_corpus(1, 400, share=0.3).reports)
    explained += [item.explanation for item in (*corpus.findings, *corpus.suspects)]
    for name in ("cadres", "city", "flood"):
        articles = [read_report(article) for article in gold_ids()]
        result = check_reports(articles, list(read_totals(GOLD / f"official-{name}.csv")))
        explained += [row.explanation for row in result.official]
    assert len(set(explained)) > 500
    for explanation in explained:
        assert not ENGLISH.search(say(explanation, "zh")), explanation


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("630–648 of 6396 (9.8–10.1 %)", "6396 中的 630–648（9.8–10.1%）"),
        ("a.txt: No such file or directory", "a.txt：没有这个文件或文件夹"),
        (
            "a.csv:3: column low is '很多'; expected a whole number such as 6396, or nothing where it is open",
            "a.csv:3：low 列为 '很多'；应为整数（如 6396），不封口的一端留空",
        ),
        (
            "each can hold, but not together: 1 of 2 (50.0 %); 3 × 4 = 12, the total is 12",
            "分别都能成立，但不能同时成立：2 中的 1（50.0%）；3 × 4 = 12，总数为 12",
        ),
        ("part 1; restated 2", "分项 1；重复 2"),
        ("什么也不是", "什么也不是"),
    ],
)
def test_a_message_is_recognised_by_its_words(english: str, chinese: str) -> None:
    assert say(english, "zh") == chinese
    assert say(english, "en") == english


def test_an_error_is_told_in_the_language(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, told in (
        (["extract", str(tmp_path / "none.txt")], "none.txt：没有这个文件或文件夹"),
        (["extract", "--nonsense"], "没有这个选项"),
        (["extract", "a.txt", "--published", "31.3."], "--published：'31.3.' 不是日期；请写成 2022-03-31"),
    ):
        with pytest.raises(SystemExit) as ended:
            cli.main([*arguments, "--lang", "zh"])
        assert ended.value.code == 2
        assert told in capsys.readouterr().err


def test_a_bad_row_of_totals_is_told_in_chinese() -> None:
    result = check_reports([read_report("01")], [Total(2, "桃花源", "", "", "persons", None, "5", "")])
    assert say(result.errors[0], "zh") == "totals:2：region 列为 '桃花源'；应为行政区划的全称或代码"
