"""The commands of muster; the only file that knows click."""

from __future__ import annotations

import io
import os
import re
import sys
import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NoReturn

import click

from corpora.articles import STDIN, read_articles
from corpora.errors import ArticleError, Failure, MusterError
from corpora.metadata import Metadata, parse_date
from extractor.reports.display import two_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from corpora.article import Article
    from extractor.records.record import Report
    from models.annotator import Annotator

Language = Literal["en", "zh"]
USAGE, PARTLY, PIPE = 2, 3, 141  # 141: what a shell reports for a program that SIGPIPE ended


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run muster and leave with the exit code of the contract (0, 1, 2, 3)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        # Not click's own main(), which would turn a closed pipe into 1: that is a contradiction here.
        with build(language_of(given)).make_context("muster", given) as context:
            code = context.command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        code = ended.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        code = USAGE
    except MusterError as error:
        click.echo(f"muster: {error}", err=True)
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        # Python would complain once more when it flushes stdout on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE
    except Exception:  # noqa: BLE001  (a bug of ours; Python's own 1 would say that a figure is contradicted)
        traceback.print_exc()
        code = USAGE
    sys.exit(code)


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language of help and headers: `--lang`, else the locale's, else English."""
    asked = re.search(r"(?:^|\n)--lang[=\n](en|zh)(?:\n|$)", "\n".join(arguments))
    if asked:
        return "zh" if asked[1] == "zh" else "en"
    set_to = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "zh" if set_to.lower().startswith("zh") else "en"


class HelpPage(click.Command):
    """A command whose help is laid out by display width, with headings in its language and an example at its end."""

    words: Words
    example: str

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, description, arguments, commands, options and example."""
        say = self.words.say
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write(f"{say('Usage', '用法')}: {ctx.command_path} {pieces}\n\n{self.help}\n")
        commands = self.commands if isinstance(self, click.Group) else {}
        tables = [
            (
                say("Commands", "命令"),
                [(name, command.short_help or "") for name, command in commands.items()],
            ),
            (
                say("Options", "选项"),
                [
                    row
                    for p in self.get_params(ctx)
                    if isinstance(p, click.Option) and (row := p.get_help_record(ctx))
                ],
            ),
        ]
        for heading, rows in tables:
            if rows:
                formatter.write(f"\n{heading}:\n{two_columns(rows)}")
        formatter.write(f"\n{say('Example', '示例')}:\n  {self.example}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help, described in the command's language."""
        option = super().get_help_option(ctx)
        if option:
            option.help = self.words.say("Show this page.", "显示本页。")
        return option


class HelpGroup(HelpPage, click.Group):
    """The group of commands, with such a page."""


@dataclass(frozen=True, slots=True)
class Words:
    """The language that the user reads."""

    language: Language

    def say(self, english: str, chinese: str) -> str:
        """Return the text in the user's language."""
        return chinese if self.language == "zh" else english


def build(language: Language) -> click.Group:
    """Return the whole program with its help in a language."""
    words = Words(language)
    say = words.say
    group = HelpGroup(
        "muster",
        params=[
            _lang(words),
            _version(words),
        ],
        help=say(
            "muster reads Chinese mobilization reports (volunteers, party members, medical teams, rescuers, militia ...),\n"
            "turns them into records (which unit sent how many of whom, where and when) and checks the figures.\n"
            "\n"
            "An INPUT is a text file, a .jsonl file, a folder of such files, or - for standard input. A file NAME.meta.json\n"
            "beside NAME.txt may say when the article was published, its title, publisher, url and region.\n"
            "Exit codes: 0 fine, 1 a figure is contradicted, 2 nothing could be read, 3 some inputs failed.",
            "muster 读动员报道（志愿者、党员、医疗队、救援队、民兵……），\n"
            "整理成记录（哪个单位、派出多少什么人、何地、何时），并核对数字是否相符。\n"
            "\n"
            "INPUT 可以是文本文件、.jsonl 文件、装有这些文件的文件夹，或 -（标准输入）。\n"
            "文章 NAME.txt 旁可放 NAME.meta.json，写明 published（发布日期）、title、publisher、url、region（地区）。\n"
            "退出码：0 正常；1 有数字相矛盾；2 无法读取；3 部分输入读取失败。",
        ),
    )
    group.words = words
    group.example = "muster extract articles --format csv -o records.csv"
    for make in (
        _extract_command,
        _check_command,
        _aggregate_command,
        _reprints_command,
        _evaluate_command,
        _figures_command,
        _annotators_command,
        _train_command,
    ):
        group.add_command(make(words))
    return group


