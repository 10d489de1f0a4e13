"""Caveats: the author's cautions about a whole document, found in its text or stated by a curator.

Which wordings count is data: `caveats.yaml`, `statements.yaml`, and `corrections.yaml` for what is corrected later. A
doubt about one detail is a hedge, not a caveat: that is why most wordings count only where authors speak about the
whole, at the head or tail. This module must not know passages, nor judge whether a caution is justified.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.marking.bare_words import whole
from index.marking.callouts import is_cautious, warns
from index.marking.cautious_headings import HeadingKind, heading_kind, is_label
from index.marking.corrections import CorrectionSpan, admits_fault, corrections, may_correct
from index.marking.own_blocks import OwnBlock, own_blocks
from index.marking.phrases.hints import Hints, listed
from index.marking.phrases.patterns import PhraseMatch, Phrases, skim
from index.marking.phrases.unspaced import is_unspaced
from index.model import Caveat, CaveatKind, Document
from index.text.analysis import primary
from index.text.dates import find_date
from index.text.sentences import sentence_spans
from index.text.wordlists import load_data

EDGE_SENTENCES = 5  # of the first and last block: a text without paragraphs is not all head
BESIDE_CHARS = 60  # between a word for the whole work and the caution, in the middle of a document
LONGEST_SECTION_CHARS = 1_000  # of what stands under a heading; of more the first paragraph counts
_LABELS = ("label", "work", "here", "caution", "author", "except")
# No caveat is without one of these: in the middle of a document, at its head or tail.
_NEEDED = frozenset({"label", "work"})
_NEEDED_AT_EDGE = _NEEDED | {"here", "author"}
_NEEDED_TOO = frozenset({"label", "caution", "author"})
_CLOSING = re.compile(r"[.!?…。！？]*[\"'”’»)\]」』]*")
_QUOTED = re.compile('["“„«][^"“”„«»]*["”“»]')  # what somebody says is not the author's own statement
_NO_WORDS = re.compile(r"^[\W_]+|[\s*_>]+$")
_LEADING = re.compile(r"[\s\W\d]{0,12}?(?=[^\W\d_])")


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    """A caveat's span in the document's text."""

    start: int
    end: int
    kind: CaveatKind = "caveat"
    date: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class _Wordings:
    phrases: Phrases
    status: re.Pattern[str] | None
    profession: re.Pattern[str] | None
    not_a: frozenset[str]
    own: frozenset[str]
    edge_hints: Hints


def find_caveats(document: Document) -> tuple[Caveat, ...]:
    """Return the caveats of a document: corrections first, then the author's others as they stand, then a curator's.

    Each of the author's is whole sentences (under a heading such as "Disclaimer" what stands there), with its span.
    What front matter states counts as the author's only where its words occur in the text, and adds to what was found.
    """
    spans = _apart(sorted(_found(document)))
    added: list[Caveat] = []
    for stated in document.stated_caveats:
        span = _locate(stated, document.text)
        if span is not None:
            spans = _merge(spans, span)
        elif stated.strip():
            added.append(Caveat(stated.strip(), by="curator"))
    found = (
        Caveat(document.text[each.start : each.end], "author", each.start, each.end, each.kind, each.date, each.speaker)
        for each in sorted(spans, key=lambda each: each.kind != "correction")
    )
    return (*_said_once(found), *added)


def _said_once(found: Iterable[Caveat]) -> Iterator[Caveat]:
    """Yield caveats but for those that repeat words of one before."""
    said: list[Caveat] = []
    for each in found:
        if not any(each.text in other.text and each.speaker == other.speaker for other in said):
            said.append(each)
            yield each


def _found(document: Document) -> Iterator[_Found]:
    """Yield the caveats in the author's own blocks, in no order."""
    language = primary(document.language)
    wordings = _wordings(language)
    if wordings is None:
        return
    blocks = own_blocks(document)
    kinds = [_kind(each, language, wordings) for each in blocks]
    for number, block in enumerate(blocks):
        is_first = number == 0 or kinds[number - 1] is None or blocks[number - 1].block.heading != block.block.heading
        if kinds[number] and is_first:
            yield _section(document, blocks, number, is_correction=kinds[number] == "correction")
        elif is_label(block.words.strip(), language):  # a heading that is not marked as one
            label = _Found(block.start, block.end, speaker=block.block.speaker)
            with_rest = _with_rest(document, blocks, number, label)
            yield from [with_rest] if with_rest != label else []
        for found in _in_block(document, block, wordings, language):
            yield _with_rest(document, blocks, number, found)


