"""Attribution lines, quotes, CSL-JSON and deep links, from what a seed states and from what it leaves out."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from index.model import Attribution, Caveat, Passage
from index.showing.attribution import (
    ENGLISH,
    attribution_line,
    caveat_lines,
    csl_json,
    deep_link,
    markdown_quote,
    plain_date,
    plain_quote,
)

ACCESSED = date(2026, 3, 1)
STATED = Attribution(
    title="On bread",
    authors=("Ada Baker", "Bo Miller"),
    source="https://example.org/bread",
    published="2022-09-13",
)
CAVEAT = Caveat("I am no chemist.", start=0, end=16)
# Letters, the signs that Markdown and text directives treat specially, spaces and line breaks.
TYPED = st.text(st.sampled_from("ab19éж中，。 \t\n\\`*_[]()<>&#;~|$-+=:.!,%/'\"@^{}?"), max_size=60)
# Any character that is seen, and the line break.
ANYTHING = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs")) | st.sampled_from("\n"), max_size=60)


def passage(
    text: str = "Bread rises.",
    attribution: Attribution = STATED,
    caveats: tuple[Caveat, ...] = (CAVEAT,),
    epistemic_status: str | None = None,
    language: str | None = "en",
) -> Passage:
    """Build the eighth of eighteen passages."""
    return Passage(
        key="0123456789",
        document="bread",
        seed="bread",
        number=8,
        of=18,
        start=0,
        end=len(text),
        text=text,
        attribution=attribution,
        caveats=caveats,
        epistemic_status=epistemic_status,
        language=language,
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2022-09-13", "13 September 2022"),
        ("2022-09-03", "3 September 2022"),  # no leading zero in plain English
        ("2022-09", "September 2022"),
        ("2022", "2022"),
        ("2024-02-29", "29 February 2024"),
        ("0850-05", "May 0850"),  # the year as typed
        ("2022-13", "2022-13"),  # no such month: shown as stated, not repaired
        ("2023-02-29", "2023-02-29"),  # no such day
        ("autumn 1920", "autumn 1920"),
        ("2022-9-3", "2022-9-3"),
        ("٢٠٢٢", "٢٠٢٢"),
    ],
)
def test_plain_date_keeps_the_stated_precision(stated: str, expected: str) -> None:
    """A date is written out as far as it is stated; anything else stays as it is."""
    assert expected == plain_date(stated)


def test_plain_date_names_every_month_in_english() -> None:
    """The twelve names are the English ones, in order."""
    names = "January February March April May June July August September October November December"

    written = [plain_date(f"2022-{month:02}") for month in range(1, 13)]

    assert [f"{name} 2022" for name in names.split()] == written


def test_attribution_line_names_everything_stated() -> None:
    """Author, title, date, position and link stand in one line."""
    expected = "Ada Baker, Bo Miller · On bread · 13 September 2022 · passage 8 of 18 · https://example.org/bread"

    assert expected == attribution_line(passage())


def test_attribution_line_says_what_is_not_stated() -> None:
    """A seed that states nothing still gets a line, and nothing in it is guessed."""
    expected = "author not stated · title not stated · date not stated · passage 8 of 18 · link not stated"

    assert expected == attribution_line(passage(attribution=Attribution()))


@pytest.mark.parametrize(
    ("restated_by", "expected"),
    [
        ("Cy Clerk", "Ada Baker · restated by Cy Clerk, not quoted · "),
        (None, "Ada Baker · restated by somebody not stated, not quoted · "),
    ],
)
def test_attribution_line_says_restated_beside_the_author(restated_by: str | None, expected: str) -> None:
    """Words that are not the author's say so before the title can be read as theirs."""
    attribution = Attribution(authors=("Ada Baker",), verbatim=False, restated_by=restated_by)

    assert attribution_line(passage(attribution=attribution)).startswith(expected)


def test_attribution_line_names_a_stated_licence() -> None:
    """A licence is named where stated; the others above have none and say nothing of it."""
    line = attribution_line(passage(attribution=Attribution(license="CC BY 4.0")))

    assert "passage 8 of 18 · licence CC BY 4.0 · link not stated" in line


def test_attribution_line_stays_one_readable_line() -> None:
    """Line breaks and direction controls in a stated value neither split nor reorder the line."""
    attribution = Attribution(title="On\n  bread\u202e\u200b", authors=("Ada\tBaker",))

    assert attribution_line(passage(attribution=attribution)).startswith("Ada Baker · On bread · date")


