# ruff: noqa: E501 a piece of a page stands in one line
"""Web pages: their own words in order, with what they are, and nothing of what stands around."""

import pytest

from index.errors import SeedError
from index.readers.pages.page import AROUND, LEFT_OUT, NO_TEXT
from index.readers.pages.zones import Zone
from index.seeds.seed import read_seed
from tests.index.readers.pages.building import ESSAY, PARAGRAPHS, article, page, read_page

FURNITURE = {
    "menu": '<nav><ul><li><a href="/">Home of mills</a></li></ul></nav>',
    "menu without a tag": '<div class="main-menu"><a href="/">Home of mills</a> <a href="/a">About the society of mills</a></div>',
    "breadcrumbs": '<div class="breadcrumbs"><a href="/">Home of mills</a> › <a href="/w">Weirs</a></div>',
    "related": '<div class="related-posts"><h3>Home of mills</h3><p>A walk along the lower weir, in which nothing happens at all.</p></div>',
    "popular": '<div id="sidebar"><h2>Popular Posts</h2><ul><li><a href="/1">Home of mills</a></li></ul></div>',
    "newsletter": '<div class="newsletter-signup"><p>Home of mills: get our letter each week, free of charge and of eels.</p></div>',
    "share": '<div class="share-buttons"><a href="https://x.example/s">Home of mills</a></div>',
    "cookies": '<div id="cookie-consent"><p>Home of mills uses cookies to know what you like to read at night.</p></div>',
    "advert": '<div class="advertisement"><p>Home of mills! Buy millstones, now at half the price, while they last.</p></div>',
    "comments": '<div id="disqus_thread"><div class="post"><p>Home of mills was better when my uncle was alive and wrote it.</p></div></div>',
    "author's box": '<div class="author-bio"><p>Home of mills is where Ada Vik has lived since she was a child of nine.</p></div>',
    "hidden": '<p style="display:none">Home of mills, hidden from all who read with their eyes alone.</p>',
    "script": "<script>var x = 'Home of mills';</script><noscript>Home of mills</noscript><style>.x:after{content:'Home of mills'}</style>",
    "footer": '<footer><a href="/imprint">Home of mills</a> <a href="/privacy">Privacy</a></footer>',
    "recommendations of a network": '<div class="OUTBRAIN" data-x="1"><p>Home of mills: 12 tricks that bakers hate, and the last one is flour.</p></div>',
}  # fmt: skip


@pytest.mark.parametrize("kind", FURNITURE)
def test_what_stands_around_is_not_served(kind: str) -> None:
    """Menus, lists of other pages, adverts and readers' comments are no words of the page's author."""
    text = read_page(article(after=FURNITURE[kind])).text

    assert "Home of mills" not in text
    assert all(words in text for words in ESSAY)


def test_paragraphs_are_blocks_under_their_headings() -> None:
    """Headings become the sections of what stands below; the title is none."""
    body = f"<article><h1>The weir</h1>{PARAGRAPHS}<h2>Eels</h2><p>{ESSAY[0]} Twice.</p><h3>Nets</h3><p>{ESSAY[1]} Thrice.</p></article>"

    document = read_page(page(body))

    assert [None] * 5 + ["Eels", "Eels › Nets"] == [block.heading for block in document.blocks]
    assert "The weir" == document.attribution.title


def test_lists_quotes_code_and_tables_are_told_apart() -> None:
    """Each is a block of its kind; a table has a line for each row."""
    body = (
        f"<article><h1>The weir</h1>{PARAGRAPHS}<ul><li>Oak piles, forty of them.</li><li>Two ledgers of the miller.</li></ul>"
        "<blockquote><p>The water is mine by day.</p><p>By night it is nobody's.</p></blockquote>"
        "<pre><code>def weir():\n    return 'oak'  <span class='comment'># piles</span>\n</code></pre>"
        "<table><tr><th>Year</th><th>Eels</th></tr><tr><td>1784</td><td>312</td></tr></table></article>"
    )

    document = read_page(page(body))

    shown = [(block.kind, document.text[block.start : block.end]) for block in document.blocks[5:]]
    assert shown == [
        ("list", "Oak piles, forty of them.\nTwo ledgers of the miller."),
        ("quote", "The water is mine by day.\n\nBy night it is nobody's."),
        ("code", "def weir():\n    return 'oak'  # piles"),
        ("paragraph", "Year | Eels\n1784 | 312"),
    ]


