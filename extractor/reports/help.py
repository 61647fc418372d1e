r"""The help pages of the commands in the user's language, from `help.tsv`.

A line of `help.tsv` is the text of an item of a command: an option, `short` for its line in the list of commands, `example`,
or nothing for its description. A line without a command holds for every command that has none of its own; `\n` is a line end.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from extractor.reports.display import two_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.reports.wording import Language

_HEADINGS = {"Usage": "用法", "Commands": "命令", "Options": "选项", "Example": "示例"}


def help_text(command: str, item: str, language: Language) -> str:
    """Return the text of an item of a command; raise KeyError where `help.tsv` has none."""
    texts = _texts()
    english, chinese = texts.get((command, item)) or texts["", item]
    return (chinese if language == "zh" else english).replace("\\n", "\n")


def help_page(
    command: str,
    usage: str,
    options: Sequence[tuple[str, str]],
    commands: Sequence[str],
    language: Language,
) -> str:
    """Return a help page: usage, description, commands, options and an example.

    `options` are pairs of what is printed (`-o, --output OUT`) and the name of the item (`--output`).
    """

    def heading(word: str) -> str:
        return _HEADINGS[word] if language == "zh" else word

    tables = [
        ("Commands", [(name, help_text(name, "short", language)) for name in commands]),
        ("Options", [(shown, help_text(command, name, language)) for shown, name in options]),
    ]
    parts = [f"{heading('Usage')}: {usage}\n\n{help_text(command, '', language)}\n"]
    parts += [f"\n{heading(word)}:\n{two_columns(rows)}" for word, rows in tables if rows]
    example = help_text(command, "example", "en")
    return "".join([*parts, f"\n{heading('Example')}:\n  {example}\n"])


@cache
def _texts() -> dict[tuple[str, str], tuple[str, str]]:
    """Return English and Chinese by command and item."""
    lines = files(__package__).joinpath("help.tsv").read_text("utf-8").splitlines()[1:]
    return {(command, item): (en, zh) for command, item, en, zh in (line.split("\t") for line in lines)}
