"""What a page shows of its source: rules that take Markdown, HTML and wiki markup off, and keep the words.

Rules and not a parser, since a passage is a slice of its document, and every character that stays has to know its
place in the source. What a rule takes off too much, it takes off the quote as well; rules that take words off
(addresses, targets of links, comments) are for the source alone.
"""

import html
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial

import regex

Edit = tuple[int, int, str]
Edits = Callable[[str], Iterator[Edit]]

# Without any of these, a text has no markup.
_SIGN = regex.compile(r"[*_~=`\[\]<&\\|{^#]|^\s*(?:[-+•‣◦➤>]|\d{1,3}[.)]|:::|\?\?\?|!!!)\s", regex.MULTILINE)
_STRUCK = regex.compile(r"(?s)~~(?=\S).+?~~|<(del|s|strike)>.*?</\1>")
_DEFINED = regex.compile(r"^ {0,3}\[(?P<label>[^\]\n^][^\]\n]*)\]:[ \t]*\S", regex.MULTILINE)

_WORDS = r"(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]*+\])*+"  # of a link
_TITLE = r"(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?"
_TARGET = rf"\(\s*(?:<[^<>\n]*>|(?:[^\s()<>]|\([^\s()]*\))*+){_TITLE}\s*\)"
_INLINE = (
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|"
    "sub|sup|time|tt|u|var|wbr"
)
_BLOCK = (
    "address|article|aside|blockquote|caption|center|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|"
    "hr|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_IMAGE = regex.compile(rf"!\[([^\[\]]*+)\](?:{_TARGET}|\[[^\[\]\n]*\])|!\[\[[^\[\]\n]*\]\]")
_REFERENCE = regex.compile(rf"(\[)({_WORDS})(\](?:\[([^\[\]\n]*)\])?)(?![(:\[])")


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of markup; what its groups hold is taken off, or where it has no group, all of it is replaced.

    Attributes:
        within: where it is looked for, if not everywhere.
    """

    pattern: regex.Pattern[str]
    replacement: str | Callable[[regex.Match[str]], str] = ""
    within: regex.Pattern[str] | None = None

    def __call__(self, text: str) -> Iterator[Edit]:
        """Yield what has to be replaced in a text, in order."""
        spans = [found.span() for found in self.within.finditer(text)] if self.within else [(0, len(text))]
        for start, end in spans:
            for found in self.pattern.finditer(text, start, end):
                yield from self._edits(found)

    def _edits(self, found: "regex.Match[str]") -> Iterator[Edit]:
        if self.pattern.groups:
            yield from ((*span, "") for span in found.regs[1:] if span[0] < span[1])
            return
        new = self.replacement if isinstance(self.replacement, str) else self.replacement(found)
        if new != found[0]:
            yield *found.span(), new


def _rule(pattern: str, replacement: str | Callable[[regex.Match[str]], str] = "", within: str = "") -> Rule:
    inside = regex.compile(within, regex.MULTILINE) if within else None
    return Rule(regex.compile(pattern, regex.MULTILINE), replacement, inside)


def _character(entity: "regex.Match[str]") -> str:
    return html.unescape(entity[0]).replace("\xa0", " ")


_QUOTE_MARKS = _rule(r"^(?:[ \t]*>)+[ \t]?")
_LINES = (
    _rule(r"^[ \t]*(?:(?:[-*_][ \t]*){3,}|={2,}[ \t]*)$", "\n"),  # rules, and what underlines a heading
    _rule(r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$"),  # between a table's head and body
    _rule(r"[ \t]*(?<!\\)\|[ \t]*", " ", within=r"^[ \t]*\|.*\|[ \t]*$"),
    _rule(r"^[ \t]*#{1,6}[ \t]+|[ \t]+#+[ \t]*$"),
    _rule(r"^[ \t]*(?:[-*+•‣◦➤]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?", "\n"),  # an item is a sentence of its own
)
_INSIDE = (
    _rule(r"(?<=\S)\\(?=\n)"),
    _rule(r"\\(?=[!-/:-@\[-`{-~])"),
    _rule(r"\*+(?=\S)|(?<=\S)\*+|~~|==|\|\||`+"),
    _rule(r"(?<![^\W_])_+(?=\S)|(?<=\S)_+(?![^\W_])"),  # "snake_case" is a word
    _rule(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});", _character),
    _rule(r"[ \t]*\n(?:[ \t]*\n)+[ \t]*", "\n\n"),
    _rule(r"[ \t]*(?<!\n)\n(?!\n)[ \t]*|[ \t]{2,}", " "),
)
_NOTES = _rule(r"\[\^[^\]\s]+\]")  # where footnotes are called
_NUMBERED_NOTES = _rule(r"(\[\^)\d{1,3}(\])")
_OF_SOURCES: tuple[Edits, ...] = (
    _rule(r"<!--(?s:.*?)-->"),
    _rule(r"^[ \t>]*(?:`{3,}[^`\n]*|~{3,}[^~\n]*)$"),
    _QUOTE_MARKS,
    _rule(r"^[ \t]*\[![\w-]+\][+-]?[ \t]*"),  # of a callout
    _rule(r"^[ \t]*(?::{3,}|!!!|\?\?\?\+?)[ \t]*\{?\.?[\w-]*\}?[ \t]*$"),  # of an admonition
    _rule(rf"^ {{0,3}}\[[^\]\n^][^\]\n]*\]:[ \t]*\S+{_TITLE}[ \t]*$"),
    _rule(r"^ {0,3}\[\^[^\]\s]+\]:[ \t]*"),
    *_LINES,
    _NOTES,
    Rule(regex.compile(_IMAGE.pattern.replace("([^", "(?:[^", 1))),
    _rule(rf"(\[)(?!\[){_WORDS}(\]{_TARGET})"),
    _rule(r"(\[\[(?:[^\[\]|\n]*\|)?)[^\[\]|\n]+(\]\])"),
    _rule(r"(<)(?:(?:https?|ftp|mailto):[^\s<>]+|[^\s<>@]+@[^\s<>]+)(>)"),
    _rule(r"(?i)[ \t]*<br\s*/?>\s*", " "),
    _rule(rf"(?i)</?(?:{_BLOCK})(?:\s[^<>]*)?/?>", "\n\n"),
    _rule(rf"(?i)</?(?:{_INLINE})(?:\s[^<>]*)?/?>"),
    _rule(r"[ \t]*\{[#.:][^{}\n]*\}|[ \t]\^[\w-]+(?=[ \t]*$)"),  # attributes, ids of blocks
    *_INSIDE,
)
_OF_NUMBERED = tuple(_NUMBERED_NOTES if each is _NOTES else each for each in _OF_SOURCES)
# Of words, a quote loses none but the numbers of footnotes, which pages show as "[1]", and addresses of links.
_OF_QUOTES: tuple[Edits, ...] = (
    _QUOTE_MARKS,
    _rule(r"^[ \t]*-#[ \t]+"),  # small print, in Discord
    _rule(r"^[ \t]*`{3,}\w*[ \t]*$"),
    _rule(r"[ \t]*<(?:a?:\w{2,32}:|@[!&]?|#|t:)\d{9,25}(?::[tTdDfFR])?>"),  # Discord's emoji, mentions and moments
    *_LINES,
    _rule(r"\[\^\d{1,3}\]|(?<=[^\s\[])\[\d{1,3}\]"),
    _rule(rf"(\[)(?!\[){_WORDS}(\]\(<?https?://[^\s()<>]*>?\))"),
    _rule(r"(\[\[)[^\[\]|\n]+(\]\])"),
    _rule(rf"(?i)</?(?:{_BLOCK}|br)\s?/?>", " "),
    _rule(rf"(?i)</?(?:{_INLINE})\s?/?>"),
    *_INSIDE,
)


def source_rules(text: str, labels: Collection[str], *, numbered: bool = False) -> tuple[Edits, ...]:
    """Return what takes a source's markup off, to be applied one after the other.

    Args:
        text: the source.
        labels: of its link definitions.
        numbered: whether the numbers of its footnotes stay, as in "the miller1 kept".
    """
    if not _SIGN.search(text):
        return ()
    rules = _OF_NUMBERED if numbered else _OF_SOURCES
    return (partial(_references, labels=labels), *rules) if labels else rules


def numbers_notes(text: str) -> bool:
    """Tell whether a source calls a footnote by its number, as in "the miller[^1] kept"."""
    return "[^" in text and next(_NUMBERED_NOTES(text), None) is not None


def with_raised_numbers(text: str) -> str:
    """Write the numbers that a page raises as any others: "the miller¹" as "the miller1"."""
    return text.translate(_RAISED)


def quote_rules(text: str) -> tuple[Edits, ...]:
    """Return what takes a quote's markup off."""
    return _OF_QUOTES if _SIGN.search(text) else ()


def labels_of(text: str) -> frozenset[str]:
    """Return the labels of the links that a document defines apart from where they stand."""
    return frozenset(_label(found["label"]) for found in _DEFINED.finditer(text))


def _label(words: str) -> str:
    return " ".join(words.split()).casefold()


def _references(text: str, labels: Collection[str]) -> Iterator[Edit]:
    for found in _REFERENCE.finditer(text):
        if _label(found[4] or found[2]) in labels:
            yield *found.span(1), ""
            yield *found.span(3), ""


def struck(text: str) -> list[tuple[int, int]]:
    """Return the spans that a source strikes through."""
    return [found.span() for found in _STRUCK.finditer(text)]


def image_words(text: str) -> str:
    """Return the words that stand in for the images of a source."""
    return " ".join(found[1] for found in _IMAGE.finditer(text) if found[1])
