"""The words of a piece of LaTeX: accents put together, silent commands dropped, those that only style undone."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from index.text.wordlists import load_data

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n?[ \t]*")
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_TOKEN = re.compile(
    r"\\(?:(?P<accent>['`^\"~=.])(?P<on>\{\\?\w\}|\\?\w)|(?P<letter_accent>[cvuHkrd])\{(?P<below>\w)\}"
    r"|(?P<name>[a-zA-Z@]+)\*?(?P<options>(?:[ \t]*\[[^\[\]]*\])*)|(?P<sign>.))|(?P<brace>[{}])|(?P<math>\$\$?)"
    r"|(?P<mark>---|--|``|''|~|`)",
    re.DOTALL,
)
_MARKS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "`": "‘"}
_SIGNS = {"\\": "\n", ",": " ", ";": " ", " ": " ", **dict.fromkeys("-/@!()[]", "")}
_DEEPEST = 50


@dataclass(slots=True)
class Words:
    """What is counted and kept while words are read.

    Attributes:
        commands: how many stood in the words.
        unknown: how many of them nobody here knows.
    """

    commands: int = 0
    unknown: int = 0
    _notes: list[str] = field(default_factory=list)

    def note(self, words: str) -> None:
        """Keep a footnote."""
        self._notes.append(words)

    def take_notes(self) -> list[str]:
        """Return the footnotes since they were taken last."""
        notes, self._notes = self._notes, []
        return notes


def without_comments(text: str) -> str:
    """Return a text without what stands behind percent signs."""
    return _COMMENT.sub(lambda found: found[1], text)


def argument(text: str, at: int) -> tuple[str, int]:
    """Return what stands in the braces that open at a place, and where they end; one character where none do."""
    while at < len(text) and text[at].isspace():
        at += 1
    if at >= len(text) or text[at] != "{":
        return text[at : at + 1], min(at + 1, len(text))
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return text[at + 1 : found.start()], found.end()
    return text[at + 1 :], len(text)


def shown(text: str, words: Words, depth: int = 0) -> str:
    """Return the words of a piece; notes in it and what is not known are kept in `words`."""
    pieces, at = list[str](), 0
    while found := _TOKEN.search(text, at):
        pieces.append(text[at : found.start()])
        piece, at = _token(text, found, words, depth)
        pieces.append(piece)
    pieces.append(text[at:])
    return unicodedata.normalize("NFC", re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t]+", " ", "".join(pieces))))


def _token(text: str, found: re.Match[str], words: Words, depth: int) -> tuple[str, int]:
    """Return what a mark or a command shows, and where it ends."""
    if found["mark"]:
        return _MARKS[found["mark"]], found.end()
    if found["brace"]:
        return "", found.end()
    if found["math"]:
        end = text.find(found["math"], found.end())
        return (text[found.end() : end], end + len(found["math"])) if end >= 0 else ("$", found.end())
    if found["sign"]:
        return _SIGNS.get(found["sign"], found["sign"]), found.end()
    accent, letter = found["accent"] or found["letter_accent"], found["on"] or found["below"]
    if accent:
        return letter.strip("{}").lstrip("\\") + _ACCENTS[accent], found.end()
    return _command(text, found, words, depth)


def _command(text: str, found: re.Match[str], words: Words, depth: int) -> tuple[str, int]:
    name, end = found["name"], found.end()
    words.commands += 1
    if name in _letters():
        return _letters()[name], end + (text[end : end + 2] == "{}") * 2
    if name in _silent():
        for _ in range(_silent()[name]):
            _, end = argument(text, end)
        return "", end
    if name in ("footnote", "footnotetext", "href", "textcolor", "colorbox") and depth < _DEEPEST:
        return _with_argument(text, name, end, words, depth)
    words.unknown += name not in _styles()
    return "", end + (text[end : end + 1] == " ")


def _with_argument(text: str, name: str, end: int, words: Words, depth: int) -> tuple[str, int]:
    """Take a note out of the words, or the address or colour away from what it is given to."""
    inner, end = argument(text, end)
    if name.startswith("footnote"):
        words.note(" ".join(shown(inner, words, depth + 1).split()))
        return "", end
    label, end = argument(text, end)
    return shown(label, words, depth + 1), end


@cache
def _letters() -> Mapping[str, str]:
    letters: Mapping[str, str] = load_data("latex.yaml")["letters"]
    return letters


@cache
def _silent() -> Mapping[str, int]:
    return {name: count for count, names in load_data("latex.yaml")["silent"].items() for name in names.split()}


@cache
def _styles() -> frozenset[str]:
    return frozenset(load_data("latex.yaml")["styles"].split())
