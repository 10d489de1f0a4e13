# ruff: noqa: E501 a piece of a page stands in one line
"""Whole pages in the templates of common sites, in our own words: what is served, stated and cautioned of each."""

from dataclasses import dataclass

import pytest

from tests.index.readers.pages.building import ESSAY, PARAGRAPHS, author_caveats, page, read_page


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to come of a page; `furniture` must not be served."""

    title: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    caveat: str | None = None
    furniture: tuple[str, ...] = ()
    source: str | None = None
    phrases: tuple[str, ...] = ESSAY


FAN_FICTION = page(
    '<div id="outer" class="wrapper"><ul id="skiplinks"><li><a href="#main">Main Content</a></li></ul>'
    '<header id="header" class="region"><h1 class="heading"><a href="/"><span>Archive of Weirs</span></a></h1>'
    '<nav><ul class="primary navigation actions"><li><a href="/media">Fandoms of weirs</a></li></ul></nav></header>'
    '<div id="main" class="chapters-show region"><dl class="work meta group"><dt class="rating tags">Rating:</dt><dd>General Audiences</dd>'
    '<dt class="stats">Stats:</dt><dd class="stats"><dl><dt class="published">Published:</dt><dd class="published">2015-12-01</dd></dl></dd></dl>'
    '<div id="workskin"><div class="preface group"><h2 class="title heading">The Upper Weir</h2><h3 class="byline heading"><a rel="author" href="/users/ada">AdaVik</a></h3>'
    '<div class="notes module"><h3 class="heading">Notes:</h3><blockquote class="userstuff"><p>I don\'t own these characters, only the eels.</p></blockquote></div></div>'
    f'<div id="chapters" role="article"><div class="userstuff module">{PARAGRAPHS}</div></div></div>'
    '<div id="feedback" class="feedback"><h3>Comments</h3><ol class="thread"><li class="comment group"><h4 class="heading byline">CyRot</h4><blockquote class="userstuff"><p>Loved the eels, I may be wrong though!</p></blockquote></li></ol></div></div></div>',
    "<title>The Upper Weir - Chapter 1 - AdaVik - Weirs [Archive of Weirs]</title>",
)
GOVERNMENT = page(
    '<header class="header"><a class="header__logo" href="/">Amt für Wehre</a><nav><ul><li><a href="/de/service">Service für Müller</a></li></ul></nav></header>'
    f'<main><h1 class="heading__title">Das obere Wehr: Hinweise</h1><p class="heading__meta">Stand - 03.04.2019</p><div class="rte">{PARAGRAPHS}</div>'
    '<div class="accordion"><h3 class="accordion__title"><button aria-expanded="false" type="button">Haftungsausschluss</button></h3>'
    '<div class="accordion__content" aria-hidden="true" style="display: none;"><p>Die Hinweise beruhen auf den zum angegebenen Zeitpunkt verfügbaren Berichten der Müller.</p></div></div></main>'
    '<footer class="footer"><a href="/impressum">Impressum</a> <a href="/datenschutz">Datenschutz</a></footer>',
    '<meta name="author" content="Amt für Wehre"><meta property="og:title" content="Das obere Wehr: Hinweise"><meta property="og:site_name" content="Amt für Wehre">',
    language="de",
)
WORDPRESS = page(
    '<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title"><a href="/">Weirs &amp; Mills</a></p></header>'
    f'<main id="main"><article id="post-9" class="post-9 post type-post hentry category-mills"><header class="entry-header"><h1 class="entry-title">The upper weir</h1><div class="entry-meta"><span class="posted-on">Posted on <time class="entry-date published" datetime="2019-04-03T10:00:00+00:00">April 3, 2019</time><time class="updated" datetime="2020-01-01">x</time></span> <span class="byline">by <span class="author vcard"><a class="url fn n" href="/author/ada">Ada Vik</a></span></span></div></header>'
    f'<div class="entry-content">{PARAGRAPHS}<p><em>This post contains affiliate links to books on eels.</em></p><div class="sharedaddy"><h3>Share this:</h3><p>Click to share the weir on every network that there is.</p></div><div id="jp-relatedposts"><h3>Related</h3><p>Another weir entirely, of which you may like to read too.</p></div></div></article>'
    '<div id="comments" class="comments-area"><h2 class="comments-title">One thought on “The upper weir”</h2><ol class="comment-list"><li class="comment"><div class="comment-author vcard"><b class="fn">Cy Rot</b></div><div class="comment-content"><p>My grandfather saw that flood with his own eyes, I believe.</p></div></li></ol></div></main>'
    '<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Recent Posts</h2><ul><li><a href="/1">Bread of the valley</a></li></ul></section></aside></div>',
    '<title>The upper weir &#8211; Weirs &amp; Mills</title><link rel="canonical" href="https://weirs.example/upper">'
    '<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","@id":"https://weirs.example/#site","name":"Weirs & Mills"},'
    '{"@type":"WebPage","@id":"https://weirs.example/upper","datePublished":"2019-04-03T10:00:00+00:00","author":{"@id":"#ada"}},{"@type":["Person"],"@id":"#ada","name":"Ada Vik"}]}</script>',
)
WIKI = page(
    '<div id="mw-page-base" class="noprint"></div><div id="content" class="mw-body" role="main"><h1 id="firstHeading" class="firstHeading">Upper weir</h1><div id="siteSub" class="noprint">From the free book of weirs</div>'
    '<div id="mw-content-text"><div class="mw-parser-output"><table class="box-Unreferenced plainlinks metadata ambox ambox-content" role="presentation"><tbody><tr><td class="mbox-image"></td><td class="mbox-text"><div class="mbox-text-span">This article <b>does not cite any sources</b>.</div></td></tr></tbody></table>'
    f'{PARAGRAPHS}<div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#E">1 Eels of the weir</a></li></ul></div>'
    f'<h2><span class="mw-headline" id="E">Eels</span><span class="mw-editsection">[<a href="/e">edit</a>]</span></h2><p>{ESSAY[2]} Twice.<sup class="reference"><a href="#c1">[1]</a></sup></p></div></div>'
    '<div id="catlinks" class="catlinks"><a href="/c">Categories of weirs</a></div></div><div id="mw-navigation"><h2>Navigation menu</h2><div id="p-logo"></div><ul><li><a href="/r">Random weir of the day</a></li></ul></div>'
    '<div id="footer" role="contentinfo"><ul><li>This page was last edited on 3 April 2019.</li></ul></div>',
    '<title>Upper weir - The free book of weirs</title><link rel="canonical" href="https://book.example/Upper_weir">',
)
MANUAL = page(
    '<div class="related" role="navigation"><h3>Navigation</h3><ul><li class="right"><a href="genindex.html">General index of eels</a></li></ul></div>'
    f'<div class="document"><div class="body" role="main"><section id="weir"><h1>Weir<a class="headerlink" href="#weir" title="Link to this heading">¶</a></h1><div class="admonition warning"><p class="admonition-title">Warning</p><p>This page is no longer maintained; the sluices have changed since.</p></div>{PARAGRAPHS}<pre>lower(sluice)</pre></section></div></div>'
    '<div class="sphinxsidebar" role="navigation"><h3>Table of Contents</h3><ul><li><a href="x.html">Sluices and gates</a></li></ul></div><div class="footer">© Copyright 2019, Ada Vik.</div>',
    "<title>Weir &#8212; Mills 2.0 documentation</title>",
)
OLD_PAGE = (
    "<HTML><HEAD><TITLE>The upper weir</TITLE></HEAD><BODY BGCOLOR=white><CENTER><H1>The upper weir</H1><A HREF=index.htm>home</A></CENTER><HR><FONT SIZE=3>"
    + "<P>".join(ESSAY)
    + "<P><I>I am no historian, so take this page with a grain of salt.</I><HR><ADDRESS>Ada, 1997</ADDRESS></BODY></HTML>"
).encode("latin-1")
NEWSPAPER = page(
    '<div class="skip"><a href="#main">Skip to the news</a></div><div class="ad-leaderboard"><p>Advertisement</p></div>'
    f'<main id="main"><article itemscope itemtype="https://schema.org/NewsArticle"><header><h1 itemprop="headline">The upper weir</h1><p class="c-byline">By <a class="c-byline__author" rel="author" href="/ada">Ada Vik</a> and <a rel="author" href="/bo">Bo Lem</a></p><meta itemprop="datePublished" content="2019-04-03T08:00Z"></header><div class="article-body">{PARAGRAPHS[:300]}<div class="ad-inline"><span>Advertisement</span><p>Oakdust pills: not medical advice, but nice, and cheap as chaff.</p></div>{PARAGRAPHS}<aside class="newsletter-promo"><p>Sign up for the weekly letter on mills and weirs of the north.</p></aside></div>'
    '<footer class="article-footer"><div class="author-bio"><p>Ada Vik owns shares in the tannery.</p><p>Views expressed are those of the authors and not of this newspaper.</p></div></footer></article><section class="most-read"><h2>Most read</h2><ol><li><a href="/x">Bread is dearer again in the valley</a></li></ol></section></main>',
    '<meta property="og:title" content="The upper weir"><meta property="og:site_name" content="The Valley Post"><meta name="author" content="The Valley Post">'
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The upper weir","author":[{"@type":"Person","name":"Ada Vik"},{"@type":"Person","name":"Bo Lem"}],"datePublished":"2019-04-03T08:00:00Z","publisher":{"@type":"Organization","name":"The Valley Post"}}</script>',
)
FORUM = page(
    '<div class="navbar"><a href="/">Forum of millers</a></div><h1>Who built the upper weir?</h1>'
    f'<div class="post" id="p1"><div class="postbody"><p class="author">by <a href="/u/1">ada_v</a></p><div class="content">{PARAGRAPHS}</div></div></div>'
    f'<div class="post" id="p2"><div class="postbody"><p class="author">by <a href="/u/2">cy_rot</a></p><div class="content"><p>{ESSAY[1]} So my uncle said.</p></div></div></div>',
    '<script type="application/ld+json">{"@type":"DiscussionForumPosting","headline":"Who built the upper weir?","author":{"name":"ada_v"}}</script><title>Who built the upper weir? - Forum of millers</title>',
)

TEMPLATES = {
    "fan fiction": (
        FAN_FICTION,
        Expected("The Upper Weir", ("AdaVik",), "2015-12-01", "I don't own these characters, only the eels.", ("Fandoms of weirs", "Loved the eels")),
    ),
    "government": (
        GOVERNMENT,
        Expected("Das obere Wehr: Hinweise", ("Amt für Wehre",), None, "Die Hinweise beruhen auf den zum angegebenen Zeitpunkt verfügbaren Berichten der Müller.", ("Service für Müller", "Impressum")),
    ),
    "WordPress": (
        WORDPRESS,
        Expected("The upper weir", ("Ada Vik",), "2019-04-03", "This post contains affiliate links to books on eels.", ("Bread of the valley", "My grandfather", "Share this", "Another weir entirely", "Posted on"), "https://weirs.example/upper"),
    ),
    "wiki": (
        WIKI,
        Expected("Upper weir", (), None, "This article does not cite any sources.", ("edit]", "Random weir", "Categories of weirs", "1 Eels of the weir"), "https://book.example/Upper_weir"),
    ),
    "manual": (
        MANUAL,
        Expected("Weir", (), None, "This page is no longer maintained; the sluices have changed since.", ("General index", "Sluices and gates", "Copyright 2019")),
    ),
    "old page": (OLD_PAGE, Expected("The upper weir", (), None, "I am no historian, so take this page with a grain of salt.")),
    "newspaper": (
        NEWSPAPER,
        Expected("The upper weir", ("Ada Vik", "Bo Lem"), "2019-04-03", "Views expressed are those of the authors and not of this newspaper.", ("Oakdust", "weekly letter", "Bread is dearer", "Skip to")),
    ),
    "forum": (FORUM, Expected("Who built the upper weir?", (), None, None, ("Forum of millers",))),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEMPLATES)
def test_page_of_a_template_is_understood(kind: str) -> None:
    """Title, authors, day, address, words and caution of a page are its own, and nothing around them is served."""
    data, expected = TEMPLATES[kind]

    document = read_page(data)

    stated = document.attribution
    served = [document.text, *(block.heading or "" for block in document.blocks)]
    assert (expected.title, expected.authors, expected.published, expected.source) == (
        stated.title,
        stated.authors,
        stated.published,
        stated.source,
    )
    assert [] == [words for words in expected.phrases if words not in document.text]
    assert [] == [words for words in expected.furniture if any(words in text for text in served)]
    assert (expected.caveat is None) or any(expected.caveat in each for each in author_caveats(data))
