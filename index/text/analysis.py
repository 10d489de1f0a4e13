"""Text to terms: tokenise, fold, stop and stem, per language. Knows nothing of passages or scores.

A token keeps its span in the text, so that a matched term can be shown where it stands.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, cast

import regex

from index.text.characters import APOSTROPHES, LETTER_APOSTROPHE, fold
from index.text.forms import STEMMERS, irregular_forms, stemmers
from index.text.ngrams import any_of, has_runs, parts
from index.text.tokens import (
    Token,
    bare,
    find_words,
    has_sign,
    is_acronym,
    is_plain,
    joined,
    may_join,
    plainly_written,
    proclitic,
    spans_of,
)
from index.text.wordlists import load_data

MEMO_SIZE = 100_000  # words remembered per language: what is rarer costs the time of a stemmer
TEXTS_REMEMBERED = 256  # what is weighed is marked right after, and what answers one question answers others
PIECES_REMEMBERED = 1 << 12  # with their tokens, since a build asks for the words of a seed and then for its terms
LONGEST_REMEMBERED = 40  # characters; longer pieces are addresses, or whole sentences of scripts without spaces

_IN_WORDS = f"{APOSTROPHES}׳"  # and Hebrew's geresh
# Numbers whose groups of three digits stand apart.
_GROUP_AT_END, _GROUP_AT_BEGINNING = regex.compile(r"(?<!\d)\d{1,3}$"), regex.compile(r"\d{3}(?!\d)")
_APOSTROPHES = regex.compile(rf"[{_IN_WORDS}\"״]")
_POSSESSIVE = regex.compile(rf"[{APOSTROPHES}]s?$")
_ELIDED = regex.compile(
    r"(?i)^(?:\p{L}|(?:jus|lors|puis|quoi)?qu|gl|un|(?:d|n|c|s)[eau]ll|all|que(?:ll|st))"
    rf"[{APOSTROPHES}](?=\p{{L}}{{2}})"
)
_CASE_OF_A_NAME = regex.compile(rf"(?<=\p{{L}}{{2}})[{APOSTROPHES}].*")
# What an apostrophe adds to a word: "dog's", but "l'eau", "dell'acqua", and "Ankara'nın".
_ADDED = {"ca": _ELIDED, "fr": _ELIDED, "it": _ELIDED, "az": _CASE_OF_A_NAME, "tr": _CASE_OF_A_NAME}
_WITH_MARKS = {"vi"}  # where marks tell most words apart


class _Read(NamedTuple):
    """What stands between blanks in a text, and the terms of each."""

    words: list[str]
    terms: list[tuple[str, ...]]


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


@lru_cache(maxsize=1 << 10)
def primary(language: str | None) -> str:
    """Return the language of a tag, in lower case: "pt" of "pt-BR" and of "pt_BR"; English where none is given."""
    return (language or "en").replace("_", "-").partition("-")[0].lower()


@lru_cache(maxsize=64)
def stop_words(language: str | None) -> StopWords:
    """Return the word lists of a language; empty ones for a language that has none."""
    language = primary(language)
    lists = load_data("stopwords.yaml").get(language, {})
    return StopWords(**{name: _folded(words, language) for name, words in lists.items()})


def _folded(words: str, language: str) -> frozenset[str]:
    """Fold a word list, except what is looked for inside longer runs: that is compared as it is written."""
    marks = language in _WITH_MARKS
    return frozenset(word if has_runs(word) else fold(word, marks=marks) for word in words.split())


class Analyzer:
    """The analysis of one language; the same object for seeds and questions. Safe for many threads.

    A language without a Snowball stemmer keeps its words as they are; runs of scripts written without
    spaces become overlapping ngrams of characters, between the stop words of the language.
    """

    def __init__(self, language: str | None = None) -> None:
        self.language = primary(language)
        self._lists = stop_words(language)
        self._algorithm = STEMMERS.get(self.language)
        self._word_of = irregular_forms(self.language).word_of
        self._proclitic = proclitic(self.language)
        self._unspaced_stop = any_of(self._lists.stop)
        self._term = lru_cache(maxsize=MEMO_SIZE)(self._term_of)
        self.tokens_of = lru_cache(maxsize=PIECES_REMEMBERED)(self.tokens)
        self._memo = _Memo(self)
        self._pieces = lru_cache(maxsize=TEXTS_REMEMBERED)(self._read)

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text in order, repeats included, stop words left out.

        The same as those of `tokens`, and several times as fast: no token reaches beyond a blank, so that the pieces
        between blanks are analysed once and remembered.
        """
        return self._terms_in(self._pieces(text), text)

    def terms_once(self, text: str) -> list[str]:
        """Return the terms of a text as `terms` does, of a part of one that is remembered itself: this one is not."""
        return self._terms_in(self._read(text), text)

    def _terms_in(self, read: "_Read | None", text: str) -> list[str]:
        if read is None:
            return [token.term for token in self.tokens(text) if token.term is not None]
        return list(chain.from_iterable(read.terms))

    def spans(self, text: str, terms: Collection[str]) -> list[tuple[int, int]]:
        """Return where these terms stand in a text, in characters.

        The same as by `tokens`, and several times as fast where few pieces of the text hold one.
        """
        wanted, read = frozenset(terms), self._pieces(text)
        if read is None:
            return [(token.start, token.end) for token in self.tokens(text) if token.term in wanted]
        found, rest, before = [], text, 0
        lacking = map(wanted.isdisjoint, read.terms)
        for index in [index for index, lacks in enumerate(lacking) if not lacks]:
            rest = rest.split(None, index - before)[-1]  # from the word at this index on
            before, start, piece = index, len(text) - len(rest), bare(read.words[index])
            if piece.isascii() and piece.isalpha():  # one token, without asking the expressions
                start = text.index(piece, start)
                found.append((start, start + len(piece)))
            else:  # of the word as it stands, since the last dot of an abbreviation is its own
                tokens = self.tokens_of(read.words[index])
                found += [(start + token.start, start + token.end) for token in tokens if token.term in wanted]
        return found

    def written(self, text: str, term: str) -> Iterator[str]:
        """Yield as which folded words a term stands in a text, one after the other."""
        read = self._pieces(text)
        if read is None:
            tokens: Iterable[Token] = self.tokens(text)
        else:
            holding = (word for word, held in zip(read.words, read.terms, strict=True) if term in held)
            tokens = chain.from_iterable(self.tokens_of(bare(word)) for word in holding)
        yield from (token.word for token in tokens if token.term == term)

    def _read(self, text: str) -> "_Read | None":
        """Look up what stands between blanks; None where a term hangs on the words before it."""
        memo = self._memo
        if len(memo) > MEMO_SIZE:
            self._memo = memo = _Memo(self)  # swapped and not cleared: another thread may be reading the old one
        words = text.split()
        terms = list(map(memo.__getitem__, words))
        if text.isupper() or memo.hangs_on_context(words):
            return None
        return _Read(words, terms)

    def plain_word(self, piece: str) -> tuple[str, str] | None:
        """Return the folded word of a piece that is one word, and its term; None for a stop word and for any more."""
        found = self._term(piece) if is_plain(piece) else ("", None)
        return None if found[1] is None else cast("tuple[str, str]", found)  # the same one, which saves memory

    def plain_term(self, piece: str) -> str | None:
        """Return the term of a piece that is one word, whatever stands around it; None where more must be looked at."""
        if piece.isascii() and piece.isalpha():
            word = piece.lower()  # which folds it, since there is nothing but letters
            if word in self._lists.stop or word == "the":
                return None
            return word if self._algorithm is None else self._stem(word, word)
        found = self.plain_word(piece)
        return None if found is None or found[0] == "the" or piece[-1:].isdigit() else found[1]

    def words(self, text: str) -> dict[str, str]:
        """Return every folded word of a text that is no stop word, with its term."""
        return {token.word: token.term for token in self.tokens_of(text) if token.term is not None}

    def tokens(self, text: str) -> list[Token]:
        """Return every token of a text with its span (in characters), stop words included.

        What several words make as one ("e-mail", "12 500") is a token of its own, before theirs.
        """
        found = self.plain_tokens(text)
        if len(found) == 1 or not may_join(text):
            return found
        runs = [(index, Token(*span, *self._term(raw))) for index, span, raw in joined(text, spans_of(found))]
        for index, token in reversed(runs):
            found.insert(index, token)
        return found

    def plain_tokens(self, text: str) -> list[Token]:
        """Return the tokens of a text as `tokens` does, without those that several words make as one."""
        if text.isalpha() and not has_runs(text):  # one word, as most are that are looked at alone
            return [self._token(text, 0, [], shouting=False)]
        shouting = text.isupper() and len(text.split()) > 1
        found: list[Token] = []
        for start, raw in find_words(text):
            if has_runs(raw):
                found.extend(self._unspaced(raw, start))
                continue
            found.append(self._token(raw, start, found, shouting=shouting))
        return found

    def _token(self, raw: str, start: int, before: list[Token], *, shouting: bool) -> Token:
        word, term = self._term(raw)
        if (
            term is None
            and word in self._lists.acronyms
            and is_acronym(raw, before[-1].word if before else "", shouting=shouting)
        ):
            term = word
        return Token(start, start + len(raw), word, term)

    def _term_of(self, raw: str) -> tuple[str, str | None]:
        if raw.isascii() and raw.isalpha():  # as most words are, which are folded so, and have nothing to be taken out
            word = folded = raw.lower()
        else:
            word = _join(raw, self.language)
            folded = fold(word, marks=self.language in _WITH_MARKS)
        if folded in self._lists.stop:
            return folded, None
        if self._algorithm is None or has_sign(folded):
            return folded, folded
        return folded, self._stem(word, folded)

    def _stem(self, word: str, folded: str) -> str:
        written = folded if self.language == "en" else unicodedata.normalize("NFKC", word).casefold()
        written = self._proclitic.sub("", written) if self._proclitic else written
        stem = stemmers.of(self._algorithm).stemWord(self._word_of.get(written, written))
        return stem if written is folded and stem.isascii() else fold(stem)

    def _unspaced(self, raw: str, offset: int) -> Iterator[Token]:
        for start, end, kind in parts(raw, self._unspaced_stop):
            part = raw[start:end]
            word, term = self._term(part) if kind == "word" else (part, unicodedata.normalize("NFKC", part))
            yield Token(offset + start, offset + end, word, None if kind == "stop" else term)


