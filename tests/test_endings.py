"""How a run ends as a process: pipes, a full disk, a signal, a package that is missing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT), "PATH": ""}
MUSTER = [sys.executable, "-c", "import cli; cli.main()"]
TEXT = "3月14日,市水利局抽调12名技术骨干赶赴堤段查险。贵州省消防救援总队派出60人。\n"


def ended(*arguments: str | Path, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own."""
    command = [*MUSTER, *map(str, arguments)]
    return subprocess.run(command, input=text, capture_output=True, env=ENVIRONMENT, check=False)


def test_what_one_command_prints_another_reads() -> None:
    done = ended("extract", "-", "--region", "贵州省", text=TEXT.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["id"] == "stdin"
    piped = ended("check", "-", text=done.stdout)
    assert piped.returncode in (0, 1)
    assert b"1 article(s)" in piped.stdout
    table = ended("extract", "-", "--region", "贵州省", "--format", "csv", text=TEXT.encode())
    again = ended("check", "-", text=table.stdout)
    assert (again.stdout, again.stderr) == (piped.stdout, b"")


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start a command on more articles than it reads in a moment."""
    for number in range(400):
        (folder / f"{number}.txt").write_text(TEXT * 20, "utf-8")
    return subprocess.Popen(
        [*MUSTER, "extract", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    )


def test_a_closed_pipe_ends_a_run_in_silence(tmp_path: Path) -> None:
    running = started(tmp_path)
    assert running.stdout
    running.stdout.close()
    assert running.stderr
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == cli.PIPE


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_terminated_run_leaves_no_half_written_file(tmp_path: Path) -> None:
    articles, out = tmp_path / "articles", tmp_path / "out"
    articles.mkdir()
    out.mkdir()
    running = started(articles, "-o", str(out / "records.jsonl"))
    while not list(out.iterdir()):
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(signal.SIGTERM)
    running.communicate()
    assert running.returncode == cli.TERMINATED
    assert list(out.iterdir()) == []


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("raise ModuleNotFoundError('no pandas', name='pandas')", "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    done = subprocess.run(
        [*MUSTER, "aggregate", str(tmp_path / "a.txt")],
        capture_output=True,
        env=ENVIRONMENT | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (
        cli.USAGE,
        "muster: the package pandas is not installed; run: pip install muster\n",
    )


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", [("extract", "a.txt"), ("figures", "20人")])
def test_a_full_disk_is_told_in_a_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text("团市委组织50名青年党员到社区报到。", "utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*MUSTER, *arguments],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            env=ENVIRONMENT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        2,
        b"muster: stdout: can't write there: No space left on device\n",
    )
