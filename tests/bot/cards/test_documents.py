"""Pages about a document itself: whatever a document holds, each page can be sent, with its author and caveat on it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.cards.documents import answer_pages
from bot.cards.markdown import unescape
from index.answered import Answer, DocumentSummary
from index.model import Citation, Passage
from index.showing.markup import one_line, without_quote_marks
from tests.bot.cards.test_lists import LONG, WORST, every
from tests.discord_markdown.strategies import passages

GENEROUS = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def of(first: Passage, sources: int, headings: int) -> DocumentSummary:
    """Sum up a document that begins with a passage and has so many sources and headings."""
    cited = tuple(
        (f"{first.document}#{number}", Citation(0, 9, LONG[: 40 * number])) for number in range(1, sources + 1)
    )
    return DocumentSummary(
        first,
        first,
        {"doubt": 3, "hearsay": 1},
        cited,
        (LONG[:300],) * headings,
        tuple(first.ref for _ in first.caveats),
    )


@GENEROUS
@given(passages(), st.integers(0, 40), st.integers(0, 12), st.booleans())
@example(WORST.passage, 40, 12, True)  # noqa: FBT003 as hypothesis fills it in
def test_what_is_known_of_a_document(first: Passage, sources: int, headings: int, with_hit: bool) -> None:  # noqa: FBT001
    """Whoever's it is and what its author cautions stand on every page."""
    hits = (replace(WORST, passage=first),) if with_hit else ()
    answer = Answer("*" * 300, "strong", hits, (), "g", documents=(of(first, sources, headings),))

    shown = every(answer_pages(answer), "ask")

    beginning = one_line(without_quote_marks(first.caveats[0].text))[:40] if first.caveats else "caveat"
    assert all(beginning in unescape(text) for text in shown[-1:])


@GENEROUS
@given(st.lists(passages(), min_size=2, max_size=10))
@example([WORST.passage] * 10)
def test_which_document_is_meant(choices: list[Passage]) -> None:
    """However many there are."""
    answer = Answer("*" * 300, "none", (), (), "g", choices=tuple(choices))

    assert "Which document do you mean?" in every(answer_pages(answer), "ask")[0]


@pytest.mark.parametrize("count", [1, 30])
def test_every_source_stands_on_some_page(count: int) -> None:
    """With the passage that cites it."""
    first = replace(WORST.passage, document="tides", caveats=())
    answer = Answer("What are the sources?", "strong", (), (), "g", documents=(of(first, count, 0),))

    shown = "\n".join(every(answer_pages(answer), "ask"))

    assert [] == [number for number in range(1, count + 1) if f"tides#{number}:" not in unescape(shown)]
