"""What a mail's author wrote of all that stands in it: no quoted replies, signatures, footers or addresses."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from index.readers.parsing.html_tree import blocks_of, words_and_links
from index.text.wordlists import load_data

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SIGNATURE = ("-- ", "--", "— ")
_QUOTE_MARK = ">"
_QUOTES = re.compile(
    r"\b(?:gmail_quote|gmail_attr|gmail_signature|yahoo_quoted|moz-cite-prefix|moz-signature|protonmail_quote|"
    r"protonmail_signature_block|zmail_extra|OutlookMessageHeader|apple-mail-signature)\b|^(?:divRplyFwdMsg|x?_?MailOriginal)$"
)
_MANY = 6  # of lines, behind which what ends a mail ends it indeed
_FEW = 3  # empty lines between what introduces a quote and the quote
_LONGEST_FOOTER_CHARS = 400


def own_lines(text: str, recipients: frozenset[str]) -> tuple[str, int]:
    """Return a mail's text without what its author did not write, and how many characters were left out.

    Args:
        text: of the mail, with Unix line ends.
        recipients: addresses that must not be shown.
    """
    lines = text.split("\n")
    own = "\n".join(_kept(lines, recipients))
    return own, max(0, len(text.strip()) - len(own.strip()))


def drop_others(page: "HtmlElement", recipients: frozenset[str]) -> int:
    """Take what the author did not write out of a mail in HTML; return how many characters that were."""
    dropped = 0
    for element in list(page.iter()):
        if isinstance(element.tag, str) and _is_quote(element):
            dropped += _drop(element)
    for block in [block for block in blocks_of(page) if not isinstance(block, list)]:
        words = " ".join(words_and_links(block)[0].split())
        if words and (_is_footer(words) or _shows(words, recipients)):
            dropped += _drop(block)
    return dropped


def _kept(lines: list[str], recipients: frozenset[str]) -> Iterator[str]:
    """Yield the author's own lines; stop where his words end."""
    introductions = set(_introductions(lines))
    for number, line in enumerate(lines):
        if line in _SIGNATURE or _ends(lines, number):
            return
        is_quoted = line.lstrip().startswith(_QUOTE_MARK) or number in introductions
        if not (is_quoted or _is_footer(line.strip()) or _shows(line, recipients)):
            yield line


def _ends(lines: list[str], number: int) -> bool:
    """Whether a line ends a mail; a rule does only where little stands below it, or a list's foot."""
    line = lines[number].strip()
    if not _pattern("ends").fullmatch(line):
        return False
    below = [each.strip() for each in lines[number + 1 :] if each.strip()]
    return not line.startswith("____") or len(below) <= _MANY or any(map(_is_footer, below[:_MANY]))


def _introductions(lines: list[str]) -> Iterator[int]:
    """Yield the numbers of lines that introduce quoted lines below, alone or two of them where one was wrapped."""
    for number in range(len(lines)):
        for end in (number + 1, number + 2):
            below = next((each for each in lines[end : end + _FEW] if each.strip()), "")
            introduction = " ".join(map(str.strip, lines[number:end]))
            if below.lstrip().startswith(_QUOTE_MARK) and _pattern("introduces_quote").fullmatch(introduction):
                yield from range(number, end)


def _is_footer(line: str) -> bool:
    if len(line) > _LONGEST_FOOTER_CHARS or not _pattern("footer").fullmatch(line):
        return False
    return not re.search(_data()["cautions"], line, re.IGNORECASE)


def _shows(line: str, recipients: frozenset[str]) -> bool:
    return "@" in line and any(address in line.casefold() for address in recipients)


def _is_quote(element: "HtmlElement") -> bool:
    if element.tag == "blockquote" and element.get("type") == "cite":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".strip()
    return bool(names and _QUOTES.search(names))


def _drop(element: "HtmlElement") -> int:
    if element.getparent() is None:
        return 0
    size = len(element.text_content().strip())
    element.drop_tree()
    return size


@cache
def _data() -> dict[str, Any]:
    return load_data("mail.yaml")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data()[name]), re.IGNORECASE)
