"""Text to terms: tokenise, fold, stop and stem, per language. Knows nothing of passages or scores.

A token keeps its span in the text, so that a matched term can be shown where it stands.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import regex
import Stemmer
import yaml

MEMO_SIZE = 200_000  # words remembered per language; a vocabulary of 250,000 passages has about 300,000

# A dotted abbreviation, a number with separators, or a word with its apostrophes. Hyphens part words.
_TOKEN = regex.compile(
    r"(?<![\p{L}\p{N}])\p{L}(?:\.\p{L})+(?![\p{L}\p{N}])\.?"
    r"|\p{N}+(?:[.,]\p{N}+)+(?![\p{L}\p{N}])"
    r"|[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*(?:['’ʼ‘＇]\p{L}[\p{L}\p{M}\p{Cf}]*)*"
)
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+")
_FOLDED_SCRIPTS = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}]")
_INVISIBLE = regex.compile(r"\p{Cf}+")
_APOSTROPHES = regex.compile(r"['’ʼ‘＇]")
_POSSESSIVE = regex.compile(r"['’ʼ‘＇]s?$")
_LETTERS_WITHOUT_MARKS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
)
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "no": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A span of the text with its folded word and its term; `term` is None for a stop word."""

    start: int
    end: int
    word: str
    term: str | None


@dataclass(frozen=True, slots=True)
class StopWords:
    """The word lists of one language.

    Attributes:
        stop: words that are not indexed.
        acronyms: stop words that are names when written in capitals.
        asking: words with which people ask rather than name a subject.
    """

    stop: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()


def primary(language: str | None) -> str:
    """Return the first part of a BCP 47 tag, in lower case; English where none is given."""
    return (language or "en").split("-")[0].lower()


@lru_cache(maxsize=1)
def _word_lists() -> dict[str, StopWords]:
    raw = yaml.safe_load(files("index.data").joinpath("stopwords.yaml").read_text("utf-8"))
    return {
        language: StopWords(**{name: frozenset(words.split()) for name, words in lists.items()})
        for language, lists in raw.items()
    }


def stop_words(language: str | None) -> StopWords:
    """Return the word lists of a language; empty ones for a language that has none."""
    return _word_lists().get(primary(language), StopWords())


def fold(word: str) -> str:
    """Fold case, compatibility forms, invisible characters and, in scripts that read well without, marks."""
    if word.isascii():
        return word.lower()
    word = _INVISIBLE.sub("", unicodedata.normalize("NFKC", word).casefold())
    return "".join(_without_marks(word)).translate(_LETTERS_WITHOUT_MARKS)


def _without_marks(word: str) -> Iterator[str]:
    folding = False
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.combining(character):
            if not folding:
                yield character
            continue
        folding = bool(_FOLDED_SCRIPTS.match(character))
        yield character


class Analyzer:
    """The analysis of one language; the same object for seeds and questions. Safe for many threads.

    A language without a Snowball stemmer keeps its words as they are; runs of scripts written without
    spaces become overlapping pairs of characters.
    """

    def __init__(self, language: str | None = None) -> None:
        self.language = primary(language)
        self._lists = stop_words(language)
        self._algorithm = _STEMMERS.get(self.language)
        self._term = lru_cache(maxsize=MEMO_SIZE)(self._term_of)

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in order, repeats included, stop words left out."""
        return [token.term for token in self.tokens(text) if token.term is not None]

    def tokens(self, text: str) -> list[Token]:
        """Return every token of a text with its span (in characters), stop words included."""
        shouting = text.isupper() and len(text.split()) > 1
        found: list[Token] = []
        for match in _TOKEN.finditer(text):
            raw, start, end = match.group(), match.start(), match.end()
            if not raw.isascii() and _UNSPACED.search(raw):
                found.extend(self._pairs(raw, start))
                continue
            word, term = self._term(raw)
            if term is None and word in self._lists.acronyms and _is_acronym(raw, shouting, found):
                term = word
            found.append(Token(start, end, word, term))
        return found

    def _term_of(self, raw: str) -> tuple[str, str | None]:
        word = _join(raw)
        folded = fold(word)
        if folded in self._lists.stop:
            return folded, None
        if self._algorithm is None:
            return folded, folded
        return folded, self._stem(word, folded)

    def _stem(self, word: str, folded: str) -> str:
        # A Stemmer object is not safe for many threads, and making one is cheap beside the memo.
        stemmer = Stemmer.Stemmer(self._algorithm, 0)
        if self.language == "en":
            return str(stemmer.stemWord(folded))
        return fold(stemmer.stemWord(unicodedata.normalize("NFKC", word).casefold()))

    def _pairs(self, raw: str, offset: int) -> Iterator[Token]:
        position = 0
        for run in _UNSPACED.finditer(raw):
            yield from self._spaced(raw[position : run.start()], offset + position)
            characters = run.group()
            for i in range(max(1, len(characters) - 1)):
                pair = characters[i : i + 2]
                start = offset + run.start() + i
                yield Token(start, start + len(pair), pair, unicodedata.normalize("NFKC", pair))
            position = run.end()
        yield from self._spaced(raw[position:], offset + position)

    def _spaced(self, raw: str, offset: int) -> Iterator[Token]:
        if raw:
            yield Token(offset, offset + len(raw), *self._term(raw))


def _join(raw: str) -> str:
    """Take dots out of abbreviations, separators out of numbers, and the possessive off."""
    if raw[0].isdigit():
        return raw.replace(",", "") if "," in raw else raw
    if "." in raw:
        return raw.replace(".", "")
    return _APOSTROPHES.sub("", _POSSESSIVE.sub("", raw))


def _is_acronym(raw: str, shouting: bool, before: list[Token]) -> bool:  # noqa: FBT001 private, two calls
    """Tell "US", "WHO" and "U.S." from the words they look like; in a text all in capitals nothing tells.

    Typed in lower case in a hurry, only the country has an article: "the us".
    """
    if raw.isupper() and (len(raw) > 2 or not shouting):  # noqa: PLR2004 "U.S." is longer than "US"
        return not shouting or "." in raw
    return "." in raw or (bool(before) and before[-1].word == "the")


@lru_cache(maxsize=64)
def analyzer(language: str | None = None) -> Analyzer:
    """Return the analyzer of a language, made once, so that its memo is shared."""
    return Analyzer(language)
