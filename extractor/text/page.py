"""The Page: an article's clean text, its origins and its layout, which is all that the finders see."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from extractor.text.layout import Layout, Paragraph, Sentence, lay_out
from extractor.text.normalise import Origins, normalise


@dataclass(frozen=True, slots=True)
class Page:
    """Clean text with origins and layout; every offset in it is a clean offset unless said otherwise."""

    original: str
    clean: str
    origins: Origins
    layout: Layout

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs in order; blank lines are none."""
        return self.layout.paragraphs

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Return the sentences in order; none crosses a paragraph."""
        return self.layout.sentences

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that covers the clean offset, None between sentences."""
        index = bisect_right(self.layout.sentence_starts, offset) - 1
        if index < 0 or offset >= self.sentences[index].end:
            return None
        return self.sentences[index]

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """Return the paragraph that covers the clean offset, None between paragraphs."""
        index = bisect_right(self.layout.paragraph_starts, offset) - 1
        if index < 0 or offset >= self.paragraphs[index].end:
            return None
        return self.paragraphs[index]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original span of a clean span."""
        return self.origins.span(start, end)


def read_page(text: str, *, title: str | None = None) -> Page:
    """Normalise a text and lay it out; `title`, where known, tells the headline."""
    clean, origins = normalise(text)
    return Page(text, clean, origins, lay_out(clean, title=normalise(title)[0] if title else None))
