"""Where a text quotes: spans between quotation marks of any kind, and block quotes. Knows neither speakers nor words.

Marks that are not balanced quote nothing, an apostrophe is no mark, and of nested quotations the outermost counts.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.marking.callouts import LINES_ABOVE, callout

# Every alternative stops at its own delimiter or at a blank line, so the scan stays linear on any text.
_QUOTATION = re.compile(
    r"""(?P<block>^[ \t]*>[^\n]*+(?:\n[ \t]*>[^\n]*+)*+)
      | (?<!\w)"(?=\S)(?P<straight>(?:[^"\n]|\n(?![ \t]*\n))*+)(?<=\S)"(?!\w)
      | „(?P<low>(?:[^„“”\n]|\n(?![ \t]*\n))*+)[“”]
      | “(?P<curly>(?:[^“”\n]|\n(?![ \t]*\n))*+)”
      | «(?P<angle>(?:[^«»\n]|\n(?![ \t]*\n)|«[^«»\n]*+»)*+)»
      | »(?=\w)(?P<inward>[^«»\n]*+)«
      | ‹(?P<single_angle>[^‹›\n]*+)›
      | 「(?P<corner>[^「」\n]*+)」
      | 『(?P<white_corner>[^『』\n]*+)』
      | (?<!\w)‘(?=\S)(?P<single_curly>(?:[^‘’\n]|’(?=\w))*+)’
      | (?<!\w)'(?=[^\W\d_])(?P<single_straight>(?:[^'"\n]|(?<=\w)'(?=\w))*+)(?<=\S)'(?!\w)
    """,
    re.VERBOSE | re.MULTILINE,
)


class Quotation(NamedTuple):
    """Quoted words: `start` and `end` without their marks (characters), `first` and `last` with them."""

    first: int
    start: int
    end: int
    last: int
    is_block: bool


def quotations(text: str) -> Iterator[Quotation]:
    """Yield the quotations in a text that are not empty, in order, none inside another."""
    for found in _QUOTATION.finditer(text):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        is_own = (
            kind == "block" and callout(found[0], text[max(0, found.start() - LINES_ABOVE) : found.start()]) is not None
        )
        if text[start:end].strip(" >\n\t") and not is_own:
            yield Quotation(found.start(), start, end, found.end(), kind == "block")
