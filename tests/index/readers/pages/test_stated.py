# ruff: noqa: E501 a piece of a page stands in one line
"""What a page states of itself: taken from where it says so, and nowhere guessed."""

import pytest

from tests.index.readers.pages.building import PARAGRAPHS, article, page, read_page

AUTHORS = {
    "meta": ('<meta name="author" content="Ada Vik">', "", ("Ada Vik",)),
    "meta of an article": ('<meta property="article:author" content="Ada Vik">', "", ("Ada Vik",)),
    "an address is no name": ('<meta property="article:author" content="https://example.org/ada">', "", ()),
    "Dublin Core": ('<meta name="DC.creator" content="Vik, Ada">', "", ("Vik, Ada",)),
    "papers": ('<meta name="citation_author" content="Ada Vik"><meta name="citation_author" content="Bo Lem">', "", ("Ada Vik", "Bo Lem")),
    "two in one line": ('<meta name="author" content="Ada Vik and Bo Lem">', "", ("Ada Vik", "Bo Lem")),
    "two by comma": ('<meta name="author" content="Ada Vik, Bo Lem">', "", ("Ada Vik", "Bo Lem")),
    "initials": ('<meta name="author" content="R. C. Baker">', "", ("R. C. Baker",)),
    "a tool": ('<meta name="author" content="admin">', "", ()),
    "JSON-LD": (
        '<script type="application/ld+json">{"@type":"BlogPosting","author":{"@type":"Person","name":"Ada Vik"}}</script>', "", ("Ada Vik",)
    ),
    "JSON-LD, a list": (
        '<script type="application/ld+json">[{"@type":["NewsArticle"],"author":[{"name":"Ada Vik"},{"name":"Bo Lem"}]}]</script>',
        "",
        ("Ada Vik", "Bo Lem"),
    ),
    "JSON-LD, a graph": (
        ('<script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"@id":"#a"}},'
        '{"@type":"Person","@id":"#a","name":"Ada Vik"},{"@type":"Organization","name":"Mills"}]}</script>'),
        "",
        ("Ada Vik",),
    ),
    "JSON-LD, damaged": ('<script type="application/ld+json">{"@type":"Article","author":</script>', "", ()),
    "JSON-LD, a product's review": (
        '<script type="application/ld+json">{"@type":"Product","name":"Oakdust","review":{"@type":"Review","author":"Cy"}}</script>', "", ()
    ),
    "microformat": ("", '<span class="p-author h-card"><a class="p-name u-url" href="/a">Ada Vik</a></span>', ("Ada Vik",)),
    "link of an author": ("", 'By <a rel="author" href="/ada">Ada Vik</a>', ("Ada Vik",)),
    "itemprop": ("", '<span itemprop="author" itemscope><span itemprop="name">Ada Vik</span></span>', ("Ada Vik",)),
    "byline": ("", '<p class="byline">By Ada Vik</p>', ("Ada Vik",)),
    "byline in German": ("", '<div class="article__author">Von Ada Vik</div>', ("Ada Vik",)),
    "name of an author": ("", '<span class="author-name">Ada Vik</span>', ("Ada Vik",)),
    "WordPress": ("", '<span class="author vcard"><a class="url fn n" href="/author/ada">Ada Vik</a></span>', ("Ada Vik",)),
    "several bylines are of several texts": (
        "", '<p class="byline">By Ada Vik</p><p class="byline">By Bo Lem</p><p class="byline">By Cy Rot</p>', ()
    ),
    "a reader's name": ("", '<div class="comment"><span class="fn author">Cy Rot</span><p>Nice.</p></div>', ()),
    "a related text's": ("", '<div class="related"><p class="byline">By Cy Rot</p></div>', ()),
    "nobody": ("", "<p>Written with care by the fire.</p>", ()),
}  # fmt: skip

DATES = {
    "meta": ('<meta property="article:published_time" content="2019-04-03T23:10:00-07:00">', "", "2019-04-03"),
    "papers": ('<meta name="citation_publication_date" content="2019/04/03">', "", "2019-04-03"),
    "JSON-LD": ('<script type="application/ld+json">{"@type":"Article","datePublished":"2019-04-03"}</script>', "", "2019-04-03"),
    "only modified": ('<meta property="article:modified_time" content="2020-01-01">', "", None),
    "microformat": ("", '<time class="dt-published" datetime="2019-04-03T10:00:00Z">April</time>', "2019-04-03"),
    "time of publication": ("", '<time pubdate datetime="2019-04-03">3 April</time>', "2019-04-03"),
    "hAtom": ("", '<abbr class="published" title="2019-04-03T10:00:00Z">10:00</abbr>', "2019-04-03"),
    "in words": ("", '<span itemprop="datePublished">April 3, 2019</span>', "2019-04-03"),
    "no calendar has it": ('<meta name="date" content="2019-02-31">', "", None),
    "a date in the text": ("", "<p>On 3 April 2019 the wall fell.</p>", None),
    "a time without meaning": ("", '<time datetime="2019-04-03">a day</time>', None),
    "a reader's": ("", '<div class="comment"><time class="dt-published" datetime="2019-04-03">x</time></div>', None),
    "copyright": ("", "<footer>© 2019</footer>", None),
}  # fmt: skip

