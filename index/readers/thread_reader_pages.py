"""Pages of Thread Reader as a browser saves them: one thread's posts, each with its address, and nothing else."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.messages import Sentence
from index.model import LeftOut
from index.readers.pages.blocks import PageBlock, page_blocks, web_links
from index.readers.pages.decoding import decode_page
from index.readers.pages.stated import read_stated
from index.readers.parsing.base import Format, ParsedDocument
from index.readers.parsing.html_tree import parse_html
from index.readers.parsing.source_lines import find_citations
from index.readers.parsing.writing import TextWriter, Where
from index.readers.thread_reader import authors_named, day_stated

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_POST = re.compile(
    rb"<div[^>]{0,2000}\bid=[\"']?tweet_\d+[^>]{0,2000}\bdata-tweet=|<div[^>]{0,2000}\bdata-tweet=[^>]{0,2000}\bid=[\"']?tweet_"
)
_NUMBER = re.compile(r"tweet_(\d+)")
_QUOTED = re.compile(r"\bquot|\bembed|twitter-tweet", re.IGNORECASE)
_ADDRESS = "https://twitter.com/{handle}/status/{id}"
AROUND = Sentence("The page's boilerplate around the posts.")


def recognises(data: bytes) -> bool:
    """Whether a page holds posts as Thread Reader marks them."""
    return b"data-tweet" in data and _POST.search(data) is not None


def read(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read the thread of a saved page as one work whose blocks are its posts."""
    page = decode_page(data)
    tree = parse_html(page.text.encode("utf-8", "replace"))
    posts = list(_posts(tree))
    stated, blocks = read_stated(tree), page_blocks(tree, frozenset())
    inside = {inner for post in posts for inner in post.iter()}
    around = [line.strip() for each in blocks if each.anchor not in inside for line in each.words.split("\n")]
    handle = _handle(tree, posts)
    writer = TextWriter()
    for post in posts:
        _write(writer, post, [each for each in blocks if each.anchor is not None and post in _up(each.anchor)], handle)
    text = writer.text
    draft = ParsedDocument(
        text=text,
        blocks=writer.blocks,
        citations=find_citations(text, writer.blocks, writer.citations),
        authors=authors_named(around) or ((f"@{handle}",) if handle else ()),
        published=day_stated(around),
        source=stated.source,
        language=stated.language,
        warnings=page.warnings,
        left_out=(LeftOut(AROUND, sum(map(len, around))),),
    )
    return (draft,)


def _posts(tree: "HtmlElement") -> Iterator["HtmlElement"]:
    """Yield the posts of the first thread: below it, others' threads are numbered from one again."""
    last = 0
    for element in tree.iter("div"):
        number = _NUMBER.fullmatch(element.get("id") or "")
        if number is None or not element.get("data-tweet"):
            continue
        if int(number[1][:6]) <= last:
            return
        last = int(number[1][:6])
        yield element


def _handle(tree: "HtmlElement", posts: list["HtmlElement"]) -> str | None:
    """Return the name under which the thread was posted, as its links have it."""
    ids = {post.get("data-tweet") for post in posts}
    named = Counter(name for post in posts if (name := post.get("data-screenname")))
    for link in tree.iter("a"):
        found = re.search(r"(?:twitter|x)\.com/(\w{1,30})/status/(\d+)", link.get("href") or "")
        if found and found[2] in ids:
            named[found[1]] += 1
    return next((name for name, _ in named.most_common(1)), None)


def _up(element: "HtmlElement") -> Iterator["HtmlElement"]:
    yield element
    yield from element.iterancestors()


def _write(writer: TextWriter, post: "HtmlElement", blocks: list[PageBlock], handle: str | None) -> None:
    """Write a post as one block, without the posts of others that it quotes."""
    own = [each for each in blocks if not _is_quoted(each, post)]
    pieces, links, length = list[str](), list[tuple[int, int, str]](), 0
    for block in own:
        words = block.words.rstrip()
        links += [(start + length, min(end, len(words)) + length, url) for start, end, url in web_links(block)]
        pieces.append(words)
        length += len(words) + 2
    address = _ADDRESS.format(handle=handle, id=post.get("data-tweet")) if handle else None
    writer.write("\n\n".join(pieces), "post", Where(source=address), tuple(links))


def _is_quoted(block: PageBlock, post: "HtmlElement") -> bool:
    for element in _up(block.anchor) if block.anchor is not None else ():
        if element is post:
            return False
        if element.tag == "blockquote" or _QUOTED.search(element.get("class") or ""):
            return True
    return False


FORMAT = Format("saved Thread Reader page", read, recognises=recognises)
