"""The commands of muster; the only file that knows click."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def cli() -> None:
    """Read mobilization reports."""


@cli.command()
@click.argument("inputs", nargs=-1, required=True)
def extract(inputs: tuple[str, ...]) -> None:
    """Print one JSON object per article."""
    import extractor
    from corpora.articles import Failure, read_articles
    from extractor.reports.jsonlines import write_jsonlines

    items = read_articles([Path(p) for p in inputs])
    write_jsonlines((extractor.extract_article(i) for i in items if not isinstance(i, Failure)), sys.stdout.buffer)


def main() -> None:
    """Run muster."""
    cli()
