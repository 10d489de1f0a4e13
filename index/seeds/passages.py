"""A document to passages: sentence-safe spans with all that must be shown beside them.

It knows how blocks may be merged and cut, not how they were read, and nothing of terms or scores.
"""

import base64
import hashlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from index.model import Attribution, Block, BlockKind, Caveat, Citation, Document, Passage, Place, Position
from index.settings import PassageSize
from index.text.sentences import sentence_spans

KEY_CHARS = 10
# One card holds 4,000 characters (Discord, Components V2), attribution and caveat included: a sentence longer
# than this could not be shown at all, so it alone is cut inside, at a clause, a space or a grapheme border.
LONGEST_SENTENCE_CHARS = 3_500

# Besides sentences, these lines begin something of their own: list items, lines of code, rows of a table.
_LINE_STARTS: dict[BlockKind, regex.Pattern[str]] = {
    "list": regex.compile(r"^[ \t]*+(?=(?:[-*+•‣◦]|\d{1,3}[.)])[ \t])", regex.MULTILINE),
    "post": regex.compile(r"^[ \t]*+(?=[-*•‣◦][ \t])", regex.MULTILINE),
    "paragraph": regex.compile(r"^[ \t]*+(?=\|)", regex.MULTILINE),
    "code": regex.compile(r"^[ \t]*+(?=\S)", regex.MULTILINE),
}
# Best places inside a monstrous sentence first; each match ends where the next piece may begin.
_INNER_BORDERS = (
    regex.compile(r"[.!?…][\"'”’»)]*\s++(?!\p{M})|[。！？]"),
    regex.compile(r"[;:,–—]\s++(?!\p{M})|[،؛、，；]"),
    regex.compile(r"\s++(?!\p{M})"),
)
_GRAPHEME = regex.compile(r"\X")


def split(
    document: Document, *, caveats: tuple[Caveat, ...] = (), size: PassageSize | None = None, library: str = ""
) -> tuple[Passage, ...]:
    """Cut a document into passages, in order, each `document.text[start:end]` without white space around it.

    A post is one passage, and posts are never merged. Other blocks of one speaker under one heading are merged up to
    the target size; what is longer than the maximum is cut between sentences, never inside one (but see
    LONGEST_SENTENCE_CHARS). A list stays with the line that introduces it, a source line with its statement.
    The passages carry no hedges yet. Time is linear in the length of the document. The same document has other
    keys in another library.
    """
    size = size or PassageSize()
    groups, sources = _groups(document, size), _source_spans(document)
    pieces = [(span, group) for group in groups for span in _pieces(document, group, size, sources)]
    keys = _keys(document, [span for span, _ in pieces], library)
    citations = _citations_by_passage(document.citations, [start for (start, _), _ in pieces])
    return tuple(
        Passage(
            key=key,
            document=document.id,
            seed=document.seed,
            number=number,
            of=len(pieces),
            start=start,
            end=end,
            text=document.text[start:end],
            attribution=attribution,
            caveats=tuple(each for each in caveats if each.is_about(attribution)),
            heading=group[0].heading,
            citations=tuple(citations[number - 1]),
            language=document.language,
            epistemic_status=document.epistemic_status,
            note=document.note,
            position=_position(first, start),
            places=_places(group, first, start, end),
            tags=document.tags,
        )
        for number, (key, ((start, end), group)) in enumerate(zip(keys, pieces, strict=True), start=1)
        for first in [_block_at(group, start)]
        for attribution in [_of_block(document.attribution, first)]
    )


def _of_block(attribution: Attribution, block: Block) -> Attribution:
    """Name who speaks in a block as the author, since others' words are not the document's author's."""
    if not block.speaker and not block.source:
        return attribution
    authors = (block.speaker,) if block.speaker else attribution.authors
    return replace(attribution, authors=authors, source=block.source or attribution.source)


def _block_at(group: Sequence[Block], start: int) -> Block:
    """Return the block of a group that holds the first character of a piece."""
    return group[bisect_right(group, start, key=lambda block: block.start) - 1]


def _position(block: Block, start: int) -> Position | None:
    """Return where in the original a piece begins, the first character of which stands in a block."""
    return next((each.position for each in reversed(block.places) if each.start <= start), block.position)


def _places(group: Sequence[Block], first: Block, start: int, end: int) -> tuple[Place, ...]:
    """Return where further positions begin in a piece of a group, after that of its beginning."""
    stated = (each for block in group for each in _stated_places(block))
    within = [Place(each.start - start, each.position) for each in stated if start < each.start < end]
    before = [_position(first, start), *(each.position for each in within)]
    return tuple(each for last, each in zip(before, within, strict=False) if each.position != last)


def _stated_places(block: Block) -> Iterator[Place]:
    if block.position:
        yield Place(block.start, block.position)
    yield from block.places


def _keys(document: Document, spans: Iterable[tuple[int, int]], library: str) -> Iterator[str]:
    occurrences: Counter[str] = Counter()
    for start, end in spans:
        text = document.text[start:end]
        occurrences[text] += 1
        identity = f"{library}{document.id}\n{occurrences[text]}\n{text}"
        digest = hashlib.blake2b(identity.encode(), digest_size=10).digest()
        yield base64.b32encode(digest).decode().lower()[:KEY_CHARS]


