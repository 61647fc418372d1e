"""The commands of muster; the only file that knows click.

What a command does stands in `extractor.runs`, its help in `extractor/reports/help.tsv`. Modules are loaded when a command
runs, so that `muster --help` is there at once.
"""

from __future__ import annotations

import os
import re
import signal
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NoReturn

import click

from corpora.articles import STDIN
from corpora.errors import MusterError
from corpora.metadata import Metadata, parse_date
from extractor.reports.help import help_page
from extractor.reports.wording import say
from extractor.runs.batch import USAGE, Batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from extractor.reports.wording import Language
    from extractor.runs.jobs import Layout

PIPE = 141  # what a shell reports for a program that SIGPIPE ended
INTERRUPTED, TERMINATED = 130, 143


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run muster and leave with the exit code of the contract (0, 1, 2, 3)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(given)
    prepare()
    try:
        # Not click's own main(), which would turn a closed pipe into 1: that is a contradiction here.
        with muster.make_context("muster", given, obj=language) as context:
            code = muster.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = USAGE
    except click.ClickException as error:
        tell(say(error.format_message(), language))
        if isinstance(error, click.UsageError) and error.ctx:
            tell(say(f"Try {error.ctx.command_path} --help for help.", language))
        code = USAGE
    except MusterError as error:
        tell(say(str(error), language))
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:
        close_stdout()
        code = PIPE
    except ModuleNotFoundError as error:
        tell(say(f"the package {error.name} is not installed; run: pip install muster", language))
        code = USAGE
    except OSError as error:  # inputs and -o tell of theirs as MusterError
        close_stdout()
        tell(say(f"stdout: can't write there: {error.strerror or error}", language))
        code = USAGE
    except Exception:  # noqa: BLE001  (a bug of ours; Python's own 1 would say that a figure is contradicted)
        traceback.print_exc()
        code = USAGE
    sys.exit(code)


def prepare() -> None:
    """Set the streams to UTF-8, and let a terminated run tidy up."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signal.signal(signal.SIGTERM, leave)


def leave(*_signal: object) -> NoReturn:
    """Leave as a terminated program does, but tidied up: no half-written file stays."""
    raise SystemExit(TERMINATED)


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language of the user: `--lang`, else the locale's, else English."""
    asked = re.search(r"(?:^|\n)--lang[=\n](en|zh)(?:\n|$)", "\n".join(arguments))
    if asked:
        return "zh" if asked[1] == "zh" else "en"
    set_to = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "zh" if set_to.lower().startswith("zh") else "en"


def close_stdout() -> None:
    """Let what is left for stdout go nowhere: Python would complain once more when it flushes it on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell(message: str) -> None:
    """Print a message, which is no data, on stderr."""
    click.echo(f"muster: {message}", err=True)


def show_progress(read: int) -> None:
    """Show how many articles are read where somebody looks on; the next line writes over the number."""
    if sys.stderr.isatty():
        click.echo(f"\r{read}\r", err=True, nl=False)


class Page(click.Command):
    """A command with a help page in the user's language."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the page."""
        options = [
            (record[0], max(option.opts, key=len))
            for option in self.get_params(ctx)
            if isinstance(option, click.Option) and (record := option.get_help_record(ctx))
        ]
        usage = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
        commands = list(self.commands) if isinstance(self, click.Group) else []
        formatter.write(help_page(self.name or "", usage, options, commands, ctx.obj))


class Pages(Page, click.Group):
    """The group of commands, with such a page."""

    command_class = Page


def show_version(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click calls it so)
    """Print the version and leave."""
    if value:
        import extractor

        click.echo(f"muster {extractor.__version__}")
        context.exit()


def read_date(_context: click.Context, option: click.Parameter, value: str | None) -> date | None:
    """Return the day that an option names."""
    return parse_date(value, option.opts[0]) if value else None


