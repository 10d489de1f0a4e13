"""How the words of a quote differ from those of a text, piece by piece; knows no passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

import regex

from index.quoting.folding import UNSPACED, plain
from index.quoting.model import Change, Difference

# A word, or what stands between two. A contraction is two pieces, so that "is not" differs from "isn't" in one of them.
_WORDS = rf"[\w--{UNSPACED}]"
_PIECE = regex.compile(
    rf"(?V1){UNSPACED}\p{{M}}*+|"  # each character is a word where a script puts no spaces
    rf"(?i:can(?=not(?!\w))|(?<=can)not(?!\w))|{_WORDS}+?(?=n['’]t(?!\w))|(?<=\w)n['’]t(?!\w)|(?<=\w)['’]{_WORDS}+|"
    rf"{_WORDS}+(?:-{_WORDS}+)*|[^\w\s]+"
)
_SINGLE = regex.compile(rf"(?V1){UNSPACED}")
_WORD = regex.compile(r"\w")
MOST_PAIRS = 500_000  # beyond, words that come again and again are passed by, which otherwise take minutes
_CONTRACTED = {"ca": "can", "wo": "will", "sha": "shall"}  # before "n't"


@dataclass(frozen=True, slots=True)
class QuotePiece:
    """A piece of a text: its span there, how it is compared, and the number of the word that it belongs to."""

    start: int
    end: int
    key: str
    word: int

    @property
    def chars(self) -> int:
        """How much it counts: punctuation is no word."""
        return len(self.key) if _WORD.search(self.key) else 0


def pieces(text: str) -> list[QuotePiece]:
    """Part a text into the pieces that are compared."""
    found: list[QuotePiece] = []
    for match in _PIECE.finditer(text):
        word = found[-1].word if found else 0
        goes_on = found and found[-1].end == match.start() and found[-1].chars and _WORD.search(match[0])
        if not goes_on or _SINGLE.match(match[0]) or _SINGLE.match(found[-1].key):
            word += 1
        key, rest = plain(match[0]), text[match.end() : match.end() + 3].lower()
        found.append(QuotePiece(*match.span(), _CONTRACTED.get(key, key) if rest in ("n't", "n’t") else key, word))
    return found


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pieces of a quote beside those of a text, and pairs of pieces (by number) that are the same, in order."""

    said: Sequence[QuotePiece]
    stands: Sequence[QuotePiece]
    pairs: Sequence[tuple[int, int]]

    @property
    def kept(self) -> str:
        """The words of the quote that stand in the text too."""
        return " ".join(self.said[i].key for i, _ in self.pairs if self.said[i].chars)

    @property
    def share(self) -> float:
        """The share of the quote's characters that stand in the text too."""
        said = sum(each.chars for each in self.said)
        return sum(self.said[i].chars for i, _ in self.pairs) / said if said else 0.0

    @property
    def reaches_both_ends(self) -> bool:
        """Whether the first and the last words of both are the same."""
        if not self.pairs:
            return False
        (first_said, first), (last_said, last) = self.pairs[0], self.pairs[-1]
        before, after = self.stands[:first], self.stands[last + 1 :]
        return not any(each.chars for each in (*self.said[:first_said], *before, *self.said[last_said + 1 :], *after))

    def gaps(self) -> list[int]:
        """Return how many words the text has in each place where it has more of them than the quote."""
        return [
            there - here
            for (i, j), (then_i, then_j) in pairwise(self.pairs)
            if (there := _words(self.stands[j + 1 : then_j])) > (here := _words(self.said[i + 1 : then_i]))
        ]


def align(quote: str, text: str) -> Alignment:
    """Lay a quote beside a text; what could stand in several places stands next to what it belongs to."""
    said, stands = pieces(quote), pieces(text)
    many = len(said) * len(stands) > MOST_PAIRS
    matcher = SequenceMatcher(a=[each.key for each in said], b=[each.key for each in stands], autojunk=many)
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks() if block.size]
    drawn = _drawn_together(stands, blocks)
    return Alignment(said, stands, [(i + k, j + k) for i, j, size in drawn for k in range(size)])


def differences(quote: str, text: str) -> Iterator[Difference]:
    """Yield a word-level difference between a quote and the part of the text it comes nearest to.

    What stands before and after that part is not missing. A word of several pieces is the same as a whole or not.
    """
    alignment = align(quote, text)
    said, stands, whole = alignment.said, alignment.stands, _of_whole_words(alignment)
    torn = [j for pair in alignment.pairs if pair not in whole for j in _word_around(stands, pair[1])]
    last_i, last_j = 0, min([*torn, *(j for _, j in whole), len(stands)])
    for _, run in groupby(enumerate(whole), key=lambda each: (each[1][0] - each[0], each[1][1] - each[0])):
        pairs = [pair for _, pair in run]
        (i, j), (end_i, end_j) = pairs[0], pairs[-1]
        yield from _said("added", quote, said[last_i:i])
        yield from _said("missing", text, stands[last_j:j])
        yield from _said("same", text, stands[j : end_j + 1])
        last_i, last_j = end_i + 1, end_j + 1
    yield from _said("added", quote, said[last_i:])
    yield from _said("missing", text, stands[last_j : max([*torn, -1]) + 1])


def _said(change: Change, text: str, of: Sequence[QuotePiece]) -> Iterator[Difference]:
    """Yield the part of a text that pieces of it span, in one line."""
    if of:
        yield Difference(change, " ".join(text[of[0].start : of[-1].end].split()))


def _words(of: Sequence[QuotePiece]) -> int:
    return len({each.word for each in of if each.chars})


def _word_around(of: Sequence[QuotePiece], number: int) -> list[int]:
    """Return the numbers of the pieces of the word that a piece belongs to."""
    first = last = number
    while first and of[first - 1].word == of[number].word:
        first -= 1
    while last + 1 < len(of) and of[last + 1].word == of[number].word:
        last += 1
    return list(range(first, last + 1))


def _of_whole_words(alignment: Alignment) -> list[tuple[int, int]]:
    """Return the pairs of those words of which each piece is the same."""
    pairs = set(alignment.pairs)

    def is_whole(pair: tuple[int, int]) -> bool:
        here, there = _word_around(alignment.said, pair[0]), _word_around(alignment.stands, pair[1])
        return len(here) == len(there) and all(each in pairs for each in zip(here, there, strict=True))

    return [pair for pair in alignment.pairs if is_whole(pair)]


def _drawn_together(stands: Sequence[QuotePiece], blocks: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Move what stands before the longest block to its last place before the block behind it."""
    if not blocks:
        return []
    longest = max(range(len(blocks)), key=lambda number: blocks[number][2])
    keys, drawn = [each.key for each in stands], list(blocks)
    for number in range(longest - 1, -1, -1):
        i, j, size = drawn[number]
        words, behind = keys[j : j + size], drawn[number + 1][1]
        starts = (start for start in range(behind - size, j - 1, -1) if keys[start : start + size] == words)
        drawn[number] = i, next(starts, j), size
    return drawn
