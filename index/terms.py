"""What a passage is found by: its terms, and the words a misspelt question may have meant. Knows no postings."""

from collections import defaultdict
from collections.abc import Sequence

from index.analysis import analyzer, primary
from index.model import Passage


def passage_terms(passage: Passage, title_weight: int) -> list[str]:
    """Return the terms a passage is found by: text, heading, and its document's title so many times."""
    analyse = analyzer(primary(passage.language)).terms
    terms = analyse(passage.text) + analyse(passage.heading or "")
    return terms + analyse(passage.attribution.title or "") * title_weight


def words_of(passages: Sequence[Passage]) -> dict[str, str]:
    """Return every folded word of the passages with its term, for finding what a question misspells."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for passage in passages:
        shown = (passage.text, passage.heading or "", passage.attribution.title or "")
        texts[primary(passage.language)].extend(shown)
    return {word: term for language in texts for word, term in analyzer(language).words(texts[language]).items()}
