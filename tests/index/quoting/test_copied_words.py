"""Words that somebody copies from a card are found word for word in the seed, whatever the card left out of them."""

from collections.abc import Callable

import pytest

from index.answers.documents import passage_by_ref
from index.engines.library import Library
from index.quoting.check import verify
from index.showing.markup import segments


@pytest.mark.parametrize(
    "text",
    [
        "Tin whistles are made in Man\u00adchester, as ev\u200bery child knows.",
        "Tin whistles \u200b are \u2066loud\u2069 and cheap.",
        "Tin\u202e whistles are \ufefffrom Manchester.",
        "Tin whistles \x02are\x1f loud\x0c and \x7fcheap.",
        "Tin whistles are \ufff9annotated\ufffb in Japan.",
        "Don\u2019t buy a tin\u2060whistle, it isn\uff07t worth it.",
        "Blechpfeifen kommen aus Man\u00adches\u00adter, so sagt man.",
        "\u202bمی\u200cخواهم یک سوت بخرم\u202c",
        "Le sifflet d\u2018\u200eétain est fort \u200f et bon marché.",
        "Тонкий\u00ad свис\u00adток\u200b громко\u2063 поёт.",
    ],
)
def test_words_copied_from_a_card_are_verbatim(make_library: Callable[..., Library], text: str) -> None:
    """What is copied is what stood in the quote of the card."""
    searcher = make_library({"tin.txt": f"{text}\n", "oak.txt": "Oak burns slowly."}).searcher
    shown = "".join(segment.text for segment in segments(passage_by_ref(searcher, "tin#1")))

    check = verify(searcher, shown)

    assert ("verbatim", "tin#1") == (check.verdict, check.passage and check.passage.ref)


@pytest.mark.parametrize(
    ("typed", "stands"), [("don't", "don\uff07t"), ("don\u2018t", "don\u2019t"), ("don\u02bct", "don't")]
)
def test_every_apostrophe_is_forgiven(make_library: Callable[..., Library], typed: str, stands: str) -> None:
    """Whichever a keyboard or a typesetter makes."""
    searcher = make_library({"tin.txt": f"Please {stands} buy tin whistles."}).searcher

    assert "verbatim" == verify(searcher, f"Please {typed} buy tin whistles").verdict


@pytest.mark.parametrize("typed", ["she can", "cannot buy", "Tin whistle"])
def test_no_part_of_a_word_is_a_quote(make_library: Callable[..., Library], typed: str) -> None:
    """What is left out between letters does not cut a word in two."""
    searcher = make_library({"tin.txt": "Tin whist\u00adles: s\u200bhe can\uff07t buy them."}).searcher

    assert "verbatim" != verify(searcher, typed).verdict
