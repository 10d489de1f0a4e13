"""Entries of Substack, Medium, WordPress and feeds."""

import pytest

from index.readers.exports import feed, json_files, medium, substack
from index.readers.parsing.base import FormatError
from tests.index.readers.exported import as_bytes, packed


def test_a_substack_post_is_read_without_its_buttons() -> None:
    """Title and subtitle from the list, words from the page."""
    listed = (
        "post_id,post_date,is_published,type,audience,title,subtitle\n"
        "12.frost,2020-01-02T03:04:05Z,true,newsletter,everyone,Frost &#x26; I,&#x201C;Cold&#x201D;\n"
    )
    button = '<p class="button-wrapper"><a class="button"><span>Subscribe now</span></a></p>'
    files = {"x/posts.csv": listed, "x/posts/12.frost.html": f"<h2>One</h2><p>It froze.</p>{button}"}

    (draft,) = substack.read(packed(files))

    assert substack.recognises(packed(files))
    assert (draft.title, draft.text) == ("Frost & I", "“Cold”\n\nIt froze.")
    assert (draft.identity, draft.published) == ("12.frost", "2020-01-02")
    assert draft.blocks[1].heading == "One"


def test_a_list_of_posts_that_cannot_be_read_is_damaged() -> None:
    """A field longer than any program writes."""
    files = {"posts.csv": "post_id,is_published,title\n1,true," + "x" * 200_000}

    with pytest.raises(FormatError, match="cannot be read"):
        substack.read(packed(files))


MEDIUM = """<article class="h-entry"><header><h1 class="p-name">Frost</h1></header>
<section data-field="subtitle" class="p-summary">Cold</section><section data-field="body" class="e-content">
<h3 class="graf graf--title">Frost</h3><p class="graf">It froze.</p></section>
<footer><p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada Vik</a> on
<a href="https://medium.com/p/ab12"><time class="dt-published" datetime="2020-01-02T03:04:05Z">January 2</time></a>.</p>
<p><a href="https://medium.com/@ada/frost-ab12" class="p-canonical">Canonical link</a></p>
<p>Exported from <a href="https://medium.com">Medium</a> on May 1.</p></footer></article>"""


def test_a_medium_post_is_read_without_its_foot() -> None:
    """Author, day and address stand there."""
    (draft,) = medium.read_page(MEDIUM.encode())

    assert medium.recognises_page(MEDIUM.encode())
    assert draft.text == "Cold\n\nIt froze."
    assert (draft.title, draft.authors, draft.published) == ("Frost", ("Ada Vik",), "2020-01-02")
    assert (draft.source, draft.identity) == ("https://medium.com/@ada/frost-ab12", "ab12")


WORDPRESS = """<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Blog</title>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Vik</wp:author_display_name></wp:author>
<item><title>Frost</title><link>https://e.org/frost</link><dc:creator><![CDATA[ada]]></dc:creator>
<excerpt:encoded><![CDATA[short]]></excerpt:encoded>
<content:encoded><![CDATA[<!-- wp:paragraph -->It froze.
Hard.

[caption id="x"]<img src="a.png"> A pond[/caption]

<h2>Then</h2>
<p>It <em>thawed</em>.</p>]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date>2020-01-02 03:04:05</wp:post_date><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item></channel></rss>"""


def test_a_wordpress_post_is_read_as_it_is_shown() -> None:
    """Empty lines part paragraphs; the author's name stands with the blog's people."""
    (draft,) = feed.read(WORDPRESS.encode())

    assert draft.text == "It froze.\nHard.\n\nA pond\n\nIt thawed."
    assert (draft.title, draft.authors, draft.published) == ("Frost", ("Ada Vik",), "2020-01-02")
    assert (draft.source, draft.identity, draft.blocks[-1].heading) == ("https://e.org/frost", "7", "Then")


RSS = """<?xml version="1.0"?>{dtd}<rss version="2.0"><channel><title>Blog</title><language>en</language>
<managingEditor>ada@e.org (Ada Vik)</managingEditor>
<item><title>Frost</title><link>{link}</link><guid>g1</guid><pubDate>Thu, 02 Jan 2020 03:04:05 GMT</pubDate>
<description>&lt;p&gt;It froze.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item></channel></rss>"""


def test_an_entry_of_a_feed_is_a_document() -> None:
    """Its title stands above its words, since some entries say no more."""
    (draft,) = feed.read(RSS.format(dtd="", link="https://e.org/1").encode())

    assert draft.text == "Frost\n\nIt froze."
    assert (draft.title, draft.authors, draft.published) == ("Frost (Blog)", ("Ada Vik",), "2020-01-02")
    assert (draft.source, draft.identity, draft.language) == ("https://e.org/1", "g1", "en")


def test_addresses_of_a_feed_that_are_no_links_of_the_web_are_not_shown() -> None:
    """A script is no address."""
    (draft,) = feed.read(RSS.format(dtd="", link="javascript:alert(1)").encode())

    assert draft.source is None


@pytest.mark.parametrize("dtd", ['<!DOCTYPE rss [<!ENTITY a "b">]>', "<!DOCTYPE rss [ <!ELEMENT a ANY> ]>"])
def test_a_feed_that_defines_something_in_a_dtd_is_refused(dtd: str) -> None:
    """Entities could fill the memory."""
    with pytest.raises(FormatError, match="DTD"):
        feed.read(RSS.format(dtd=dtd, link="https://e.org").encode())


def test_a_doctype_without_definitions_is_none_of_our_business() -> None:
    """Old feeds name the one of their version; it is not fetched."""
    dtd = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss.dtd">'

    assert feed.read(RSS.format(dtd=dtd, link="https://e.org").encode())[0].title == "Frost (Blog)"


def test_a_feed_nested_too_deeply_is_refused() -> None:
    """Before it is parsed."""
    with pytest.raises(FormatError, match="nested too deeply"):
        feed.read(b"<rss>" + b"<a>" * 100_000)


@pytest.mark.parametrize(
    ("data", "is_feed"),
    [
        (b'<?xml version="1.0"?><!-- a --> <!-- b --><rss version="2.0">', True),
        (b'\xef\xbb\xbf<feed xmlns="http://www.w3.org/2005/Atom">', True),
        (b"<rdf:RDF xmlns:rdf='x'>", True),
        (b"<html><body><rss ></body></html>", False),
        (b"<feedback >", False),
        (b"<!-- a -->" * 1500 + b"<x>", False),
    ],
)
def test_a_feed_is_known_by_its_first_element(data: bytes, *, is_feed: bool) -> None:
    """Whatever stands before it; a page that mentions one is none."""
    assert feed.recognises(data) is is_feed


def test_a_json_feed_is_read_like_any_other() -> None:
    """Words in HTML or plain, authors of the entry before the feed's."""
    items = [
        {"id": "1", "url": "https://e.org/1", "title": "Frost", "content_html": "<p>It froze.</p>"},
        {
            "id": "2",
            "content_text": "One\n\nTwo",
            "authors": [{"name": "Bob"}],
            "date_published": "2020-01-02T03:04:05Z",
        },
    ]
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Blog",
        "authors": [{"name": "Ada"}],
        "items": items,
    }

    first, second = json_files.read(as_bytes(value))

    assert (first.text, first.title, first.authors) == ("Frost\n\nIt froze.", "Frost", ("Ada",))
    assert (second.text, second.authors, second.published) == ("One\n\nTwo", ("Bob",), "2020-01-02")
