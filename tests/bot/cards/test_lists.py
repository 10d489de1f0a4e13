"""Lists and lookups: whatever the seeds hold, each page with its real buttons can be sent and hides nothing."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.cards import lists
from bot.cards.answers import Page, caveat_pages, pages, render
from bot.cards.facts import attribution, caution_lines
from bot.cards.markdown import size, unescape
from bot.cards.standing import first_sentence
from bot.replies.rows import CardState, context_rows, quote_rows, rows
from bot.wording.i18n import speaking
from index.answered import Answer, DocumentSummary, Hit
from index.answers.explain import Explanation, WordPart
from index.answers.request import parse
from index.answers.search import SearchResults
from index.model import Attribution, Caveat, Passage
from index.quoting.check import LEFT_OUT
from index.quoting.matching import MARKUP
from index.quoting.model import Difference, QuoteCheck
from index.showing.markup import one_line
from tests.discord_double import components, limits, openapi
from tests.discord_double.kinds import Json
from tests.discord_markdown.strategies import answered, hits, passages, questions, texts, unanswered

GENEROUS = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
ASKER = 2**63 - 1
LONG = "*_ " * 400
WORST = Hit(  # everything at its longest, all of it Markdown
    1,
    Passage(
        *("k" * 10, "d" * 60, "seed", 1, 9, 0, len(LONG), LONG),
        Attribution(LONG, (LONG,), "https://a.example/" + "x" * 490, LONG, LONG, verbatim=False, restated_by=LONG),
        (Caveat(LONG), Caveat(LONG, by="curator")),
        epistemic_status=LONG,
        note=LONG,
    ),
    1.0,
    (),
)
SIDE, NOT = Difference("same", "on one side"), Difference("turning", "not")
CARD = 1 << 15  # the flag of Components V2


def check_sendable(payload: list[Json]) -> None:
    """Hold a message against Discord's limits and its API description."""
    body = {"components": payload, "flags": CARD}

    assert [] == components.message_problems(payload, v2=True)
    assert sum(map(size, components.texts(payload))) <= limits.COMPONENT_TEXT
    assert openapi.problem("POST", "/channels/1/messages", body) is None


def sent(page: Page, kind: str, place: int, of: int, *, private: bool) -> str:
    """Check the message that shows a page as `Acts` sends it, and return its text."""
    payload = render(page, rows(page, CardState(kind, place, of, ASKER, private))).to_components()  # type: ignore[no-untyped-call]  # discord.py left it so
    check_sendable(payload)
    return "\n".join(components.texts(payload))


def every(laid: Sequence[Page], kind: str, *, private: bool = True) -> list[str]:
    """Check all pages of a card, and return their texts."""
    return [sent(page, kind, place, len(laid), private=private) for place, page in enumerate(laid)]


def check_shown(passage: Passage, shown: Sequence[str]) -> None:
    """Check that some page names a passage's origin, and its first caveat, at least with its first sentence."""
    on_page = [text for text in shown if attribution(passage) in text]

    assert on_page
    first = first_sentence(caution_lines(passage)[0].words, passage.language)
    assert one_line(first)[:40] in unescape("\n".join(shown))


@GENEROUS
@given(answered, st.booleans())
def test_answers_with_their_buttons(answer: Answer, private: bool) -> None:  # noqa: FBT001 hypothesis fills it in
    """Public and private ones, as asked and searched literally."""
    for kind in ("ask", "literal"):
        shown = every(pages(answer), kind, private=private)

    for hit in answer.hits:
        check_shown(hit.passage, shown)


@GENEROUS
@given(unanswered)
def test_declines_with_their_buttons(answer: Answer) -> None:
    """Misses and the way to ask again."""
    shown = every(pages(answer), "ask")

    for miss in answer.misses:
        check_shown(miss.passage, shown)


@GENEROUS
@example([WORST], "*" * 300)
@given(st.lists(hits(), max_size=3), questions)
def test_search_hits(found: list[Hit], question: str) -> None:
    """Several on a page, each with its origin; a document's caveats at least once on each page that shows it."""
    shown = every(lists.found_pages(question, SearchResults(parse("x"), tuple(found), len(found), question)), "search")

    for hit in found:
        check_shown(hit.passage, shown)


@GENEROUS
@given(st.lists(passages(), max_size=3))
def test_all_seeds(firsts: list[Passage]) -> None:
    """Each with author and caveats, and how much of it there is."""
    shown = every(lists.seeds_pages(firsts), "sources")

    assert all(f"passages: {first.of:,}" in "\n".join(shown) for first in firsts)
    assert all(
        one_line(fact.words)[-40:] in unescape(" ".join(shown)) for first in firsts for fact in caution_lines(first)
    )


