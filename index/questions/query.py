"""A question's words to weighted terms: as typed, by synonym, by near spelling, parted or joined.

Every word of the question that is not a stop word is one concept; a passage covers a concept when it holds
all terms of one of its alternatives. Knows the vocabulary of the seeds, nothing of passages.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from index.processes.once import once
from index.questions.boilerplate import without_boilerplate
from index.questions.compounds import compounds_of
from index.questions.concepts import Alternative, Concept, Kind, Query
from index.questions.writing import Joint, Writing
from index.text.acronyms import Expansion, JointAcronyms
from index.text.analysis import analyzer, stop_words
from index.text.characters import APOSTROPHES, fold
from index.text.forms import beside
from index.text.frequency import common_words, is_common, zipf
from index.text.languages import detect
from index.text.spelling import JointSpeller, Near, Speller
from index.text.synonyms import SynonymForm, synonyms
from index.text.tokens import Token, phrase_key

WEIGHTS: dict[Kind, float] = {"exact": 1.0, "compound": 0.9, "spelling": 0.6, "synonym": 0.5}
BESIDES_WEIGHT = 0.25  # of a synonym that is searched besides what was typed: another name, no other spelling of it
OTHER_LANGUAGE_WEIGHT = 0.5  # of what another language of the seeds makes of a word: names, mostly
NEAR_WORDS = 8  # that a misspelt word may mean
NEARLY = 0.1  # of similarity, by which they may be further than the nearest
SURE = 0.95  # of the likeliest of them, where one slip of a finger explains it
LIKELY = 0.8  # where none does
BESIDE_WEIGHT = 0.15  # of a form that is a word of its own: "rose" for "rise"
SHORTEST_STEM = 6  # characters; what is left of a shorter one may be left of many words

_APOSTROPHES = re.compile(f"[{APOSTROPHES}]")
_BEGINNING = re.compile(rf"(?<![\w{APOSTROPHES}])\w")


class KnownWords(Protocol):
    """What must be known of the seeds to read a question."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the seeds."""

    @property
    def speller(self) -> JointSpeller:
        """Finds near words."""

    @property
    def words(self) -> Mapping[str, str]:
        """Folded words with their terms."""

    @property
    def dotted(self) -> frozenset[str]:
        """Those of the words that have a dot before letters."""

    @property
    def acronyms(self) -> JointAcronyms:
        """What abbreviations stand for."""

    def __contains__(self, term: str) -> bool: ...


def read_question(question: str, vocabulary: KnownWords) -> Query:
    """Return the concepts of a question, in its language or that of most of its words, with the others' terms.

    A chat's own marks in it, and addresses, count for nothing.
    """
    languages, question = vocabulary.languages, without_boilerplate(question)
    if len(languages) == 1:
        return Query(question, _concepts(question, languages[0], vocabulary))
    known = {language: _known_terms(question, language, vocabulary) for language in languages}
    asked_in = detect(question, languages) or max(known, key=lambda language: len(known[language]))
    others = [terms for language, terms in known.items() if language != asked_in]
    concepts = _concepts(question, asked_in, vocabulary)
    return Query(question, tuple(_with_terms_of(others, concept) for concept in concepts))


def _known_terms(question: str, language: str, vocabulary: KnownWords) -> dict[tuple[int, int], str]:
    """Return what one language makes of the question's words, by their spans, where the seeds hold it."""
    tokens = analyzer(language).tokens(question)
    return {(each.start, each.end): each.term for each in tokens if each.term is not None and each.term in vocabulary}


def _with_terms_of(others: Iterable[Mapping[tuple[int, int], str]], concept: Concept) -> Concept:
    span = (concept.start, concept.end)
    terms = dict.fromkeys(terms[span] for terms in others if span in terms)
    if not terms:
        return concept
    # A word that another language of the seeds has is not misspelt.
    own = [each for each in concept.alternatives if each.kind in {"exact", "synonym"}]
    held = {each.terms for each in own}
    more = (Alternative((t,), OTHER_LANGUAGE_WEIGHT, "exact", concept.words) for t in terms if (t,) not in held)
    return replace(concept, alternatives=tuple(sorted((*own, *more), key=lambda each: -each.weight)))


