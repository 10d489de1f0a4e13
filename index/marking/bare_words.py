"""A text without its markup, character by character, so that spans stay true; and spans that cut none of it.

Emphasis, links, list marks and tags are blanked out: "**[Epistemic status](x):** low" reads "Epistemic status: low".
It knows no meaning.
"""

import re

# A text without any of these has no markup, which is cheaper to see than where it is, and cheapest of one character.
_SIGNS = ("*", "_", "[", "<", "~", "`", "#", "•", "‣", "◦")
_LONG_SIGNS = {"\n": ("\n- ", "\n+ ", "\n\t", "\n  "), ":": (":::",), "!": ("!!!",), "?": ("???",), "{": ("{%",)}
_MARKUP = re.compile(
    r"""^[ \t]*(?:[-*+•][ \t]+)?\[[ xX]\][ \t]+
      | ^[ \t]*(?:[-*+•‣◦]|\#{1,6})[ \t]+
      | ^[ \t]*(?:>[ \t]?)*\\?\[!(?:[^\]\n]{1,60})\\?\][+-]?
      | ^[ \t]*(?::{3,}|!!!|\?\?\?\+?)[^\n]*
      | ^[ \t]*\{%[^%\n]*%\}
      | </?[a-zA-Z][^<>\n]{0,200}>
      | !?\[\[(?:[^\]|\n]{1,200}\|)?
      | \]\]
      | \]\([^()\s]{0,500}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:[ \t]+["'][^"'\n]{0,200}["'])?\)
      | \]\[[^\]\n]{0,100}\]
      | \[\^[^\]\n]{1,40}\]
      | !?\[(?=[^\]\n]{1,300}\](?:\(|\[))
      | (?<![\w*])\*{1,3}(?=[^\s*])
      | (?<=[^\s*])\*{1,3}(?![\w*])
      | (?<!\w)_{1,3}(?=[^\s_])
      | (?<=[^\s_])_{1,3}(?!\w)
      | ~~
    """,
    re.VERBOSE | re.MULTILINE,
)
# What a span must not be cut inside of: emphasis, links, code, brackets around it all.
_WHOLE = re.compile(
    r"""(?<![\w*])(?P<star>\*{1,3})(?=[^\s*])(?:[^*\n]|\n(?![ \t]*\n)){1,600}?(?<=[^\s*])(?P=star)(?![\w*])
      | (?<!\w)(?P<line>_{1,3})(?=[^\s_])(?:[^_\n]|\n(?![ \t]*\n)){1,600}?(?<=[^\s_])(?P=line)(?!\w)
      | ~~(?:[^~\n]){1,600}?~~
      | !?\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}(?:[ \t]+"[^"\n]{0,200}")?\)
      | \[\[[^\[\]\n]{1,300}\]\]
      | `[^`\n]{1,300}`
    """,
    re.VERBOSE,
)


def bare(text: str) -> str:
    """Return a text of the same length with each character of markup as a blank."""
    if not _has_markup(text):
        return text
    return _MARKUP.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _has_markup(text: str) -> bool:
    if text.startswith(("- ", "+ ")) or any(map(text.__contains__, _SIGNS)):
        return True
    return any(first in text and any(map(text.__contains__, signs)) for first, signs in _LONG_SIGNS.items())


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span so that it cuts no emphasis, link or code, and holds the marks right around its words."""
    if not _has_markup(text):
        return start, end
    for found in _WHOLE.finditer(text):
        first, last = found.span()
        if first < end and start < last:
            start, end = min(start, first), max(end, last)
    return start, end
