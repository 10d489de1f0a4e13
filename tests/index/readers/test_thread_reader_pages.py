# ruff: noqa: E501 a piece of a page stands in one line
"""Pages of Thread Reader as a browser saves them."""

from index.model import Document
from index.seeds.seed import read_seed

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Thread by @adavik on Thread Reader App</title>
<link rel="canonical" href="https://threadreaderapp.com/thread/17.html"></head><body>
<nav><a href="/">Thread Reader</a></nav>
<div class="head"><img alt="x"><a href="/user/adavik">Ada Vik</a> <span>Apr 3, 2019 • 3 tweets • 2 min read</span></div>
<div id="tweet_1" class="content-tweet" data-tweet="17" dir="auto">The upper weir was built in 1784.<br><br>A thread.<sup class="tw-permalink">
<a href="https://twitter.com/adavik/status/17"><i class="fas fa-link"></i></a></sup></div>
<div id="tweet_2" class="content-tweet" data-tweet="18" dir="auto">Take this with a grain of salt: see <a href="https://example.org/eels">the count</a>.
<blockquote class="quote-tweet"><b>Cy Rot</b> @cyrot <p>Nobody ever counted eels.</p></blockquote></div>
<div id="tweet_3" class="content-tweet" data-tweet="19" dir="auto">The stones stood still.</div>
<p>• • •</p><p>Missing some Tweet in this thread? You can try to force a refresh</p><p>Keep Current with Ada Vik</p>
<h3>More from @adavik</h3><div id="tweet_1" class="content-tweet" data-tweet="99">Another thread, on bread.</div>
</body></html>"""


def read() -> Document:
    """Read the page as a seed."""
    (document,) = read_seed(PAGE.encode(), "thread.html", seed="thread")
    return document


def test_each_post_is_a_block_with_its_address() -> None:
    """The posts of the one thread are its blocks, in order, each with its address; others' words are out."""
    document = read()

    assert [
        ("The upper weir was built in 1784.\n\nA thread.", "https://twitter.com/adavik/status/17"),
        ("Take this with a grain of salt: see the count.", "https://twitter.com/adavik/status/18"),
        ("The stones stood still.", "https://twitter.com/adavik/status/19"),
    ] == [(document.text[each.start : each.end], each.source) for each in document.blocks]


def test_author_day_and_links_are_the_pages() -> None:
    """Whom the page names is the author, and its day that of the thread."""
    attribution = read().attribution

    assert (("Ada Vik",), "2019-04-03", "https://threadreaderapp.com/thread/17.html") == (
        attribution.authors,
        attribution.published,
        attribution.source,
    )
    assert ["https://example.org/eels"] == [each.url for each in read().citations]
