"""A text as people paste it, read as a quote and what stands around it: marks, own words, an attribution, a link.

Proposes readings alone; which of them holds, the seeds decide.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import regex

from index.errors import QuestionError
from index.messages import N_
from index.quoting.attributed import CITED_FACTS, SEPARATOR
from index.quoting.folding import UNSPACED

MOST_MARKED, MOST_CUTS = 5, 12
FEWEST_MARKED_WORDS = 3
LEAST_LETTERS = 6  # of a part that is looked up by itself

_BLOCK = re.compile(r"(?:^[ \t]*>.*(?:\n|\Z))+", re.MULTILINE)
_FENCED = re.compile(r"```(?:\w*\n)?(.+?)```|(?<!`)`([^`\n]+)`(?!`)", re.DOTALL)
_PAIRED = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|»([^«»]+)«|‹([^‹›]+)›|「([^「」]+)」|『([^『』]+)』"
    r"|\"([^\"]+)\"|(?<!\w)[‘'‚](?=\S)([^\n]+?)(?<=\S)['’‘](?!\w)"
)
_OUTERMOST = re.compile(r"[“„«»「『\"](.+)[”“»«」』\"]", re.DOTALL)
_CITED_LINE = re.compile(rf"^(?=.*(?:{SEPARATOR}.*){{{CITED_FACTS}}})", re.MULTILINE)
_TAIL = re.compile(
    r"\n(?=[^\n]*\S)|[ \t]+(?=[—–―~]|--?[ \t])|[ \t]+(?=[(\[][^()\[\]\n]+[)\]]\W*\Z)|[ \t\n]+(?=<?https?://\S+\s*\Z)"
)
_HEAD = re.compile(r"\A[^\n:：]{1,80}[:：]\s|\A(?:[^\n]*\n){1,3}?")
_AT_THE_ENDS = " \t\r\n\"'“”„‟«»‹›‘’‚‛「」『』`"
_UNSPACED = regex.compile(UNSPACED)
_LETTERS = regex.compile(r"[\p{L}\p{N}]")
_POINTED = re.compile(r"^<?https?://\S*?#\S*?:~:text=(\S+?)>?$")


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that may be the quote, and what stands around them in the text.

    Attributes:
        own: what of that is no other quote; None where nothing marks these words as quoted, and others around them are
            theirs, if they are no attribution.
    """

    quote: str
    around: tuple[str, ...]
    own: tuple[str, ...] | None = None


def readings(text: str) -> Iterator[Reading]:
    """Yield what may be quoted in a text beside all of it, the likeliest first, each once."""
    proposed = (*_cited(text), *_named(text), *_marked(text))
    long_enough = (each for each in proposed if len(_LETTERS.findall(each.quote)) >= LEAST_LETTERS)
    yield from {(each.quote.strip(), each.own is None): each for each in long_enough}.values()


def refuse_reference(text: str) -> None:
    """Raise QuestionError for a reference in CSL-JSON, which tells whose words they are and quotes none."""
    if text.lstrip().startswith(("{", "[")):
        try:
            item = json.loads(text)
        except (ValueError, RecursionError):
            return
        if isinstance(item, dict) or (isinstance(item, list) and all(isinstance(each, dict) for each in item)):
            raise QuestionError(N_("this is a reference without a quote; paste the words that were quoted"))


def pointed_at(text: str) -> tuple[str, ...]:
    """Return the first and the last words that a link into a page points at, or all of few; empty for no such link."""
    found = _POINTED.match(text.strip())
    if not found:
        return ()
    parts = [part for part in found[1].partition("&")[0].split(",") if not (part.endswith("-") or part.startswith("-"))]
    return tuple(filter(None, (unquote(part).strip() for part in parts)))[:2]


def _cited(text: str) -> Iterator[Reading]:
    """Yield what stands above a line such as cards and citations have: name, title, date and place."""
    found = _CITED_LINE.search(text)
    if found and found.start():
        above, below = text[: found.start()], text[found.start() :]
        for block in _BLOCK.finditer(above):
            yield _shown(block[0], above[: block.start()], above[block.end() :], below)
        yield _shown(above, below)
        for head in _HEAD.finditer(above):
            yield _shown(above[head.end() :], head[0], below)


def _shown(words: str, *around: str) -> Reading:
    return Reading(words, _around(*around), _around(*around))


def _marked(text: str) -> Iterator[Reading]:
    """Yield what a text marks as quoted: as a block, between quotation marks, as code; longer ones first."""
    spans = [found.span() for found in _BLOCK.finditer(text) if found[0].strip() != text.strip()]
    outermost = _OUTERMOST.search(text)
    paired = [found.span(found.lastindex or 0) for pattern in (_PAIRED, _FENCED) for found in pattern.finditer(text)]
    spans += [*([outermost.span(1)] if outermost else []), *paired]
    longest = sorted(dict.fromkeys(spans), key=lambda span: span[0] - span[1])[:MOST_MARKED]
    for start, end in longest:
        others = [span for span in spans if span[1] <= start or end <= span[0]]
        if _is_long_enough(text[start:end]):
            own = _without(text, [(start, end), *others])
            yield Reading(text[start:end], _without(text, [(start, end)]), own)


def _is_long_enough(words: str) -> bool:
    """Tell whether words between marks are a quote and no name, title or word that is talked about."""
    return len(words.split()) >= FEWEST_MARKED_WORDS or bool(_UNSPACED.search(words))


def _without(text: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """Return what is left of a text around some spans."""
    left, place = list[str](), 0
    for start, end in sorted(spans):
        left.append(text[place : max(place, start)])
        place = max(place, end)
    return _around(*left, text[place:])


def _named(text: str) -> Iterator[Reading]:
    """Yield what is left where the text may end in, or begin with, a name."""
    cuts = list(_TAIL.finditer(text))[-MOST_CUTS:]
    for cut in reversed(cuts):
        yield Reading(text[: cut.start()], _around(text[cut.start() :]))
    for head in _HEAD.finditer(text):
        yield Reading(text[head.end() :], _around(head[0]))


def _around(*parts: str) -> tuple[str, ...]:
    return tuple(part.strip(_AT_THE_ENDS) for part in parts if _LETTERS.search(part))