def test_links_to_the_web_are_citations() -> None:
    """A link is a citation where it leads to the web; scripts and files are none."""
    links = (
        '<p>See <a href="https://example.org/eels">the count of eels</a>, <a href="javascript:alert(1)">a trick</a>, '
        '<a href="data:text/html,x">a box</a> and <a href="file:///etc/passwd">a file</a> for all of it.</p>'
    )

    document = read_page(page(f"<article>{PARAGRAPHS}{links}</article>"))

    assert [("the count of eels", "https://example.org/eels")] == [(each.text, each.url) for each in document.citations]
    assert "javascript" not in document.text


def test_words_are_the_pages_own() -> None:
    """No-break spaces, soft hyphens, entities and signs of Markdown stay as the page has them."""
    words = "The mill\u2019s 12\u00a0sluices &amp; dykes, the water\u00adwheel and *all* of [this](x) &lt;stay&gt; as they are, to the letter."

    text = read_page(page(f"<article>{PARAGRAPHS}<p>{words}</p></article>")).text

    assert "The mill’s 12\u00a0sluices & dykes, the water\u00adwheel and *all* of [this](x) <stay> as they are" in text


def test_line_breaks_in_a_row_part_paragraphs() -> None:
    """Pages that have breaks instead of paragraphs are read by these."""
    body = "<div class='post-body'>" + "<br><br>".join(ESSAY) + "</div>"

    assert list(ESSAY) == [read_page(page(body)).text[b.start : b.end] for b in read_page(page(body)).blocks]


def test_unclosed_and_misnested_tags_cost_no_words() -> None:
    """A page whose tags are not closed is read as browsers show it."""
    body = "<div><b>" + "<p>".join(ESSAY) + "<i>"

    assert all(words in read_page(page(body)).text for words in ESSAY)


def test_page_that_lays_itself_out_in_tables_is_read() -> None:
    """Paragraphs in a table's cells are paragraphs."""
    menu = '<td class="nav"><a href="/">Start</a></td>'
    document = read_page(page(f"<table><tr>{menu}<td>{PARAGRAPHS}</td></tr></table>"))

    assert list(ESSAY) == [document.text[block.start : block.end] for block in document.blocks]


def test_page_within_a_form_is_read() -> None:
    """Some sites wrap all of a page in a form."""
    assert all(
        words in read_page(page(f"<form id='aspnetForm'><div>{PARAGRAPHS}</div></form>")).text for words in ESSAY
    )


def test_whole_text_in_what_is_named_like_a_sidebar_is_read() -> None:
    """The element around most of the words is the page, whatever its classes say."""
    document = read_page(page(f'<div class="widget sidebar-comments-ad"><div class="post">{PARAGRAPHS}</div></div>'))

    assert all(words in document.text for words in ESSAY)


def test_list_of_posts_is_read_as_far_as_it_has_paragraphs() -> None:
    """A front page yields its paragraphs; it names no author, for its posts have several."""
    posts = "".join(
        f'<div class="post"><h2><a href="/{n}">Post {n}</a></h2><p>{words}</p></div>' for n, words in enumerate(ESSAY)
    )

    document = read_page(page(f"<main>{posts}</main>"))

    assert all(words in document.text for words in ESSAY)
    assert () == document.attribution.authors


@pytest.mark.parametrize(
    "body",
    ["", '<nav><a href="/">Start</a></nav>', '<ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li></ul>'],
)
def test_page_without_paragraphs_is_refused(body: str) -> None:
    """A page of links alone is refused in a sentence."""
    with pytest.raises(SeedError) as caught:
        read_page(page(body))

    assert NO_TEXT == caught.value.problem


