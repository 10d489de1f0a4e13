"""A text as it runs: words, marks and quotations in their order, and where its sentences begin. Knows no language."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from index.marking.quotations import Quotation
from index.text.characters import APOSTROPHES

_TOKEN = re.compile(
    rf"""(?P<break>\n[ \t]*\n\s*)
      | (?P<address><[^<>\s@]+@[^<>\s]+>|\(@\w+\))
      | (?P<word>(?:Mr|Mrs|Ms|Dr|St|Prof|Gen|Sen|Rep|Lt|Col|Maj|Gov|Rev|Hon|Capt|Jr|Sr|Sgt|No)\.(?!\w)
          | (?!I\.)(?:[^\W\d_]\.)+(?![^\W\d_]{{2}})
          | @?[^\W_](?:\w|[{APOSTROPHES}.\-/&:,](?=\w))*+(?:(?<=s)['’](?=\s\w))?)
      | (?P<mark>&|[^\w\s])
    """,
    re.VERBOSE,
)
LONGEST_SENTENCE = 60  # words that are looked back at most, which keeps the time linear
_END = frozenset(".!?…;。！？")
_POSSESSIVE = re.compile(f"[{APOSTROPHES}]s?$")
_POSSESSIVES = (*(f"{sign}s" for sign in APOSTROPHES), "s'", "s’")  # at the end, another sign may close a quotation


class TextToken(NamedTuple):
    """A word, a mark, a quotation or the break between paragraphs; `key` is its text in lower case."""

    key: str
    start: int
    end: int
    kind: Literal["word", "mark", "quotation", "break"]
    is_cap: bool = False
    is_possessive: bool = False


END = TextToken("", 0, 0, "break")  # stands for whatever is beyond the text


def tokens(text: str, quoted: Iterable[Quotation]) -> list[TextToken]:
    """Part a text; what is quoted is one token."""
    found = list[TextToken]()
    position = 0
    for quotation in quoted:
        found.extend(_plain(text, position, quotation.first))
        found.append(TextToken("", quotation.first, quotation.last, "quotation"))
        position = quotation.last
    found.extend(_plain(text, position, len(text)))
    return found


def _plain(text: str, start: int, end: int) -> Iterable[TextToken]:
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        kind: Any = match.lastgroup
        if kind == "address":  # beside a name, and none of the text's words
            continue
        key = word.casefold() if kind == "word" else word
        is_possessive = kind == "word" and key.endswith(_POSSESSIVES)
        is_cap = word.lstrip("@")[:1].isupper() or word[0] == "@"
        yield TextToken(_POSSESSIVE.sub("", key) if is_possessive else key, *match.span(), kind, is_cap, is_possessive)


def token_at(words: Sequence[TextToken], index: int) -> TextToken:
    """Return the token at an index, beyond the text one that ends everything."""
    return words[index] if 0 <= index < len(words) else END


def begins_sentence(words: Sequence[TextToken], index: int) -> bool:
    """Tell whether a sentence or a line of a list begins at an index."""
    before = token_at(words, index - 1)
    return before.kind in {"break", "quotation"} or before.key in _END or before.key in {"-", "•", "*"}


def sentence_start(words: Sequence[TextToken], index: int) -> int:
    """Return the index at which a word's sentence begins, or one far before; a quotation in it does not end it."""
    farthest = max(0, index - LONGEST_SENTENCE)
    while index > farthest and not (words[index - 1].kind == "break" or words[index - 1].key in _END):
        index -= 1
    return index
