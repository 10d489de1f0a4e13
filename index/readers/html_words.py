"""The words of HTML as Markdown: what remains of a page that was exported under a name for Markdown.

Paragraphs, headings, lists, block quotes and links to the web are kept; scripts, styles and comments are no words. It
is no reader of whole web pages: menus and frames of a page are text to it.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
            "form",
        ),
        *("header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul", "body"),
        *("html", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_NO_WORDS = frozenset(["script", "style", "head", "template", "noscript", "svg"])
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
_SPACES = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*|[ \t\r\f\v]+")


def markdown_of(html: str) -> str:
    """Return the words of HTML as Markdown text."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return _tidy(parser.parts) + "\n"


def _tidy(parts: Sequence[str]) -> str:
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    """Collects words with the line breaks that a page shows around them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._links: list[str] = []
        self._quotes: list[int] = []  # where in the parts each open block quote begins

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _NO_WORDS:
            self._silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            address = dict(attrs).get("href") or ""
            self._links.append(address if address.startswith(("http://", "https://")) else "")
            self.parts.append("[" if self._links[-1] else "")
        elif tag == "blockquote":
            self._quotes.append(len(self.parts))
        elif tag == "cite" and self._quotes:
            self.parts.append("\n— ")
        elif tag in _BLOCKS:
            level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
            self.parts.append("\n- " if tag == "li" else f"\n\n{'#' * level}{' ' if level else ''}")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NO_WORDS:
            self._silent = max(0, self._silent - 1)
        elif tag == "a" and self._links:
            address = self._links.pop()
            self.parts.append(f"]({address})" if address else "")
        elif tag == "blockquote" and self._quotes:
            self._quote(self._quotes.pop())
        elif tag in _BLOCKS and tag != "li":
            self.parts.append("\n\n")

    def close(self) -> None:
        """Take a block quote that nothing closed for one to the end: its words are not the author's."""
        super().close()
        while self._quotes:
            self._quote(self._quotes.pop())

    def _quote(self, first: int) -> None:
        quoted = "\n".join(f"> {line}" for line in _tidy(self.parts[first:]).split("\n"))
        self.parts[first:] = ["\n\n", quoted, "\n\n"]

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(_SPACES.sub(" ", data))
