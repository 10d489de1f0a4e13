"""Tests of electronic books."""

import pytest

from index.readers.office.epub import FORMAT
from index.readers.parsing.base import FormatError
from index.seeds.seed import read_seed
from tests.index.readers.packing import epub, one, texts, zipped

TWO = {"a.xhtml": "<h1>Eels</h1><p>They swim.</p>", "b.xhtml": "<h1>Owls</h1><p>They <b>fly</b>.</p>"}


def test_chapters_follow_the_spine_and_name_their_place() -> None:
    """The order of the spine counts, not that of the files; each block knows its chapter."""
    document = one(FORMAT, epub(TWO, spine=["b.xhtml", "a.xhtml"]))

    assert texts(document) == ["They fly.", "They swim."]
    assert [block.position.at for block in document.blocks if block.position] == ["Owls", "Eels"]


def test_the_package_states_title_authors_day_and_language() -> None:
    """An editor or a translator is no author."""
    metadata = (
        '<dc:title>Of beasts</dc:title><dc:creator>Ada Vik</dc:creator><dc:creator role="edt">Bo Lind</dc:creator>'
        "<dc:date>2009-10-07T00:00:00Z</dc:date><dc:language>en</dc:language>"
    )
    document = one(FORMAT, epub(TWO, metadata))

    assert (document.title, document.authors, document.published) == ("Of beasts", ("Ada Vik",), "2009-10-07")
    assert document.language == "en"


def test_a_chapter_outside_or_named_twice_is_read_once_or_not() -> None:
    """Paths in a book are labels; what leads out of it is not there."""
    data = epub(TWO | {"../../etc/passwd": "<p>never</p>"}, spine=["a.xhtml", "../../etc/passwd", "a.xhtml"])

    assert texts(one(FORMAT, data)) == ["They swim."]


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("<p>They swim.</p><script>never()</script><style>p {}</style>", ["They swim."]),
        ("<p>They<br/>swim.</p>", ["They\nswim."]),
        ("<ul><li>one</li><li>two</li></ul>", ["one\ntwo"]),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["a | b"]),
        ("<pre>x = 1\n  y</pre>", ["x = 1\n  y"]),
        ("<div>Loose <i>words</i>.<p>Then a paragraph.</p></div>", ["Loose words.", "Then a paragraph."]),
        ("<blockquote><p>Said he.</p></blockquote>", ["Said he."]),
        ('<p hidden="">never</p><p style="display:none">never</p><p>They swim.</p>', ["They swim."]),
    ],
)
def test_a_chapters_html_is_read_as_it_is_shown(body: str, read: list[str]) -> None:
    """Block by block, without what nobody sees."""
    assert texts(one(FORMAT, epub({"a.xhtml": body}))) == read


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"mimetype": "application/epub+zip"}), "nothing in it names its chapters"),
        (zipped({"mimetype": "application/epub+zip", "META-INF/rights.xml": "<a/>"}), "is locked"),
        (b"no zip file", "nothing in it names its chapters"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, words: str) -> None:
    """Each is named, with the way out."""
    with pytest.raises(FormatError, match=words):
        FORMAT.read(data)


GUESS = "<p>Epistemic status: a guess.</p>"


def chapter(heading: str, *paragraphs: str) -> str:
    """Return a chapter with a heading."""
    return f"<h1>{heading}</h1>" + "".join(paragraphs)


def test_essays_of_several_people_are_each_ones_own() -> None:
    """By a line that names who wrote it; a preface without one is the book's, and adding a chapter renames none."""
    written = {
        "a.xhtml": chapter("Preface", "<p>Five essays on water, of which two are here.</p>"),
        "b.xhtml": chapter("Of Rivers", '<p class="author">Ada Vik</p>', GUESS, "<p>They froze.</p>"),
        "c.xhtml": chapter("Of Dams", "<p>by Bo Lem</p>", "<p>They broke.</p>"),
    }
    stated = "<dc:title>Waters</dc:title><dc:creator>Ed Itor</dc:creator>"

    preface, rivers, dams = FORMAT.read(epub(written, stated))

    assert [("Ed Itor",), ("Ada Vik",), ("Bo Lem",)] == [each.authors for each in (preface, rivers, dams)]
    assert "Of Rivers (Waters)" == rivers.title
    assert rivers.identity.endswith("b.xhtml")
    assert "guess" in rivers.text
    assert "guess" not in dams.text


def test_chapters_with_cautions_of_their_own_are_works() -> None:
    """So that each caution stands beside its own chapter's passages alone."""
    status = "<p><b>Epistemic status:</b> {}.</p>"
    written = {f"{at}.xhtml": chapter(at, status.format(at * 3), "<p>It froze.</p>") for at in ("a", "b")}

    assert 2 == len(FORMAT.read(epub(written, "<dc:title>Ice</dc:title>")))


def test_a_novel_is_one_work() -> None:
    """Whatever its chapters begin with: a line that is no name, the same name above each."""
    written = {
        "a.xhtml": chapter("One", "<p>By the river</p>", "<p>It froze.</p>"),
        "b.xhtml": chapter("Two", '<p class="author">Ada Vik</p>', "<p>It thawed.</p>"),
        "c.xhtml": chapter("Three", '<p class="author">Ada Vik</p>', "<p>It flowed.</p>"),
    }

    assert 1 == len(FORMAT.read(epub(written, "<dc:title>Ice</dc:title>")))


def test_a_language_that_is_none_is_detected() -> None:
    """Programs without a locale write "C", for which no caveats would be looked for."""
    words = "<p>The river froze over in the winter of that year, and nobody had seen that before.</p>"

    (document,) = read_seed(epub({"a.xhtml": words}, "<dc:language>C</dc:language>"), "a.epub", seed="a")

    assert "en" == document.language
