"""What Discord makes of our Markdown, in the eyes of parsers that know nothing of us."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards.answers import pages
from bot.cards.markdown import StyledText, escape, marked
from index.answered import Answer, Hit
from index.model import Attribution, Passage
from index.text.characters import visible
from tests.discord_markdown.parsers import Parsers
from tests.discord_markdown.strategies import hits, texts

PLAIN = {"text", "br", "twemoji"}  # the last draws a Unicode emoji as a picture of itself
EMPHASIS = {"strong", "underline", "u"}
GENEROUS = settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])

INTERPRETED = (
    "*a*", "**a**", "_a_", "__a__", "~~a~~", "||a||", "`a`", "```\na\n```", "\\*",
    "> a", ">>> a", "# a", "### a", "-# a", "- a", "* a", "1. a", "  - a", "x\n> a", "x\n# a", "x\n1. a",
    "[a](https://b.c)", "https://a.b/c_d_e", "<https://a.b>",
    "<@1234567890123456789>", "<@&1234567890123456789>", "<#1234567890123456789>", "@everyone", "@here",
    "<:e:1234567890123456789>", "<a:e:1234567890123456789>", "<t:1700000000:R>", "</a:1234567890123456789>",
)  # fmt: skip


def as_parsed(text: str) -> str:
    """Return a text as both parsers prepare theirs: tabs are four spaces."""
    return text.replace("\t", "    ")


@pytest.mark.parametrize("text", INTERPRETED)
def test_what_discord_interprets_is_shown_as_it_stands(parsers: Parsers, text: str) -> None:
    """Each of these means something to a parser as it is, and to none of them when it is escaped."""
    raw, escaped = parsers.read(text), parsers.read(escape(text))

    assert any(shown.text != text or set(shown.kinds) - PLAIN for shown in raw)
    assert [text, text] == [shown.text for shown in escaped]
    assert [set(), set()] == [set(shown.kinds) - PLAIN for shown in escaped]


@GENEROUS
@given(text=texts.map(visible))
def test_any_text_is_shown_as_it_stands(parsers: Parsers, text: str) -> None:
    """Nothing is added, dropped, formatted or linked, whatever the text is."""
    for shown in parsers.read(escape(text[:4_000])):
        assert (as_parsed(text[:4_000]), set()) == (shown.text, set(shown.kinds) - PLAIN)


@GENEROUS
@given(
    runs=st.lists(
        st.builds(StyledText, texts.map(lambda text: visible(text)[:500]), st.booleans(), st.booleans()), max_size=6
    )
)
def test_emphasis_changes_no_character(parsers: Parsers, runs: list[StyledText]) -> None:
    """Bold and underlined runs, side by side and across lines, are read as their text and as nothing else."""
    for shown in parsers.read(marked(runs)):
        assert as_parsed("".join(run.text for run in runs)) == shown.text
        assert set(shown.kinds) <= PLAIN | EMPHASIS


@GENEROUS
@given(hit=hits())
def test_the_quotes_of_a_hits_pages_are_its_visible_text(parsers: Parsers, hit: Hit) -> None:
    """Over the pages of one hit, the block quotes give back every visible character."""
    laid = pages(Answer("why?", "fair", (hit,), (), "g"))
    quoted = [parsers.read(page.sections[0][0]) for page in laid if page.sections[0][0].startswith("> ")]

    for number in range(2):
        texts = [shown[number].quotes[0] for shown in quoted]
        expected = visible(hit.passage.text)
        assert (as_parsed(expected) if expected.strip() else "") == "".join(texts)


def test_the_source_can_be_followed(parsers: Parsers) -> None:
    """The attribution's link leads to the source as it is stated, underscores and all."""
    source = "https://a.example/b_c_(d)?e=*f*"
    passage = Passage("k", "d", "d", 1, 1, 0, 4, "Iran", Attribution(source=source), ())
    page = pages(Answer("why?", "fair", (Hit(1, passage, 1.0, ()),), (), "g"))[0]

    links = [shown.links for shown in parsers.read(page.sections[1][0])]

    assert [[source], [source]] == links
