"""The README shows what the program prints: each console block is run, and what must not change in it is compared.

Names and figures get better from version to version; `make readme` writes the blocks anew before a release.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n\$ (muster [^\n]+)\n(.*?)```", re.DOTALL)
VERDICT = re.compile(
    r"^(CONTRADICTED|open|consistent|most likely wrong|矛盾|待定|一致|最可能有误)\b", re.MULTILINE
)


def printed(command: str) -> str:
    """Return what a command prints, run from the root of the project; fail where it fails or complains."""
    shell = f'muster() {{ "{sys.executable}" -W ignore cli.py "$@"; }}; {command}; echo "codes ${{PIPESTATUS[*]}}"'
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True, env=environment, check=False
    )
    out, _, codes = done.stdout.rpartition("codes ")
    first = int(codes.split()[0])
    # 141: `head` has seen enough.
    assert first in ((0, 1, 141) if " check " in command else (0,)), (command, first)
    assert done.stderr == ""
    return out


def stable(command: str, output: str) -> list[str]:
    """Return what a change for the better leaves alone: column headers, that there are verdicts, marked figures."""
    lines = output.splitlines()
    if " check " in command:
        return ["verdicts"] if VERDICT.search(output) else []
    if " figures " in command:
        return lines[:2]
    return re.split(r"\s{2,}", lines[0].strip())


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_shows_what_is_printed(name: str) -> None:
    file = ROOT / name
    text = file.read_text("utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) > 2
    now = {command: printed(command) for command, _ in blocks}
    if os.environ.get("MUSTER_README") == "write":
        file.write_text(BLOCK.sub(lambda b: f"```console\n$ {b[1]}\n{now[b[1]]}```", text), "utf-8")
        return
    for command, shown in blocks:
        assert len(now[command].splitlines()) > 1, command
        assert stable(command, now[command]) == stable(command, shown), "run: make readme"


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_python_of_the_readme_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    exec(compile(code, name, "exec"), {})
    assert "50" in capsys.readouterr().out
