"""Pages: the words as they are, the caveat on each, marks with their reasons; nothing of a seed runs or leads off."""

import json
import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.web.drawing.citing import PREVIEW_BYTES, cut_to_bytes, preview
from bot.web.drawing.pages import Pages
from bot.web.drawing.pieces import Piece, direction, pieces
from bot.web.drawing.tallies import LEAST_FOR_SHARES, Tally, bars
from bot.wording import citing
from index.answered import Hit
from index.model import Attribution, Caveat, Citation, Claim, Corrected, Hedge, Passage
from index.text.characters import visible
from tests.bot.web.rooms import BASE, Maker, config, found, passage_page, public_of, words_on

HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror=alert(1)> & "quotes" \' {{ 7*7 }} {% raw %} </div></div>\n'
    "]]> <!-- \u202egnitset\u202c \u200b \u2066x\u2069 javascript:alert(1) data:text/html,x " + "long" * 300
)
TIDES = {
    "tides.md": "---\ntitle: Tides\nauthor: Mira Holt\npublished: 1998-05\nsource: https://sea.example/tides\n---\n\n"
    "Take this with a grain of salt: I am no expert.\n\n## High water\n\n"
    + "The harbour floods at spring tide. I think the moon does it. " * 6
    + "\n\n## Low water\n\n"
    + "At low water the boats lie in the mud, and nobody minds. " * 8,
    "plain.md": "---\ntitle: Winds\nauthor: Bo Lund\n---\n\nThe wind turns before the rain comes over the hills.",
}


def passage(text: str, **more: object) -> Passage:
    """A passage of a document of its own."""
    stated = Attribution(title=text, authors=(text,), source="javascript:alert(1)")
    fields: dict[str, object] = {"attribution": stated, "caveats": (Caveat(text),), **more}
    return Passage("k" * 10, "d", "d", 1, 1, 0, len(text), text, **fields)  # type: ignore[arg-type]