def _kind(block: OwnBlock, language: str, wordings: _Wordings) -> HeadingKind | None:
    """Tell what a block is by what it stands under: a heading, or a callout's title."""
    titles = (block.block.heading or "", *(block.callout or ()))
    kind = next((kind for title in titles if title and (kind := heading_kind(title, language))), None)
    if kind == "weak":
        is_prose = "`" not in block.words and not block.words.lstrip().startswith("|")  # no code, no table
        return "weak" if is_prose and _speaks_of_itself(block.words, wordings) else None
    return kind


def _speaks_of_itself(words: str, wordings: _Wordings) -> bool:
    folded = words.casefold()
    return not wordings.own.isdisjoint(re.findall(r"[\w’']+", folded)) or any(
        each in folded for each in wordings.own if is_unspaced(each)
    )


def _section(document: Document, blocks: Sequence[OwnBlock], first: int, *, is_correction: bool) -> _Found:
    """Return what stands under a cautious heading, up to a bound: what is longer is an article."""
    last = first
    while (
        last + 1 < len(blocks)
        and blocks[last + 1].is_next
        and blocks[last + 1].block.heading == blocks[first].block.heading
        and not blocks[first].callout
    ):
        last += 1
    if blocks[last].end - blocks[first].start > LONGEST_SECTION_CHARS:
        introduces = first < last and blocks[first].words.rstrip().endswith(":")
        last = first + introduces
    start, end = blocks[first].start, blocks[last].end
    if end - start > LONGEST_SECTION_CHARS:
        sentences = sentence_spans(document.text[start:end], document.language)
        end = start + max((stop for _, stop in sentences if stop <= LONGEST_SECTION_CHARS), default=sentences[0][1])
    if not is_correction:
        return _Found(start, end, speaker=blocks[first].block.speaker)
    return _Found(start, end, "correction", find_date(document.text[start : start + 60]), blocks[first].block.speaker)


def _in_block(document: Document, block: OwnBlock, wordings: _Wordings, language: str) -> Iterator[_Found]:
    """Yield the sentences of a block that are caveats, its corrections, its status."""
    set_off = block.stressed or is_cautious(block.callout)
    # What is set off as a caution before or after the text is about the text, whatever it names.
    about: set[str] = {"here"} if warns(block.callout) and (block.head or block.tail) else set()
    at_edge = block.head or block.tail or set_off
    lowered, skimmed = block.words.lower(), skim(block.words)
    needed = (_NEEDED_AT_EDGE if at_edge else _NEEDED) | ({"caution"} if about else set())
    matches = wordings.phrases.find(block.words, needed, _NEEDED_TOO, skimmed=skimmed)
    corrects = may_correct(block.words, lowered, skimmed, language, at_edge=block.head or block.tail)
    is_put_right = block.struck and admits_fault(block.words, language)
    states = at_edge and wordings.edge_hints.stand_in(lowered)
    cautions = _is_caveat({match.label for match in matches} | about, at_edge=at_edge)
    if not (cautions or corrects or is_put_right or states):  # nearly always, and splitting into sentences costs more
        return
    sentences = _sentences(block, document.language)
    if is_put_right:
        yield _widened(document, block, (sentences[0][0], sentences[-1][1]), "correction", find_date(block.words))
    if corrects:
        rest = document.text[: block.start] if block.tail else None
        found = corrections(block.words, sentences, language, head=block.head, rest=rest)
        for each in found:
            yield _widened(document, block, (each.start, each.end), "correction", each.date)
    for number, (start, end) in enumerate(sentences):
        near_head = block.head and number < EDGE_SENTENCES
        near_tail = block.tail and len(sentences) - number <= EDGE_SENTENCES
        is_near = near_head or near_tail or set_off
        within = [match for match in matches if start <= match.start < end]
        labels = {match.label for match in within}
        if not is_near and not _go_together(within):
            labels -= {"work"}
        if "`" in document.text[block.start + start : block.start + end]:  # whose subject is that code
            labels -= {"author", "here"}
        if is_near and wordings.status and wordings.status.match(block.words, start, end):
            yield _widened(document, block, (start, end), "status")
        elif _is_caveat(labels | about, at_edge=is_near) or (is_near and _disclaims(block.words[start:end], wordings)):
            yield _widened(document, block, (start, end))


def _sentences(block: OwnBlock, language: str | None) -> list[tuple[int, int]]:
    """Return the sentences of a block, each item of a list beginning one."""
    sentences = sentence_spans(block.words, language)
    if block.block.kind != "list":
        return list(sentences)
    raw_items = [start for start, _ in _lines_with_items(block)]
    cut = sorted({*(start for start, _ in sentences), *raw_items})
    return [
        (start, start + len(block.words[start:stop].rstrip()))
        for start, stop in zip(cut, [*cut[1:], len(block.words)], strict=True)
        if block.words[start:stop].strip()
    ]


