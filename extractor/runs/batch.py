"""The inputs of one run: articles as they come, or reports; each failure is told and kept.

Which article prints which one again is known only when all have been seen, the original may come last. The inputs are therefore
gone through twice: first each article's shingles are kept for `find_reprints`, then the articles are read one by one.
"""

from __future__ import annotations

import gc
import io
import traceback
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from corpora.articles import STDIN, read_articles
from corpora.errors import Failure, MusterError
from extractor.reports.wording import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corpora.article import Article
    from corpora.metadata import Metadata
    from extractor.records.record import Report
    from models.annotator import Annotator

USAGE, PARTLY = 2, 3  # exit codes of the contract


def _bug(article: Article, error: Exception) -> Failure:
    """Return the failure that an unexpected error makes of an article, with the line of code to report."""
    spot = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(spot.filename).name}:{spot.lineno}"
    name = article.path or article.id
    return Failure(
        name,
        f"{name}: {type(error).__name__} in {place}: {str(error) or 'no reason'}; "
        "a defect of muster, this article is left out",
    )


_NEW_OBJECTS = 10_000  # a page makes thousands, hardly any in circles: to collect every 700 finds nothing


def settle() -> None:
    """Load what every article needs, and let the garbage collector pass over it from now on: it stays until the run ends."""
    from extractor.pipeline import scanner

    scanner()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


@dataclass
class Batch:
    """The inputs of one run; `tell` takes the line about each that fails, `progress` the number of articles read."""

    inputs: Sequence[str]
    given: Metadata
    stdin: BinaryIO
    tell: Callable[[str], None]
    language: Language = "en"
    progress: Callable[[int], None] | None = None
    annotator: Annotator | None = None
    failures: list[Failure] = field(default_factory=list)
    read: int = 0

    def reports(self) -> Iterator[Report]:
        """Yield the report of each article that can be read, with what it prints again."""
        originals = self._originals()
        for report in self.extracted():
            yield replace(report, reprint_of=originals.get(report.id))

    def extracted(self) -> Iterator[Report]:
        """Yield the report of each article by itself; raise MusterError where none can be read.

        A bug of ours that one article meets costs this article alone: it is told like any input that fails.
        """
        import extractor
        from extractor.context import region_named

        for number, article in enumerate(self.articles()):
            if not number:
                settle()
            if article.region and region_named(article.region, article.published) is None:
                told = f"{article.path or article.id}: region {article.region!r} is no division, or several; left open"
                self.tell(say(told, self.language))
            try:
                report = extractor.extract_article(article, self.annotator)
            except MusterError:
                raise
            except Exception as error:  # noqa: BLE001  (whatever it is, the other articles can be read)
                self.read -= 1
                self.fail(_bug(article, error))
                continue
            yield report
            if self.progress:
                self.progress(self.read)
        self.need()

    def articles(self) -> Iterator[Article]:
        """Yield each article that can be read."""
        for item in read_articles(self.inputs, self.given, stdin=self.stdin):
            if isinstance(item, Failure):
                self.fail(item)
            else:
                self.read += 1
                yield item

    def _originals(self) -> dict[str, str]:
        """Return the original's id of every reprint's id; what can't be read is told when it is read again."""
        if STDIN in self.inputs:
            self.stdin = io.BytesIO(self.stdin.read())
        items = read_articles(self.inputs, self.given, stdin=self.stdin)
        articles = (item for item in items if not isinstance(item, Failure))
        some = list(islice(articles, 2))
        originals: dict[str, str] = {}
        if len(some) > 1:
            from extractor.tables.reprints import find_reprints

            originals = find_reprints(chain(some, articles))
        if STDIN in self.inputs:
            self.stdin.seek(0)
        return originals

    def reports_or_records(self) -> list[Report]:
        """Return the reports of tables of records, then those of articles; raise MusterError where an id comes twice."""
        from extractor.tables.columns import holds_records

        tables = [name for name in self.inputs if name != STDIN and holds_records(name)]
        self.inputs = [name for name in self.inputs if name not in tables]
        found = [report for name in dict.fromkeys(tables) for report in self._records(name)]
        if STDIN in self.inputs:
            found += self._piped()
        self.read += len(found)
        found += self.extracted()
        twice = [name for name, times in Counter(report.id for report in found).items() if times > 1]
        if twice:
            raise MusterError(f"article {twice[0]!r} is in two inputs; give each article once")
        return found

    def _records(self, name: str) -> list[Report]:
        from extractor.tables.cells import RecordsError
        from extractor.tables.columns import read_records

        try:
            return read_records(name)
        except MusterError as error:
            for message in (str(error), *(error.others if isinstance(error, RecordsError) else ())):
                self.fail(Failure(name, message))
            return []

    def _piped(self) -> list[Report]:
        """Return the reports that `muster extract` pipes in; any other standard input is left for the articles."""
        from extractor.tables.columns import piped_records

        content = self.stdin.read()
        found = piped_records(content, "<stdin>")
        if found is None:
            self.stdin = io.BytesIO(content)
            return []
        self.inputs = [name for name in self.inputs if name != STDIN]
        return found

    def fail(self, failure: Failure) -> None:
        """Tell the user what failed and go on."""
        told = Failure(failure.path, say(failure.message, self.language))
        self.failures.append(told)
        self.tell(told.message)

    def need(self) -> None:
        """Raise MusterError where no input could be read."""
        if not self.read:
            raise MusterError("no article could be read")

    def code(self) -> int:
        """Return the exit code that the failures call for."""
        if not self.failures:
            return 0
        return PARTLY if self.read else USAGE
