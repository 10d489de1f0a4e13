"""Whether a question asks about a document itself ("Can I trust this?") and not about its subject; knows no seeds.

How people ask that is data (`index/data/document_questions.yaml`). A question counts only as a whole: "Who wrote this?"
asks about a document, "Who wrote this law?" does not.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, product
from typing import Any, Final, Literal, get_args

import regex

from index.text.wordlists import load_data

Subject = Literal["trust", "certainty", "who", "when", "current", "sources", "about", "more"]
SUBJECTS: Final[tuple[Subject, ...]] = get_args(Subject)
_Entries = dict[str, str | list[str]]
MOST_CHARS = 160  # whoever types more asks about more than a document
MOST_STRANGE = 6  # words of a document's name
MOST_STRANGE_BESIDE_A_POINTER = 2  # since patterns write words with their endings apart
MOST_REFERENCES = 4  # in one question
COMMON = (
    "is the of in to for by with what how when do does a name are was ist die der in von zu den wie was es um can one"
)
NOTHING = "(?!)"  # a pattern that matches nothing
_SIGNS = _DOCUMENT, _AUTHOR = "§", "¶"  # stand in a question for a reference to either

_APOSTROPHES = re.compile(r"['’ʼ`´]")
_PIECE = re.compile(r"[\w&+#]+(?:(?<=\w)-(?=\w)[\w&+#]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = re.compile(r"([^\W\d_]+)\(\?:([^\W\d_]+(?:\|[^\W\d_]+)*)\)")
_REFERRING = {"{doc}": _DOCUMENT, "{author}": _AUTHOR}
_SLOT = re.compile(r"\{(\w+)\}")
# A pattern's groups with a blank at one end that may be missing, its alternatives, the parts between blanks of one, and
# what in a part makes words that do not stand in it: "(?:a|b)c", "x[yz]", "a ?b", a number.
_INNER = r"(?<inner>(?:[^()]|\((?&inner)\))*)"
_OPTIONAL = regex.compile(rf"\(\?:(?: {_INNER}|(?&inner) )\)[?*]")
_PART = regex.compile(rf"(?:\({_INNER}\)|[^\s()])+")
_ALTERNATIVE = regex.compile(rf"(?:\({_INNER}\)|[^()|])+")
_HARD_TO_TELL = re.compile(r"(?<![^\W\d_])\?|\?[^\W\d_]|[*+\[\\\d§¶]|\)[^\W\d_]|[^\W\d_]\(")


@dataclass(frozen=True, slots=True)
class DocumentQuestion:
    """A question about a document.

    Attributes:
        subject: what is asked of it; "more" asks whether its author goes on.
        names: what may be the name of the document, in the words of the question, likeliest first; empty where it is
            only pointed at ("this", "the text").
        is_certain: False where it is about a document only if one of `names` is its whole name.
        topic: what the document is said to be on ("the thread on Armenia"), else empty.
    """

    subject: Subject
    names: tuple[str, ...] = ()
    is_certain: bool = True
    topic: str = ""


def read_document_question(question: str) -> DocumentQuestion | None:
    """Return what a question asks about a document, or None where it asks about something else.

    Example: "Can I trust the thread on Armenia?" asks for "trust" of a document named "armenia".
    """
    if len(question) > MOST_CHARS:
        return None
    words = _plain(question)
    if not words:
        return None
    every = frozenset(words.split() if words.replace(" ", "").isalpha() else _WORD.findall(words))
    for name, language in _languages().items():
        found = _pointed_at(_fillers(name).sub("", words).strip(), every, name) if language.may_point(every) else None
        if found := found or (None if language.bare.isdisjoint(every) else _named(words, every, name)):
            return found
    return None


def said_of(subject: Subject, text: str, language: str) -> tuple[int, int, int] | None:
    """Return how well a text speaks of what is asked (0 is best) and where, in characters; None where it does not.

    Example: "May write more if there is interest." speaks of "more".
    """
    straight = _APOSTROPHES.sub("'", text)
    for order, pattern in enumerate(_sayings(language).get(subject, ())):
        if match := pattern.search(straight):
            return order, match.start(), match.end()
    return None


@cache
def _sayings(language: str) -> Mapping[str, tuple[re.Pattern[str], ...]]:
    says = load_data("document_questions.yaml").get(language, {}).get("says", {})
    return {subject: tuple(re.compile(each, re.IGNORECASE) for each in patterns) for subject, patterns in says.items()}


def _plain(question: str) -> str:
    """Return a question in lower case without marks and apostrophes, words parted by one space."""
    return " ".join(_PIECE.findall(_APOSTROPHES.sub("", question.casefold())))


@dataclass(frozen=True, slots=True)
class _Language:
    """How people ask in one language.

    Attributes:
        words: every word of its patterns.
        works: those of them that say what kind of work a document is.
        pointers: those that point at one or at its author.
        bare: those one of which stands in every question that holds the bare name of a document.
        entries: as they stand in the data.
    """

    words: frozenset[str]
    works: frozenset[str]
    pointers: frozenset[str]
    bare: frozenset[str]
    entries: _Entries

    def may_point(self, words: frozenset[str]) -> bool:
        """Tell whether the patterns are worth trying: few words are in none of them, more where a name may be."""
        if not self.works.isdisjoint(words):
            return len(words - self.words) <= MOST_STRANGE
        if not self.pointers.isdisjoint(words):
            return len(words - self.words) <= MOST_STRANGE_BESIDE_A_POINTER
        return words <= self.words


def _pointed_at(words: str, every: frozenset[str], language: str) -> DocumentQuestion | None:
    """Match a question, each reference in it once taken for one and once for plain words, all taken first."""
    variants = list(_variants(words, _references(language)))
    ways = _ways(language).likely(every.union(sign for sign in _SIGNS if sign in variants[0]))
    for variant in variants if ways else ():
        subject, match = _first_match(ways, variant)
        if subject and match and not any(sign in name for name in _names(match) for sign in _SIGNS):
            return DocumentQuestion(subject, _names(match), topic=_topic(match, _languages()[language].entries))
    return None


def _topic(match: re.Match[str], entries: _Entries) -> str:
    """Return the name that stands behind a word such as "on", if one does."""
    topics = str(entries["topic"]).split("|")
    before = {name: match.string[: match.string.rindex(name)].rstrip() for name in _names(match)}
    return next((name for name, text in before.items() if text.endswith(tuple(f" {word}" for word in topics))), "")


def _named(words: str, every: frozenset[str], language: str) -> DocumentQuestion | None:
    """Match a question that may hold the bare name of a document ("Who wrote Tides?")."""
    subject, match = _first_match(_bare_ways(language).likely(every), words)
    return DocumentQuestion(subject, _names(match), is_certain=False) if subject and match else None


def _names(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, match.groups())))


def _variants(words: str, references: re.Pattern[str]) -> Iterator[str]:
    found = list(islice(references.finditer(words), MOST_REFERENCES))
    for taken in product((True, False), repeat=len(found)):
        variant = words
        for match, is_taken in reversed(list(zip(found, taken, strict=True))):
            if is_taken:
                sign = _AUTHOR if match["author"] else _DOCUMENT
                variant = variant[: match.start()] + sign + variant[match.end() :]
        yield variant


@cache
def _languages() -> Mapping[str, _Language]:
    return {language: _language(entries) for language, entries in load_data("document_questions.yaml").items()}


def _language(entries: Mapping[str, Any]) -> _Language:
    joined: _Entries = {
        name: _joined(entry) if isinstance(entry, str) else list(map(str.casefold, entry))
        for name, entry in entries.items()
        if name not in ("bare", "says")
    }
    the, works, author = (str(joined[name]) for name in ("the", "works", "author"))
    this = str(joined["this"]).replace("{works}", f"(?:{works})")
    texts = chain.from_iterable([entry] if isinstance(entry, str) else entry for entry in joined.values())
    return _Language(
        words=_words_of(" ".join(texts)),
        works=_words_of(works),
        pointers=_words_of(f"{author} {this}") - (_words_of(the) - frozenset(this.split("|"))),
        bare=_words_of(" ".join(chain.from_iterable(entries.get("bare", {}).values()))) - _words_of(COMMON),
        entries={**joined, "this": this},
    )


@cache
def _references(language: str) -> re.Pattern[str]:
    """Return what refers to a document or to its author; a group tells the author."""
    the, works, author, this = (_languages()[language].entries[name] for name in ("the", "works", "author", "this"))
    return re.compile(rf"\b(?:(?P<author>{author})|(?:{this})(?: (?:{works}))?|(?:(?:{the}) )?(?:{works}))\b")


@cache
def _fillers(language: str) -> re.Pattern[str]:
    """Return the words that may stand anywhere in a question and change nothing."""
    return re.compile(rf"\b(?:{_languages()[language].entries.get('anywhere', NOTHING)}) ?\b")


def _joined(entry: str) -> str:
    return re.sub(r"\|\s+", "|", entry).strip().casefold()


@cache
def _words_of(pattern: str) -> frozenset[str]:
    """Return the words of a pattern; of one that may have an ending ("texts?", "autor(?:in)?") each form."""
    folded = pattern.casefold()
    shorter = re.findall(r"([^\W\d_]+)[^\W\d_]\?", folded)
    longer = [stem + end for stem, ends in _ENDINGS.findall(folded) for end in ends.split("|")]
    return frozenset([*_WORD.findall(folded), *shorter, *longer])


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to ask, compiled when a question may match: all of them would take 0.1 s.

    Attributes:
        needed: sets of words; a question that matches holds one of each.
        pattern: what all of a question must match; a group for each name in it.
    """

    subject: Subject
    needed: tuple[frozenset[str], ...]
    pattern: str