class _Memo(dict[str, tuple[str, ...]]):
    """The terms of pieces of text without blanks, made when they are first asked for, punctuation around them or none.

    A piece that begins with a word such as "it" is a name or none by the word before it, and three digits go on with a
    number or begin one; such pieces are remembered as doubtful, and those after which they would be names ("the", or no
    word at all) or go on ("12") as leading.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._acronyms = stop_words(analyzer.language).acronyms
        self._doubtful: set[str] = set()
        self._leading: set[str] = set()
        self._going_on: set[str] = set()  # with three digits
        self._begun: set[str] = set()  # numbers

    def __missing__(self, word: str) -> tuple[str, ...]:
        piece = bare(word)
        if (plain := self._analyzer.plain_term(piece)) is not None:
            terms: tuple[str, ...] = (plain,)
            matters = False
        elif piece != word:
            terms = self[piece]
            matters = self._matters_as(piece, word)
        else:
            tokens = self._analyzer.tokens_of(piece)
            terms = tuple(token.term for token in tokens if token.term is not None)
            matters = self._matters(piece, tokens)
        if matters or len(word) <= LONGEST_REMEMBERED:
            self[word] = terms
        return terms

    def _matters_as(self, piece: str, word: str) -> bool:
        """Note that a word is leading or doubtful where the piece in it is."""
        noting = (self._leading, self._doubtful, self._begun, self._going_on)
        among = [noted for noted in noting if piece in noted]
        for noted in among:
            noted.add(word)
        return bool(among)

    def _matters(self, piece: str, tokens: list[Token]) -> bool:
        """Note whether a piece is leading or doubtful, or both ("it/the")."""
        noting = []
        if self._acronyms and (not tokens or tokens[-1].word == "the"):
            noting.append(self._leading)
        if tokens and tokens[0].term is None and tokens[0].word in self._acronyms:
            noting.append(self._doubtful)
        if piece[-1:].isdecimal() and _GROUP_AT_END.search(piece):
            noting.append(self._begun)
        if piece[:1].isdecimal() and _GROUP_AT_BEGINNING.match(piece):
            noting.append(self._going_on)
        for noted in noting:
            noted.add(piece)
        return bool(noting)

    def hangs_on_context(self, pieces: list[str]) -> bool:
        """Tell whether a doubtful piece follows a leading one; all of them must have been looked up."""
        pairs = (self._doubtful, self._leading), (self._going_on, self._begun)
        return any(_follows(pieces, later, before) for later, before in pairs)


def _follows(pieces: list[str], later: set[str], before: set[str]) -> bool:
    """Tell whether a piece of one set stands right behind one of another."""
    if later.isdisjoint(pieces):
        return False
    found = [index for index, piece in enumerate(pieces) if piece in later]
    return any(pieces[index - 1] in before for index in found if index)


def _join(raw: str, language: str) -> str:
    """Take dots out of abbreviations, separators out of numbers, and off what an apostrophe adds to a word."""
    if raw.isalpha() and LETTER_APOSTROPHE not in raw:
        return raw
    raw = plainly_written(raw, language)
    added = _ADDED.get(language, _POSSESSIVE)
    return _APOSTROPHES.sub("", added.sub("", raw))


@lru_cache(maxsize=64)
def analyzer(language: str | None = None) -> Analyzer:
    """Return the analyzer of a language, made once, so that its memo is shared."""
    return Analyzer(language)