def _citations_by_passage(citations: Iterable[Citation], starts: Sequence[int]) -> dict[int, list[Citation]]:
    """Give each citation to the passage it stands in, or else to the nearest one before it."""
    found: defaultdict[int, list[Citation]] = defaultdict(list)
    for citation in citations:
        found[max(0, bisect_right(starts, citation.start) - 1)].append(citation)
    return found


def _visible(document: Document) -> Iterator[Block]:
    """Yield what is visible of each block."""
    for block in document.blocks:
        text = document.text[block.start : block.end]
        start = block.start + len(text) - len(text.lstrip())
        end = block.start + len(text.rstrip())
        if start < end:
            is_all = (start, end) == (block.start, block.end)  # as most are; a copy takes longer than all the rest
            yield block if is_all else replace(block, start=start, end=end)


def _source_spans(document: Document) -> list[tuple[int, int]]:
    """Return the (first, last) positions of no cut: inside a source, and before a source line."""
    text = document.text
    return sorted(
        (citation.start if _ends_line(text, citation.end) else citation.start + 1, citation.end - 1)
        for citation in document.citations
    )


def _ends_line(text: str, position: int) -> bool:
    return text[position : position + 1] in ("", "\n")


def _borders(document: Document, block: Block, sources: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Yield where a block may be cut: at sentences and list items, not after a colon, not in or before a source."""
    text = document.text[block.start : block.end]
    starts = {start for start, _ in sentence_spans(text, document.language)}
    if block.kind in _LINE_STARTS:
        starts.update(match.end() for match in _LINE_STARTS[block.kind].finditer(text))
    for start in sorted(starts - {0}):
        if not _introduces(text, start) and not _inside(sources, block.start + start):
            yield block.start + start


def _introduces(text: str, end: int) -> bool:
    return text[max(0, end - 80) : end].rstrip().endswith((":", "："))


def _inside(spans: Sequence[tuple[int, int]], position: int) -> bool:
    nearest = bisect_right(spans, (position, position)) - 1
    candidates = spans[max(0, nearest) : nearest + 2]
    return any(first <= position <= last for first, last in candidates)


def _groups(document: Document, size: PassageSize) -> Iterator[list[Block]]:
    """Yield the blocks that belong together, in order."""
    group: list[Block] = []
    for block in _visible(document):
        if group and not _may_join(document.text, group, block, size):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _may_join(text: str, group: Sequence[Block], new: Block, size: PassageSize) -> bool:
    """Nothing that is no content may come between, since a passage is one slice of the text."""
    last = group[-1]
    if "post" in (last.kind, new.kind) or text[last.end : new.start].strip():
        return False
    if (last.heading, last.speaker, last.source) != (new.heading, new.speaker, new.source):
        return False
    return _introduces(text, last.end) or new.end - group[0].start <= size.target_chars


def _pieces(
    document: Document, group: Sequence[Block], size: PassageSize, sources: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of a group: the whole where it fits, else parts of about equal length near the target."""
    start, end = group[0].start, group[-1].end
    if end - start > size.max_chars:  # else nobody asks where sentences end, which takes long to find
        borders = _with_inner_borders(document.text, start, end, _borders_of(document, group, sources), size)
        while end - start > size.max_chars:
            border = _best_border(borders, start, end, size)
            if border == end:
                break
            yield start, start + len(document.text[start:border].rstrip())
            start = border
    yield start, end


def _borders_of(document: Document, group: Sequence[Block], sources: Sequence[tuple[int, int]]) -> list[int]:
    """Return where a group may be cut, ascending: between its blocks and inside them."""
    borders = list(_borders(document, group[0], sources))
    for last, new in pairwise(group):
        if not _introduces(document.text, last.end):
            borders.append(new.start)
        borders.extend(_borders(document, new, sources))
    return borders


def _best_border(borders: Sequence[int], start: int, end: int, size: PassageSize) -> int:
    """Choose the border nearest to an even share; where a sentence is longer than a passage, the one after it."""
    share = (end - start) / max(2, round((end - start) / size.target_chars))
    after = bisect_right(borders, start)
    within = borders[after : bisect_right(borders, start + size.max_chars)]
    if within:
        return min(within, key=lambda border: abs(border - start - share))
    return borders[after] if after < len(borders) else end


def _with_inner_borders(text: str, first: int, last: int, borders: Sequence[int], size: PassageSize) -> list[int]:
    limit = min(size.max_chars, LONGEST_SENTENCE_CHARS)
    long = [(start, end) for start, end in pairwise((first, *borders, last)) if end - start > LONGEST_SENTENCE_CHARS]
    return sorted([*borders, *(border for start, end in long for border in _inner_borders(text, start, end, limit))])


def _inner_borders(text: str, start: int, end: int, limit: int) -> Iterator[int]:
    while end - start > limit:
        start = _inner_border(text, start, start + limit)
        while text[start].isspace():  # the sentence ends visibly, so this stops before `end`
            start += 1
        yield start


def _inner_border(text: str, start: int, stop: int) -> int:
    """Find the last good place in the second half of a span, at worst the last grapheme border in it."""
    middle = (start + stop) // 2
    for pattern in _INNER_BORDERS:
        borders = [match.end() for match in pattern.finditer(text, middle, stop)]
        if borders:
            return borders[-1]
    graphemes = [match.start() for match in _GRAPHEME.finditer(text, start, stop)]
    return graphemes[-1] if len(graphemes) > 1 else stop