@GENEROUS
@given(passages(), passages(), st.integers(1, 2))
def test_one_seed(first: Passage, last: Passage, count: int) -> None:
    """Summary, first and last passage; its caveats in full."""
    summary = DocumentSummary(first, last if count > 1 else first, {"doubt": 3})
    shown = every(lists.seed_pages(summary), "seed")
    in_full = unescape(" ".join(every(caveat_pages(lists.passage_hit(first)), "caveat")))

    check_shown(first, shown)
    assert all(one_line(fact.words)[-40:] in in_full for fact in caution_lines(first))


@GENEROUS
@given(passages())
def test_one_passage_and_its_neighbours(passage: Passage) -> None:
    """Looked up, or beside one that was found."""
    shown = every(lists.passage_pages(passage), "passage")
    beside = lists.context_pages("*" * 300, passage)
    for part, page in enumerate(beside):
        origin = CardState("literal", 49, 50, ASKER, private=False)
        check_sendable(render(page, context_rows(page, part, len(beside), origin)).to_components())  # type: ignore[no-untyped-call]  # as above

    check_shown(passage, shown)


@GENEROUS
@given(passages(), texts, st.sampled_from(("verbatim", "stitched", "altered", "absent")))
def test_a_checked_quote(passage: Passage, quote: str, verdict: str) -> None:
    """One page, whatever was quoted from whatever passage."""
    check = {
        "verbatim": QuoteCheck("verbatim", quote, passage, ("case", "white space", "typographic quotes", "ellipses")),
        "altered": QuoteCheck("altered", quote, passage, (), (Difference("same", quote), Difference("added", quote))),
        "stitched": QuoteCheck("stitched", quote, passage, (), (SIDE, Difference("missing", quote), NOT, SIDE)),
        "absent": QuoteCheck("absent", quote),
    }[verdict]
    page = lists.quote_page(check)
    payload = render(page, quote_rows(page.key, ASKER, is_whole=page.is_whole)).to_components()  # type: ignore[no-untyped-call]  # as above

    check_sendable(payload)
    if check.passage is not None:
        check_shown(passage, ["\n".join(components.texts(payload))])


def test_a_stitched_quote_shows_what_it_leaves_out() -> None:
    """In brackets, what changes the sense in bold; of a long stretch the ends, but always what changes it."""
    left_out = (Difference("missing", "far " * 50), NOT, Difference("missing", "*near*"))

    shown = lists.fitted_seams((SIDE, *left_out, SIDE))

    assert shown.startswith(r"on one side \[far far")
    assert shown.endswith(r"far **not** \*near\*\] on one side")
    assert " … " in shown


def test_what_is_forgiven_is_said_in_the_language_that_is_spoken() -> None:
    """Words left out at an ellipsis too."""
    with speaking("de"):
        page = lists.quote_page(QuoteCheck("verbatim", "a … b", WORST.passage, (LEFT_OUT, MARKUP)))

    assert "an den Auslassungspunkten fehlende Worte, Auszeichnung" in page.sections[0][0]


@GENEROUS
@given(passages(), questions, st.lists(texts, min_size=1, max_size=20))
def test_why_and_cite(passage: Passage, question: str, words: list[str]) -> None:
    """Private cards without buttons; a citation is given in full, with the caveat."""
    parts = tuple(WordPart(word, f"{word}x", "spelling", 1 / len(words)) for word in words)
    why = lists.why_pages(question, Explanation(parts, tuple(words), None))
    cite = lists.cite_pages(passage, date(2026, 1, 2))

    for page in (*why, *cite):
        check_sendable(render(page).to_components())  # type: ignore[no-untyped-call]  # as above


@pytest.mark.parametrize("kind", ["search", "seed", "sources", "caveat", "passage", "ask", "literal"])
def test_every_card_can_be_removed_and_a_private_one_shared(kind: str) -> None:
    """Also lists, and answers that there is none."""
    page = pages(Answer("x", "none", (), (), "g"))[0]  # a private one with more buttons is hidden by Discord's own

    labels = {
        private: {
            part["label"]
            for part in components.walk(render(page, rows(page, CardState(kind, 0, 1, ASKER, private))).to_components())  # type: ignore[no-untyped-call]  # as above
            if "label" in part
        }
        for private in (False, True)
    }

    assert "Remove" in labels[False] & labels[True]
    assert "Share" in labels[True] - labels[False]


def test_differences_keep_signs_at_the_words_before_them() -> None:
    """As they stand in the source."""
    told = lists.fitted_differences(
        [Difference("added", "strong"), Difference("missing", "weak"), Difference("same", ", so")]
    )

    assert "~~strong~~ **weak**, so" == told