def _lang(words: Words) -> click.Option:
    return click.Option(
        ["--lang"],
        type=click.Choice(["en", "zh"]),
        expose_value=False,
        help=words.say(
            "Language of help and headers; by default that of the locale.", "帮助和表头的语言，默认随系统。"
        ),
    )


def _version(words: Words) -> click.Option:
    def show(context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click calls it so)
        if value:
            import extractor

            click.echo(f"muster {extractor.__version__}")
            context.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=words.say("Show the version.", "显示版本。"),
    )


def _metadata(words: Words) -> list[click.Parameter]:
    return [
        click.Option(
            ["--published"],
            metavar="DATE",
            callback=_date,
            help=words.say(
                "Day of publication, such as 2022-03-31; dates like 3月29日 are counted from it.",
                "发布日期，如 2022-03-31；“3月29日”“昨日”等据此推算。",
            ),
        ),
        click.Option(
            ["--region"],
            metavar="NAME",
            help=words.say(
                "Division that the articles are about, such as 徐州市.", "文章所报道的地区，如 徐州市。"
            ),
        ),
    ]


def _output(words: Words) -> click.Option:
    return click.Option(
        ["-o", "--output"],
        metavar="OUT",
        type=click.Path(dir_okay=False, path_type=Path),
        help=words.say(
            "Write to the file OUT, which appears only when all is done.",
            "写入文件 OUT；全部完成后文件才出现。",
        ),
    )


def _date(_context: click.Context, _option: click.Parameter, value: str | None) -> Any:  # noqa: ANN401  (a date, or None)
    try:
        return parse_date(value, "--published") if value else None
    except ArticleError as error:
        raise click.BadParameter(str(error)) from error


def _command(words: Words, name: str, work: Callable[..., int], example: str, **texts: Any) -> HelpPage:  # noqa: ANN401
    command = HelpPage(name, callback=work, **texts)
    command.words = words
    command.example = example
    return command


def _text_or_json(words: Words) -> click.Option:
    return click.Option(
        ["--format", "form"],
        type=click.Choice(["text", "json"]),
        default="text",
        help=words.say("A listing to read, or one JSON object.", "供阅读的清单，或一个 JSON 对象。"),
    )


def _inputs(words: Words) -> click.Argument:
    return click.Argument(["inputs"], nargs=-1, required=True, metavar=words.say("INPUT...", "INPUT..."))


