"""The README shows what the program prints: each console block is run. `make readme` writes the blocks anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n\$ (muster [^\n]+)\n(.*?)```", re.DOTALL)


def printed(command: str) -> str:
    """Return what a command prints, run from the root of the project."""
    shell = f'muster() {{ "{sys.executable}" -W ignore cli.py "$@"; }}; {command}'
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", shell], cwd=ROOT, capture_output=True, text=True, env=environment, check=False
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_shows_what_is_printed(name: str) -> None:
    file = ROOT / name
    text = file.read_text("utf-8")
    assert BLOCK.search(text)
    fresh = BLOCK.sub(lambda block: f"```console\n$ {block[1]}\n{printed(block[1])}```", text)
    if os.environ.get("MUSTER_README") == "write":
        file.write_text(fresh, "utf-8")
    else:
        assert fresh == text, "what muster prints has changed; look at it, then run: make readme"