def _lines_with_items(block: OwnBlock) -> Iterator[tuple[int, int]]:
    """Yield where the words of each line of a list begin, and where the line ends."""
    position = 0
    for line in block.words.split("\n"):
        if line.strip():
            yield position + len(line) - len(line.lstrip()), position + len(line)
        position += len(line) + 1


def _widened(
    document: Document, block: OwnBlock, span: CorrectionSpan, kind: CaveatKind = "caveat", date: str | None = None
) -> _Found:
    """Return a span of a block's words in the document's text, cutting no markup."""
    raw = document.text[block.start : block.end]
    start, end = whole(raw, *span)
    return _Found(block.start + start, block.start + end, kind, date, block.block.speaker)


def _with_rest(document: Document, blocks: Sequence[OwnBlock], number: int, found: _Found) -> _Found:
    """Add what a caveat introduces: the rest of its block to a mere label, the block below to one that ends its own."""
    block = blocks[number]
    words = _NO_WORDS.sub("", document.text[found.start : found.end])
    is_mere_label = is_label(words, primary(document.language))
    if is_mere_label:
        found = replace(found, end=block.start + len(block.words.rstrip()))
    is_last_line = found.end >= block.start + len(block.words.rstrip())
    introduces = is_last_line and (words.endswith(":") or (is_mere_label and len(words) >= len(block.words.strip())))
    if not introduces or number + 1 == len(blocks):
        return found
    below = blocks[number + 1]
    if not below.is_next or below.end - found.start > LONGEST_SECTION_CHARS:
        return found
    return replace(found, end=below.end)


def _go_together(matches: Sequence[PhraseMatch]) -> bool:
    """Tell whether a sentence names the whole work beside a caution; further on it speaks of something else."""
    works = [match for match in matches if match.label == "work"]
    cautions = [match for match in matches if match.label in {"caution", "author"}]
    return any(
        max(work.start, caution.start) - min(work.end, caution.end) <= BESIDE_CHARS
        for work in works
        for caution in cautions
    )


def _is_caveat(labels: set[str], *, at_edge: bool) -> bool:
    about_the_work = "work" in labels or (at_edge and "here" in labels)
    return (
        "label" in labels
        or (about_the_work and not labels.isdisjoint({"caution", "author"}))
        or (at_edge and "author" in labels)
    )


def _disclaims(sentence: str, wordings: _Wordings) -> bool:
    """Tell whether an author says not to be of a profession, whichever: "I'm no agronomist"."""
    found = wordings.profession.search(_QUOTED.sub("", sentence)) if wordings.profession else None
    return found is not None and found["who"].casefold() not in wordings.not_a


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


def _apart(found: Sequence[_Found]) -> list[_Found]:
    """Make one of those that overlap, a correction where one of them is."""
    apart: list[_Found] = []
    for each in found:
        if apart and each.start < apart[-1].end:
            apart[-1] = _both(apart[-1], each)
        else:
            apart.append(each)
    return apart


def _both(first: _Found, second: _Found) -> _Found:
    of_more_weight = second if second.kind == "correction" and first.kind != "correction" else first
    return replace(of_more_weight, start=min(first.start, second.start), end=max(first.end, second.end))


def _merge(spans: list[_Found], stated: tuple[int, int]) -> list[_Found]:
    """Add a stated caveat's span to the found ones; where they overlap, one span that covers both stays."""
    return _apart(sorted([*spans, _Found(*stated)]))


@cache
def _wordings(language: str) -> _Wordings | None:
    """Compile the wordings of a language on first use (some tens of milliseconds, once)."""
    entry = load_data("caveats.yaml").get(language)
    if entry is None:
        return None
    labelled = {label: entry.get(label, []) for label in _LABELS}
    stated = load_data("statements.yaml").get(language, {})
    status, profession = stated.get("status"), stated.get("profession")
    return _Wordings(
        phrases=Phrases(labelled, entry.get("sets", {}), entry.get("fillers", ""), names=False),
        status=re.compile(rf"{_LEADING.pattern}(?:{'|'.join(status)})", re.IGNORECASE) if status else None,
        profession=re.compile("".join(profession), re.IGNORECASE) if profession else None,
        not_a=frozenset(stated.get("not_a", "").split()),
        own=frozenset(entry.get("self", "").split()),
        edge_hints=Hints(listed(stated.get("edge_hints", ""))),
    )
