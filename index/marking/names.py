"""Names of people and institutions among the words of a text: where they begin, where they end, what is said of them.

Which words make a name is data (`index/data/claims.yaml`). Knows nothing of what somebody said.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from index.marking.running_text import TextToken, begins_sentence, token_at

LONGEST_NAME = 14  # words
LONGEST_APPOSITION = 12
_UNKNOWN = 3  # lower-case words between the parts of a name: "the most recent police figures"

Phrase = tuple[str, ...]


class Names:
    """The words of one language that make names, compiled; immutable once built."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self._entry = entry
        self._lists = {name: frozenset(words.split()) for name, words in entry.items() if isinstance(words, str)}
        self._lists["needs_that"] = self.any_of("tell", "find")
        self.verbs = self.any_of("say", "report", "find", "tell", "put", "call", "quote")
        self._no_name = self.any_of("openers", "calendar")
        self._heads = self.any_of("nouns", "papers")
        self._openings = self.any_of("nouns", "papers", "articles", "modifiers")
        self._borders = self.any_of("stops", "calendar", "prepositions")
        self._about = self.any_of("articles", "nouns", "relative")
        self._holds_on = self.any_of("articles", "modifiers", "possessives", "prepositions", "conditions", "relative")

    def __getitem__(self, name: str) -> frozenset[str]:
        """Return one of the word lists."""
        return self._lists.get(name, frozenset())

    def any_of(self, *names: str) -> frozenset[str]:
        """Return the words of several lists."""
        return frozenset().union(*(self[name] for name in names))

    def is_name(self, token: TextToken) -> bool:
        """Tell whether a word looks like a part of a name: with a capital letter, and none of a sentence's openers."""
        return token.kind == "word" and token.is_cap and token.key not in self._no_name

    def _is_head(self, token: TextToken) -> bool:
        return self.is_name(token) or token.key in self._heads

    def _begins(self, token: TextToken) -> bool:
        return self.is_name(token) or token.key in self._openings

    def end_of_name(self, words: Sequence[TextToken], at: int, limit: int | None = None) -> int:
        """Return the index after the name that begins at an index and ends before a limit; the same index for none."""
        index = last = at
        index += token_at(words, index).key in self["articles"]
        unknown, within = 0, False
        limit = at + LONGEST_NAME if limit is None else limit
        while index < limit and (word := token_at(words, index)).kind == "word":
            if self._is_head(word):
                index, unknown, within = index + 1, 0, within and not word.is_cap
                last = index
            elif last == index and self._joins(words, index):
                index, within = index + 1 + (token_at(words, index + 1).key in self["articles"]), True
            elif self.ends_name(word) or (last > at and word.key in self["articles"]):
                break
            elif word.key in self["modifiers"] or word.key.isdigit():
                index += 1
            elif unknown < _UNKNOWN:
                index, unknown = index + 1, unknown + 1
                last = index if within else last
            else:
                break
        return last

    def ends_name(self, word: TextToken) -> bool:
        """Tell whether a word cannot stand in a name."""
        return word.key in self._borders or (word.key in self.verbs and not word.is_cap)

    def _joins(self, words: Sequence[TextToken], index: int) -> bool:
        word, after = token_at(words, index), token_at(words, index + 1)
        if word.key in self["joins"] or word.key in self["name_particles"]:
            beyond = token_at(words, index + 2)
            return self.is_name(after) or (after.key in self["name_particles"] and self.is_name(beyond))
        return word.key in self["particles"] and after.kind == "word" and after.key not in self["stops"]

    def phrases(self, name: str) -> tuple[str, ...]:
        """Return a list of phrases, each of several words, as it stands in the data."""
        found = self._entry.get(name, ())
        return (found,) if isinstance(found, str) else tuple(found)

    def cues(self, key: str) -> Sequence[tuple[Phrase, Phrase]]:
        """Return what names somebody and begins with a word: the words before the name, and those behind it."""
        return self._cues.get(key, ())

    def closings(self, key: str) -> Sequence[Phrase]:
        """Return what begins with a word and stands behind whoever it names."""
        return self._closings.get(key, ())

    @cached_property
    def _cues(self) -> dict[str, list[tuple[Phrase, Phrase]]]:
        pairs = [(cue, "") for cue in self.phrases("cue")] + list(self._entry.get("wrapped", ()))
        cues: dict[str, list[tuple[Phrase, Phrase]]] = {}
        for opening, closing in pairs:
            words = tuple(opening.split())
            cues.setdefault(words[0], []).append((words, tuple(closing.split())))
        return cues

    @cached_property
    def _closings(self) -> dict[str, list[Phrase]]:
        closings: dict[str, list[Phrase]] = {}
        for phrase in self.phrases("after_cue"):
            words = tuple(phrase.split())
            closings.setdefault(words[0], []).append(words)
        return closings

    def end_of_apposition(self, words: Sequence[TextToken], at: int) -> int:
        """Return the index after what a comma adds to a name: ", a farmer from the north"; else that of the comma."""
        first = [word.key for word in words[at + 1 : at + 6]]
        is_about = self["nouns"].intersection(first) and first[0] in self["articles"] | self["nouns"]
        if token_at(words, at).key != "," or not is_about:
            return at
        for index in range(at + 1, at + 1 + LONGEST_APPOSITION):
            word = token_at(words, index)
            if word.kind != "word":
                return index if index > at + 1 and word.kind != "quotation" and word.key != "(" else at
            if word.key in self.verbs or word.key in self["relative"]:
                return at
        return at

    def name_before(self, words: Sequence[TextToken], end: int) -> tuple[int, int, int] | None:
        """Find the name that ends before an index.

        Returns:
            Where it begins, where what is said of it ends, and where the clause goes on; None where there is none.
        """
        stop = self._before_commas(words, end)
        if stop is None or token_at(words, stop - 1).is_possessive:
            return None
        for start in range(max(0, stop - LONGEST_NAME), stop):
            between = words[start:stop]
            if (
                all(each.kind == "word" for each in between)
                and self._begins(words[start])
                and self._may_begin(words, start)
                and self.end_of_name(words, start, stop) == stop
            ):
                known = self.end_of_apposition(words, stop)
                return start, known if known < end else stop, end
        return None

    def _before_commas(self, words: Sequence[TextToken], end: int) -> int | None:
        """Return where a name ends, before ", the head of the union," or ", who was there," if that stands there."""
        if token_at(words, end - 1).key != ",":
            return end
        for index in range(end - 2, max(-1, end - 2 - LONGEST_APPOSITION), -1):
            if words[index].kind != "word":
                is_about = token_at(words, index + 1).key in self._about
                return index if words[index].key == "," and is_about else None
        return None

    def _may_begin(self, words: Sequence[TextToken], start: int) -> bool:
        """Tell whether the word before leaves a name whole, and does not make it the object of something."""
        before = token_at(words, start - 1)
        if before.kind != "word":
            return True
        return not (self._is_head(before) or before.key in self._holds_on)


class Cue(NamedTuple):
    """Words that name whose knowledge is given, from `first` to before `end`; the name is between."""

    first: int
    start: int
    known: int
    end: int


def cues_in(words: Sequence[TextToken], names: Names) -> Iterator[Cue]:
    """Find where words such as "according to" name somebody, before or behind them."""
    keys = [word.key for word in words]
    for index in range(len(words)):
        for opening, closing in names.cues(keys[index]):
            start = index + len(opening)
            if tuple(keys[index:start]) != opening:
                continue
            end = names.end_of_name(words, start)
            if end == start or tuple(keys[end : end + len(closing)]) != closing:
                continue
            known = end if begins_sentence(words, index) else names.end_of_apposition(words, end)
            yield Cue(index, start, known, max(known, end + len(closing)))
        for closing in names.closings(keys[index]):
            if tuple(keys[index : index + len(closing)]) == closing and (found := names.name_before(words, index)):
                yield Cue(found[0], found[0], found[1], index + len(closing))