@dataclass
class Batch:
    """The inputs of one run: articles as they come, or reports; each failure is a line on stderr and is kept."""

    inputs: Sequence[str]
    given: Metadata
    failures: list[Failure] = field(default_factory=list)
    read: int = 0
    stdin: BinaryIO | None = None
    annotator: Annotator | None = None

    def reports(self) -> Iterator[Report]:
        """Yield the report of each article that can be read."""
        import extractor

        for article in self.articles():
            yield extractor.extract_article(article, self.annotator)
            if sys.stderr.isatty():
                click.echo(f"\r{self.read}", err=True, nl=False)
        if sys.stderr.isatty():
            click.echo("\r", err=True, nl=False)

    def articles(self) -> Iterator[Article]:
        """Yield each article that can be read."""
        for item in read_articles(self.inputs, self.given, stdin=self.stdin or sys.stdin.buffer):
            if isinstance(item, Failure):
                self.fail(item)
            else:
                self.read += 1
                yield item

    def reports_or_records(self) -> list[Report]:
        """Return the reports of tables of records, then those of articles; raise MusterError where an id comes twice."""
        from extractor.tables.columns import holds_records

        tables = [name for name in self.inputs if name != STDIN and holds_records(name)]
        self.inputs = [name for name in self.inputs if name not in tables]
        found = [report for name in dict.fromkeys(tables) for report in self._records(name)]
        if STDIN in self.inputs:
            found += self._piped()
        self.read += len(found)
        found += self.reports()
        twice = [name for name, times in Counter(report.id for report in found).items() if times > 1]
        if twice:
            raise MusterError(f"article {twice[0]!r} is in two inputs; give each article once")
        return found

    def _records(self, name: str) -> list[Report]:
        from extractor.tables.columns import read_records

        try:
            return read_records(name)
        except MusterError as error:
            self.fail(Failure(name, str(error)))
            return []

    def _piped(self) -> list[Report]:
        """Return the reports that `muster extract` pipes in; any other standard input is left for the articles."""
        from corpora.encodings import decode
        from extractor.tables.columns import read_jsonl, starts_with_records

        content = sys.stdin.buffer.read()
        if not starts_with_records(content[:80].decode("utf-8", "replace")):
            self.stdin = io.BytesIO(content)
            return []
        self.inputs = [name for name in self.inputs if name != STDIN]
        return read_jsonl(decode(content, "<stdin>"), "<stdin>")

    def fail(self, failure: Failure) -> None:
        """Tell the user what failed and go on."""
        self.failures.append(failure)
        click.echo(f"muster: {failure.message}", err=True)

    def need(self, words: Words) -> None:
        """Raise MusterError where no input could be read."""
        if not self.read:
            raise MusterError(words.say("no article could be read", "没有可读的文章"))

    def code(self) -> int:
        """Return the exit code that the failures call for."""
        if not self.failures:
            return 0
        return PARTLY if self.read else USAGE


def _extract_command(words: Words) -> HelpPage:
    say = words.say

    def extract(  # noqa: PLR0913  (one argument an option)
        *,
        inputs: tuple[str, ...],
        form: str | None,
        output: Path | None,
        published: Any,  # noqa: ANN401
        region: str | None,
        columns: Language,
        bom: bool,
        annotator: str,
    ) -> int:
        from extractor.reports.formats import FORMATS, format_of, write_reports

        chosen = next((name for name in FORMATS if name == form), format_of(output))
        _need_file(words, chosen, output)
        batch = Batch(inputs, Metadata(published=published, region=region), annotator=_annotator(annotator))
        with _opened(output, inputs) as stream:
            write_reports(batch.reports(), stream, chosen, columns=columns, bom=bom, failures=batch.failures)
            batch.need(words)
        return batch.code()

    return _command(
        words,
        "extract",
        extract,
        "muster extract article.txt --published 2022-03-31 --region 徐州市",
        short_help=say("Read articles and write their records.", "读文章，输出记录。"),
        help=say(
            "Read articles and write what they say: as JSON lines one object an article, else one row a figure.",
            "读文章并输出其内容：JSON 每篇一行；其他格式每个数字一行。",
        ),
        params=[
            _inputs(words),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["jsonl", "csv", "xlsx", "parquet", "table"]),
                help=say(
                    "By default what the suffix of OUT says, else jsonl; table is to be read on a terminal.",
                    "默认按 OUT 的后缀，否则为 jsonl；table 供在终端阅读。",
                ),
            ),
            _output(words),
            *_metadata(words),
            click.Option(
                ["--annotator"],
                metavar="NAME",
                default="none",
                help=say(
                    "Ask jieba, spacy:PATH or hanlp:PATH for further names; none by default.",
                    "另请 jieba、spacy:PATH 或 hanlp:PATH 协助识别名称；默认 none。",
                ),
            ),
            click.Option(
                ["--columns"],
                type=click.Choice(["en", "zh"]),
                default=words.language,
                help=say(
                    "Language of the column headers; by default that of --lang.", "表头语言，默认同 --lang。"
                ),
            ),
            click.Option(
                ["--bom/--no-bom"],
                default=True,
                help=say(
                    "Begin CSV with a byte order mark, so that Excel and WPS read it rightly; on by default.",
                    "CSV 开头写入 BOM，使 Excel、WPS 正确识别编码；默认写入。",
                ),
            ),
            _lang(words),
        ],
    )


