"""The commands: output on stdout alone, exit codes of the contract, help in two languages whose examples run."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

import cli
import extractor
from corpora.metadata import Metadata
from extractor.reports.display import width
from extractor.runs.batch import Batch

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpora" / "samples"
TOTALS = "region,unit,noun,measure,as_of,value,source\n"
COMMANDS = (
    (),
    ("extract",),
    ("check",),
    ("aggregate",),
    ("reprints",),
    ("evaluate",),
    ("figures",),
    ("annotators",),
    ("train",),
)


class Run:
    """What a command printed and how it ended."""

    def __init__(self, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        self._captured = capfdbinary

    def __call__(self, *arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        out, err = self._captured.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return code, out.decode("utf-8"), err.decode("utf-8")


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return Run(capfdbinary)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return a folder with two of the bundled articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("xiangyang", "guizhou"):
        for file in SAMPLES.glob(f"{name}.*"):
            shutil.copy(file, folder)
    return folder


def test_extract_prints_an_object_an_article_and_nothing_else(run: Run, articles: Path) -> None:
    code, out, err = run("extract", articles)
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [report["id"] for report in found] == ["guizhou", "xiangyang"]
    assert all(report["records"] for report in found)
    for report in found:
        text = (articles / f"{report['id']}.txt").read_text("utf-8")
        assert all(text[r["start"]] == r["text"][0] for r in report["records"] if r["text"][0].isdigit())


def test_extract_writes_csv_to_a_file(run: Run, articles: Path, tmp_path: Path) -> None:
    out_file = tmp_path / "records.csv"
    assert run("extract", articles, "-o", out_file, "--columns", "zh") == (0, "", "")
    rows = list(csv.DictReader(io.StringIO(out_file.read_bytes().decode("utf-8-sig"))))
    assert {row["文章"] for row in rows} == {"guizhou", "xiangyang"}


def test_the_user_says_when_and_where(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("3月29日，团市委组织50名青年党员到社区报到。", "utf-8")
    _, out, _ = run("extract", tmp_path / "a.txt", "--published", "2022-03-31", "--region", "徐州市")
    report = json.loads(out)
    assert (report["published"], report["region"]["name"]) == ("2022-03-31", "徐州市")
    assert report["dates"][0]["from"] == "2022-03-29"


@pytest.mark.parametrize("region", ["320300", "徐州", "江苏省徐州市"])
def test_a_region_is_a_code_or_a_name(run: Run, tmp_path: Path, region: str) -> None:
    (tmp_path / "a.txt").write_text("团市委组织50名青年党员到社区报到。", "utf-8")
    code, out, _ = run("extract", tmp_path / "a.txt", "--region", region)
    assert code == 0
    assert json.loads(out)["region"] == {"name": "徐州市", "code": "320300"}


def test_what_fails_is_told_and_the_rest_is_done(run: Run, articles: Path) -> None:
    (articles / "bad.txt").write_bytes(b"\xff\xff\xff")
    code, out, err = run("extract", articles, articles / "missing.txt")
    assert code == 3
    assert len(out.splitlines()) == 2
    assert [line.split(":")[0] for line in err.splitlines()] == ["muster", "muster"]
    assert "bad.txt: neither UTF-8" in err
    assert "missing.txt: No such file" in err


@pytest.mark.parametrize("command", ["extract", "check"])
def test_nothing_to_read_is_code_2(run: Run, tmp_path: Path, command: str) -> None:
    code, out, err = run(command, tmp_path / "missing.txt")
    assert (code, out) == (2, "")
    assert "missing.txt" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract",),
        ("extract", "a.txt", "--published", "31.3.2022"),
        ("extract", "a.txt", "--region", "徐洲市"),
        ("extract", "a.txt", "--format", "xlsx"),
        ("extract", "a.txt", "--nonsense"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err


def test_an_input_is_never_written_over(run: Run, articles: Path) -> None:
    article = articles / "guizhou.txt"
    before = article.read_bytes()
    assert run("extract", article, "-o", article)[0] == 2
    assert article.read_bytes() == before


def test_a_failed_run_leaves_no_file(run: Run, tmp_path: Path) -> None:
    assert run("extract", tmp_path / "missing.txt", "-o", tmp_path / "out.csv")[0] == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("value", "expected"), [("2873", 0), ("1873", 1)])
def test_check_compares_with_official_totals(
    run: Run, articles: Path, tmp_path: Path, value: str, expected: int
) -> None:
    totals = tmp_path / "official.csv"
    totals.write_text(f"{TOTALS}襄阳市,,党员干部,persons,2022-04-07,{value},\n", "utf-8")
    code, out, _ = run("check", articles / "xiangyang.txt", "--totals", totals, "--format", "json")
    found = json.loads(out)
    assert code == expected
    assert [row["verdict"] for row in found["official"]] == ["contradicted" if expected else "consistent"]


def test_a_part_above_the_whole_is_contradicted_and_explained(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("全市共有2000名志愿者上岗,其中党员2400名。", "utf-8")
    code, out, _ = run("check", tmp_path / "a.txt", "--region", "襄阳市")
    assert code == 1
    assert out.startswith("CONTRADICTED")
    assert "【2400名】" in out


@pytest.fixture
def table(run: Run, tmp_path: Path) -> Path:
    """Return a table of two records, a total and a part of it, as `extract` writes it."""
    (tmp_path / "a.txt").write_text("全市共有2000名志愿者上岗,其中党员1400名。", "utf-8")
    assert run("extract", tmp_path / "a.txt", "--region", "襄阳市", "-o", tmp_path / "a.csv") == (0, "", "")
    (tmp_path / "a.txt").unlink()
    return tmp_path / "a.csv"


def corrected(table: Path, *columns: str, value: str) -> int:
    """Change cells of the last record as a person would, and return its line."""
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8-sig"))))
    for column in columns:
        rows[-1][rows[0].index(column)] = value
    with table.open("w", encoding="gb18030", newline="") as stream:  # as a Chinese Excel saves it
        csv.writer(stream).writerows(rows)
    return len(rows)


def test_records_of_an_earlier_run_are_no_articles(run: Run, articles: Path) -> None:
    out = articles / "records.jsonl"
    assert run("extract", articles, "-o", out)[0] == 0
    before = out.read_bytes()
    assert run("extract", articles, "-o", out) == (0, "", "")
    assert out.read_bytes() == before
    for name in ("records.jsonl", "records.xlsx"):
        (articles / name).touch()
        code, printed, err = run("extract", articles / name)
        assert (code, printed) == (2, "")
        assert f"{name}: a table, no article; muster check" in err


def test_a_suspect_is_told_in_chinese(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("到岗党员60人，其中女党员70人。", "utf-8")
    code, out, _ = run("check", tmp_path / "a.txt", "--lang", "zh")
    assert code == 1
    assert re.search(r"^最可能有误：“\d+人”（\d+）应为 ", out, re.MULTILINE)


def test_check_reads_records_that_a_person_corrected(run: Run, table: Path) -> None:
    assert run("check", table)[0] == 0
    corrected(table, "low", "high", value="2400")
    code, out, _ = run("check", table)
    assert code == 1
    assert "a part of 2400 is more than the whole of 2000" in out


@pytest.mark.parametrize("command", ["check", "aggregate"])
def test_a_broken_cell_is_told_by_line_and_column(run: Run, table: Path, command: str) -> None:
    line = corrected(table, "low", value="很多")
    code, out, err = run(command, table)
    assert (code, out) == (2, "")
    assert f"{table}:{line}: column low is '很多'; expected a whole number" in err


def test_every_broken_row_is_a_line(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "s.csv"
    table.write_text(
        "article,id,measure,low,high\na,a#0,persons,x,1\na,a#1,persons,1,1\na,a#2,y,1,1\n", "utf-8"
    )
    code, _, err = run("check", table)
    assert code == 2
    assert [line.split(":")[2] for line in err.splitlines()[:2]] == ["2", "4"]


def test_aggregate_adds_up_and_tells_what_is_left_out(run: Run, table: Path, tmp_path: Path) -> None:
    out_file = tmp_path / "sums.csv"
    assert run("aggregate", table, "--by", "region", "-o", out_file) == (0, "", "")
    (row,) = csv.DictReader(io.StringIO(out_file.read_text("utf-8-sig")))
    assert (row["region"], row["low"], row["high"], row["left_out"]) == ("襄阳市", "2000", "2000", "part 1")
    code, out, _ = run("aggregate", table, "--by", "region", "--lang", "zh")
    assert (code, [line.split()[:2] for line in out.splitlines()]) == (
        0,
        [["地区", "数值"], ["襄阳市", "2000"]],
    )


@pytest.mark.parametrize("arguments", [("--by", "colour"), ("--where", "colour ==")])
def test_aggregate_says_what_to_write_instead(run: Run, table: Path, arguments: tuple[str, ...]) -> None:
    code, out, err = run("aggregate", table, *arguments)
    assert (code, out) == (2, "")
    assert arguments[0] in err


def test_reprints_names_the_first_and_its_copies(run: Run, articles: Path) -> None:
    text = (articles / "xiangyang.txt").read_text("utf-8")
    (articles / "copy.txt").write_text(f"转自网络\n{text[: len(text) * 2 // 3]}", "utf-8")
    code, out, _ = run("reprints", articles, "--format", "json")
    (cluster,) = json.loads(out)["clusters"]
    assert (code, cluster["original"], [c["id"] for c in cluster["reprints"]]) == (0, "xiangyang", ["copy"])
    assert "xiangyang (2022-04-08" in run("reprints", articles)[1]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_a_reprint_names_its_original_whichever_is_read_first(
    run: Run, articles: Path, tmp_path: Path, form: str
) -> None:
    text = (articles / "xiangyang.txt").read_text("utf-8")
    (articles / "again.txt").write_text(text, "utf-8")
    (articles / "again.meta.json").write_text('{"published": "2022-05-01", "region": "襄阳市"}', "utf-8")
    _, out, _ = run("extract", articles)
    found = {report["id"]: report["reprint_of"] for report in map(json.loads, out.splitlines())}
    assert found == {"again": "xiangyang", "guizhou": None, "xiangyang": None}
    # What was printed twice counts once, also in a table that holds no text.
    written = tmp_path / f"records.{form}"
    assert run("extract", articles, "-o", written) == (0, "", "")
    sums = {}
    for name, source in {"both": written, "one": articles / "xiangyang.txt"}.items():
        assert run("aggregate", source, "--by", "region", "-o", tmp_path / "sums.csv") == (0, "", "")
        rows = csv.DictReader(io.StringIO((tmp_path / "sums.csv").read_text("utf-8-sig")))
        sums[name] = next(row for row in rows if row["region"] == "襄阳市")
    assert [sums["both"][key] for key in ("low", "high")] == [sums["one"][key] for key in ("low", "high")]
    assert "reprint" in sums["both"]["left_out"]


def test_articles_come_out_one_by_one(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real = extractor.extract_article

    def watched(article, annotator):
        seen.append(article.id)
        return real(article, annotator)

    monkeypatch.setattr(extractor, "extract_article", watched)
    batch = Batch([str(articles)], Metadata(), io.BytesIO(), print)
    assert next(batch.reports()).id == "guizhou"
    assert seen == ["guizhou"]


def test_evaluate_reads_articles_or_what_extract_printed_of_them(
    run: Run, articles: Path, tmp_path: Path
) -> None:
    printed = tmp_path / "printed.jsonl"
    assert run("extract", articles, "-o", printed)[0] == 0
    found = [
        run("evaluate", source, "--gold", articles, "--format", "json") for source in (articles, printed)
    ]
    assert found[0] == found[1]
    scores = json.loads(found[0][1])
    low, high = scores["measures"]["counts.f1"]["interval"]
    assert 0.8 < low <= scores["measures"]["counts.f1"]["value"] <= high <= 1
    assert "errors" not in scores
    code, out, _ = run("evaluate", printed, "--gold", articles, "--errors")
    assert code == 0
    assert out.startswith("2 articles\n")
    assert "gold: " in out


def test_evaluate_without_gold_is_code_2(run: Run, articles: Path, tmp_path: Path) -> None:
    code, out, err = run("evaluate", articles, "--gold", tmp_path / "none")
    assert (code, out) == (2, "")
    assert "none: no file *.gold.json" in err


def test_a_bad_row_of_totals_is_told(run: Run, articles: Path, tmp_path: Path) -> None:
    totals = tmp_path / "official.csv"
    totals.write_text(f"{TOTALS}襄阳市,,,people,,1,\n", "utf-8")
    code, _, err = run("check", articles / "xiangyang.txt", "--totals", totals)
    assert code == 3
    assert f"{totals}:2: column measure" in err


def test_a_bug_is_a_traceback_and_no_contradiction(
    run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.checks.check_reports", lambda *_: 1 // 0)
    code, _, err = run("check", articles)
    assert code == 2
    assert "ZeroDivisionError" in err


@pytest.fixture
def buggy(articles: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder with an article between the others that meets a bug."""
    (articles / "odd.txt").write_text("团市委组织50名青年党员到社区报到。", "utf-8")
    real = extractor.extract_article

    def fails(article, annotator):
        return real(article, annotator) if article.id != "odd" else 1 // 0

    monkeypatch.setattr(extractor, "extract_article", fails)
    return articles


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "sqlite", "parquet"])
def test_a_bug_in_one_article_costs_that_article_alone(
    run: Run, buggy: Path, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"records.{form}"
    code, printed, err = run("extract", buggy, "-o", out)
    assert (code, printed) == (3, "")
    assert re.fullmatch(
        rf"muster: {buggy}/odd\.txt: ZeroDivisionError in test_cli\.py:\d+: .*; a defect of muster, .*\n", err
    )
    code, printed, _ = run("check", out)
    assert code == 0
    assert "2 article(s)" in printed


@pytest.mark.parametrize("command", ["check", "aggregate", "evaluate"])
def test_a_bug_in_one_article_is_told_by_every_command(run: Run, buggy: Path, command: str) -> None:
    gold = ("--gold", buggy) if command == "evaluate" else ()
    code, printed, err = run(command, buggy, *gold, "--lang", "zh")
    assert code == 3
    assert printed
    assert "odd.txt：test_cli.py:" in err
    assert "这是 muster 的缺陷，此篇略过" in err


def test_a_bug_in_the_only_article_is_code_2_and_leaves_no_file(
    run: Run, buggy: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    code, _, err = run("extract", buggy / "odd.txt", "-o", out)
    assert (code, out.exists()) == (2, False)
    assert "no article could be read" in err


def test_figures_underlines_by_display_width(run: Run) -> None:
    code, out, _ = run("figures", "到岗6396人，占92.3%", "--published", "2022-03-31")
    line, marks, count, percent = out.splitlines()
    assert code == 0
    assert line == "到岗6396人，占92.3%"
    assert marks == "    ^^^^^^    -----"
    assert count.split() == ["6396人", "persons", "6396"]
    assert percent.split()[:2] == ["92.3%", "percent"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_a_terminal_and_tells_every_option(
    run: Run, command: tuple[str, ...], language: str
) -> None:
    code, out, _ = run(*command, "--help", "--lang", language)
    assert code == 0
    options = (cli.muster.commands[command[0]] if command else cli.muster).params
    assert all(option.opts[0] in out for option in options if option.opts[0].startswith("-"))
    assert all(width(line) <= 120 for line in out.splitlines())
    assert ("示例" in out) == ("Example" not in out) == (language == "zh")


def test_the_locale_chooses_the_language(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "用法" in run("--help")[1]
    assert "Usage" in run("--help", "--lang=en")[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_each_help_page_runs(
    run: Run, articles: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    shutil.copy(SAMPLES / "hanyuan.txt", "article.txt")
    Path("official.csv").write_text(TOTALS, "utf-8")
    shutil.copytree(SAMPLES, "gold")
    _, page, _ = run(*command, "--help")
    program, *arguments = shlex.split(page.splitlines()[-1])
    assert program == "muster"
    if command == ("train",):
        arguments += ["--steps", "2"]
    code, out, err = run(*arguments)
    assert code in ((0, 1) if "check" in arguments else (0,))
    assert err == ""
    assert out or Path("records.csv").stat().st_size


def test_an_unknown_region_beside_an_article_is_told_and_the_article_is_read(
    run: Run, articles: Path
) -> None:
    sidecar = articles / "guizhou.meta.json"
    sidecar.write_text(json.dumps({**json.loads(sidecar.read_text("utf-8")), "region": "无此市"}), "utf-8")
    code, out, err = run("extract", articles)
    assert (code, len(out.splitlines())) == (0, 2)
    assert (
        err == f"muster: {articles / 'guizhou.txt'}: region '无此市' is no division, or several; left open\n"
    )


def test_version_is_that_of_the_project(run: Run) -> None:
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert version
    assert run("--version")[1] == f"muster {version[1]}\n"