def test_caveat_lines_tell_author_and_curator_apart() -> None:
    """Both kinds of caveat and the epistemic status are listed, each with whose it is."""
    caveats = (CAVEAT, Caveat("Old recipes.", by="curator"))
    expected = (
        "author's caveat: I am no chemist.",
        "caveat added by the curator: Old recipes.",
        "epistemic status: a hunch",
    )

    assert expected == caveat_lines(passage(caveats=caveats, epistemic_status="a hunch"))


@pytest.mark.parametrize(
    ("epistemic_status", "expected"),
    [(None, (ENGLISH.no_caveat,)), ("a hunch", (ENGLISH.no_caveat, "epistemic status: a hunch"))],
)
def test_caveat_lines_say_when_there_is_none(epistemic_status: str | None, expected: tuple[str, ...]) -> None:
    """The absence of a caveat is a line too, with or without an epistemic status."""
    assert expected == caveat_lines(passage(caveats=(), epistemic_status=epistemic_status))


def test_caveat_lines_call_a_restated_caveat_restated() -> None:
    """In a restated seed the author's caveat is restated as well."""
    restated = passage(attribution=Attribution(verbatim=False, restated_by="Cy Clerk"))
    expected = ("author's caveat, restated: I am no chemist.",)

    assert expected == caveat_lines(restated)


def test_plain_quote_holds_words_attribution_caveat_and_day_of_access() -> None:
    """The words come first and unchanged; everything that must travel with them follows."""
    quoted = plain_quote(passage("Bread rises.\n\n- It *does*."), ACCESSED)

    assert quoted == (
        "Bread rises.\n\n- It *does*.\n\n"
        "— Ada Baker, Bo Miller · On bread · 13 September 2022 · passage 8 of 18 · https://example.org/bread\n"
        "author's caveat: I am no chemist.\n"
        "accessed 1 March 2026"
    )


@given(ANYTHING)
def test_plain_quote_begins_with_the_very_words(text: str) -> None:
    """Whatever is seen in a passage is pasted as it is."""
    assert plain_quote(passage(text), ACCESSED).startswith(f"{text}\n\n— ")


def test_quotes_leave_out_unseen_controls_but_keep_joiners() -> None:
    """Zero-width spaces and direction controls go; a joiner that shapes an emoji stays."""
    text = "a\u200bb\u202ec\ufeff 👩\u200d🔬"

    assert plain_quote(passage(text), ACCESSED).startswith("abc 👩\u200d🔬\n")
    assert markdown_quote(passage(text), ACCESSED).startswith("> abc 👩\u200d🔬  \n")


def test_markdown_quote_is_one_block_with_escaped_attribution() -> None:
    """Attribution, caveat and day of access stand inside the quote, the link as a link."""
    attribution = Attribution(title="*Bread* [1]", authors=("A_B",), source="https://example.org/a_b")

    assert markdown_quote(passage("Bread rises.\n\n1. *Yes*", attribution), ACCESSED) == (
        "> Bread rises.  \n"
        ">\n"
        "> 1\\. \\*Yes\\*  \n"
        ">\n"
        "> — A\\_B · \\*Bread\\* \\[1\\] · date not stated · passage 8 of 18 · <https://example.org/a_b>  \n"
        "> author's caveat: I am no chemist.  \n"
        "> accessed 1 March 2026  "
    )


@settings(deadline=None)
@given(
    text=TYPED | ANYTHING,
    title=TYPED | ANYTHING,
    source=TYPED | st.just("https://example.org/a_b?c=*d*"),
    caveat=TYPED | ANYTHING,
)
@example(text="|a|\n|-|", title="a table", source="", caveat="")
@example(text="a|\n:-", title="a table of one column", source="", caveat="")
def test_markdown_quote_shows_what_is_written(text: str, title: str, source: str, caveat: str) -> None:
    """A Markdown reader sees one quote of paragraphs with exactly the characters of the plain one."""
    attribution = Attribution(title=title, authors=("Ada",), source=source)
    written = passage(text, attribution, caveats=(Caveat(caveat),))
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    tokens = reader.parse(markdown_quote(written, ACCESSED))

    first, *between, last = [token.type for token in tokens]
    assert first == "blockquote_open"
    assert last == "blockquote_close"
    assert {"paragraph_open", "inline", "paragraph_close"} == set(between)
    assert plain_quote(written, ACCESSED).split() == " ".join(_seen(token) for token in tokens).split()


def _seen(token: Any) -> str:
    """Read the characters of an inline token, a space for each line break."""
    return "".join(child.content if child.type == "text" else " " for child in token.children or ())


def test_markdown_quote_keeps_indentation() -> None:
    """Four spaces would make a code block in which escapes show; unbreakable ones only indent."""
    assert markdown_quote(passage("\tif a_b:"), ACCESSED).startswith("> \u00a0\u00a0\u00a0\u00a0if a\\_b:  \n")


