"""Claims: where a text gives somebody else's words or knowledge, and who it says that is.

Precision comes before recall: whoever is named is named in the text's own words, and nobody is guessed at. What words
make it a claim is data (`index/data/claims.yaml`); this module must not rate whether anything is true.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from index.marking.anonymous import code_spans, is_people
from index.marking.names import Names
from index.marking.phrases.trie import expand
from index.marking.running_text import begins_sentence, sentence_start
from index.marking.speakers import AFTER_LINE, FEW, LONGEST_LINE, WORD, QuotationReading, one_line
from index.model import Claim
from index.text.analysis import primary
from index.text.wordlists import load_data


@lru_cache(maxsize=256)
def find_claims(text: str, language: str | None = None) -> tuple[Claim, ...]:
    """Return the claims in a text, in order; a few tenths of a millisecond for a passage.

    Args:
        text: any text.
        language: BCP 47 tag; English where None. In one without patterns only lines that name a speaker are found.
    """
    spoken = primary(language)
    reading = QuotationReading(text, _names(spoken))
    quoting = [Claim(quoted.start, quoted.end, "quoting", who) for quoted, who in reading.speakers()]
    found = sorted([*quoting, *_Told(reading).claims()], key=lambda each: each.start)
    code = code_spans(text) if found else []
    named = (each if each.who is None or not is_people(each.who, spoken) else replace(each, who=None) for each in found)
    return tuple(
        each
        for each in named
        if (each.who is not None or each.kind == "quoting")
        and not any(start <= each.start and each.end <= end for start, end in code)
    )


@cache
def _names(language: str) -> Names:
    return Names(load_data("claims.yaml").get(language, {}))


class _Told:
    """What a text tells of others without quoting them; its quotations were gone through before."""

    def __init__(self, reading: QuotationReading) -> None:
        self.reading = reading
        self.names, self.words, self.text = reading.names, reading.words, reading.text
        self._at = reading.at

    def claims(self) -> Iterator[Claim]:
        """Yield what is told and whose sources are named."""
        yield from self._citing_by_cue()
        yield from self._citing_by_verb()
        yield from self._source_lines()

    def _citing_by_cue(self) -> Iterator[Claim]:
        for cue in self.reading.cues:
            is_known = self.reading.is_somebody(cue.start, cue.known) and not self._is_bare(cue.start, cue.known)
            if cue.first not in self.reading.used and is_known:
                self.reading.used.update(range(cue.first, cue.end))
                yield self._citing(cue.first, cue.end, cue.start, cue.known)

    def _citing_by_verb(self) -> Iterator[Claim]:
        for verb, word in enumerate(self.words):
            if verb in self.reading.used or word.is_cap or word.key not in self.names.verbs:
                continue
            found = self.names.name_before(self.words, self.reading.skip_fillers_back(verb))
            if found and self.reading.is_somebody(*found[:2]) and self._tells(found[0], found[1], verb):
                yield self._citing(found[0], verb + 1, *found[:2])

    def _tells(self, start: int, known: int, verb: int) -> bool:
        """Tell whether what follows a verb (or stands before it) is what somebody says."""
        names, key = self.names, self._at(verb).key
        if self._at(start - 1).key in names["as"]:
            return key in names["say"] | names["report"] | names["put"] | names["tell"] and self._ends_soon(verb + 1)
        if self._is_put_last(start, verb):
            return key in names["say"] | names["report"] and key not in names["ambiguous"]
        return not self._is_bare(start, known) and self._is_followed(verb, start, known)

    def _is_bare(self, start: int, known: int) -> bool:
        """Tell whether a name names nothing: "research"."""
        word = self._at(start)
        is_paper = word.key in self.names["papers"] and begins_sentence(self.words, start)
        return known - start == 1 and word.key not in self.names["nouns"] and (is_paper or not word.is_cap)

    def _is_followed(self, verb: int, start: int, known: int) -> bool:
        """Tell whether what is said follows a verb, in the way that verbs of its kind have it."""
        names, key = self.names, self._at(verb).key
        if key in names["say"]:
            return self._is_clause(verb + 1)
        if key in names["tell"]:
            return self._tells_whom(verb + 1)
        if key in names["report"]:
            return self._says_that(verb + 1) or self._on_occasion(verb + 1)
        heads = {each.key for each in self.words[start:known]}
        known_by = names["nouns"] | names["papers"]
        return key in names["find"] and self._says_that(verb + 1) and not heads.isdisjoint(known_by)

    def _ends_soon(self, index: int) -> bool:
        """Tell whether "as X said" ends before long: "as X said in May, …"."""
        return any(self._at(end).kind != "word" for end in range(index, index + 2 * FEW))

    def _is_put_last(self, start: int, verb: int) -> bool:
        before, after = self._at(start - 1), self._at(verb + 1)
        long_enough = start - 1 - sentence_start(self.words, start) >= FEW
        return before.key == "," and long_enough and (after.kind == "break" or after.key in {".", ",", ";", ")"})

    def _says_that(self, index: int) -> bool:
        index += self._at(index).key == ","
        return self._at(index).key in self.names["that"] or self._at(index).key == ":"

    def _is_clause(self, index: int) -> bool:
        word = self._at(index)
        if self._says_that(index):
            return True
        if word.kind != "word" or word.key in self.names["not_said"]:
            return False
        if word.key in self.names["prepositions"] | self.names["calendar"]:
            return self._on_occasion(index)
        return self._at(index + 1).kind == "word"

    def _on_occasion(self, index: int) -> bool:
        """Tell whether "that" follows on when or where it was said: "in a letter to his wife that"."""
        if self._at(index).key not in self.names["prepositions"] | self.names["calendar"] | self.names["times"]:
            return False
        occasions = self.names["occasions"] | self.names["calendar"] | self.names["times"]
        for end in range(index, index + 10):
            if self._at(end).kind != "word":
                return False
            if self._at(end).key in self.names["that"]:
                between = self.words[index:end]
                return any(each.key in occasions or each.key.isdigit() for each in between)
        return False

    def _tells_whom(self, index: int) -> bool:
        """Tell whether nothing but who is told stands between a verb and the "that" behind it."""
        for end in range(index, index + 7):
            if self._says_that(end):
                return end > index
            if self._at(end).kind != "word":
                return False
        return False

    def _citing(self, first: int, last: int, start: int, known: int) -> Claim:
        span = self.words[first].start, self.words[last - 1].end
        return Claim(*span, "citing", self.reading.words_of(start, known))

    def _source_lines(self) -> Iterator[Claim]:
        pattern = _source_line(self.names)
        for found in pattern.finditer(self.text) if pattern else ():
            who = one_line(found["who"]).rstrip(AFTER_LINE)
            first = WORD.search(who)
            inside = any(each.first <= found.start("who") < each.last for each in self.reading.quotations)
            is_named = first and first[0].casefold() not in self.names["not_lines"]
            if is_named and not inside and len(who) <= 2 * LONGEST_LINE:
                yield Claim(found.start("line"), found.end("who"), "citing", who)


@cache
def _source_line(names: Names) -> re.Pattern[str] | None:
    """Compile what opens a line that names a source."""
    with_colon = [re.escape(phrase) for phrase in names.phrases("line")]
    without = [re.escape(phrase) for pattern in names.phrases("line_from") for phrase in expand(pattern)]
    if not with_colon:
        return None
    openings = "|".join([rf"(?:{'|'.join(with_colon)})[ \t]*:", *(rf"{phrase}:?" for phrase in without)])
    return re.compile(
        rf"(?:^[ \t>*_\[(-]*|(?<=[.!?)][ \t])|\()(?P<line>(?:{openings})[ \t*_]*(?P<who>\S[^\n]*))",
        re.MULTILINE | re.IGNORECASE,
    )
