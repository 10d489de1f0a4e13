"""Escaping and emphasis: what is added is backslashes and marks, and it can be taken away again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.markdown import ELLIPSIS, StyledText, block_quote, escape, fitted, marked, size, unescape
from tests.discord_markdown.strategies import texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b*c", r"a\_b\*c"),  # emphasis, inside words too
        (r"\*", r"\\\*"),  # a backslash that stands there already
        (r"¯\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),  # Discord would keep the arm, as it is told to
        ("# a\n> b\n- c\n+ d\n-# e", "\\# a\n\\> b\n\\- c\n\\+ d\n\\-# e"),  # what a line may start with
        ("  - a", r"  \- a"),  # indented as well
        ("a - b # c > d", "a - b # c > d"),  # and nowhere else
        ("1. a\n20.b", "1\\. a\n20\\.b"),  # list numbers
        ("In 1991. 2. no", "In 1991. 2. no"),  # not at the start of a line
        ("<@1> <#2> <t:3:R>", r"\<\@1> \<#2> \<t\:3:R>"),  # mentions, moments
        ("@everyone", r"\@everyone"),
        ("[a](https://b.c)", r"\[a\](https\://b.c)"),  # a link cannot hide where it leads
        (":smile: at 12:30", r"\:smile: at 12:30"),  # short names of emoji; clocks stay
        ("||a|| `b`", r"\|\|a\|\| \`b\`"),
        ("a\u2028# b", "a\u2028\\# b"),  # a line border to those who wrote parsers in JavaScript
    ],
)
def test_what_discord_would_interpret_is_escaped(text: str, expected: str) -> None:
    """Each of Discord's constructs loses its meaning, and plain text stays as it is."""
    assert expected == escape(text)


@given(texts)
def test_unescaping_gives_the_text_back(text: str) -> None:
    """Escaping is undone exactly."""
    assert text == unescape(escape(text))


@given(texts)
def test_escaping_adds_nothing_but_backslashes(text: str) -> None:
    """No other character comes in, visible or not, and none goes."""
    assert text.replace("\\", "") == escape(text).replace("\\", "")


@pytest.mark.parametrize(("text", "expected"), [("", 0), ("aé", 2), ("😀", 2), ("👨‍👩‍👧", 8)])
def test_size_counts_as_a_discord_client_does(text: str, expected: int) -> None:
    """An emoji counts by its UTF-16 units."""
    assert expected == size(text)


@given(texts, st.integers(1, 400))
def test_a_text_is_fitted_with_its_start_kept(text: str, limit: int) -> None:
    """It never exceeds the limit, and only where it would have is it cut."""
    shown = fitted(text, limit)

    assert size(shown) <= limit
    if size(escape(text)) <= limit:
        assert text == unescape(shown)
    else:
        assert shown.endswith(ELLIPSIS)
        assert text.startswith(unescape(shown.removesuffix(ELLIPSIS)))


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (
            [StyledText("a ", underlined=True), StyledText("b", bold=True, underlined=True)],
            "__a **b**__",
        ),  # bold inside
        (
            [StyledText("a", bold=True, underlined=True), StyledText("b", bold=True)],
            "__**a**__**b**",
        ),  # across the border
        ([StyledText("a", bold=True), StyledText("b", bold=True)], "**ab**"),  # neighbours are one
        ([StyledText("a", underlined=True), StyledText("b", underlined=True)], "__ab__"),
        ([StyledText(" a ", bold=True), StyledText("b")], " **a** b"),  # white space stays outside
        ([StyledText(" ", bold=True, underlined=True)], " "),  # and is not marked alone
        ([StyledText("a\nb", bold=True)], "**a**\n**b**"),  # each line by itself
        ([StyledText("a\n\n", bold=True), StyledText("# b")], "**a**\n\n\\# b"),
        ([StyledText("*", bold=True), StyledText("_", underlined=True)], r"**\***__\___"),  # marks beside escaped ones
    ],
)
def test_emphasis_is_nested(runs: list[StyledText], expected: str) -> None:
    """Bold stands inside underlined, and two marks never meet."""
    assert expected == marked(runs)


def test_every_line_of_a_quote_is_quoted() -> None:
    """An empty line too, since Discord would end the quote there."""
    assert "> a\n> \n> b" == block_quote("a\n\nb")
