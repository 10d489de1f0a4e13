"""Callouts: block quotes and boxes in which authors set off words of their own, such as `> [!WARNING]`.

They look like quotations and are none. Whether the words are a caveat is not known here.
"""

import re
from functools import cache
from typing import NamedTuple

from index.text.characters import UNSPACED
from index.text.wordlists import load_data

_TYPE = re.compile(
    r"[ \t]*>[ \t]*(?:\*\*)?\\?\[!(?P<type>[^\]\n|]{1,40})(?:\|[^\]\n]*)?\\?\](?:\*\*)?[+-]?[ \t]*(?P<title>[^\n]*)"
)
_ATTRIBUTION = re.compile(r"^[ \t]*>?[ \t]*(?:[—–―]|--+|~)[ \t]?\w[^\n]*\Z", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_BOX = re.compile(
    r"[ \t]*(?::{3,}|!!!|\?\?\?\+?|\{%)[ \t]*\{?[ \t]*\.?(?:hint|callout)?[ -]*(?:style=)?[\"']?"
    r"(?P<type>[\w-]{2,40})(?P<title>[^\n]*)"
)
# A fence that Obsidian's Admonition extension shows as a box, with what it is set by.
_FENCED = re.compile(
    r"[ \t]*(?:`{3,}|~{3,})ad-(?P<type>[\w-]{2,40})[ \t]*\n"
    r"(?:(?:title:(?P<title>[^\n]*)|(?:collapse|icon|color):[^\n]*)\n)*"
)
_BOX_END = re.compile(r"[ \t]*(?::{3,}|\{%[ \t]*end\w*[ \t]*%\})[ \t]*\Z", re.MULTILINE)
LINES_ABOVE = 200  # characters above a block in which what introduces a quotation stands


class Callout(NamedTuple):
    """What a callout calls itself ("warning"), and its title, both as typed and possibly empty."""

    type: str
    title: str


def callout(text: str, before: str = "") -> Callout | None:
    """Read a block as a callout of its author; None where it is a quotation, or nothing set off.

    Args:
        text: of the block.
        before: what stands above it; a line that ends in a colon introduces somebody else's words.
    """
    stripped = text.lstrip("\n")
    if stripped.lstrip(" \t").startswith(">"):
        return _quoted(stripped, before)
    box = _FENCED.match(stripped) or _BOX.match(stripped)
    return Callout(box["type"], (box["title"] or "").strip(" \"'}%")) if box else None


def is_fenced(text: str) -> bool:
    """Tell whether what looks like code is a box: a fence of `ad-warning` and the like."""
    return bool(_FENCED.match(text))


def is_open_box(text: str) -> bool:
    """Tell whether a box goes on in the blocks below: `:::caution` with an empty line after it, as MDX asks for."""
    return text.lstrip().startswith((":::", "{%")) and not closes_box(text)


def closes_box(text: str) -> bool:
    """Tell whether a block ends a box that began above: it ends with `:::`, or with `{% endhint %}`."""
    ends_like_one = text.rstrip(" \t").endswith((":::", "%}"))  # few do, and the expression tries every character
    return ends_like_one and bool(_BOX_END.search(text))


def opened(text: str) -> str:
    """Return a callout's text with what marks it blanked out, and its title parted from what follows."""
    if fence := _FENCED.match(text):
        words = text[fence.end() :].rstrip(" \t\n`~")
        return re.sub(r"[^\n]", " ", fence[0]) + words + re.sub(r"[^\n]", " ", text[fence.end() + len(words) :])
    blank = _QUOTE_MARK.sub(lambda found: " " * len(found[0]), text)
    title = _TYPE.match(text)
    end = title.end() if title and title["title"] else -1
    return blank if end < 0 or blank[end : end + 2] != "\n " else f"{blank[:end]}\n\n{blank[end + 2 :]}"


def is_cautious(found: Callout | None) -> bool:
    """Tell whether authors caution the reader in a callout of that type; a tip is none, a mere sign neither."""
    return _called(found) in load_data("callouts.yaml")["cautions"].split()


def warns(found: Callout | None) -> bool:
    """Tell whether a callout is called a warning, and no mere note: what it says is about the text around it."""
    return is_warning(_called(found))


def is_warning(name: str) -> bool:
    """Tell whether authors warn without doubt in a box of that name, in small letters."""
    return name in load_data("callouts.yaml")["strong"].split()


def _called(found: Callout | None) -> str:
    return (found.type or found.title).casefold() if found else ""  # a labelled one has a title alone


def _quoted(text: str, before: str) -> Callout | None:
    named = _TYPE.match(text)
    if named:
        return Callout(named["type"].strip(), named["title"].strip())
    label = _label().match(text)
    if label is None or _ATTRIBUTION.search(text) or before.rstrip().endswith(":"):
        return None
    return Callout("", (label["label"] or "").strip())


@cache
def _label() -> re.Pattern[str]:
    """Compile what begins a block quote that is its author's own: a sign, or a label set off from what follows."""
    data = load_data("callouts.yaml")
    words, signs = "|".join(data["labels"]), "".join(data["signs"].split())
    bold = r"(?:\*\*\*|\*\*|__|\*|_)?"
    label = rf"(?P<label>(?:{words})(?![^\W_{UNSPACED}])[^:：\n*_>–—]{{0,40}}?)"
    ended = rf"(?:\]\([^)\n]*\))?(?:{bold}[ \t]*[:：–—]|[ \t]-[ \t]|{bold}[ \t]*(?=\n)|[.!](?:\*\*|__)[ \t])"
    return re.compile(
        rf"[ \t]*>[ \t]*(?:\#{{1,6}}[ \t]+)?(?:[{signs}]\ufe0f?[ \t]*)*{bold}\[?{label}{ended}|[ \t]*>[ \t]*[{signs}]",
        re.IGNORECASE,
    )
