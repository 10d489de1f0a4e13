"""HTML to a tree, and a tree to paragraphs, headings, lists, quotations, code and tables in order.

For HTML that is all content: a book's chapter, an entry of a feed, a part of a mail. A page with menus needs more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.readers.parsing.base import FormatError
from index.readers.parsing.note_marks import drop_note_marks
from index.readers.parsing.sections import DocumentWriter
from index.readers.parsing.xml import DAMAGED

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Links = list[tuple[int, int, str]]

NO_WORDS = frozenset(
    ("script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "audio", "video", "canvas",
     "select", "textarea", "button", "input", "form", "nav", "rp", "rt")
)  # fmt: skip
BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
     "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
     "ul", "caption")
)  # fmt: skip
_OF_HEAD = frozenset(
    ("title", "meta", "link", "script", "style", "base", "noscript", "template", "object", "bgsound", "basefont")
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:[a-z%;]|$)", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_WEB = ("http://", "https://")


def parse_html(data: bytes | str) -> "HtmlElement":
    """Parse HTML as browsers do, however deep it is. Raises FormatError where there is nothing to parse."""
    from lxml import etree, html  # here, since a process that only answers parses nothing

    parser = html.HTMLParser(huge_tree=True, no_network=True, encoding=None if isinstance(data, str) else "utf-8")
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as err:
        raise FormatError(DAMAGED) from err
    _end_head(tree)
    drop_note_marks(tree)
    return tree


def _end_head(tree: "HtmlElement") -> None:
    """End the head where browsers do: libxml2 leaves the elements of HTML 5 in it where a page names no body."""
    head = tree.find("head")
    kept = [] if head is None else list(head)
    first = next((at for at, each in enumerate(kept) if isinstance(each.tag, str) and each.tag not in _OF_HEAD), None)
    if head is None or first is None:
        return
    body = tree.find("body")
    if body is None:
        body = tree.makeelement("body")
        tree.append(body)
    body[:0] = kept[first:]


def write_html(writer: DocumentWriter, element: "HtmlElement") -> None:
    """Write what is shown of an element, block by block."""
    for block in blocks_of(element):
        _write(writer, block)


def blocks_of(element: "HtmlElement") -> Iterator["HtmlElement | list[object]"]:
    """Yield the elements that are one block each, and lists of words and inline elements that stand between them."""
    loose: list[object] = [element.text] if element.text else []
    for child in element:
        if not is_shown(child):
            loose.append(child.tail or "")
        elif _is_inline(child):
            loose += [child, child.tail or ""]
        else:
            if loose:
                yield loose
            if _is_one_block(child):
                yield child
            else:
                yield from blocks_of(child)
            loose = [child.tail] if child.tail else []
    if loose:
        yield loose


def is_shown(element: "HtmlElement") -> bool:
    """Whether a reader of the page sees an element, as far as it says so itself."""
    tag = element.tag
    return isinstance(tag, str) and tag not in NO_WORDS and not is_hidden(element)


def is_hidden(element: "HtmlElement") -> bool:
    """Whether an element says of itself that it is not shown."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _HIDDEN_STYLE.search(element.get("style") or "") is not None


def words_and_links(*parts: object) -> tuple[str, tuple[tuple[int, int, str], ...]]:
    """Return the words of text and elements as a browser shows them, and the spans in them that lead to the web."""
    shown = _Shown()
    for part in parts:
        shown.add(part)
    return "".join(shown.words), tuple(shown.links)


@dataclass(slots=True)
class _Shown:
    """What texts and elements show, on end; white space is one blank, as on a page."""

    words: list[str] = field(default_factory=list)
    links: Links = field(default_factory=list)
    length: int = 0

    def add(self, part: object) -> None:
        """Append what a text or an element shows."""
        if part is None:
            return
        if isinstance(part, str):
            text = _WHITE.sub(" ", part)
            # A blank after a blank or a line break is none.
            self._append(text.lstrip(" ") if not self.words or self.words[-1].endswith((" ", "\n")) else text)
            return
        element: HtmlElement = part
        if not is_shown(element):
            return
        if element.tag == "br":
            self._append("\n")
            return
        start = self.length
        self.add(element.text)
        for child in element:
            if child.tag in BLOCKS and self.words and not self.words[-1].endswith("\n"):
                self._append("\n")
            self.add(child)
            self.add(child.tail)
        address = element.get("href") or ""
        if element.tag == "a" and address.startswith(_WEB):
            self.links.append((start, self.length, address))

    def _append(self, text: str) -> None:
        if text:
            self.words.append(text)
            self.length += len(text)


def _write(writer: DocumentWriter, block: "HtmlElement | list[object]") -> None:
    if isinstance(block, list):
        writer.paragraph(*words_and_links(*block))
        return
    tag = block.tag
    if tag in HEADINGS:
        writer.heading(" ".join(words_and_links(block)[0].split()), HEADINGS[tag])
    elif tag in ("li", "dt", "dd"):
        writer.item(words_and_links(block)[0])
    elif tag == "pre":
        writer.code("".join(block.itertext()))
    elif tag == "table":
        writer.table([_cell(cell) for cell in row.iter("td", "th")] for row in block.iter("tr"))
    elif tag == "blockquote":
        writer.quote(
            "\n\n".join(filter(None, (words_and_links(*_parts(each))[0].strip() for each in blocks_of(block))))
        )
    else:
        writer.paragraph(*words_and_links(block))


def _parts(block: "HtmlElement | list[object]") -> list[object]:
    return block if isinstance(block, list) else [block]


def _cell(cell: "HtmlElement") -> str:
    return " ".join(words_and_links(cell)[0].split())


def _is_inline(element: "HtmlElement") -> bool:
    return element.tag not in BLOCKS and not any(each.tag in BLOCKS for each in element.iterdescendants())


def _is_one_block(element: "HtmlElement") -> bool:
    """Whether an element is written as a whole: it has its own way to be written, or no block within."""
    if element.tag in ("pre", "table", "blockquote") or element.tag in HEADINGS:
        return not (element.tag == "table" and is_layout(element))
    return not any(each.tag in BLOCKS for each in element.iterdescendants())


def is_layout(table: "HtmlElement") -> bool:
    """Whether a table only lays a page out: it holds another table, or headings and paragraphs in one cell."""
    if any(each is not table for each in table.iter("table")):
        return True
    return any(sum(1 for _ in cell.iter("p", "h1", "h2", "h3", "h4", "div")) > 1 for cell in table.iter("td"))