@given(st.text(min_size=1, max_size=200), st.tuples(st.integers(0, 200), st.integers(0, 200)))
@example(HOSTILE, (3, 60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_read_is_the_passage_and_nothing_runs(text: str, span: tuple[int, int]) -> None:
    """Whatever a seed holds, in its words, its title, its author and its caveat."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return
    start, end = sorted(min(each, len(text)) for each in span)
    shown = passage(text, hedges=(Hedge(start, end, "doubt"),), corrected=(Corrected(0, end, "no"),))
    pages = Pages(config(), is_live=False)

    page = pages.form("ask", **form(pages, shown))

    assert "".join(each.text for each in pieces(shown, ())) == visible(text)
    assert found(page, "//script/@src") == ["static/room.js"]
    assert found(page, "//@style | //@*[starts-with(name(), 'on')]") == []
    assert all(re.match(r"(https?:|mailto:|#|[a-z]+[/.]|\w+$)", each) for each in found(page, "//@href"))


def form(pages: Pages, shown: Passage) -> dict[str, object]:
    """What a page needs on which a passage was found."""
    return {
        "title": "Ask", "action": "ask", "label": "Ask", "hint": "", "rows": 2, "most": 300, "typed": "",
        "said": [], "differences": [], "found": [pages.quoted(Hit(1, shown, 0.0, ()))], "documents": [],
    }  # fmt: skip


def test_hostile_words_are_read_as_they_are() -> None:
    """Markup is text, and what turns the reading around is left out, as on cards."""
    pages = Pages(config(), is_live=False)

    page = pages.form("ask", **form(pages, passage(HOSTILE)))

    assert words_on(page) == [visible(HOSTILE)]
    assert "\u202e" not in page


def test_a_passage_page_has_its_caveat_before_its_words(make_library: Maker) -> None:
    """So has each page, before the first word of a passage."""
    public = public_of(make_library, TIDES)

    page = passage_page(public, "tides", 2)

    assert 0 < page.index("grain of salt") < page.index('class="words"')
    assert "Author&#39;s caveat:" in page
    assert "no caveat found" in passage_page(public, "plain", 1).lower()


def test_a_passage_stands_between_its_neighbours(make_library: Maker) -> None:
    """With links to them, to the document at this passage, and to the very words in the original."""
    public = public_of(make_library, TIDES)
    first, second, third = public.scope.passages_of("tides")

    page = passage_page(public, "tides", 2)
    links = found(page, "//main//a/@href")

    assert words_on(page) == [visible(each.text) for each in (first, second, third)]
    assert {f"../p/{first.key}.html", f"../p/{third.key}.html", f"../d/tides.html#{second.key}"} <= set(links)
    assert any(each.startswith("https://sea.example/tides#:~:text=") for each in links)


def test_doubt_is_marked_and_its_reason_told_without_a_script(make_library: Maker) -> None:
    """On focus beside the words, and in a line that readers of the screen are led to."""
    page = passage_page(public_of(make_library, TIDES), "tides", 2)

    mark = found(page, "//article//mark")[0]
    (told,) = found(page, "//*[@id=$name]", name=mark.get("aria-describedby"))

    assert (mark.text_content(), mark.get("tabindex")) == ("I think", "0")
    assert mark.get("data-reason") == "The text marks doubt: speculation"
    assert "speculation" in told.text_content()


def test_what_programs_read_carries_the_caveat(make_library: Maker) -> None:
    """Preview, JSON-LD and citations; a title that would end the block of data cannot."""
    files = {**TIDES, "plain.md": TIDES["plain.md"].replace("Winds", "</script><b>Winds")}
    tides, winds = (passage_page(public_of(make_library, files), name, 1) for name in ("tides", "plain"))

    described = found(tides, '//meta[@property="og:description"]/@content')[0]
    data = json.loads(found(tides, '//script[@type="application/ld+json"]')[0].text)
    other = json.loads(found(winds, '//script[@type="application/ld+json"]')[0].text)

    assert described.startswith("author's caveat: Take this with a grain of salt")
    assert len(described.encode()) <= PREVIEW_BYTES
    assert data["@type"] == "Quotation"
    assert data["creator"] == [{"@type": "Person", "name": "Mira Holt"}]
    assert "grain of salt" in data["description"]
    assert data["url"].startswith(f"{BASE}/p/")
    assert other["isPartOf"]["name"] == "</script><b>Winds"


def test_without_an_address_of_its_own_a_page_names_none(make_library: Maker) -> None:
    """No canonical link, no feed."""
    page = passage_page(public_of(make_library, TIDES), "tides", 1, url="")

    assert "canonical" not in page
    assert "og:url" not in page
    assert "feed.xml" not in page


def test_a_document_that_is_shown_in_passages_has_no_words_on_its_page(make_library: Maker) -> None:
    """Only what it is, its caveat, and where its passages are."""
    public = public_of(make_library, TIDES, "passages")
    stored = public.document("tides")
    assert stored is not None
    pages = Pages(config(show="passages"), is_live=False)

    page = pages.document(public, pages.drawn(stored, public.scope.passages_of("tides")))

    assert words_on(page) == []
    assert "grain of salt" in page
    assert len(found(page, '//main//ul//a[contains(@href, "/p/")]')) == 3


@pytest.mark.parametrize(("notes", "is_shown"), [(True, True), (False, False)])
def test_a_curators_note_is_shown_where_the_config_says_so(make_library: Maker, *, notes: bool, is_shown: bool) -> None:
    """Off by default."""
    public = public_of(make_library, {"a.md": "---\nnote: ask Bo first\n---\n\nThe wind turns."})

    assert is_shown is ("ask Bo first" in passage_page(public, "a", 1, notes=notes))


def test_pages_are_not_indexed_unless_the_config_says_so(make_library: Maker) -> None:
    """And each names whom to write to."""
    public = public_of(make_library, TIDES)

    assert 'content="noindex"' in passage_page(public, "tides", 1)
    assert 'content="noindex"' not in passage_page(public, "tides", 1, index=True)
    assert 'href="mailto:keeper@example.org"' in passage_page(public, "tides", 1)


@pytest.mark.parametrize(
    ("language", "expected"), [("ar", "rtl"), ("he-IL", "rtl"), ("en", "ltr"), ("zh", "ltr"), (None, "auto")]
)
def test_the_direction_is_that_of_the_language(language: str | None, expected: str) -> None:
    """Where none is known, the first letter decides."""
    assert expected == direction(language)


def test_marks_that_overlap_are_cut_where_each_begins() -> None:
    """Joined, the pieces are the text; each knows all marks that lie on it."""
    shown = passage("maybe he said so", hedges=(Hedge(0, 8, "doubt"),), citations=(Citation(0, 1, "x"),))

    cut = list(pieces(shown, [Claim(6, 13, "citing", "he")]))

    assert cut == [
        Piece("maybe ", "doubt"),
        Piece("he", "doubt", is_others=True),
        Piece(" said", is_others=True),
        Piece(" so"),
    ]


def test_a_preview_is_cut_at_a_word_within_its_bytes() -> None:
    """Counted in bytes of UTF-8, and never inside a letter."""
    assert cut_to_bytes("ж" * 20 + " " + "ж" * 20, 50) == "ж" * 20 + "…"
    assert len(cut_to_bytes("ж" * 400, 350).encode()) <= 350


def test_a_description_begins_with_what_is_cautioned() -> None:
    """Of a link in a chat, which shows no more than this."""
    shown = passage("words " * 400, caveats=(Caveat("I am no expert."),))

    assert preview(shown, citing.words()).startswith("author's caveat: I am no expert.")


def test_shares_are_shown_of_enough_passages_only() -> None:
    """The commonest reason first."""
    tally = Tally(LEAST_FOR_SHARES, 30, {"doubt": 10, "hearsay": 25})

    assert [(each.reason, each.share) for each in bars(tally, 20)] == [("hearsay", 50.0), ("doubt", 20.0)]
    assert bars(Tally(LEAST_FOR_SHARES - 1, 9, {"doubt": 9}), 20) == ()
