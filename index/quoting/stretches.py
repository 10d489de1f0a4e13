"""What a quote may be taken from: single passages, and the passages of a document as they follow one another.

Made of passages alone, so that nothing is found that is not shown: comments and whatever else a document hides are in
none of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from index.engines.library import Searcher
from index.model import Passage
from index.quoting.folding import Folded, cuts_a_word, folded, plain, shown, without_invisible
from index.quoting.rendering import labels_of, numbers_notes
from index.readers.parsing.base import HEADING_SEPARATOR

# A title that the text itself states; what front matter calls it is not quoted.
_TITLE = re.compile(r"^#[ \t]+(?P<atx>\S.*)$|^(?P<underlined>\S.*)\n=+[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
APART = "\n\n\ufffc\n\n"  # between passages that are no neighbours: no quote holds it
WHITE = " \t\r\n\ufffc"


@dataclass(frozen=True)
class Stretch:
    """Words of one document in a row.

    Attributes:
        text: as they stand in the source.
        starts: where in the text each of the passages begins.
        labels: of the links that the document defines elsewhere.
        headings: what of it is a title or a heading and stands in no passage, each before the passage below it.
    """

    text: str
    passages: Sequence[Passage]
    starts: Sequence[int] = (0,)
    labels: frozenset[str] = frozenset()
    headings: Sequence[tuple[int, int]] = ()

    @property
    def language(self) -> str | None:
        """Their language, as a BCP 47 tag."""
        return self.passages[0].language

    @cached_property
    def plain(self) -> str:
        """The text with all folded that typing changes."""
        return plain(self.text)

    @cached_property
    def bare(self) -> Folded:
        """The text as its rendered page shows it, and nothing invisible."""
        return without_invisible(shown(self.text, self.labels))

    @cached_property
    def plain_bare(self) -> str:
        """The bare text with all folded that typing changes."""
        return plain(self.bare.text) if self.bare.text != self.text else self.plain

    @cached_property
    def numbered(self) -> Folded | None:
        """The bare text with the numbers of its footnotes, as in "the miller1 kept"; None where it has no such."""
        return without_invisible(shown(self.text, self.labels, numbered=True)) if numbers_notes(self.text) else None

    @cached_property
    def words(self) -> Folded:
        """The same, each character with its offset in the bare text."""
        return folded(Folded.of(self.bare.text))

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether a span of the text ends in no word, as a reader sees it: "can" is a part of "can**not**"."""
        if cuts_a_word(self.text, start) or cuts_a_word(self.text, end):
            return False
        first, last = self.bare.span(start, end)
        return not (cuts_a_word(self.bare.text, first) or cuts_a_word(self.bare.text, last))

    def is_heading(self, start: int, end: int) -> bool:
        """Tell whether a span of the text lies within a heading."""
        return any(first <= start and end <= last for first, last in self.headings)

    def passage_at(self, offset: int) -> Passage:
        """Return the passage in which a offset of the text lies, of a heading the one below it."""
        offset = next((end for start, end in self.headings if start <= offset < end), offset)
        begun = [passage for passage, start in zip(self.passages, self.starts, strict=True) if start <= offset]
        return begun[-1] if begun else self.passages[0]


def single(searcher: Searcher, numbers: Sequence[int]) -> Iterator[Stretch]:
    """Yield passages, each by itself."""
    for number, passage in zip(numbers, searcher.engine.passages(numbers), strict=True):
        yield Stretch(passage.text, (passage,), labels=_labels(searcher, number, passage.text))


def documents(searcher: Searcher, numbers: Iterable[int], room: int) -> Iterator[Stretch]:
    """Yield the documents of some passages, of each what stands up to so many characters around one of them."""
    around = {number: passage for each in numbers for number, passage in _around(searcher, each, room)}
    for _, found in groupby(sorted(around.items()), key=lambda item: item[1].document):
        yield _joined(searcher, list(found))


def _around(searcher: Searcher, number: int, room: int) -> Iterator[tuple[int, Passage]]:
    passage = searcher.passage(number)
    yield number, passage
    for step in (-1, 1):
        left, beside = room, number + step
        while left > 0 and 0 <= beside < len(searcher):
            found = searcher.passage(beside)
            if found.document != passage.document:
                break
            yield beside, found
            left, beside = left - len(found.text), beside + step


def _joined(searcher: Searcher, found: Sequence[tuple[int, Passage]]) -> Stretch:
    text, starts, headings = "", list[int](), list[tuple[int, int]]()
    before: tuple[int, Passage] | None = None
    for number, passage in found:
        between = _between(searcher, before, number, passage)
        headings += [(len(text), len(text) + len(between))] * bool(between.strip(WHITE))
        text += between
        starts.append(len(text))
        text += passage.text
        before = number, passage
    labels = _labels(searcher, found[0][0], text)
    return Stretch(text, [passage for _, passage in found], starts, labels, headings)


def _between(searcher: Searcher, before: tuple[int, Passage] | None, number: int, passage: Passage) -> str:
    """Return what a page shows between two passages: white space, or the heading that the second one stands under."""
    heading = passage.heading and f"{_new_headings(passage.heading, before and before[1].heading)}\n\n"
    if before is None:
        return (_title(searcher.document_text(number)[: passage.start]) if passage.number == 1 else "") + (
            heading or ""
        )
    if before[0] + 1 != number:
        return APART + (heading or "")
    if heading and passage.heading != before[1].heading:
        return f"\n\n{heading}"
    gap = searcher.document_text(number)[before[1].end : passage.start]
    return gap if not gap.strip() else "\n\n"


def _new_headings(heading: str, before: str | None) -> str:
    """Return the headings that a page shows above a passage and not above the one before, the last one at least."""
    path, last = heading.split(HEADING_SEPARATOR), (before or "").split(HEADING_SEPARATOR)
    shared = next((depth for depth, words in enumerate(path) if words not in last[depth : depth + 1]), len(path) - 1)
    return "\n\n".join(path[shared:])


def _title(head: str) -> str:
    """Return the first heading of a document's head, which no passage holds."""
    found = _TITLE.search(_COMMENT.sub("", head))
    return f"{found['atx'] or found['underlined']}\n\n" if found else ""


def _labels(searcher: Searcher, number: int, text: str) -> frozenset[str]:
    return labels_of(searcher.document_text(number)) if "[" in text else frozenset()
