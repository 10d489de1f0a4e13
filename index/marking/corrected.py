"""What a correction says is wrong, marked in the passages that say it: "1988" where "1986, not 1988" corrects it."""

from functools import lru_cache

from index.marking.bare_words import bare
from index.marking.corrections import corrected_words, occurrences
from index.model import Corrected, Passage
from index.text.analysis import primary

_named = lru_cache(maxsize=256)(corrected_words)


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
            spans = occurrences(words, passage.text)
            found.extend(Corrected(*span, caveat.text) for span in spans if span[1] <= first or last <= span[0])
    return tuple(sorted(_apart(found), key=lambda each: each.start))


def _apart(found: list[Corrected]) -> list[Corrected]:
    """Keep the longest of those that overlap."""
    kept: list[Corrected] = []
    for each in sorted(found, key=lambda each: each.start - each.end):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return kept
