"""Markup: a quote as the rendered page reads stands in its source, and nothing hidden does."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engines.library import Library, Searcher
from index.evaluation.collection import Row, RowPart
from index.quoting.check import verify
from index.quoting.folding import Folded, folded, has_phrase, plain, shown
from index.settings import BuildSettings

TYPED = st.text(st.sampled_from("aB ßİ中.-–—…'’“\"*_~=`[]()<>&;|#\\\n\t\u00ad\u200b1"), max_size=60)


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("The wheel was of **bog oak** and turned *very* slowly.", "of bog oak and turned very slowly"),
        ("The __old__ _weir_ of ***Dunmore*** fell.", "The old weir of Dunmore fell."),
        ('The [county survey](https://e.org/a_(b) "of 1871") of Holt.', "The county survey of Holt."),
        ("See <https://e.org/weir> for all of it.", "See https://e.org/weir for all of it."),
        ("The miller[^1] kept two[^two] ledgers.", "The miller kept two ledgers."),
        ("The miller[^1] kept two ledgers.", "The miller[1] kept two ledgers."),  # as pages number them
        ("The miller[^1] kept two ledgers.[^12]", "The miller1 kept two ledgers.12"),  # as they are copied
        ("The miller[^1] kept two ledgers.", "The miller¹ kept two ledgers."),
        ("One for the parish &amp; one &mdash; his.", "One for the parish & one — his."),
        ("Caf&eacute; Holt is 20&nbsp;m wide, x &lt; y.", "Café Holt is 20 m wide, x < y."),
        ("> When it rises, the\n> ledgers go up\n> to the loft.", "When it rises, the ledgers go up to the loft."),
        ("> [!NOTE]\n> The tide tables are\n> wrong for March.", "The tide tables are wrong for March."),
        ("The [[Upper Weir|old weir]] of [[Dunmore]] fell.", "The old weir of Dunmore fell."),
        ("It was ==rebuilt in 1931== by all.", "It was rebuilt in 1931 by all."),
        ("Run `tar -x` on ``it``.", "Run tar -x on it."),
        ("The rent was oats.<br>The miller kept <em>all</em>.", "The rent was oats. The miller kept all."),
        ("A \\*starred\\* page, and 1\\. April.", "A *starred* page, and 1. April."),
        ("The map ![of 1820](map.png) is lost.", "The map is lost."),
        ("A snake_case name and 2 * 3 * 4.", "A snake_case name and 2 * 3 * 4."),
        ("H<sub>2</sub>O is <b>not</b> dry.", "H2O is not dry."),
        ("The survey [of 1871][s] fell.\n\n[s]: https://e.org", "The survey of 1871 fell."),
        ("The [survey] fell.\n\n[Survey]: https://e.org", "The survey fell."),
        ("* **Rye**: dark\n* [x] *Oats*", "Rye: dark Oats"),
        ("| Boat | Length |\n|---|---:|\n| Gull | **12** m |", "Boat Length Gull 12 m"),
        ("It was --- he said -- late.", "It was — he said – late."),
    ],
)  # fmt: skip
def test_a_quote_of_the_rendered_page_is_verbatim(source: str, quote: str) -> None:
    """The words count, not how the source marks them."""
    assert verify(Searcher([RowPart([Row("row", "", source)], BuildSettings())]), quote).verdict == "verbatim"


@pytest.mark.parametrize(
    "quote", ["The miller2 kept 20 m of rope.", "The miller1 kept 20 m1 of rope.", "The miller1 kept 2 m"]
)
def test_another_number_than_the_footnotes_is_none_of_the_source(quote: str) -> None:
    """Only where a footnote is called, and by its own number."""
    part = RowPart([Row("row", "", "The miller[^1] kept 20 m of rope.")], BuildSettings())

    assert verify(Searcher([part]), quote).verdict != "verbatim"


def test_forgiven_markup_is_named() -> None:
    """And nothing else, where nothing else was forgiven."""
    part = RowPart([Row("row", "", "> The wheel was of\n> **bog oak** here.")], BuildSettings())

    assert verify(Searcher([part]), "The wheel was of bog oak here.").tolerances == ("markup",)


def test_words_that_are_struck_through_are_said_to_be() -> None:
    """They stand there, but their author took them back."""
    part = RowPart([Row("row", "", "The dyke is ~~quite safe~~ broken.")], BuildSettings())

    for quote in ("The dyke is quite safe broken", "quite safe"):
        found = verify(Searcher([part]), quote)

        assert ("verbatim", "words that the source strikes through") == (found.verdict, found.tolerances[-1])


def test_only_what_is_shown_can_be_quoted(make_library: Callable[..., Library]) -> None:
    """A comment and a link's definition are in the document, and in none of its passages."""
    text = "# Title\n\nOne.\n\n<!-- The vault is below. -->\n\n## Bread\n\nTwo.\n\n[ref]: https://e.org/the-vault"
    searcher = make_library({"a.md": text}).searcher

    verdicts = {
        quote: verify(searcher, quote).verdict for quote in ("The vault is below.", "the-vault", "Bread", "Two.")
    }

    assert verdicts == {"The vault is below.": "absent", "the-vault": "absent", "Bread": "verbatim", "Two.": "verbatim"}


def test_a_quote_may_run_over_passages_and_their_heading(make_library: Callable[..., Library]) -> None:
    """As a reader of the page copies it; passages that are no neighbours are not joined."""
    text = "\n\n".join(
        f"## Part {name}\n\nThe {name} loaf rose *twice*. It was eaten." for name in ("rye", "oat", "fig")
    )
    searcher = make_library({"a.md": text}).searcher

    found = verify(searcher, "It was eaten. Part oat The oat loaf rose twice.")

    assert found.verdict == "verbatim"
    assert found.passage is not None
    assert found.passage.ref == "a#1"
    assert verify(searcher, "The rye loaf rose twice. It was eaten. Part fig").verdict != "verbatim"


def test_a_title_counts_as_the_text_states_it(make_library: Callable[..., Library]) -> None:
    """What a curator calls a document is no quote of it."""
    text = "---\ntitle: Of Fowl\n---\n\n<!--\n# No title\n-->\n\n# The *geese* of Leith\n\nNobody feeds them."
    searcher = make_library({"a.md": text}).searcher

    verdicts = [verify(searcher, quote).verdict for quote in ("The geese of Leith", "Of Fowl", "No title")]

    assert verdicts == ["verbatim", "absent", "absent"]


@given(TYPED)
def test_folding_with_and_without_places_is_the_same(text: str) -> None:
    """The fast way and the way that remembers where each character comes from."""
    slow = folded(Folded.of(text))

    assert plain(text) == slow.text
    assert len(slow.origin) == len(slow.text) + 1
    assert sorted(slow.origin) == list(slow.origin)


@given(TYPED)
def test_rendering_keeps_places_in_order(text: str) -> None:
    """Each character that is shown stands in the source, after the one before it."""
    rendered = shown(text)

    assert len(rendered.origin) == len(rendered.text) + 1
    assert sorted(rendered.origin) == list(rendered.origin)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("he can", "And she can.", False),
        ("he can", "Says he can’t.", False),
        ("he can", "Yes, he can!", True),
        ("the author", "It is the author's.", True),  # a possessive is the same word
        ("karabakh war", "The Nagorno-Karabakh war.", True),  # for a search, a compound holds its words
        ("首都", "東京は日本の首都です", True),
    ],
)
def test_a_phrase_has_whole_words(phrase: str, text: str, found: bool) -> None:  # noqa: FBT001 a row of the table
    """As people mean it who type it between quotation marks."""
    assert found == has_phrase(phrase, text)
