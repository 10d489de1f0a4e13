"""Markdown: blocks under their headings, by markdown-it's tokens; passages stay raw slices of the source.

Headings are not content but stand beside what follows. Comments, raw HTML and link definitions are not content.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from index.marking.cautious_headings import cautions_in_some_language
from index.messages import Sentence
from index.model import Block, BlockKind, Citation
from index.readers.html_words import markdown_of
from index.readers.left_out.own_words import own_words
from index.readers.parsing.apart import sections_apart
from index.readers.parsing.base import HEADING_SEPARATOR, Format, ParsedDocument, reported
from index.readers.parsing.bylines import with_byline
from index.readers.parsing.source_lines import find_citations, with_source_lines
from index.readers.parsing.spans import lines, runs, trim
from index.readers.reposts import leave_out
from index.readers.wiki_links import unlinked

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_KINDS: dict[str, BlockKind] = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
    "table_open": "paragraph",
}
_TAG = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*\s*>")
_SHOWN_CHARS = 60
# markdown-it takes 10 s for a million opening brackets; in longer paragraphs only bare addresses are found.
_LONGEST_PARAGRAPH_CHARS = 50_000
_LINKS = "links"
# Lines that begin with a word, a number in a sentence or a quotation mark, and hold no link: paragraphs and no more.
_ONLY_PARAGRAPHS = re.compile(r"(?:[ \t]*\n|(?:[^\W\d_]|\d++(?![.)\d])|[\"'“‘„«(])[^\n\[<]*(?:\n|\Z))*+[ \t]*")


@dataclass(frozen=True, slots=True)
class _Source:
    """A text with its block tokens, and the start of each of its lines."""

    text: str
    parser: "MarkdownIt"
    environment: dict[str, Any]
    tokens: "Sequence[Token]"
    starts: Sequence[int]

    def span(self, token: "Token") -> tuple[int, int]:
        """Return a token's span in the text, without white space around it."""
        first, after = token.map or (0, 0)
        end = self.starts[after] if after < len(self.starts) else len(self.text)
        return trim(self.text, self.starts[first], end)


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a Markdown text, as one work or by its sections; one that holds nothing but HTML by the words in it."""
    return sections_apart(with_byline(_whole(text)))


def _whole(text: str) -> ParsedDocument:
    own, left_out = own_words(unlinked(text), markdown=True)
    found = _read(own)
    words = markdown_of(own) if not found.blocks and _TAG.search(own) else ""
    if not words.strip():
        return reported(found, left_out)
    told = Sentence("The text is HTML; its words are read without the tags. Save it as Markdown if something is lost.")
    words, more = own_words(words, markdown=True)
    return reported(replace(_read(words), warnings=(told,)), (*left_out, *more))


def _read(text: str) -> ParsedDocument:
    """Read a text by its blocks; its first heading of the first level is its title."""
    if _ONLY_PARAGRAPHS.fullmatch(text):  # which the parser would find in many times as long
        return _parsed(text, (Block(*trim(text, run[0][0], run[-1][1]), "paragraph") for run in runs(text)))
    parser = _parser()
    environment: dict[str, Any] = {_LINKS: []}
    tokens = parser.parse(text, environment)
    source = _Source(text, parser, environment, tokens, [start for start, _ in lines(text)])
    titles = [words for level, words in _headings(source).values() if level == 1]
    is_heading = len(titles) > 1 or any(map(cautions_in_some_language, titles))
    found = _parsed(text, _blocks(source, title_is_heading=is_heading), _links(source))
    title = titles[0] if titles else None
    return replace(found, title=title, warnings=(*found.warnings, *_html_warnings(source)))


def _parsed(text: str, blocks: Iterable[Block], links: Iterable[Citation] = ()) -> ParsedDocument:
    kept, warnings = leave_out(text, blocks)
    kept = with_source_lines(text, kept)
    return ParsedDocument(text, kept, find_citations(text, kept, links), warnings=warnings)


@cache
def _parser() -> "MarkdownIt":
    """Return the parser, which keeps nothing of what it parses; making one takes as long as parsing a short seed."""
    from markdown_it import MarkdownIt  # here, since a process that only answers parses nothing
    from markdown_it.rules_inline import autolink, link

    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    parser.inline.ruler.at("link", _recording(link))
    parser.inline.ruler.at("autolink", _recording(autolink))
    return parser


def _recording(rule: "Callable[[StateInline, bool], bool]") -> "Callable[[StateInline, bool], bool]":
    """Let a rule note the source of each link it reads, which tokens do not keep, with its address."""

    def record(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 (the library's signature)
        start = state.pos
        matched = rule(state, silent)
        if matched and not silent:
            opening = next(token for token in reversed(state.tokens) if token.type == "link_open")
            state.env[_LINKS].append((state.src[start : state.pos], str(opening.attrs["href"])))
        return matched

    return record


def _headings(source: _Source) -> dict[int, tuple[int, str]]:
    """Return level and words of each heading, by the number of its token."""
    return {
        number: (int(token.tag[1:]), _plain(source, source.tokens[number + 1].content))
        for number, token in enumerate(source.tokens)
        if token.type == "heading_open" and token.level == 0
    }


def _plain(source: _Source, markup: str) -> str:
    children: list[Token] = []
    source.parser.inline.parse(markup, source.parser, {**source.environment, _LINKS: []}, children)
    breaks = ("softbreak", "hardbreak")
    return " ".join("".join(" " if child.type in breaks else child.content for child in children).split())


def _blocks(source: _Source, *, title_is_heading: bool) -> Iterator[Block]:
    headings = _headings(source)
    path: list[tuple[int, str]] = []
    for number, token in enumerate(source.tokens):
        if number in headings:
            level, words = headings[number]
            path = [above for above in path if above[0] < level]
            if words and (level > 1 or title_is_heading):
                path.append((level, words))
        elif token.level == 0 and token.type in _KINDS:
            start, end = source.span(token)
            heading = HEADING_SEPARATOR.join(words for _, words in path) or None
            if start < end:
                yield Block(start, end, _KINDS[token.type], heading)


def _links(source: _Source) -> Iterator[Citation]:
    """Yield the links to the web, each with the offset of its source in the text."""
    last_end = 0
    for token in source.tokens:
        if token.type != "inline" or not _may_hold_links(token.content):
            continue
        noted: list[tuple[str, str]] = []
        source.parser.inline.parse(token.content, source.parser, {**source.environment, _LINKS: noted}, [])
        start, end = source.span(token)
        for words, address in noted:
            offset = source.text.find(words, max(start, last_end), end)
            if offset >= 0 and address.startswith(("http://", "https://")):
                last_end = offset + len(words)
                yield Citation(offset, last_end, words, address)


def _may_hold_links(markup: str) -> bool:
    return len(markup) <= _LONGEST_PARAGRAPH_CHARS and ("[" in markup or "<" in markup)


def _html_warnings(source: _Source) -> Iterator[str]:
    for token in source.tokens:
        words = token.content.split() if token.type == "html_block" else []
        if words:
            yield Sentence("Raw HTML is left out: “{words} …”.", words=" ".join(words)[:_SHOWN_CHARS])


FORMAT = Format("Markdown", read, suffixes=frozenset({".md", ".markdown", ".mdown", ".mkd"}))
