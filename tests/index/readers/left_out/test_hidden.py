"""What note programs hide: gone from the text, so that nobody is shown it, and nobody's guess is confirmed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import markdown, plain
from index.readers.left_out.hidden import BLOCK_IDS, COMMENTS, PROPERTIES, QUERIES
from index.readers.left_out.own_words import own_words

UUID = "6423a1b2-1111-2222-3333-444455556666"
SHOWN = [
    ("The rent was paid %%ask Ann%% in oats.", "The rent was paid in oats.", COMMENTS),
    ("The rent was paid, %%ask Ann%%, in oats.", "The rent was paid,, in oats.", COMMENTS),
    ("Oats.\n\n%%\nAnn owes rent.\n\nSo does Bo.\n%%\n\nRye.", "Oats.\n\n\nRye.", COMMENTS),
    ("Oats. %%Ann\nowes%% Rye.", "Oats. Rye.", COMMENTS),
    ("- Oats.\n- %%Ann owes%%\n- Rye.", "- Oats.\n- Rye.", COMMENTS),
    ("> Oats. %%Ann owes%%", "> Oats.", COMMENTS),
    ("Oats.\n\n%% Ann owes rent", "Oats.\n\n", COMMENTS),
    ("Oats <!-- Ann owes --> and rye.", "Oats and rye.", COMMENTS),
    ("Oats.\n<!--\nAnn owes.\n\nBo too.\n-->\nRye.", "Oats.\nRye.", COMMENTS),
    ("Oats.\n\n<!-- Ann owes", "Oats.\n\n", COMMENTS),
    ("Oats.\n\n[//]: # (Ann owes rent)\n\nRye.", "Oats.\n\n\nRye.", COMMENTS),
    ('Oats.\n\n[//]: # "Ann owes rent"\nRye.', "Oats.\n\nRye.", COMMENTS),
    ("Oats.\n\n[comment]: <> (Ann owes rent)\n\nRye.", "Oats.\n\n\nRye.", COMMENTS),
    ("Oats.\n\n[later]: # (Ann owes rent)\n\nRye.", "Oats.\n\n\nRye.", COMMENTS),
    ("Oats.\n{% comment %}\nAnn owes.\n{% endcomment %}\nRye.", "Oats.\nRye.", COMMENTS),
    ("Oats {/* Ann owes */} and rye.", "Oats and rye.", COMMENTS),
    ("Oats {# Ann owes #} and rye.", "Oats and rye.", COMMENTS),
    ("Oats {>>Ann owes<<} and rye.", "Oats and rye.", COMMENTS),
    ("Oats. ^a1b2c3\n\nRye.", "Oats.\n\nRye.", BLOCK_IDS),
    ("Oats and rye ^the-rent", "Oats and rye", BLOCK_IDS),
    ("| a |\n|---|\n\n^table-1\n\nRye.", "| a |\n|---|\n\n\nRye.", BLOCK_IDS),
    (f"- Oats.\n  id:: {UUID}\n- Rye.", "- Oats.\n- Rye.", PROPERTIES),
    ("- Oats.\n  owner:: Ann\n  collapsed:: true\n\t- Rye.", "- Oats.\n\t- Rye.", PROPERTIES),
    ("visibility:: private\nsort:: rent\n\n- Oats.", "\n- Oats.", PROPERTIES),
    ("- Oats.\n  :LOGBOOK:\n  CLOCK: [2023-03-12 Sun 10:00:00]\n  :END:\n- Rye.", "- Oats.\n- Rye.", PROPERTIES),
    ("* Oats.\n:PROPERTIES:\n:OWNER: Ann\n:END:\n* Rye.", "* Oats.\n* Rye.", PROPERTIES),
    (f"- Oats.\n- {{{{embed (({UUID}))}}}}\n- Rye.", "- Oats.\n- Rye.", PROPERTIES),
    ("- Oats.\n- {{query (and [[rent]] (task TODO))}}\n- Rye.", "- Oats.\n- Rye.", PROPERTIES),
    (f"- Oats, see (({UUID})).", "- Oats, see.", PROPERTIES),
    ("Oats.\n\n```dataview\nTABLE rent FROM #mill\n```\n\nRye.", "Oats.\n\nRye.", QUERIES),
    ("Oats.\n\n~~~tasks\nnot done\n~~~\n", "Oats.\n\n", QUERIES),
    ("Oats.\n```dataviewjs\ndv.pages()\n```\nRye.", "Oats.\nRye.", QUERIES),
]
KEPT = [
    "It was 100%% sure and 50%% off.",
    "Use `%%` to write a per cent sign, and `<!-- x -->` for a comment.",
    "```\n%% a cell\nx = 1\n%% another\n<!-- no -->\n```",
    "Like so:\n\n    <!-- kept -->\n    id:: 1\n",
    "The type std::vector, and Foo::bar(), are C++.",
    "```sql\nquery\n```\n\n```dataviewer\nTABLE rent\n```",
    "````markdown\n```dataview\nTABLE rent\n```\n````",
    "In Haskell one writes f :: Int -> Int.",
    "# Oats {#oats}",
    "The area grows as e ^x",
    "It is 2 ^10",
    "See [the map][map].\n\n[map]: https://example.org/map (The map)",
    "It ((really)) rained.",
    "Write {{name}} where the name goes.",
    "Note:: this is no property, since text stands above.\n",
]


@pytest.mark.parametrize(("text", "shown", "reason"), SHOWN)
def test_hidden_things_are_left_out(text: str, shown: str, reason: str) -> None:
    """With the line they leave empty, and with one reason for the linter."""
    own, left_out = own_words(text, markdown=True)

    assert own == shown
    assert [each.reason for each in left_out] == [reason]
    assert sum(each.chars for each in left_out) == len(text) - len(shown)


@pytest.mark.parametrize("text", [each for each in KEPT if not each.startswith("Note::")])
def test_what_only_looks_hidden_stays(text: str) -> None:
    """Per cent signs, code, operators and link definitions are there to be read."""
    assert own_words(text, markdown=True) == (text, ())


def test_a_labelled_line_below_text_is_no_property() -> None:
    """Only known keys, the head of a page and items of a list have properties."""
    text = "It rained.\n\nRating:: five of ten.\n"

    assert own_words(text, markdown=True) == (text, ())


def test_a_quote_over_what_is_hidden_is_one_slice() -> None:
    """The passage reads as the program shows it, and is a slice of the document's text all the same."""
    (draft,) = markdown.read("The cost was shared, %%Tom knows%% and nobody complained.")

    assert [draft.text[each.start : each.end] for each in draft.blocks] == [
        "The cost was shared, and nobody complained."
    ]
    assert draft.warnings == (COMMENTS,)


def test_plain_text_hides_the_same() -> None:
    """A note saved under another name hides what it hid."""
    (draft,) = plain.read("The cost was shared. %%Tom knows%%")

    assert draft.text == "The cost was shared."


@given(st.text(alphabet="%<!->[]/:#({embed})^id \n\t`a", max_size=80))
def test_any_text(text: str) -> None:
    """No text raises, and nothing is ever added."""
    own, left_out = own_words(text, markdown=True)

    assert len(own) + sum(each.chars for each in left_out) == len(text)


@pytest.mark.parametrize(
    "unit", ["%%a ", "<!-- ", "{{embed ", "[//]: ", "a:: b\n", "((", "`", " ^abcd\n", "{% comment %}"]
)
def test_time_is_linear_in_hostile_marks(unit: str) -> None:
    """The test's time limit is the check."""
    own, _ = own_words(unit * (100_000 // len(unit)), markdown=True)

    assert len(own) <= 100_000