def read_region(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Return the name of a division; a slip of the pen would else be an article without a region."""
    from extractor.context import region_named

    if value and region_named(value, None) is None:
        raise MusterError(
            f"--region: {value!r} is no division, or several; write it as 曲靖市富源县 or 530325"
        )
    return value


PATH = click.Path(path_type=Path)
LANGUAGES = click.Choice(["en", "zh"])
# Found in the arguments before click reads them, because it decides about click's own messages too.
in_language = click.option("--lang", type=LANGUAGES, expose_value=False)
inputs_given = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
to_file = click.option(
    "-o", "--output", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path), help=""
)
text_or_json = click.option("--format", "layout", type=click.Choice(["text", "json"]), default="text")
published_on = click.option("--published", metavar="DATE", callback=read_date)
in_region = click.option("--region", metavar="NAME", callback=read_region)


def batch_of(
    language: Language,
    inputs: Sequence[str],
    published: date | None = None,
    region: str | None = None,
) -> Batch:
    """Return the inputs of a command with what the user says about them."""
    given = Metadata(published=published, region=region)
    return Batch(inputs, given, sys.stdin.buffer, tell, language, show_progress)


@contextmanager
def opened(output: Path | None, inputs: Sequence[str] = ()) -> Iterator[BinaryIO]:
    """Open the output file, or stdout; refuse to write over an input."""
    from extractor.reports.files import whole_file

    if output is None:
        yield sys.stdout.buffer
        return
    if any(name != STDIN and Path(name).resolve() == output.resolve() for name in inputs):
        raise click.UsageError(f"-o {output}: that is an input")
    with whole_file(output) as stream:
        yield stream


def need_file(form: str, output: Path | None) -> None:
    """Raise UsageError where a format that no terminal can show has no file to go to."""
    from extractor.reports.formats import BINARY

    if form in BINARY and output is None:
        raise click.UsageError(f"--format {form} needs a file: add -o OUT.{form}")


@click.group(cls=Pages)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version)
@in_language
def muster() -> None:
    """Read mobilization reports and check their figures."""


@muster.command()
@inputs_given
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "xlsx", "parquet", "sqlite", "table"]))
@to_file
@published_on
@in_region
@click.option("--annotator", metavar="NAME", default="none")
@click.option("--columns", type=LANGUAGES)
@click.option("--bom/--no-bom", default=True)
@in_language
@click.pass_obj
def extract(  # noqa: PLR0913  (one argument an option)
    language: Language,
    /,
    *,
    inputs: tuple[str, ...],
    form: str | None,
    output: Path | None,
    published: date | None,
    region: str | None,
    annotator: str,
    columns: Language | None,
    bom: bool,
) -> int:
    """Write the records of articles."""
    from extractor.mentions.advice import dictionary
    from extractor.reports.formats import FORMATS, format_of, write_reports
    from models.registry import load_annotator

    chosen = next((name for name in FORMATS if name == form), None) or format_of(output)
    need_file(chosen, output)
    batch = batch_of(language, inputs, published, region)
    batch.annotator = load_annotator(annotator, dictionary)
    with opened(output, inputs) as stream:
        write_reports(
            batch.reports(),
            stream,
            chosen,
            columns=columns or language,
            language=language,
            bom=bom,
            failures=batch.failures,
        )
    return batch.code()


@muster.command()
@inputs_given
@click.option("--totals", metavar="CSV", type=PATH)
@text_or_json
@to_file
@published_on
@in_region
@in_language
@click.pass_obj
def check(
    language: Language,
    /,
    *,
    inputs: tuple[str, ...],
    totals: Path | None,
    layout: Layout,
    output: Path | None,
    **given: Any,  # noqa: ANN401
) -> int:
    """Check the figures of articles against each other and official totals."""
    from extractor.runs import jobs

    with opened(output, inputs) as stream:
        return jobs.check(batch_of(language, inputs, **given), stream, layout, totals)


@muster.command()
@inputs_given
@click.option("--by", default="unit", metavar="KEYS")
@click.option(
    "--preset",
    type=click.Choice(["conservative", "informative", "representative"]),
    default="conservative",
)
@click.option(
    "--who", type=click.Choice(["mobilized", "served", "affected", "population"]), default="mobilized"
)
@click.option(
    "--measure",
    type=click.Choice(["persons", "person_times", "units", "teams", "places", "households"]),
    default="persons",
)
@click.option("--where", metavar="QUERY")
@click.option("--format", "form", type=click.Choice(["table", "csv", "xlsx", "parquet"]))
@to_file
@published_on
@in_region
@in_language
@click.pass_obj
def aggregate(
    language: Language,
    /,
    *,
    inputs: tuple[str, ...],
    by: str,
    form: str | None,
    output: Path | None,
    published: date | None,
    region: str | None,
    **choices: Any,  # noqa: ANN401
) -> int:
    """Add figures up by unit, region, date."""
    from extractor.reports.aggregates import form_of
    from extractor.runs import jobs

    chosen = form_of(form, output)
    need_file(chosen, output)
    keys = [key.strip() for key in by.split(",") if key.strip()]
    batch = batch_of(language, inputs, published, region)
    with opened(output, inputs) as stream:
        return jobs.aggregate(batch, stream, chosen, keys, **choices)


@muster.command()
@inputs_given
@text_or_json
@to_file
@in_language
@click.pass_obj
def reprints(language: Language, /, *, inputs: tuple[str, ...], layout: Layout, output: Path | None) -> int:
    """List articles that print another one again."""
    from extractor.runs import jobs

    with opened(output, inputs) as stream:
        return jobs.reprints(batch_of(language, inputs), stream, layout)


@muster.command()
@inputs_given
@click.option("--gold", metavar="DIR", required=True, type=PATH)
@click.option("--errors", is_flag=True)
@text_or_json
@to_file
@in_language
@click.pass_obj
def evaluate(
    language: Language,
    /,
    *,
    inputs: tuple[str, ...],
    gold: Path,
    errors: bool,
    layout: Layout,
    output: Path | None,
) -> int:
    """Measure how right the records are, against gold."""
    from extractor.runs import jobs

    with opened(output, inputs) as stream:
        return jobs.evaluate(batch_of(language, inputs), stream, layout, gold, errors=errors)


@muster.command()
@click.argument("text", default=STDIN, required=False, metavar="[TEXT | -]")
@published_on
@in_language
def figures(*, text: str, published: date | None) -> int:
    """Show the numbers and dates of a phrase."""
    from corpora.encodings import decode
    from extractor.reports.underline import underline

    whole = decode(sys.stdin.buffer.read(), "<stdin>") if text == STDIN else text
    for line in underline(whole, published=published):
        click.echo(line)
    return 0


@muster.command()
@in_language
@click.pass_obj
def annotators(language: Language) -> int:
    """List the annotators that are there."""
    from models.registry import available

    for found in available():
        click.echo(f"{found.spec}\t{found.version or say('not installed', language)}")
    return 0


@muster.command()
@click.argument("gold", type=PATH, metavar="GOLD_DIR")
@click.option("-o", "--output", metavar="MODEL", type=click.Path(file_okay=False, path_type=Path))
@click.option("--steps", metavar="N", type=click.IntRange(1), default=2000)
@click.option("--seed", metavar="N", type=int, default=0)
@in_language
@click.pass_obj
def train(language: Language, /, *, gold: Path, output: Path | None, steps: int, seed: int) -> int:
    """Train a spaCy annotator on annotated articles."""
    from extractor.text.page import read_page
    from models import train as training

    if output is None:
        raise click.UsageError("name the new folder of the model: -o MODEL")

    def sentences(text: str) -> list[str]:
        page = read_page(text)
        return [page.clean[sentence.start : sentence.end] for sentence in page.sentences]

    done = training.train(training.read_examples(gold, sentences), output, steps=steps, seed=seed)
    told = (
        f"{done.articles} articles, {done.names} names in {done.sentences} sentences; "
        f"F1 on the articles held back: {done.f1:.3f}"
    )
    click.echo(say(told, language))
    return 0


if __name__ == "__main__":
    main()
