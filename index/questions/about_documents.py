"""Whether a question asks about a document itself ("Can I trust this?") and not about its subject; knows no seeds.

How people ask that is data (`index/data/document_questions.yaml`). A question counts only as a whole: "Who wrote this?"
asks about a document, "Who wrote this law?" does not.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice, product
from typing import Any, Final, Literal, get_args

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
_DOCUMENT, _AUTHOR = "§", "¶"  # stand in a question for a reference to either

_APOSTROPHES = re.compile(r"['’ʼ`´]")
_PIECE = re.compile(r"[\w&+#]+(?:(?<=\w)-(?=\w)[\w&+#]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = re.compile(r"([^\W\d_]+)\(\?:([^\W\d_]+(?:\|[^\W\d_]+)*)\)")
_SLOT = re.compile(r"\{(\w+)\}")


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
        found = _pointed_at(language.fillers.sub("", words).strip(), name) if language.may_point(every) else None
        if found := found or (None if language.bare.isdisjoint(every) else _named(words, name)):
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
        references: what refers to either; a group tells the author.
        fillers: words that may stand anywhere in a question and change nothing.
        entries: as they stand in the data.
    """

    words: frozenset[str]
    works: frozenset[str]
    pointers: frozenset[str]
    bare: frozenset[str]
    references: re.Pattern[str]
    fillers: re.Pattern[str]
    entries: _Entries

    def may_point(self, words: frozenset[str]) -> bool:
        """Tell whether the patterns are worth trying: few words are in none of them, more where a name may be."""
        if not self.works.isdisjoint(words):
            return len(words - self.words) <= MOST_STRANGE
        if not self.pointers.isdisjoint(words):
            return len(words - self.words) <= MOST_STRANGE_BESIDE_A_POINTER
        return words <= self.words


def _pointed_at(words: str, language: str) -> DocumentQuestion | None:
    """Match a question, each reference in it once taken for one and once for plain words, all taken first."""
    for variant in _variants(words, _languages()[language].references):
        match = _pattern(language).fullmatch(variant)
        if match and not any(sign in name for name in _names(match) for sign in (_DOCUMENT, _AUTHOR)):
            return DocumentQuestion(_subject(match), _names(match), topic=_topic(match, _languages()[language].entries))
    return None


def _topic(match: re.Match[str], entries: _Entries) -> str:
    """Return the name that stands behind a word such as "on", if one does."""
    topics = str(entries["topic"]).split("|")
    before = {name: match.string[: match.string.rindex(name)].rstrip() for name in _names(match)}
    return next((name for name, text in before.items() if text.endswith(tuple(f" {word}" for word in topics))), "")


def _named(words: str, language: str) -> DocumentQuestion | None:
    """Match a question that may hold the bare name of a document ("Who wrote Tides?")."""
    match = _bare_pattern(language).fullmatch(words)
    return DocumentQuestion(_subject(match), _names(match), is_certain=False) if match else None


def _subject(match: re.Match[str]) -> Subject:
    return next(subject for subject in SUBJECTS if match.groupdict().get(subject) is not None)


def _names(match: re.Match[str]) -> tuple[str, ...]:
    """Return what the groups without a name hold."""
    subjects = set(match.re.groupindex.values())
    found = (text for number, text in enumerate(match.groups(), 1) if number not in subjects)
    return tuple(dict.fromkeys(filter(None, found)))


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
        references=re.compile(rf"\b(?:(?P<author>{author})|(?:{this})(?: (?:{works}))?|(?:(?:{the}) )?(?:{works}))\b"),
        fillers=re.compile(rf"\b(?:{joined.get('anywhere', NOTHING)}) ?\b"),
        entries=joined,
    )


def _joined(entry: str) -> str:
    return re.sub(r"\|\s+", "|", entry).strip().casefold()


def _words_of(pattern: str) -> frozenset[str]:
    """Return the words of a pattern; of one that may have an ending ("texts?", "autor(?:in)?") each form."""
    folded = pattern.casefold()
    shorter = re.findall(r"([^\W\d_]+)[^\W\d_]\?", folded)
    longer = [stem + end for stem, ends in _ENDINGS.findall(folded) for end in ends.split("|")]
    return frozenset([*_WORD.findall(folded), *shorter, *longer])


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Compile what a language has; takes about 0.1 s, once."""
    return _compiled(_languages()[language].entries, _languages()[language].entries)


@cache
def _bare_pattern(language: str) -> re.Pattern[str]:
    """Compile the patterns with a name in them; takes a few ms, once."""
    return _compiled(_languages()[language].entries, load_data("document_questions.yaml")[language].get("bare", {}))


def _compiled(entries: _Entries, patterns: _Entries) -> re.Pattern[str]:
    """Compile the patterns of all subjects into one, a group for each, what stands in braces filled in."""

    def slot(match: re.Match[str]) -> str:
        return _SLOTS[match[1]](entries) if match[1] in _SLOTS else f"(?:{filled(str(entries[match[1]]))})"

    def filled(pattern: str) -> str:
        return _SLOT.sub(slot, pattern)

    subjects = (f"(?P<{name}>{'|'.join(map(filled, patterns[name]))})" for name in SUBJECTS if name in patterns)
    return re.compile(f"(?:(?:{entries['before']}) )*(?:{'|'.join(subjects) or NOTHING})(?: (?:{entries['after']}))*")


def _document(entries: _Entries) -> str:
    """Return the pattern of what refers to a document: "§", "§ on mills", "mill §"."""
    return rf"(?:{_DOCUMENT}(?: (?:{entries['of']}) (.+?))?|(.+?) {_DOCUMENT})"


_SLOTS: Mapping[str, Callable[[_Entries], str]] = {
    "doc": _document,
    "author": lambda entries: f"{_AUTHOR}(?: (?:(?:{entries['of']}) )?{_DOCUMENT})?",
    "name": lambda _entries: "(.+?)",
}
