"""Reading a short text the way the pipeline does, for the tests of the name finders."""

from functools import cache

from extractor.context import establish
from extractor.mentions.names import Names, find_names, vocabularies
from extractor.mentions.scan import Scanner
from extractor.text.page import read_page


@cache
def scanner() -> Scanner:
    return Scanner(vocabularies())


def names_of(text: str, region: str | None = None, taken: tuple[tuple[int, int], ...] = ()) -> Names:
    page = read_page(text)
    hits = scanner().scan(page.clean)
    return find_names(page, hits, establish(page, hits, region=region, published=None), taken)