def _check_command(words: Words) -> HelpPage:
    say = words.say

    def check(
        *,
        inputs: tuple[str, ...],
        totals: Path | None,
        form: str,
        output: Path | None,
        published: Any,  # noqa: ANN401
        region: str | None,
    ) -> int:
        from corpora.totals import Total, read_totals
        from extractor.checks import check_reports
        from extractor.reports.jsonlines import encode_json
        from extractor.reports.verdicts import check_object, verdict_lines

        batch = Batch(inputs, Metadata(published=published, region=region))
        rows: list[Total] = []
        for row in read_totals(totals) if totals else ():
            if isinstance(row, Failure):
                batch.fail(row)
            else:
                rows.append(row)
        reports = batch.reports_or_records()
        batch.need(words)
        result = check_reports(reports, rows)
        with _opened(output, inputs) as stream:
            if form == "json":
                stream.write(encode_json(check_object(result, batch.failures), indent=1))
            else:
                write_lines(stream, verdict_lines(result, reports, words.language))
        for message in result.errors:
            batch.fail(Failure(str(totals), message))
        return 1 if result.contradicted else batch.code()

    return _command(
        words,
        "check",
        check,
        "muster check articles --totals official.csv",
        short_help=say(
            "Check the figures of articles against each other and official totals.",
            "核对各篇数字之间、与官方数字是否相符。",
        ),
        help=say(
            "Check figures against each other and, with --totals, against official figures; print each verdict with the\n"
            "sentences that it rests on. Exit code 1 if any figure is contradicted. An approximate figure is an interval,\n"
            "and only what no reading can reconcile counts as contradicted. An INPUT may also be a table of records that\n"
            "muster extract wrote (CSV, XLSX, Parquet, JSON lines, SQLite), corrected by hand or not.",
            "核对数字之间是否相符；加 --totals 则与官方数字核对。逐条给出结论和所依据的原句。\n"
            "有任何矛盾时退出码为 1。约数按区间理解，只有怎样理解都不相符才算矛盾。\n"
            "INPUT 也可以是 muster extract 写出的记录表（CSV、XLSX、Parquet、JSON 行、SQLite），人工改过的也行。",
        ),
        params=[
            _inputs(words),
            click.Option(
                ["--totals"],
                metavar="CSV",
                type=click.Path(path_type=Path),
                help=say(
                    "Official figures: CSV with the header region,unit,noun,measure,as_of,value,source.",
                    "官方数字：CSV，表头为 region,unit,noun,measure,as_of,value,source。",
                ),
            ),
            _text_or_json(words),
            _output(words),
            *_metadata(words),
            _lang(words),
        ],
    )


