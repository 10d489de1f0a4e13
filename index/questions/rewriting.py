"""How a question reads as it was understood, where that is not as it was typed. Knows no scores.

Only what stands for the very word typed is put in its place: the word without its misspelling, a name in another
spelling. What was searched besides, another word for the same, would make no sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from index.model import Passage
from index.questions.concepts import Alternative, Concept, Query
from index.text.analysis import analyzer, primary
from index.text.characters import fold
from index.text.terms import terms_of

_WORD = re.compile(r"\w+")


def searched_for(query: Query, found: Sequence[Passage] = ()) -> str | None:
    """Return the question with the words that the seeds lack replaced by those searched; None if none was.

    Args:
        query: the question as it was read.
        found: what is shown, best first. Of several words that one may mean, it reads as the one found there.
    """
    unknown = [concept for concept in query.concepts if _is_unknown(concept)]
    if not unknown:
        return None
    held = [_terms(passage) for passage in found]
    read = [(concept, way) for concept in unknown if (way := _reading(concept, held))]
    return _put_in(query.question, read, _marked(found)) if read else None


def _is_unknown(concept: Concept) -> bool:
    ways = concept.alternatives
    if concept.asking or not ways or ways[0].kind == "exact":
        return False
    return all(way.kind != "exact" for way in ways)


def _terms(passage: Passage) -> set[str]:
    shown = (passage.text, passage.heading or "", passage.attribution.title or "")
    return {term for text in shown for term in terms_of(primary(passage.language), text)}


def _reading(concept: Concept, held: Sequence[set[str]]) -> Alternative | None:
    """Return the way in which the best of the passages that have it at all hold a concept; else the likeliest."""
    ways = ([way for way in concept.alternatives if terms.issuperset(way.terms)] for terms in held)
    best = next(filter(None, ways), concept.alternatives)
    return next((way for way in best if way.instead is not None), None)


def _put_in(question: str, read: Sequence[tuple[Concept, Alternative]], marked: Mapping[str, str]) -> str:
    parts, position = [], 0
    for concept, way in read:
        if concept.start >= position:
            parts += [question[position : concept.start], *_with_marks(way.instead or "", marked)]
            position = max(concept.end, way.until)
    return "".join([*parts, question[position:]])


def _marked(found: Sequence[Passage]) -> dict[str, str]:
    """Return the words of passages that are written with marks, by how they are folded."""
    return {
        token.word: written
        for passage in found
        if not passage.text.isascii()
        for piece in passage.text.split()  # no token reaches beyond a blank
        if not piece.isascii()
        for token in analyzer(primary(passage.language)).tokens_of(piece)
        if token.word.isascii()
        for written in _WORD.findall(piece, token.start, token.end)  # without what an apostrophe adds
        if not written.isascii() and fold(written) == token.word
    }


def _with_marks(words: str, marked: Mapping[str, str]) -> Iterator[str]:
    """Write folded words as the passages do: the vocabulary knows no marks."""
    position = 0
    for match in _WORD.finditer(words):
        plain = match[0]
        written = marked.get(fold(plain), plain) if plain.isascii() else plain
        yield words[position : match.start()]
        yield (written[:1].upper() if plain[:1].isupper() else written[:1].lower()) + written[1:]
        position = match.end()
    yield words[position:]