class _Ways:
    """Ways to ask, listed by the words of one set that each of them needs; those that need none by no word."""

    def __init__(self, ways: Iterable[_Way]) -> None:
        self._ways = tuple(ways)
        self._by_word = defaultdict[str, list[int]](list)
        for place, way in enumerate(self._ways):
            for word in min(way.needed, key=_rarity, default=("",)):
                self._by_word[word].append(place)

    def likely(self, words: frozenset[str]) -> list[_Way]:
        """Return those that a question with these words may match, in their order."""
        places = {place for word in ("", *words) for place in self._by_word.get(word, ())}
        found = (self._ways[place] for place in sorted(places))
        return [way for way in found if not any(map(words.isdisjoint, way.needed))]


def _rarity(words: frozenset[str]) -> tuple[bool, int]:
    """Put first what the fewest questions hold one of: a reference to a document, else a set of few words."""
    return words.isdisjoint(_SIGNS), len(words)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _first_match(ways: Iterable[_Way], words: str) -> tuple[Subject | None, re.Match[str] | None]:
    found = ((way.subject, match) for way in ways if (match := _compiled(way.pattern).fullmatch(words)))
    return next(found, (None, None))


@cache
def _ways(language: str) -> _Ways:
    entries = _languages()[language].entries
    return _Ways(_ways_of(entries, entries))


