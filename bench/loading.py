"""CPU seconds until the gazetteer's four levels answer, beside jieba's dictionary, each in a process of its own.

    python bench/loading.py

Runs alternate and the least of each counts. jieba reads its dictionary
from the text file, as where it may write no cache.
"""

from __future__ import annotations

import subprocess
import sys

RUNS = 5
WORK = {
    "gazetteer": (
        "from models.gazetteer import gazetteer",
        'gazetteer().towns("320302"), gazetteer().towns_named("永安街道")',
    ),
    "jieba": (
        "import jieba",
        "jieba.dt.gen_pfdict(jieba.dt.get_dict_file())",
    ),
}


def seconds(before: str, work: str) -> float:
    """Return the CPU seconds of a statement in a fresh process, imports left out."""
    code = f"import time\n{before}\nstart = time.process_time()\n{work}\nprint(time.process_time() - start)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603  (our own code)
    return float(run.stdout)


def main() -> None:
    """Print the least of each, and their ratio."""
    least = dict.fromkeys(WORK, float("inf"))
    for _ in range(RUNS):
        for name, (before, work) in WORK.items():
            least[name] = min(least[name], seconds(before, work))
    for name, value in least.items():
        print(f"{name:10}{1000 * value:8.1f} ms{value / least['jieba']:8.2f} x jieba")


if __name__ == "__main__":
    main()