def _aggregate_command(words: Words) -> HelpPage:
    say = words.say

    def aggregate(
        *,
        inputs: tuple[str, ...],
        by: str,
        form: str | None,
        output: Path | None,
        **given: Any,  # noqa: ANN401
    ) -> int:
        from extractor.checks import mark_reprints
        from extractor.reports.aggregates import form_of, write_aggregate
        from extractor.tables import aggregate as sum_up
        from extractor.tables import frame_of

        chosen = form_of(form, output)
        _need_file(words, chosen, output)
        batch = Batch(inputs, Metadata(published=given.pop("published"), region=given.pop("region")))
        reports = batch.reports_or_records()
        batch.need(words)
        keys = [key.strip() for key in by.split(",") if key.strip()]
        frame = sum_up(frame_of(mark_reprints(reports)), keys, **given)
        with _opened(output, inputs) as stream:
            write_aggregate(frame, stream, chosen, language=words.language)
        return batch.code()

    return _command(
        words,
        "aggregate",
        aggregate,
        "muster aggregate articles --by region,measure --preset informative",
        short_help=say("Add figures up by unit, region, date ...", "按单位、地区、日期等汇总数字。"),
        help=say(
            "Add up mobilized persons by unit, region, date ... as intervals. Rates, plans, restatements and reprints are left\n"
            "out, a total stands for its parts; each line tells how many records and articles are behind it and what was left\n"
            "out. An INPUT may also be a table of records that muster extract wrote (CSV, XLSX, Parquet, JSON lines, SQLite).",
            "按单位、地区、日期等汇总动员人数，结果为区间。每日数、计划数、重复说法和转载不计入，有总数时不再加分项；\n"
            "每行注明依据几条记录、几篇文章，以及哪些未计入。INPUT 也可以是 muster extract 写出的记录表\n"
            "（CSV、XLSX、Parquet、JSON 行、SQLite），人工改过的也行。",
        ),
        params=[
            _inputs(words),
            click.Option(
                ["--by"],
                default="unit",
                metavar="KEYS",
                help=say(
                    "Keys, by commas: unit (default), region, date, measure, place, team, article, noun, who, publisher.",
                    "分组项，以逗号分隔：unit 单位（默认）、region 地区、date 日期、measure 计量、place 地点、team 队伍、"
                    "article 文章、noun 对象、who 角色、publisher 媒体。",
                ),
            ),
            click.Option(
                ["--preset"],
                type=click.Choice(["conservative", "informative", "representative"]),
                default="conservative",
                help=say(
                    "Which figure stands for one quantity that several reports give: the lowest (default), the most precise and "
                    "latest, or the one in which most agree.",
                    "几篇报道说同一数量时取哪个：最低（默认）、最精确且最新、多数一致。",
                ),
            ),
            click.Option(
                ["--who"],
                type=click.Choice(["mobilized", "served", "affected", "population"]),
                default="mobilized",
                help=say(
                    "Which people to count; mobilized by default.", "统计哪类人，默认 mobilized（被动员者）。"
                ),
            ),
            click.Option(
                ["--measure"],
                type=click.Choice(["persons", "person_times", "units", "teams", "places", "households"]),
                default="persons",
                help=say("What to count; persons by default.", "统计什么，默认 persons（人数）。"),
            ),
            click.Option(
                ["--where"],
                metavar="QUERY",
                help=say(
                    "Only records for which a pandas query over the columns holds, such as \"publisher == '徐州日报'\".",
                    "只取符合条件的记录（pandas 查询语句），如 \"publisher == '徐州日报'\"。",
                ),
            ),
            click.Option(
                ["--format", "form"],
                type=click.Choice(["table", "csv", "xlsx", "parquet"]),
                help=say(
                    "By default what the suffix of OUT says, else a table to read.",
                    "默认按 OUT 的后缀，否则为供阅读的表。",
                ),
            ),
            _output(words),
            *_metadata(words),
            _lang(words),
        ],
    )


def _reprints_command(words: Words) -> HelpPage:
    say = words.say

    def reprints(*, inputs: tuple[str, ...], form: str, output: Path | None) -> int:
        from extractor.reports.copies import reprint_lines, reprints_object, unread_report
        from extractor.reports.jsonlines import encode_json

        batch = Batch(inputs, Metadata())
        reports = [unread_report(article) for article in batch.articles()]
        batch.need(words)
        found = reprints_object(reports, batch.failures)
        with _opened(output, inputs) as stream:
            if form == "json":
                stream.write(encode_json(found, indent=1))
            else:
                write_lines(stream, reprint_lines(found, reports, words.language))
        return batch.code()

    return _command(
        words,
        "reprints",
        reprints,
        "muster reprints articles",
        short_help=say("List articles that print another one again.", "列出转载自其他文章的文章。"),
        help=say(
            "List each article with those that print it again, whole or in part, in whatever script; the one published first\n"
            "counts as the original.",
            "列出每篇文章及其转载（全文或部分，不论简繁）；最先发布的算原文。",
        ),
        params=[_inputs(words), _text_or_json(words), _output(words), _lang(words)],
    )


