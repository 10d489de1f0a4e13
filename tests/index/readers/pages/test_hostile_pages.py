"""Pages that are made to break a reader: each is read or refused in a sentence, in linear time."""

import pytest

from index.errors import SeedError
from index.readers.pages.page import NO_TEXT
from index.readers.parsing.xml import TOO_DEEP
from tests.index.readers.pages.building import page, read_page

WORDS = "deep words stand here, in a paragraph of some length, for all to read."

READ = {
    "300 levels": page("<p>top words are here for a start, and they go on.</p>" + "<div>" * 300 + f"<p>{WORDS}</p>"),
    "an attribute of a megabyte": page(f'<p title="{"a" * 1_000_000}" class="{"ad-" * 300_000}">{WORDS}</p>'),
    "unclosed formatting": page("<b><i><u><p>" * 3_000 + WORDS),
    "links in one paragraph": page("<p>" + '<a href="https://example.org">a</a> word, ' * 5_000 + WORDS),
    "many paragraphs": page(f"<p>{WORDS}</p>" * 3_000),
    "JSON of many levels": page(f"<p>{WORDS}</p>", '<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "JSON that means itself": page(
        f"<p>{WORDS}</p>",
        '<script type="application/ld+json">{"@type":"Article","@id":"a","author":{"@id":"a"}}</script>',
    ),
    "a comment that never ends": page(f"<p>{WORDS}</p><!-- "),
    "a tag that never ends": page(f"<p>{WORDS}</p><div class='"),
    "entities": page("<p>" + "&amp;&nbsp;&#x41;&#xD800;&#x110000;" * 3_000 + WORDS + "</p>"),
    "NUL and lone surrogates": page(f"<p>nul\0 {WORDS}</p>") + b"<p>sur\xed\xa0\x80 over\xc0\xaf</p>",
    "sequences that begin nothing": page(f"<p>{WORDS} < a << b <3 &; &#; </ </></p>"),
    "a doctype with entities": b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body><p>'
    + WORDS.encode()
    + b" &b;</p></body></html>",
    "UTF-7": page(f"<p>{WORDS} +ADw-script+AD4-</p>").replace(b"utf-8", b"utf-7"),
}


@pytest.mark.parametrize("kind", READ)
def test_words_of_a_hostile_page_are_read(kind: str) -> None:
    """Whatever stands around them, the words of a page are there."""
    assert WORDS in read_page(READ[kind]).text


@pytest.mark.parametrize("tag", ["div", "span", "table", "blockquote", "b", "ul><li"])
def test_page_that_is_nested_without_end_is_refused(tag: str) -> None:
    """A page nested thousands of levels deep is refused in a sentence: the parser would drop what stands below."""
    with pytest.raises(SeedError) as caught:
        read_page(page(f"<{tag}>" * 5_000 + WORDS))

    assert TOO_DEEP == caught.value.problem


@pytest.mark.parametrize("data", [b"<!doctype html>", b"<html>", b"<html></html>", b"<html><body>\0", b"<html><!--"])
def test_page_of_nothing_is_refused(data: bytes) -> None:
    """A page without anything is refused in a sentence."""
    with pytest.raises(SeedError) as caught:
        read_page(data)

    assert NO_TEXT == caught.value.problem


def test_names_of_attributes_that_no_page_has_are_passed_over() -> None:
    """Found by a fuzzer: the library that parses pages does not take them back."""
    data = b'<html><form\xff\xff\x00<h\xff\x02 a="b"><p>The river froze over in the winter of that year.</p>'

    assert "froze over" in read_page(data).text