@once
def _common_speller(language: str) -> Speller:
    return Speller(common_words(language))


@lru_cache(maxsize=64)
def _fillers(language: str) -> frozenset[str]:
    """Return the words that name no subject."""
    return stop_words(language).stop | stop_words(language).asking


def _concepts(question: str, language: str, vocabulary: KnownWords) -> tuple[Concept, ...]:
    reader = _Reader(question, language, vocabulary)
    return tuple(reader.concepts())


class _Reader:
    """Reads one question in one language, left to right, the longest phrase that has synonyms first."""

    def __init__(self, question: str, language: str, vocabulary: KnownWords) -> None:
        self.question = question
        self.language = language
        self.vocabulary = vocabulary
        self.fillers = _fillers(language)
        self.synonyms = synonyms(language)
        self.tokens = analyzer(language).plain_tokens(question)
        self.writing = Writing(question, language, vocabulary)
        self.joints = self.writing.joints(self.tokens)
        self.meanings = dict(self._meant_in_short())
        self.compounds = self._compounds()

    def concepts(self) -> Iterator[Concept]:
        position = 0
        while position < len(self.tokens):
            width = self._phrase_width(position)
            run = self.tokens[position : position + width]
            joint = self.joints.get(position) if width == 1 else None
            if joint is not None and joint.is_unit:
                width = joint.width
                yield self._unit(self.tokens[position : position + width], joint)
            elif width > 1 or run[0].term is not None:
                concept = self._concept(run, self.tokens[position + width : position + width + 1])
                yield self._with_joints(concept, position) if width == 1 else concept
            position += width

    def _with_joints(self, concept: Concept, position: int) -> Concept:
        around = [self.joints.get(index) for index in (position - 1, position)] if self.joints else ()
        more = tuple(joint.alternative(WEIGHTS["compound"]) for joint in around if joint is not None)
        more += tuple(self.compounds.get(position, ()))
        return replace(concept, alternatives=(*concept.alternatives, *more)) if more else concept

    def _compounds(self) -> dict[int, list[Alternative]]:
        """Return for each of two words that the seeds write as one, by its index, how they do."""
        found: dict[int, list[Alternative]] = {}
        ways = compounds_of(self.language)
        for first, second in ways.pairs(self.tokens) if ways else ():
            for written in ways.joined(self.tokens[first].word, self.tokens[second].word) if ways else ():
                if (term := self._term(written)) is not None and term in self.vocabulary:
                    way = Alternative((term,), WEIGHTS["compound"], "compound", written)
                    found.setdefault(first, []).append(way)
                    found.setdefault(second, []).append(way)
        return found

    def _unit(self, run: Sequence[Token], joint: Joint) -> Concept:
        """Read words that tell nothing without each other as one: "F-16", "12 500"."""
        apart = tuple(token.term for token in run if token.term is not None)
        ways = [joint.alternative(WEIGHTS["exact"])]
        if all(term in self.vocabulary for term in apart):
            ways.append(Alternative(apart, WEIGHTS["compound"], "compound", joint.words))
        return Concept(joint.words, run[0].start, run[-1].end, (joint.term,), tuple(ways))

    def _phrase_width(self, position: int) -> int:
        longest = self.synonyms.longest(self.tokens[position].term or self.tokens[position].word)
        for width in range(min(longest, len(self.tokens) - position), 1, -1):
            if phrase_key(self.tokens[position : position + width]) in self.synonyms:
                return width
        return 1

    def _concept(self, run: Sequence[Token], following: Sequence[Token]) -> Concept:
        start, end = run[0].start, run[-1].end
        terms = tuple([token.term for token in run if token.term is not None])
        alternatives = tuple(self._as_said(run, terms)) or tuple(self._without_marks(run))
        asking = len(run) == 1 and run[0].word in self.fillers
        if not alternatives and not asking and len(run) == 1:
            alternatives = tuple(self.writing.otherwise(run[0], WEIGHTS["compound"]))
        if not alternatives and not asking and len(run) == 1:
            near = self._near(run[0])
            asking = bool(near) and near[0].word in self.fillers
            # A slip for "really" is no rally.
            meant = [each for each in near if each.word in self.fillers] if asking else near
            alternatives = tuple(self._respelt(run[0], meant, () if asking else following))
        return Concept(self.question[start:end], start, end, terms, alternatives, asking)

    def _meant_in_short(self) -> Iterator[tuple[int, list[Expansion]]]:
        """Yield what the seeds say that abbreviations and names of the question mean, for each word of them."""
        acronyms, key = self.vocabulary.acronyms, phrase_key(self.tokens)
        for first, token in enumerate(self.tokens):
            if not (longest := acronyms.longest(key[first])):  # as of most words
                continue
            widest = min(longest, len(key) - first)
            for width in range(widest, 0, -1):
                meanings = acronyms.of(key[first : first + width])
                if meanings and (width > 1 or self._is_written_short(token)):
                    yield from ((each.start, meanings) for each in self.tokens[first : first + width])
                    break

    def _is_written_short(self, token: Token) -> bool:
        """Tell an abbreviation from a common word: a CAT is no cat."""
        return self.question[token.start : token.end].isupper() or not is_common(token.word, self.language)

    def _as_said(self, run: Sequence[Token], terms: tuple[str, ...]) -> Iterator[Alternative]:
        if terms and all(map(self.vocabulary.__contains__, terms)):
            yield Alternative(terms, WEIGHTS["exact"], "exact", self.question[run[0].start : run[-1].end])
        if len(run) == 1:
            if not run[0].word.isalpha():
                yield from self.writing.other_readings(run[0], WEIGHTS["exact"])
            for word in beside(run[0].word, self.language):
                yield from self._beside(run[0], word)
        if self.meanings:
            yield from self._meant(run)
        key = phrase_key(run)
        if key not in self.synonyms:
            return
        for member in self.synonyms.of(key, tuple(token.word for token in run)):
            instead = self._in_place(run, member.words) if member.same and not self._is_beside(run, member) else None
            yield from self._synonym(member, 1.0, instead)

    def _meant(self, run: Sequence[Token]) -> Iterator[Alternative]:
        for meaning in dict.fromkeys(each for token in run for each in self.meanings.get(token.start, ())):
            if all(term in self.vocabulary for term in meaning.terms):
                yield Alternative(meaning.terms, BESIDES_WEIGHT, "synonym", meaning.words)

    def _beside(self, token: Token, word: str) -> Iterator[Alternative]:
        """Find a word that has the one typed for a form, or is one of its, and a word of its own: "rise" for "rose"."""
        term = self._term(word)
        if term is not None and term != token.term and term in self.vocabulary:
            yield Alternative((term,), BESIDE_WEIGHT, "synonym", word)

    def _without_marks(self, run: Sequence[Token]) -> Iterator[Alternative]:
        """Find a word that the seeds have with marks, which the stemmer needs: "escribio" for "escribió"."""
        term = self.vocabulary.words.get(run[0].word) if len(run) == 1 else None
        if term is not None and term in self.vocabulary:
            yield Alternative((term,), WEIGHTS["exact"], "exact", self.question[run[0].start : run[0].end])

    def _synonym(self, member: SynonymForm, similarity: float, instead: str | None) -> Iterator[Alternative]:
        if all(term in self.vocabulary for term in member.key):
            weight = BESIDES_WEIGHT if instead is None else WEIGHTS["synonym"]
            yield Alternative(member.key, weight * similarity, "synonym", member.words, instead)

    def _is_beside(self, run: Sequence[Token], member: SynonymForm) -> bool:
        """Tell whether a part of a name stands beside what it would be put in for: "Nagorno-Karabagh"."""
        start, end = self.tokens.index(run[0]), self.tokens.index(run[-1]) + 1
        around = (*self.tokens[max(0, start - 1) : start], *self.tokens[end : end + 1])
        return not set(phrase_key(around)).isdisjoint(member.key)

    def _in_place(self, run: Sequence[Token], words: str) -> str:
        """Write words as those typed were, with their capital letters and what an apostrophe adds to them."""
        typed = self.question[run[0].start : run[-1].end]
        bare = next((part for part in _APOSTROPHES.split(typed) if fold(part) == run[0].word), typed)
        if bare[:1].isupper() and words.islower():
            words = _BEGINNING.sub(lambda beginning: beginning[0].upper(), words)
        return typed.replace(bare, words, 1)

    def _near(self, token: Token) -> tuple[Near, ...]:
        """Return near words, of the seeds and of the language, of a word that neither knows; nearest first.

        The language knows more forms of a word than the seeds, and words that are nearer than any of theirs. What
        both know only in other forms is nearest to the word's stem.
        """
        if is_common(token.word, self.language):
            return ()
        found = {each.word: each for each in self.vocabulary.speller.near(token.word, NEAR_WORDS)}
        common = _common_speller(self.language).near(token.word, NEAR_WORDS)
        found |= {each.word: each for each in common}
        stem = token.term or ""
        if not found and len(stem) >= SHORTEST_STEM:
            found = {each.word: each for each in self.vocabulary.speller.near(stem, NEAR_WORDS)}
        nearest = max((each.similarity for each in found.values()), default=0.0)
        likely = [each for each in found.values() if each.similarity >= nearest - NEARLY]
        return tuple(sorted(likely, key=self._likelihood)[:NEAR_WORDS])

    def _likelihood(self, near: Near) -> tuple[float, bool, float]:
        """Put the nearest first, of equally near words what one slip of a finger leads to, then the most common."""
        return -round(near.similarity, 2), not near.slip, -(zipf(self._written(near.word), self.language) or 0.0)

    def _written(self, word: str) -> str:
        """Return a folded word as the language writes it, with its marks."""
        return common_words(self.language).get(word, word)

    def _respelt(self, token: Token, near: Sequence[Near], following: Sequence[Token]) -> Iterator[Alternative]:
        yield from self._joined(token, following)
        likeliest = True
        for distance, each in enumerate(near):
            written = self._written(each.word)
            term = self.vocabulary.words.get(each.word) or self._term(written)
            instead = self._in_place([token], written)
            if term is not None and term in self.vocabulary:
                weight = (LIKELY if likeliest else WEIGHTS["spelling"]) * each.similarity
                weight = SURE if likeliest and each.slip else weight
                yield Alternative((term,), weight, "spelling", written, instead)
                likeliest = False
            if term is not None and not distance:  # of a word that was hardly meant, they would be far off
                for member in self.synonyms.of((term,)):
                    yield from self._synonym(member, each.similarity, instead)
        yield from self._parted(token)

    def _term(self, word: str) -> str | None:
        tokens = analyzer(self.language).tokens(word)
        return tokens[0].term if len(tokens) == 1 else None

    def _joined(self, token: Token, following: Sequence[Token]) -> Iterator[Alternative]:
        """Join "cease fire", where the seeds know the result."""
        words = self.vocabulary.words
        if following and token.word + following[0].word in words:
            joined = token.word + following[0].word
            instead = self._in_place([token, following[0]], joined)
            yield Alternative((words[joined],), WEIGHTS["compound"], "compound", joined, instead, following[0].end)

    def _parted(self, token: Token) -> Iterator[Alternative]:
        """Part "antiarmenian" and "f16", where the seeds know both parts; a percentage is no percent age."""
        words = self.vocabulary.words
        parts = self.writing.parts(token.word, common=is_common(token.word, self.language))
        for first, second in dict.fromkeys(parts):
            term = (words.get(second) or self._term(second)) if first in words else None
            if term is not None and term in self.vocabulary:
                parted = f"{first} {second}"
                instead = self._in_place([token], parted)
                yield Alternative((words[first], term), WEIGHTS["compound"], "compound", parted, instead)