@cache
def _bare_ways(language: str) -> _Ways:
    bare = load_data("document_questions.yaml")[language].get("bare", {})
    return _Ways(_ways_of(_languages()[language].entries, bare))


def _ways_of(entries: _Entries, patterns: _Entries) -> Iterator[_Way]:
    """Yield the ways to ask, in the order of the subjects, what stands in braces filled in."""

    def slot(match: re.Match[str]) -> str:
        return _SLOTS[match[1]](entries) if match[1] in _SLOTS else f"(?:{filled(str(entries[match[1]]))})"

    def filled(pattern: str) -> str:
        return _SLOT.sub(slot, pattern)

    for subject in SUBJECTS:
        for pattern in chain.from_iterable(map(_alternatives, patterns.get(subject, ()))):
            whole = f"(?:(?:{entries['before']}) )*(?:{filled(pattern)})(?: (?:{entries['after']}))*"
            yield _Way(subject, tuple(_needed(pattern, entries)), whole)


def _alternatives(pattern: str) -> Iterator[str]:
    return (match[0] for match in _ALTERNATIVE.finditer(pattern))


def _needed(pattern: str, entries: _Entries) -> Iterator[frozenset[str]]:
    """Yield for each part of a pattern that has to be there the words it may be; for none that are hard to tell."""
    for match in _PART.finditer(_OPTIONAL.sub("", pattern)):
        filled = _SLOT.sub(lambda slot: _REFERRING.get(slot[0]) or f"({entries.get(slot[1], _DOCUMENT)})", match[0])
        if filled in _SIGNS:
            yield frozenset(filled)
        elif _HARD_TO_TELL.search(filled := filled.replace("(?:", "(")) is None:
            yield _words_of(filled)


def _document(entries: _Entries) -> str:
    """Return the pattern of what refers to a document: "§", "§ on mills", "mill §"."""
    return rf"(?:{_DOCUMENT}(?: (?:{entries['of']}) (.+?))?|(.+?) {_DOCUMENT})"


_SLOTS: Mapping[str, Callable[[_Entries], str]] = {
    "doc": _document,
    "author": lambda entries: f"{_AUTHOR}(?: (?:(?:{entries['of']}) )?{_DOCUMENT})?",
    "name": lambda _entries: "(.+?)",
}
