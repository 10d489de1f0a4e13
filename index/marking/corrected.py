"""What a correction says is wrong, marked in the passages that say it: "1988" where "1986, not 1988" corrects it."""

import re
from functools import lru_cache

from index.marking.bare_words import bare
from index.marking.corrections import corrected_words, occurrences
from index.model import Corrected, Passage
from index.text.analysis import analyzer, primary
from index.text.sentences import sentence_spans

_named = lru_cache(maxsize=256)(corrected_words)
_FIGURE = re.compile(r"[\d.,:/]+")
_TELLING_DIGITS = 3  # of a bare figure; one of fewer stands for anything
_CITED_AFTER = re.compile(r"[a-z]?(?:, ?p+\. ?\d+)?[)\];]")


def mark_corrected(passage: Passage) -> tuple[Corrected, ...]:
    """Return the words of a passage that a correction of its document names as wrong, in order.

    The correction itself names them too, and is not marked.
    """
    found: list[Corrected] = []
    for caveat in passage.caveats:
        if caveat.kind != "correction" or caveat.start is None or caveat.end is None:
            continue
        first, last = caveat.start - passage.start, caveat.end - passage.start
        for words in _named(bare(caveat.text), primary(passage.language)):
            found.extend(
                Corrected(*span, caveat.text)
                for span in occurrences(words, passage.text)
                if (span[1] <= first or last <= span[0]) and _is_meant(words, span, passage, caveat.text)
            )
    return tuple(sorted(_apart(found), key=lambda each: each.start))


def _is_meant(words: str, span: tuple[int, int], passage: Passage, correction: str) -> bool:
    """Tell whether words at a place are those that a correction means.

    A figure of a digit or two, or the year of a source, only in a sentence that shares a word with it.
    """
    if not _FIGURE.fullmatch(words):
        return True
    start, end = span
    is_cited = _in_brackets(passage.text, start) and _CITED_AFTER.match(passage.text, end) is not None
    if sum(map(str.isdigit, words)) >= _TELLING_DIGITS and not is_cited:
        return True
    spans = sentence_spans(passage.text, passage.language)
    sentence = next((passage.text[first:last] for first, last in spans if first <= start < last), passage.text)
    terms = analyzer(passage.language).terms
    figures = {term for term in terms(correction) if not term.isalpha()}
    return not (set(terms(sentence)) & set(terms(correction))) <= figures


def _in_brackets(text: str, offset: int) -> bool:
    """Tell whether a bracket that was opened in the same line is still open at an offset."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return line.count("(") > line.count(")") or line.count("[") > line.count("]")


def _apart(found: list[Corrected]) -> list[Corrected]:
    """Keep the longest of those that overlap."""
    kept: list[Corrected] = []
    for each in sorted(found, key=lambda each: each.start - each.end):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return kept
