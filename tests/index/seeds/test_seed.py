"""One seed from bytes to documents: what the curator states, what the format finds, and what is reported."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import SeedError
from index.model import Attribution, Block, Document
from index.readers import byte_formats, formats
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.seeds import read_seed
from index.seeds.passages import split
from index.settings import PassageSize

STATED = b"""---
title: On rain
by: [Ada, Bo]
link: https://example.org/rain
date: 2022-09
language: en
caveat: I am no expert.
epistemic_status: a guess
note: Checked.
license: CC0
tags: rain, weather
---
# Another title

It rains.
"""


def read(data: bytes, name: str = "a.md", sidecar: bytes | None = None) -> Document:
    """Read a seed that holds one document."""
    (document,) = read_seed(data, name, seed="a", sidecar=sidecar)
    return document


def test_what_is_stated_reaches_the_document() -> None:
    """Every key has its place, and wins over what the text says."""
    document = read(STATED)

    expected = Attribution("On rain", ("Ada", "Bo"), "https://example.org/rain", "2022-09", "CC0")
    assert expected == document.attribution
    assert ("en", ("I am no expert.",), "a guess", "Checked.", ("rain", "weather")) == (
        document.language,
        document.stated_caveats,
        document.epistemic_status,
        document.note,
        document.tags,
    )
    assert ("a", "a", ()) == (document.id, document.seed, document.warnings)


def test_front_matter_is_no_content() -> None:
    """Not a letter of it can be quoted."""
    document = read(STATED)

    assert ["It rains."] == [document.text[block.start : block.end] for block in document.blocks]
    assert "title:" not in document.text


def test_nothing_stated_is_nothing_guessed() -> None:
    """A bare text has no author, no date and no title."""
    document = read(b"It rains.", "a.txt")

    assert Attribution() == document.attribution
    assert ((), None) == (document.stated_caveats, document.note)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("---\nlanguage: de\n---\nIt has been raining here for three days now.", "de"),  # what is stated wins
        ("It has been raining here for three days now.", "en"),
        ("Дождь идёт здесь уже третий день.", "ru"),
        ("12:30", None),  # no letters, no language
    ],
)
def test_a_language_that_is_not_stated_is_detected(text: str, language: str | None) -> None:
    """The analysis needs one; what the curator says is not doubted."""
    (document,) = read_seed(text.encode(), "a.txt", seed="a")

    assert language == document.language


@pytest.mark.parametrize(
    ("name", "front_matter", "published"),
    [
        ("_posts/2019-03-03-rain.md", b"---\nlayout: post\n---\n", "2019-03-03"),
        ("2019-03-03-rain.md", b"---\ndate: 2020-01-02\n---\n", "2020-01-02"),
        ("2019-02-30-rain.md", b"---\nlayout: post\n---\n", None),
        ("2019-03-03-rain.md", b"", None),
        ("2019-03-03 Rain.md", b"---\nlayout: post\n---\n", None),
        ("2019-03-03.md", b"---\nlayout: post\n---\n", None),
    ],
)
def test_the_name_of_a_post_states_its_day(name: str, front_matter: bytes, published: str | None) -> None:
    """As Jekyll has it, where there is front matter, which a note that merely bears a day has not."""
    assert published == read(front_matter + b"It rains in the hills.", name).attribution.published


def test_side_car_and_front_matter_add_up() -> None:
    """Each may state a part; where both state the same key, the side-car corrects the file, and a warning says so."""
    document = read(b"---\ntitle: On rain\nlicense: CC0\n---\nIt rains.", sidecar=b"author: Ada\ntitle: On snow\n")

    assert Attribution("On snow", ("Ada",), license="CC0") == document.attribution
    assert ("title is stated in the file and in its side-car; the side-car's counts.",) == document.warnings


def test_a_side_car_takes_no_caution_away() -> None:
    """Caveats, status and note of both are kept, and what the file calls restated stays so."""
    own = b"---\ncaveat: I am no expert.\nepistemic_status: a guess\nrestated_by: Cy\nverbatim: false\n---\nIt rains."

    document = read(own, sidecar=b"caveat: Old.\nepistemic_status: disputed\nnote: Checked.\nverbatim: true\n")

    assert ("I am no expert.", "Old.") == document.stated_caveats
    assert ("a guess\ndisputed", "Checked.") == (document.epistemic_status, document.note)
    assert (False, "Cy") == (document.attribution.verbatim, document.attribution.restated_by)
    assert "stays" in document.warnings[0]


@pytest.mark.parametrize("sidecar", [b"just words", b"- a\n- list", b"title: [open"], ids=["words", "list", "open"])
def test_a_side_car_that_cannot_be_read_is_a_warning(sidecar: bytes) -> None:
    """The seed is served without it, and its name says where to look."""
    document = read(b"It rains.", "a.txt", sidecar)

    assert Attribution() == document.attribution
    assert ["a.txt.yaml" in warning for warning in document.warnings] == [True]


@pytest.mark.parametrize("sidecar", [b"", b"# nothing yet\n"])
def test_an_empty_side_car_states_nothing(sidecar: bytes) -> None:
    """A template is no error."""
    assert Attribution() == read(b"It rains.", "a.txt", sidecar).attribution


def test_restated_words_say_so() -> None:
    """The attribution carries both facts."""
    attribution = read(b"---\nverbatim: false\nrestated_by: Cy\n---\nIt rains.").attribution

    assert (False, "Cy") == (attribution.verbatim, attribution.restated_by)


def test_invisible_characters_stay_and_are_reported() -> None:
    """Counted and named, in the text and in the metadata; emoji's own variation marks are none."""
    document = read('---\ntitle: "a\\u202eb"\n---\nIt \u202erains\u202c,\u200b it\u200b pours ☔️.'.encode())

    assert (
        "The metadata holds invisible or text-direction characters: 1 (U+202E).",
        "The text holds invisible or text-direction characters: 4 (U+200B, U+202E, U+202C).",
    ) == document.warnings
    assert "It \u202erains\u202c,\u200b it\u200b pours ☔️." in document.text


