"""Discord's Markdown: makes a text show as exactly that text, puts emphasis around it, and reads it back.

Knows no passage and no card. Escaping adds backslashes and nothing else, no invisible character either. Web
addresses within a text are escaped as well, so they stay readable but are not links; who wants a link writes `<…>`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

ELLIPSIS = "…"

# Discord takes a backslash away before anything but letters, digits and white space. Some characters mean something
# wherever they stand, a colon only in an address or in an emoji's short name, and others only where a line starts.
_MEANS_SOMETHING = re.compile(r"(?=[\\*_~`|<\[\]@]|:(?://|[^\s:]+:))")
_STARTS_A_LINE = re.compile(r"(?<![^\n\u2028\u2029])([^\S\n\u2028\u2029]*(?:[0-9]+(?=\.)|(?=[#>+-])))")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")


@dataclass(frozen=True, slots=True)
class StyledText:
    """A run of text (as it is to be read, unescaped) in one emphasis."""

    text: str
    bold: bool = False
    underlined: bool = False


def escape(text: str) -> str:
    """Return Markdown that Discord shows as exactly this text, wherever it is put."""
    return _STARTS_A_LINE.sub(r"\1\\", _MEANS_SOMETHING.sub(r"\\", text))


def unescape(markdown: str) -> str:
    """Give back the text that was escaped."""
    return _ESCAPED.sub(r"\1", markdown)


def size(markdown: str) -> int:
    """Count characters as a Discord client does, in UTF-16 units: an emoji is two, or more."""
    return len(markdown.encode("utf-16-le", "surrogatepass")) // 2


def fitted(text: str, limit: int) -> str:
    """Escape a text; where the result is longer than `limit`, keep the start and end it with an ellipsis."""
    if size(escape(text)) <= limit:
        return escape(text)
    # Never more characters than units, so the search need not look at a very long text.
    too_long = bisect_left(range(min(len(text), limit)), limit, key=lambda end: size(escape(text[:end])))
    return escape(text[: max(0, too_long - 1)].rstrip()) + ELLIPSIS


def marked(runs: Iterable[StyledText]) -> str:
    """Render runs with bold nested in underlined, each line by itself, as emphasis does not reach over lines."""
    return "\n".join(_marked_line(line) for line in _lines(runs))


def block_quote(markdown: str) -> str:
    """Prefix every line; Discord needs the space, on empty lines too."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def _lines(runs: Iterable[StyledText]) -> Iterator[list[StyledText]]:
    """Split runs at line breaks; what is empty then goes, as it would keep neighbours apart."""
    line: list[StyledText] = []
    for run in runs:
        first, *further = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in further:
            yield [each for each in line if each.text]
            line = [replace(run, text=text)]
    yield [each for each in line if each.text]


def _marked_line(line: Iterable[StyledText]) -> str:
    """Join neighbours of one emphasis first: `**a****b**` is not two bold words to Discord."""
    rendered = []
    for underlined, group in groupby(line, key=lambda run: run.underlined):
        inner = "".join(
            _wrapped(escape("".join(run.text for run in runs)), "**" if bold else "")
            for bold, runs in groupby(group, key=lambda run: run.bold)
        )
        rendered.append(_wrapped(inner, "__" if underlined else ""))
    return "".join(rendered)


def _wrapped(markdown: str, mark: str) -> str:
    """Put a mark on both sides, white space outside; white space alone is not marked."""
    words = markdown.strip()
    if not words:
        return markdown
    before, _, after = markdown.partition(words)
    return f"{before}{mark}{words}{mark}{after}"
