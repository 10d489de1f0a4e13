"""Caveats: the author's cautions about a whole document, found in its text or stated by a curator.

Which wordings count is data (`index/data/caveats.yaml`). A doubt about one detail is a hedge, not a caveat: that is
why most wordings count only where authors speak about the whole, at the head or tail. This module must not know
passages, nor judge whether a caution is justified.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.marking.phrases.patterns import Phrases
from index.model import Block, Caveat, Document
from index.text.analysis import primary
from index.text.sentences import sentence_spans
from index.text.wordlists import load_data

EDGE_SENTENCES = 5  # of the first and last block: a text without paragraphs is not all head
GREETING_CHARS = 60  # a first or last line no longer than this that ends like no sentence
_LABELS = ("label", "work", "here", "caution", "author", "except")
# No caveat is without one of these: in the middle of a document, at its head or tail.
_NEEDED = frozenset({"label", "work"})
_NEEDED_AT_EDGE = _NEEDED | {"here", "author"}
_NOT_THE_AUTHORS = frozenset({"quote", "code"})
_CLOSING = re.compile(r"[.!?…]*[\"'”’»)\]]*")


@dataclass(frozen=True, slots=True)
class _Wordings:
    phrases: Phrases
    headings: frozenset[str]


def find_caveats(document: Document) -> tuple[Caveat, ...]:
    """Return the caveats of a document: the author's in the order of the text, then a curator's.

    Each of the author's is one whole sentence (under a heading such as "Disclaimer" one block), with its span. What
    front matter states counts as the author's only where its words occur in the text, and adds to what was found.
    """
    spans = sorted(_found(document))
    added: list[Caveat] = []
    for stated in document.stated_caveats:
        span = _locate(stated, document.text)
        if span is not None:
            spans = _merge(spans, span)
        elif stated.strip():
            added.append(Caveat(stated.strip(), by="curator"))
    return (*_from_spans(document, spans), *added)


def _from_spans(document: Document, spans: list[tuple[int, int]]) -> tuple[Caveat, ...]:
    return tuple(Caveat(document.text[start:end], start=start, end=end) for start, end in spans)


def _found(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the spans of the caveats in the author's own blocks, in order."""
    wordings = _wordings(primary(document.language))
    if wordings is None:
        return
    blocks = [block for block in document.blocks if block.kind not in _NOT_THE_AUTHORS]
    head, tail = _edge_blocks(document, blocks), _edge_blocks(document, blocks[::-1])
    for block in blocks:
        if _heading(block) in wordings.headings:
            yield block.start, block.end
        else:
            yield from _in_block(document, block, wordings.phrases, head=block in head, tail=block in tail)


def _in_block(
    document: Document, block: Block, phrases: Phrases, *, head: bool, tail: bool
) -> Iterator[tuple[int, int]]:
    text = document.text[block.start : block.end]
    matches = phrases.find(text, _NEEDED_AT_EDGE if head or tail else _NEEDED)
    if not matches:  # nearly always, and splitting into sentences costs more than the look-up
        return
    sentences = sentence_spans(text, document.language)
    for number, (start, end) in enumerate(sentences):
        labels = {match.label for match in matches if start <= match.start < end}
        at_head = head and number < EDGE_SENTENCES
        at_tail = tail and len(sentences) - number <= EDGE_SENTENCES
        if _is_caveat(labels, at_edge=at_head or at_tail):
            yield block.start + start, block.start + end


def _is_caveat(labels: set[str], *, at_edge: bool) -> bool:
    about_the_work = "work" in labels or (at_edge and "here" in labels)
    return (
        "label" in labels
        or (about_the_work and not labels.isdisjoint({"caution", "author"}))
        or (at_edge and "author" in labels)
    )


def _edge_blocks(document: Document, blocks: list[Block]) -> list[Block]:
    """Return the first block, and the second too where the first is a mere greeting (or signature, from the end)."""
    for number, block in enumerate(blocks[:2], start=1):
        text = document.text[block.start : block.end].strip()
        if len(text) > GREETING_CHARS or text.endswith((".", "?", "…")):
            return blocks[:number]
    return blocks[:2]


def _heading(block: Block) -> str:
    return (block.heading or "").strip(" :.#*_").casefold()


def _locate(stated: str, text: str) -> tuple[int, int] | None:
    """Find a stated caveat in the text, whatever its white space, quotation marks and case."""
    words = re.findall(r"\w+", stated)
    if not words:
        return None
    found = re.search(r"(?<!\w)" + r"[\W_]+".join(words) + r"(?!\w)", text, re.IGNORECASE)
    if found is None:
        return None
    closing = _CLOSING.match(text, found.end())
    return found.start(), closing.end() if closing else found.end()


def _merge(spans: list[tuple[int, int]], stated: tuple[int, int]) -> list[tuple[int, int]]:
    """Add a stated caveat's span to the found ones; where they overlap, one span that covers both stays."""
    start, end = stated
    apart = []
    for found in spans:
        if found[0] < end and start < found[1]:
            start, end = min(start, found[0]), max(end, found[1])
        else:
            apart.append(found)
    return sorted([*apart, (start, end)])


@cache
def _wordings(language: str) -> _Wordings | None:
    """Compile the wordings of a language on first use (some tens of milliseconds, once)."""
    entry = load_data("caveats.yaml").get(language)
    if entry is None:
        return None
    labelled = {label: entry.get(label, []) for label in _LABELS}
    phrases = Phrases(labelled, entry.get("sets", {}), entry.get("fillers", ""), names=False)
    return _Wordings(phrases, frozenset(entry["headings"]))