TITLES = {
    "og": ('<meta property="og:title" content="The weir"><title>Else</title>', "The weir"),
    "with its site": ('<meta property="og:title" content="The weir | Mills"><meta property="og:site_name" content="Mills">', "The weir"),
    "site in front": ("<title>Mills: The upper weir</title>", "The upper weir"),
    "window": ("<title>The upper weir - Mills of the North</title>", "The upper weir"),
    "entities": ('<meta property="og:title" content="Weirs &amp; mills &#8211; 1784">', "Weirs & mills – 1784"),
    "a dash of its own": ('<meta property="og:title" content="The weir - an end">', "The weir - an end"),
    "heading alone": ("", "The upper weir"),
}  # fmt: skip


@pytest.mark.parametrize("where", AUTHORS)
def test_author_is_whom_the_page_names(where: str) -> None:
    """An author is read where a page says who wrote it, and otherwise not stated."""
    head, byline, expected = AUTHORS[where]

    assert expected == read_page(article(before=byline, head=head)).attribution.authors


@pytest.mark.parametrize("where", DATES)
def test_date_is_the_one_of_publication(where: str) -> None:
    """A date is read where a page calls it the day of publication, and otherwise not stated."""
    head, byline, expected = DATES[where]

    assert expected == read_page(article(before=byline, head=head)).attribution.published


@pytest.mark.parametrize("where", TITLES)
def test_title_is_without_the_sites_name(where: str) -> None:
    """A title is the page's own, without its site."""
    head, expected = TITLES[where]

    assert expected == read_page(article(head=head)).attribution.title


def test_address_is_the_canonical_one() -> None:
    """The address is the one that a page calls canonical, if it leads to the web."""
    canonical = (
        '<link rel="canonical" href="https://example.org/weir"><meta property="og:url" content="https://example.org/x">'
    )
    local = '<link rel="canonical" href="/weir"><meta property="og:url" content="https://example.org/x">'

    assert "https://example.org/weir" == read_page(article(head=canonical)).attribution.source
    assert "https://example.org/x" == read_page(article(head=local)).attribution.source
    assert read_page(article()).attribution.source is None


def test_language_is_the_pages() -> None:
    """The language is what the page says, else what its text is."""
    assert "de-AT" == read_page(article(language="de-AT")).language
    assert "en" == read_page(page(PARAGRAPHS, language="")).language


def test_names_for_reference_managers_are_put_in_order() -> None:
    """What a list of references sorts by is not what people are called."""
    head = '<meta name="citation_author" content="Vik, Ada"><meta name="citation_author" content="Bo Lem">'

    assert ("Ada Vik", "Bo Lem") == read_page(article(head=head)).attribution.authors


def test_a_headline_that_the_page_does_not_show_is_no_title() -> None:
    """Encyclopedias describe their subject there, and name it beside."""
    data = '{"@type": "Article", "headline": "flowing water", "name": "River"}'
    head = f'<title>River - Encyclopedia</title><script type="application/ld+json">{data}</script>'

    assert "River" == read_page(page(PARAGRAPHS, head)).attribution.title


def test_a_page_may_leave_out_its_body() -> None:
    """As HTML 5 lets it: what is no head's is the page's."""
    read = read_page(f"<!doctype html><title>Weir</title><article>{PARAGRAPHS}</article>".encode())

    assert "Weir" == read.attribution.title
    assert read.text


def test_an_entrys_own_name_and_address_count_and_no_persons_card() -> None:
    """A card of its author may stand above it, with a name and an address of its own."""
    body = (
        "<header class='h-card'><a class='u-url p-name' href='https://ada.example/'>Ada Vik</a></header>"
        "<article class='h-entry'><h1 class='p-name'>On weirs</h1><a class='u-url' href='https://ada.example/weirs'>#</a>"
        f"<div class='e-content'>{PARAGRAPHS}</div></article>"
    )

    stated = read_page(page(body)).attribution

    assert (stated.title, stated.source) == ("On weirs", "https://ada.example/weirs")