def _evaluate_command(words: Words) -> HelpPage:
    say = words.say

    def evaluate(*, inputs: tuple[str, ...], gold: Path, errors: bool, form: str, output: Path | None) -> int:
        from corpora.gold import read_golds
        from extractor.reports.contract import report_object
        from extractor.reports.jsonlines import encode_json
        from extractor.scorer import read_predictions, score
        from extractor.scores import render
        from extractor.tables.columns import holds_records

        golds = read_golds(gold)
        batch = Batch([name for name in inputs if not holds_records(name)], Metadata())
        found = [item for name in inputs if holds_records(name) for item in read_predictions(Path(name))]
        batch.read += len(found)
        found += [report_object(report) for report in batch.reports()]
        batch.need(words)
        scores = score(found, golds)
        with _opened(output, inputs) as stream:
            if form == "json":
                stream.write(encode_json(scores.to_json(errors=errors), indent=1))
            else:
                write_lines(stream, [render(scores, errors=errors)])
        return batch.code()

    return _command(
        words,
        "evaluate",
        evaluate,
        "muster evaluate articles --gold articles",
        short_help=say(
            "Measure how right the records are, against gold.", "对照人工标注，衡量记录的准确度。"
        ),
        help=say(
            "Compare articles, or what muster extract printed of them (JSON lines), with gold files NAME.gold.json: precision,\n"
            "recall and F1 with 95 % bootstrap intervals. What each measure means stands in docs/evaluation.md.",
            "将文章（或 muster extract 输出的 JSON 行）与人工标注 NAME.gold.json 对照，给出精确率、召回率、F1\n"
            "及 95% 自助法区间。各指标的定义见 docs/evaluation.md。",
        ),
        params=[
            _inputs(words),
            click.Option(
                ["--gold"],
                metavar="DIR",
                required=True,
                type=click.Path(path_type=Path),
                help=say("Folder of gold files.", "人工标注所在的文件夹。"),
            ),
            click.Option(
                ["--errors"],
                is_flag=True,
                help=say("List every error with its context.", "逐条列出错误及上下文。"),
            ),
            _text_or_json(words),
            _output(words),
            _lang(words),
        ],
    )


def _figures_command(words: Words) -> HelpPage:
    say = words.say

    def figures(*, text: str, published: Any) -> int:  # noqa: ANN401
        from corpora.encodings import decode
        from extractor.reports.underline import underline

        whole = decode(sys.stdin.buffer.read(), "<stdin>") if text == STDIN else text
        for line in underline(whole, published=published):
            click.echo(line)
        return 0

    return _command(
        words,
        "figures",
        figures,
        "muster figures '截至3月30日下午4点，约有68家单位6396人到社区报到' --published 2022-03-31",
        short_help=say(
            "Show the numbers and dates that muster sees in a phrase.",
            "显示 muster 在一句话中认出的数字和日期。",
        ),
        help=say(
            "Show which numbers, counts and dates muster sees in a TEXT (- reads standard input), and what they stand for.",
            "显示 muster 在 TEXT（- 为标准输入）中认出的数字、人数和日期，以及各自的含义。",
        ),
        params=[
            click.Argument(["text"], default=STDIN, required=False, metavar="[TEXT | -]"),
            *_metadata(words)[:1],
            _lang(words),
        ],
    )


def _annotator(spec: str) -> Annotator | None:
    """Load the annotator that the user names, with our names for its dictionary."""
    from extractor.mentions.advice import dictionary
    from models.annotator import load_annotator

    return load_annotator(spec, dictionary)


def _annotators_command(words: Words) -> HelpPage:
    say = words.say

    def annotators() -> int:
        from models.annotator import available

        for found in available():
            missing = say("not installed", "未安装")
            click.echo(f"{found.spec}\t{found.version or missing}")
        return 0

    return _command(
        words,
        "annotators",
        annotators,
        "muster annotators",
        short_help=say("List the annotators that are there.", "列出可用的标注器。"),
        help=say(
            "List what --annotator of `muster extract` can name, and the version: packages, installed spaCy pipelines and\n"
            "HanLP models in HANLP_HOME. PATH stands for any folder that holds a model.",
            "列出 `muster extract` 的 --annotator 可用的名称和版本：程序包、已安装的 spaCy 流水线、HANLP_HOME 中的 HanLP 模型。\n"
            "PATH 指任何存有模型的文件夹。",
        ),
        params=[_lang(words)],
    )


