"""What a passage is found by. Knows no postings."""

import re
from functools import lru_cache

from index.model import Passage
from index.text.analysis import TEXTS_REMEMBERED, analyzer, primary

_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s))+")


def passage_terms(passage: Passage, title_weight: int) -> list[str]:
    """Return the terms a passage is found by: text, heading, and its document's title so many times."""
    language = primary(passage.language)
    terms = analyzer(language).terms(passage.text)
    terms += terms_of(language, passage.heading or "")  # the same for many passages on end, like the title
    terms += terms_of(language, passage.attribution.title or "") * title_weight
    return terms


@lru_cache(maxsize=TEXTS_REMEMBERED)
def terms_of(language: str, text: str) -> tuple[str, ...]:
    """Analyse a text in a language (primary tag); what is weighed is marked right after, hence remembered."""
    return tuple(analyzer(language).terms(text))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def distinct_terms_of(language: str, text: str) -> frozenset[str]:
    """Analyse a text as `terms_of` does, each term once; remembered as that is."""
    return frozenset(terms_of(language, text))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def sentence_terms_of(language: str, text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Cut a text into sentences, roughly, each with its terms; remembered as `terms_of` is."""
    terms = analyzer(language).terms_once
    return tuple((found[0], frozenset(terms(found[0]))) for found in _SENTENCE.finditer(text))