CSL_NAME = {
    "type": "object",
    "properties": {"literal": {"type": "string"}},
    "required": ["literal"],
    "additionalProperties": False,
}
CSL_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
            "minItems": 1,
            "maxItems": 2,
        },
        "literal": {"type": "string"},
    },
    "minProperties": 1,
    "additionalProperties": False,
}
# The part of CSL's data model that this program writes, with the type names CSL 1.0.2 knows.
CSL_ITEM = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "type": {"enum": ["document", "post", "post-weblog", "webpage"]},
        "title": {"type": "string"},
        "author": {"type": "array", "items": CSL_NAME},
        "issued": CSL_DATE,
        "accessed": CSL_DATE,
        "URL": {"type": "string"},
        "source": {"type": "string"},
        "language": {"type": "string"},
        "note": {"type": "string"},
    },
    "required": ["id", "type"],
    "additionalProperties": False,
}


def test_csl_json_describes_everything_stated() -> None:
    """All that the seed states has its field, and the caveat stands in the note."""
    assert csl_json(passage(), ACCESSED) == {
        "id": "bread-0123456789",
        "type": "webpage",
        "title": "On bread",
        "author": [{"literal": "Ada Baker"}, {"literal": "Bo Miller"}],
        "issued": {"date-parts": [[2022, 9, 13]]},
        "accessed": {"date-parts": [[2026, 3, 1]]},
        "URL": "https://example.org/bread",
        "language": "en",
        "note": "passage 8 of 18\nauthor's caveat: I am no chemist.",
    }


def test_csl_json_leaves_out_what_is_not_stated() -> None:
    """Nothing is invented for a seed that states nothing; the missing caveat is said."""
    assert csl_json(passage(attribution=Attribution(), caveats=(), language=None), ACCESSED) == {
        "id": "bread-0123456789",
        "type": "document",
        "accessed": {"date-parts": [[2026, 3, 1]]},
        "note": f"passage 8 of 18\n{ENGLISH.no_caveat}",
    }


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2022", {"date-parts": [[2022]]}),
        ("2022-09", {"date-parts": [[2022, 9]]}),
        ("autumn 1920", {"literal": "autumn 1920"}),
    ],
)
def test_csl_json_dates_keep_the_stated_precision(stated: str, expected: object) -> None:
    """A year does not become its first of January."""
    assert expected == csl_json(passage(attribution=Attribution(published=stated)), ACCESSED)["issued"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://threadreaderapp.com/thread/1.html", "post"),
        ("https://mobile.twitter.com/a/status/1", "post"),
        ("https://X.com/a/status/1", "post"),
        ("https://ada.substack.com/p/bread", "post-weblog"),
        ("https://netflix.com/title", "webpage"),  # ends like x.com but is another host
        ("https://example.org", "webpage"),
        ("Baker, A. (1920): On bread, p. 4", "document"),
        ("https://[broken", "document"),
        ("ftp://example.org/bread", "document"),
    ],
)
def test_csl_json_type_follows_the_source(source: str, expected: str) -> None:
    """Where the original stands decides what kind of work it is."""
    assert expected == csl_json(passage(attribution=Attribution(source=source)), ACCESSED)["type"]


def test_csl_json_keeps_a_bibliographic_source_out_of_the_url() -> None:
    """What no browser can open is no URL."""
    item = csl_json(passage(attribution=Attribution(source="Baker 1920, p. 4")), ACCESSED)

    assert "URL" not in item
    assert item["source"] == "Baker 1920, p. 4"


def test_csl_json_note_says_restated_and_licence() -> None:
    """What CSL has no field for is not lost."""
    attribution = Attribution(title="passage to bread", license="CC0", verbatim=False, restated_by="Cy Clerk")

    assert csl_json(passage(attribution=attribution), ACCESSED)["note"] == (
        "restated by Cy Clerk, not quoted, passage 8 of 18, licence CC0\nauthor's caveat, restated: I am no chemist."
    )


