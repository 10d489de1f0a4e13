"""What the head of a markup states of its text: author, date, language, and words of caution, which stay visible."""

import re
from collections.abc import Iterable
from dataclasses import replace

from index.messages import Sentence
from index.model import Block
from index.readers.parsing.base import ParsedDocument
from index.readers.parsing.days import day_in
from index.text.wordlists import load_data

TOO_DEEP = Sentence("is nested too deeply to be read; save its text as Markdown")

_ADDRESS = re.compile(r"\s*[<(]?[^\s<>()]+@[^\s<>()]+[>)]?")
_AUTHORS, _DATES = frozenset(("author", "authors")), ("date", "revdate", "published", "created")
_CAUTIOUS = re.compile(
    r"(?:^|[ _-])(?:warning|caution|disclaimer|caveat|notice|status|warnung|haftungsausschluss|advertencia|aviso|"
    r"avertissement|uyarı)s?$"
)
# A paragraph in brackets that says whose note it is: how editors of plain texts set a caution off.
_SET_OFF = re.compile(
    r"\[\s*(?:(?:the )?(?:editor|author|publisher)(?:[’']?s)?[’']? notes?|(?:ed|author)[.’]? note|note|disclaimer|"
    r"warning|caution|caveat)\s*[:.—–-]\s.*\]",
    re.DOTALL | re.IGNORECASE,
)
_AT_THE_HEAD = 12  # blocks
_LONGEST_TAG = 8


def stated_in(draft: ParsedDocument, fields: Iterable[tuple[str, str]], cautions: Iterable[str] = ()) -> ParsedDocument:
    """Add to a work what its head states; a caution of the head goes to the end of the text, as the author's words.

    Args:
        draft: as its markup was read.
        fields: name and words of each entry of the head.
        cautions: words in the text that caution about all of it.
    """
    stated = [(name.strip().casefold(), words.strip()) for name, words in fields if words.strip()]
    authors = [name for key, words in stated if key in _AUTHORS for name in names_in(words)]
    dates = [day for key, words in stated if key in _DATES and (day := day_in(words))]
    languages = [words for key, words in stated if key in ("lang", "language") and len(words) <= _LONGEST_TAG]
    warned = [f"{name.strip()}: {words}" for name, words in fields if _warns(name, words)]
    return replace(
        _with_words(draft, warned),
        authors=(*draft.authors, *dict.fromkeys(authors)),
        published=draft.published or next(iter(dates), None),
        language=next(iter(languages), None),
        caveats=(*draft.caveats, *cautions, *warned, *_set_off(draft)),
    )


def names_in(words: str) -> list[str]:
    """Return the names in a list of authors; addresses of mail are none."""
    names = re.split(r"\s*;\s*|\s+and\s+", _ADDRESS.sub("", words))
    return [name.strip(" ,") for name in names if name.strip(" ,")]


def _set_off(draft: ParsedDocument) -> list[str]:
    words = (draft.text[block.start : block.end] for block in draft.blocks[:_AT_THE_HEAD])
    return [each for each in words if _SET_OFF.fullmatch(each.strip())]


def _warns(name: str, words: str) -> bool:
    """Whether an entry of a head cautions: by its name, a status only by what it says."""
    key = name.strip().casefold()
    if not words.strip() or not _CAUTIOUS.search(key):
        return False
    return "status" not in key or words.strip().casefold() in load_data("metadata.yaml")["flags"]["status"]


def _with_words(draft: ParsedDocument, added: list[str]) -> ParsedDocument:
    """Put words of the head behind a text, as blocks of their own."""
    text, blocks = draft.text, list(draft.blocks)
    for words in added:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{words}" if text else words
        blocks.append(Block(start, len(text), "paragraph"))
    return replace(draft, text=text, blocks=tuple(blocks))
