"""The words of a piece of AsciiDoc as they are shown: attributes filled in, marks undone, links by their labels."""

import re
from collections.abc import Mapping

_REFERENCE = re.compile(r"\{([\w-]+)\}")
_NAMED = {
    "nbsp": " ", "amp": "&", "lt": "<", "gt": ">", "plus": "+", "quot": '"', "apos": "'", "empty": "", "sp": " ",
    "blank": "", "startsb": "[", "endsb": "]", "vbar": "|", "asterisk": "*", "backtick": "`", "zwsp": "",
}  # fmt: skip
_MACRO = re.compile(
    r"(?<![\w/])(?:link:|xref:)?(?P<url>https?://[^\s\[\]<>]{1,2000})\[(?P<label>[^\]]{0,2000})\]"
    r"|(?:link|xref|mailto):(?P<to>[^\s\[\]]{1,2000})\[(?P<shown>[^\]]{0,2000})\]"
    r"|<<(?P<ref>[^,<>]{1,2000})(?:,\s*(?P<called>[^<>]{1,2000}))?>>"
    r"|footnote:[\w-]{0,200}\[(?P<note>[^\]]{0,2000})\]"
    r"|(?:image|icon|anchor|indexterm2?|pass|stem|latexmath|kbd|btn|menu):[^\s\[\]]{0,2000}\[[^\]]{0,2000}\]"
    r"|\[\[[^\[\]]{0,2000}\]\]"
    r"|\(\(\((?:[^()]{0,2000})\)\)\)|<(?P<bare>https?://[^\s<>]{1,2000})>"
)
_MARKS = re.compile(
    r"(?<![\w*_`#+])(\*\*|__|``|##|\*|_|`|#|\+)(?=\S)([^\n]{0,300}?\S)\1(?![\w*_`#+])|\[[\w.#%-]+\](?=#)"
)
_BREAK = re.compile(r"[ \t]\+$", re.MULTILINE)
_LONGEST, _LONGEST_FILLED = 5_000, 1_000_000  # characters of an attribute, and of words that were filled in
_ROUNDS = 3  # of filling in: what an attribute holds may name another

Links = tuple[tuple[int, int, str], ...]


def shown(words: str, attributes: Mapping[str, str]) -> tuple[str, Links]:
    """Return words as they are shown, and the spans in them that lead to the web.

    >>> shown("*Note:* see https://e.org[this]", {})
    ('Note: see this', ((10, 14, 'https://e.org'),))
    """
    words = _BREAK.sub("", _filled(words, attributes))
    text, links, at = "", [], 0
    for found in _MACRO.finditer(words):
        text += _plain(words[at : found.start()])
        label = _label(found)
        address = found["url"] or found["bare"]
        if address:
            links.append((len(text), len(text) + len(label), address))
        text += label
        at = found.end()
    return text + _plain(words[at:]), tuple(links)


def _filled(words: str, attributes: Mapping[str, str]) -> str:
    """Fill attributes in; one that nobody states stays as it stands."""
    known = _NAMED | dict(attributes)
    for _ in range(_ROUNDS):
        words = _REFERENCE.sub(lambda found: known.get(found[1], found[0])[:_LONGEST], words)[:_LONGEST_FILLED]
    return words


def _label(found: re.Match[str]) -> str:
    label = found["label"] or found["shown"] or found["called"]
    if label is not None and label.strip("^"):
        return _plain(label.split(",window=")[0].rstrip("^").strip('"'))
    if found["note"]:
        return f" ({_plain(found['note'])})"
    return found["url"] or found["bare"] or ""


def _plain(words: str) -> str:
    return _MARKS.sub(lambda found: found[2] or "", words)
