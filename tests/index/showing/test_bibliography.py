"""References for other programs: what is stated arrives there, and its caveats with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from index.model import Attribution, Caveat, Passage, Position
from index.seeds.metadata.references import read_reference
from index.showing.attribution import csl_json
from index.showing.bibliography import bibtex, document_item, ris

ACCESSED = date(2026, 3, 1)
BREAD = Passage(
    key="0123456789",
    document="bread",
    seed="bread",
    number=8,
    of=18,
    start=0,
    end=12,
    text="Bread rises.",
    attribution=Attribution(
        "On {bread} & 100 % salt_", ("Ada Baker", "The Bakers and Sons"), "https://example.org/b?a=1%20", "2022-09"
    ),
    caveats=(Caveat("I am no chemist,\nor so.", start=0, end=16), Caveat("Old.", by="curator")),
    language="en",
    position=Position("page", "12"),
)


def test_a_passage_is_cited_with_its_page_and_caveats() -> None:
    """In BibTeX's own marks."""
    written = bibtex([csl_json(BREAD, ACCESSED)])

    assert written.startswith("@online{bread-0123456789,\n")
    assert r"title = {On \{bread\} \& 100 \% salt\_}" in written
    assert "author = {{Ada Baker} and {The Bakers and Sons}}" in written
    assert "pages = {12}" in written
    assert "I am no chemist" in written
    assert "Old." in written


def test_what_is_written_as_bibtex_is_read_as_such() -> None:
    """Our own reader of side-cars finds the same title, authors, date and address."""
    stated = {each.key: each.value for each in read_reference(bibtex([csl_json(BREAD, ACCESSED)]), "a.bib").entries}

    assert stated == {
        "title": BREAD.attribution.title,
        "author": BREAD.attribution.authors,
        "date": "2022-09",
        "source": BREAD.attribution.source,
    }


def test_ris_has_one_line_for_each_thing() -> None:
    """Caveats stand in notes, a line each; nothing of theirs can be taken for a tag."""
    lines = ris([csl_json(replace(BREAD, caveats=(Caveat("Old.\nTY  - JOUR"),)), ACCESSED)]).split("\r\n")

    assert (lines[0], lines[-2]) == ("TY  - ELEC", "ER  - ")
    assert "SP  - 12" in lines
    assert sum(line.startswith("TY") for line in lines) == 1


def test_a_document_is_cited_without_the_place_of_its_first_passage() -> None:
    """Its caveats stay."""
    item = document_item(BREAD, ACCESSED)

    assert (item["id"], "page" in item, "passage 8" in item["note"]) == ("bread", False, False)
    assert "I am no chemist" in item["note"]


@pytest.mark.parametrize("write", [bibtex, ris])
def test_nothing_to_cite_is_an_empty_file(write: Callable[[list[object]], str]) -> None:
    """As for a tag that no document has."""
    assert write([]) == ""