def _train_command(words: Words) -> HelpPage:
    say = words.say

    def train(*, gold: Path, output: Path | None, steps: int, seed: int) -> int:
        from extractor.text.page import read_page
        from models.train import read_examples, train

        if output is None:
            raise click.UsageError(
                say("name the new folder of the model: -o MODEL", "须用 -o MODEL 指明模型的新文件夹")
            )

        def sentences(text: str) -> list[str]:
            page = read_page(text)
            return [page.clean[sentence.start : sentence.end] for sentence in page.sentences]

        done = train(read_examples(gold, sentences), output, steps=steps, seed=seed)
        click.echo(
            say(
                f"{done.articles} articles, {done.names} names in {done.sentences} sentences; "
                f"F1 on the articles held back: {done.f1:.3f}",
                f"{done.articles} 篇文章，{done.sentences} 句中 {done.names} 个名称；留出文章上的 F1：{done.f1:.3f}",
            )
        )
        return 0

    return _command(
        words,
        "train",
        train,
        "muster train gold -o model",
        short_help=say("Train a spaCy annotator on annotated articles.", "用标注过的文章训练 spaCy 标注器。"),
        help=say(
            "Train a spaCy pipeline that finds names on the articles of GOLD_DIR, and write it to MODEL, to be used with\n"
            "--annotator spacy:MODEL. GOLD_DIR holds NAME.txt with NAME.gold.json, or with corrected lines of muster extract\n"
            "in a .jsonl file. docs/training.md tells the whole way.",
            "用 GOLD_DIR 中的文章训练识别名称的 spaCy 流水线，写入 MODEL；用法：--annotator spacy:MODEL。\n"
            "GOLD_DIR 中放 NAME.txt 和 NAME.gold.json，或改正过的 muster extract 输出（.jsonl）。详见 docs/training.md。",
        ),
        params=[
            click.Argument(["gold"], type=click.Path(path_type=Path), metavar="GOLD_DIR"),
            click.Option(
                ["-o", "--output"],
                metavar="MODEL",
                type=click.Path(file_okay=False, path_type=Path),
                help=say("Write the pipeline to the new folder MODEL.", "把流水线写入新文件夹 MODEL。"),
            ),
            click.Option(
                ["--steps"],
                metavar="N",
                type=click.IntRange(1),
                default=2000,
                help=say("Number of training steps; 2000 by default.", "训练步数，默认 2000。"),
            ),
            click.Option(
                ["--seed"],
                metavar="N",
                type=int,
                default=0,
                help=say("Same seed, same model; 0 by default.", "种子相同则模型相同，默认 0。"),
            ),
            _lang(words),
        ],
    )


def _need_file(words: Words, form: str, output: Path | None) -> None:
    """Raise UsageError where a format that no terminal can show has no file to go to."""
    from extractor.reports.formats import BINARY

    if form in BINARY and output is None:
        raise click.UsageError(
            words.say(
                f"--format {form} needs a file: add -o OUT.{form}",
                f"--format {form} 须写入文件：加 -o OUT.{form}",
            )
        )


def write_lines(stream: BinaryIO, lines: Iterable[str]) -> None:
    """Write lines in UTF-8; a lone surrogate becomes its escape."""
    stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)


@contextmanager
def _opened(output: Path | None, inputs: Sequence[str]) -> Iterator[BinaryIO]:
    """Open the output file, or stdout; refuse to write over an input."""
    from extractor.reports.files import whole_file

    if output is None:
        yield sys.stdout.buffer
        return
    if any(name != STDIN and Path(name).resolve() == output.resolve() for name in inputs):
        raise click.UsageError(f"-o {output}: that is an input")
    with whole_file(output) as stream:
        yield stream


if __name__ == "__main__":
    main()
