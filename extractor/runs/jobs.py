"""The work of each command: a batch comes in, what the command prints goes to a stream."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from corpora.errors import Failure
from extractor.reports.jsonlines import encode_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.reports.aggregates import Form
    from extractor.runs.batch import Batch
    from extractor.tables import Preset

Layout = Literal["text", "json"]


def check(batch: Batch, stream: BinaryIO, layout: Layout, totals: Path | None) -> int:
    """Write what agrees and what does not; return the exit code, 1 for a contradiction."""
    from corpora.totals import Total, read_totals
    from extractor.checks import check_reports
    from extractor.reports.verdicts import check_object, verdict_lines

    rows: list[Total] = []
    for row in read_totals(totals) if totals else ():
        if isinstance(row, Failure):
            batch.fail(row)
        else:
            rows.append(row)
    reports = batch.reports_or_records()
    result = check_reports(reports, rows)
    if layout == "json":
        stream.write(encode_json(check_object(result, batch.failures, batch.language), indent=1))
    else:
        write_lines(stream, verdict_lines(result, reports, batch.language))
    for message in result.errors:
        batch.fail(Failure(str(totals), message))
    return 1 if result.contradicted else batch.code()


def aggregate(  # noqa: PLR0913  (the options of the command)
    batch: Batch,
    stream: BinaryIO,
    form: Form,
    by: Sequence[str],
    *,
    preset: Preset,
    who: str,
    measure: str,
    where: str | None,
) -> int:
    """Write one line a group; return the exit code."""
    from extractor.checks import mark_reprints
    from extractor.reports.aggregates import write_aggregate
    from extractor.tables import aggregate as add_up
    from extractor.tables import frame_of

    frame = frame_of(mark_reprints(batch.reports_or_records()))
    sums = add_up(frame, by, preset=preset, who=who, measure=measure, where=where)
    write_aggregate(sums, stream, form, language=batch.language)
    return batch.code()


def reprints(batch: Batch, stream: BinaryIO, layout: Layout) -> int:
    """Write each article with those that print it again; return the exit code."""
    from extractor.reports.copies import reprint_lines, reprints_object

    articles = list(batch.articles())
    batch.need()
    found = reprints_object(articles, batch.failures)
    if layout == "json":
        stream.write(encode_json(found, indent=1))
    else:
        write_lines(stream, reprint_lines(found, articles, batch.language))
    return batch.code()


def evaluate(batch: Batch, stream: BinaryIO, layout: Layout, gold: Path, *, errors: bool) -> int:
    """Write how right the records are; return the exit code."""
    from corpora.gold import read_golds
    from extractor.reports.contract import report_object
    from extractor.reports.scoresheet import score_lines
    from extractor.scorer import read_predictions, score
    from extractor.tables.columns import holds_records

    golds = read_golds(gold)
    printed = [name for name in batch.inputs if holds_records(name)]
    batch.inputs = [name for name in batch.inputs if name not in printed]
    found = [item for name in printed for item in read_predictions(Path(name))]
    batch.read += len(found)
    found += [report_object(report) for report in batch.extracted()]
    scores = score(found, golds)
    if layout == "json":
        stream.write(encode_json(scores.to_json(errors=errors), indent=1))
    else:
        write_lines(stream, score_lines(scores, batch.language, errors=errors))
    return batch.code()


def write_lines(stream: BinaryIO, lines: Iterable[str]) -> None:
    """Write lines in UTF-8; a lone surrogate becomes its escape."""
    stream.writelines(f"{line}\n".encode("utf-8", "backslashreplace") for line in lines)