@given(
    attribution=st.builds(
        Attribution,
        title=st.none() | ANYTHING,
        authors=st.lists(ANYTHING, max_size=3).map(tuple),
        source=st.none() | ANYTHING | st.just("https://x.com/1"),
        published=st.none() | ANYTHING | st.sampled_from(["2022", "2022-09", "2022-00", "2022-09-13"]),
        verbatim=st.booleans(),
    )
)
def test_csl_json_is_always_a_valid_item(attribution: Attribution) -> None:
    """Whatever a seed states, reference managers get the shape they know."""
    item = csl_json(passage(attribution=attribution), ACCESSED)

    assert not list(Draft202012Validator(CSL_ITEM).iter_errors(item))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bread rises.", "Bread%20rises."),
        ("Well-kept, salt & rye", "Well%2Dkept%2C%20salt%20%26%20rye"),
        ("100% rye #1?", "100%25%20rye%20%231%3F"),
        (
            "One two three four five six seven eight nine ten eleven",
            "One%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven",
        ),
        ("Choose:\n\n- rye\n- wheat", "Choose%3A,wheat"),  # neither half spans lines; no list markers
        ("> 1. Rye  rises", "Rye%20rises"),
        ("-5 degrees", "5%20degrees"),
        ("2022 was dry", "2022%20was%20dry"),  # a number that marks no list
    ],
)
def test_deep_link_names_the_first_and_last_words(text: str, expected: str) -> None:
    """A short line is searched whole, anything longer by its ends."""
    assert f"https://example.org/bread#:~:text={expected}" == deep_link(passage(text))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://example.org/a?b=c#part", "https://example.org/a?b=c#part:~:text=Rye"),
        ("https://example.org/a#", "https://example.org/a#:~:text=Rye"),
        ("https://example.org/a#:~:text=Wheat", "https://example.org/a#:~:text=Rye"),
        ("https://example.org/a#part:~:text=Wheat", "https://example.org/a#part:~:text=Rye"),
        ("HTTP://example.org", "HTTP://example.org#:~:text=Rye"),
        ("https://example.org/bread.html", "https://example.org/bread.html#:~:text=Rye"),
    ],
)
def test_deep_link_keeps_the_address_and_its_fragment(source: str, expected: str) -> None:
    """The directive is appended to what is there and replaces only an older directive."""
    assert expected == deep_link(passage("Rye", Attribution(source=source)))


@pytest.mark.parametrize(
    "source",
    [
        None,
        "",
        "t.me/bread/1",
        "Baker 1920, p. 4",
        "ftp://example.org/bread",
        "javascript:alert(1)",
        "https://",
        "https://[broken",
        "https://example.org/a b",
        "https://example.org/\u202egpj.html",
        "https://example.org/bread.PDF?page=2",
    ],
)
def test_deep_link_is_none_without_a_web_page(source: str | None) -> None:
    """Only a page that a browser shows as text can be scrolled to the words."""
    assert deep_link(passage(attribution=Attribution(source=source))) is None


def test_deep_link_is_none_for_restated_words() -> None:
    """Words that are not on the page cannot be found there."""
    restated = Attribution(source="https://example.org", verbatim=False)

    assert deep_link(passage(attribution=restated)) is None


@pytest.mark.parametrize("text", ["", " \n\t", "- \n* * *"])
def test_deep_link_is_none_without_words(text: str) -> None:
    """An empty directive would find nothing."""
    assert deep_link(passage(text)) is None


def test_deep_link_stays_short_where_no_spaces_part_the_words() -> None:
    """In Chinese the clauses are the words: the two ends are searched, not the whole paragraph."""
    clause = "面包在温暖的地方发酵得更快，"

    link = deep_link(passage(clause * 30))

    assert link is not None
    assert [clause * 3, clause * 3] == _decoded(link)


@given(TYPED | ANYTHING)
def test_deep_link_decodes_to_words_of_the_passage(text: str) -> None:
    """Decoded, the directive is one whole line, or the beginning and the end of what the passage says."""
    link = deep_link(passage(text))

    if link is None:
        assert not any(character.isalpha() for character in text)
        return
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if any(character not in "-*•># " for character in line)]
    first, last = _decoded(link)[0], _decoded(link)[-1]
    assert any(first in line for line in lines)
    assert any(line.endswith(last) for line in lines)
    assert link.isascii()
    assert not set("-& ") & set(link.partition(":~:text=")[2])


def _decoded(link: str) -> list[str]:
    """Read a text directive as a browser does: split at the commas, then decode."""
    return [unquote(words) for words in link.partition(":~:text=")[2].split(",")]


def test_a_date_that_is_sure_in_part_goes_with_its_words() -> None:
    """In the line and in the note of a reference, which has a field for what is sure alone."""
    shown = passage(attribution=replace(STATED, published="2021", published_stated="04/09/2021"))

    item = csl_json(shown, ACCESSED)

    assert "On bread · 2021 · stated as “04/09/2021” · passage 8 of 18" in attribution_line(shown)
    assert {"date-parts": [[2021]]} == item["issued"]
    assert "stated as “04/09/2021”" in str(item["note"])