def test_a_guessed_encoding_is_reported() -> None:
    """The curator can make sure."""
    document = read("Voilà l’été.".encode("cp1252"), "a.txt")

    assert "guessed: windows-1252" in document.warnings[0]


def test_line_ends_do_not_matter() -> None:
    """Front matter and blocks are found whatever system wrote the file."""
    assert read(STATED) == read(STATED.replace(b"\n", b"\r\n")) == read(b"\xef\xbb\xbf" + STATED)


def test_several_documents_of_one_seed_are_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their ids come from the seed's and can never be another seed's; a registered format is all it takes."""

    def two(text: str) -> tuple[ParsedDocument, ...]:
        return tuple(ParsedDocument(text, (Block(0, len(text), "paragraph"),), title=title) for title in ("One", "Two"))

    monkeypatch.setattr(formats, "TEXT_FORMATS", (Format("twins", two, frozenset({".twin"})),))

    found = read_seed(b"Words.", "a.twin", seed="a")

    assert [("a.1", "a", "One"), ("a.2", "a", "Two")] == [(d.id, d.seed, d.attribution.title) for d in found]


def chapters(identities: Sequence[str], **found: Any) -> Format[bytes]:
    """Return a format that reads any bytes as a work for each identity."""

    def read_all(data: bytes) -> tuple[ParsedDocument, ...]:
        text = data.removeprefix(b"%BOOK").decode()
        block = Block(0, len(text), "paragraph")
        return tuple(ParsedDocument(text, (block,), identity=identity, **found) for identity in identities)

    return Format("book", read_all, frozenset({".book"}), lambda data: data.startswith(b"%BOOK"))


@pytest.mark.parametrize("name", ["a.book", "a.txt", "a"])
def test_a_format_of_bytes_is_recognised_by_content_before_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Its file is never decoded, whatever it is called."""
    monkeypatch.setattr(byte_formats, "BYTE_FORMATS", (chapters([""]),))

    assert "Words." == read(b"%BOOKWords.", name).text
    assert "It rains." == read(b"It rains.", "a.txt").text