def test_curator_is_told_what_was_left_out() -> None:
    """Comments, adverts and the rest of the page are counted apart."""
    after = (
        f'<div class="advert"><p>{ESSAY[0]}</p></div><div class="comments"><p>{ESSAY[1]}</p></div><nav>All mills</nav>'
    )

    left_out = {each.reason: each.chars for each in read_page(article(after=after)).left_out}

    assert len(ESSAY[1]) == left_out[LEFT_OUT[Zone.COMMENTS]]
    assert len(ESSAY[0]) == left_out[LEFT_OUT[Zone.ADVERTS]]
    assert AROUND in left_out


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "上の堰は一七八四年の春に樫の杭で造られた。粉屋が水のことで皮なめし屋と争った後のことである。"),
        ("ar", "بُني السد العلوي من أوتاد البلوط في ربيع عام ١٧٨٤، بعد أن تشاجر الطحان مع الدباغ على الماء."),
        ("he", "הסכר העליון נבנה מכלונסאות אלון באביב 1784, אחרי שהטוחן רב עם הבורסקאי על המים."),
        ("ru", "Верхнюю плотину построили из дубовых свай весной 1784 года, когда мельник поссорился с кожевником."),
    ],
)
def test_other_scripts_are_read(language: str, words: str) -> None:
    """A page in any script keeps its words."""
    body = "".join(f"<p>{words}</p>" for _ in range(3)) + "<p>" + words * 2 + "</p>"

    assert words in read_page(page(f'<article dir="auto">{body}</article>', language=language)).text


def test_entry_of_microformats_is_its_content_alone() -> None:
    """An export of Medium is read as its entry: content, author and day, without the export's footer."""
    data = page(
        '<article class="h-entry"><header><h1 class="p-name">The weir</h1></header>'
        f'<section data-field="body" class="e-content">{PARAGRAPHS}</section>'
        '<footer><p>By <a href="https://medium.example/@ada" class="p-author h-card">Ada Vik</a> on '
        '<a href="https://medium.example/p/1"><time class="dt-published" datetime="2019-04-03T10:00:00.000Z">April 3, 2019</time></a>.</p>'
        '<p><a href="https://medium.example/p/1" class="p-canonical">Canonical link</a></p><p>Exported from Medium on May 1, 2020.</p></footer></article>'
    )

    document = read_page(data)

    assert ("The weir", ("Ada Vik",), "2019-04-03", "https://medium.example/p/1") == (
        document.attribution.title,
        document.attribution.authors,
        document.attribution.published,
        document.attribution.source,
    )
    assert "Exported from Medium" not in document.text


def test_piece_of_a_page_is_read_by_its_name() -> None:
    """A file with nothing but paragraphs is a page by its extension, and text by another."""
    (by_name,) = read_seed(PARAGRAPHS.encode(), "post.html", seed="post")

    assert list(ESSAY) == [by_name.text[block.start : block.end] for block in by_name.blocks]


def test_page_is_known_by_its_content() -> None:
    """A page under another extension is read as a page."""
    assert all(words in read_page(article(), "page.txt").text for words in ESSAY)


def test_marks_of_notes_are_no_words_and_lists_are_whole() -> None:
    """A raised number is glued to the word before it; "[1]" reads as a mark. Short items of a list are no furniture."""
    body = (
        "<main><p>The figures<sup><a href='#fn1'>1</a></sup> are old, as is the wall<a href='#c1' class='reference'>[1]</a> "
        "that stands at the weir since anybody can remember.</p>"
        "<ul><li>one mill,</li><li>two weirs, and</li><li>a wall of nine courses stands.</li></ul>"
        "<p id='fn1'>They are the miller's. <a href='#r1' class='footnote-back'>\u21a9\ufe0e</a></p></main>"
    )

    text = read_page(page(body)).text

    assert "The figures are old, as is the wall[1] that" in text
    assert "two weirs, and" in text
    assert "\u21a9" not in text


def test_a_newsletters_post_is_no_sign_up_box() -> None:
    """Programs name the element of the whole text after what it is sent as."""
    body = (
        f"<article class='newsletter-post post'>{PARAGRAPHS}<div class='newsletter'>Sign up here today.</div></article>"
    )

    text = read_page(page(body)).text

    assert ESSAY[0] in text
    assert "Sign up here" not in text