def test_documents_go_by_their_own_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more document changes no other's id; what a slug cannot keep whole gets a hash."""
    found = []
    for identities in (["ch1", "Part 2/ch2.xhtml"], ["ch0", "ch1", "Part 2/ch2.xhtml", "ch1"]):
        monkeypatch.setattr(byte_formats, "BYTE_FORMATS", (chapters(identities),))
        found.append([document.id for document in read_seed(b"%BOOKWords.", "a.book", seed="a")])

    assert found[0][0] == "a.ch1"
    assert found[0][1].startswith("a.part-2-ch2-xhtml-")
    assert found[1] == ["a.ch0", *found[0], "a.ch1.2"]


def test_what_a_format_finds_reaches_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """A side-car's statements win over it, but take no caution away."""
    stated: dict[str, Any] = {"source": "https://b.example", "language": "de", "caveats": ("Draft.",)}
    book = chapters([""], title="T", verbatim=False, restated_by="a machine", **stated)
    monkeypatch.setattr(byte_formats, "BYTE_FORMATS", (book,))

    document = read(b"%BOOKWords.", "a.book", sidecar=b"title: U\nverbatim: true\ncaveat: Old.\n")

    expected = Attribution("U", source="https://b.example", verbatim=False, restated_by="a machine")
    assert expected == document.attribution
    assert ("de", ("Draft.", "Old.")) == (document.language, document.stated_caveats)


def test_what_a_format_cannot_read_is_named_by_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format knows no file name; the error does."""

    def fail(_data: bytes) -> tuple[ParsedDocument, ...]:
        raise FormatError("is locked with a password; remove it")

    monkeypatch.setattr(byte_formats, "BYTE_FORMATS", (Format("safe", fail, frozenset({".safe"})),))

    with pytest.raises(SeedError, match=r"^a\.safe: is locked"):
        read(b"Words.", "a.safe")


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *("\n", "\n\n", " ", "- ", "1. ", "> ", "# ", "## ", "```\n", "    ", "|a|b|\n|-|-|\n", "---\n", "***\n"),
            *(
                "word",
                "U.S. ",
                "It is. ",
                "Take:",
                "É😀中。",
                "\u202e",
                "e\u0301",
                "[a](https://b.example/c)",
                "<https://d.example>",
            ),
            *(
                "Source: ",
                "t.me/a…",
                "https://e.example/f).",
                "Screenshot from X: y.example.com",
                "RT @a: ",
                "<!-- c -->",
                "<div>\n",
            ),
            *(
                "• • •\n",
                "Keep Current with Ada\n",
                "Read all threads\n",
                "PDF\n",
                "Scrolly\n",
                "title: a\n",
                "[r]: https://g.example\n",
            ),
            *("Missing some Tweet in this thread?\n", "Did Thread Reader help you today?\n", "x" * 50),
        ]
    ),
    max_size=30,
).map("".join)


@given(FRAGMENTS, st.sampled_from(["a.md", "a.txt"]))
def test_whatever_the_text_documents_are_sound(text: str, name: str) -> None:
    """Blocks are visible, in order and apart; citations are slices within blocks; passages can be cut."""
    try:
        (document,) = read_seed(text.encode(), name, seed="a")
    except SeedError:
        return
    blocks = document.blocks

    passages = split(document, size=PassageSize(40, 60))

    assert all(document.text[each.start : each.end].strip() for each in blocks)
    assert all(first.end <= second.start for first, second in pairwise(blocks))
    assert all(each.text == document.text[each.start : each.end] != "" for each in document.citations)
    assert all(any(b.start <= c.start and c.end <= b.end for b in blocks) for c in document.citations)
    assert all(first.end <= second.start for first, second in pairwise(document.citations))
    assert all(each.text == document.text[each.start : each.end] for each in passages)
    visible = [document.text[each.start : each.end] for each in blocks]
    assert "".join("".join(visible).split()) == "".join("".join(each.text for each in passages).split())


@given(st.binary(max_size=200), st.binary(max_size=40) | st.none(), st.sampled_from(["a.md", "a.txt", "a.pdf"]))
def test_whatever_the_bytes_the_error_is_one_sentence(data: bytes, sidecar: bytes | None, name: str) -> None:
    """Documents or a SeedError that names the file; nothing else ever comes out."""
    try:
        documents = read_seed(data, name, seed="a", sidecar=sidecar)
    except SeedError as error:
        assert str(error).startswith(name)  # noqa: PT017 (either outcome is right)
        return
    assert all(document.blocks for document in documents)
