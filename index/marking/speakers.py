"""Who says what a text quotes: the speaker of each quotation, named before it, behind it, or on a line of its own.

Whoever is named is named in the text's own words, and nobody is guessed at: a pronoun names nobody.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from index.marking.names import Names, cues_in
from index.marking.quotations import Quotation, quotations
from index.marking.running_text import TextToken, sentence_start, token_at, tokens
from index.text.characters import APOSTROPHES

LONGEST_LINE = 100  # characters of a line that names a source
INDENT = 12  # characters before a quotation that begins a line, at most
LOOK_BACK = 18  # words from a verb to what it says
FEW = 3  # words; fewer in quotation marks are a term, not a statement

_BEFORE = frozenset(",:—–-")
_DASHES = frozenset("—–-―~")
_OPEN_END = re.compile(r"""[,!?…—–-]["'”’»]?$""")
WORD = re.compile(rf"\w[\w{APOSTROPHES}-]*")
_SPEAKS = re.compile(r"""[ \t*_]*\n?(?:[ \t]*\n)?[ \t>]*[—–―~-]{1,3}[ \t]*(?P<who>[@\w][^\n]*)""")
_IN_BLOCK = re.compile(r"""\n[ \t>]*[—–―~-]{1,3}[ \t]*(?P<who>[@\w][^\n]*)$""")
_NAMED = r"[^\W\d_][\w'’.-]*(?:[ ][^\W\d_][\w'’.-]*){0,3}"
# Who is named where a block begins: in bold, with a handle, or before a word for speaking.
_OPENS_BLOCK = re.compile(
    rf"""[ \t>]*(?:(\*\*|__)(?P<bold>{_NAMED}[ ][^\W\d_][\w'’.-]*)(?::\1|\1:)
      | (?P<handle>(?:{_NAMED}[ ])?\(?@\w+\)?)(?:[ ]\w+)?:
      | (?P<said>{_NAMED})[ ](?P<verb>[^\W\d_]+)(?:[ ][^:\n]{{1,40}})?:)\s""",
    re.VERBOSE,
)
_IN_BRACKETS = re.compile(r"""[ \t]*\((?P<who>\w[^()\n]{2,80}\d{4}[^()\n]{0,20})\)""")
_LINE_ABOVE = re.compile(r"^[ \t>*_]*(?P<words>[^\n:]{3,100}?)[ \t*_]*:[ \t*_]*\n[ \t]*(?:\n[ \t]*)?\Z", re.MULTILINE)
AFTER_LINE = " \t.;,*_)]"


class _Speaker(NamedTuple):
    """Who says what is quoted; `verb` is where the words are that say so, `end` the index after all of it."""

    who: str | None
    verb: int
    end: int
    is_before: bool = False


class QuotationReading:
    """One text as it is gone through.

    Attributes:
        cues: where words such as "according to" name somebody.
        used: indices of the words by which a speaker was found.
    """

    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.quotations = list(quotations(text))
        self.words = tokens(text, self.quotations)
        self.cues = list(cues_in(self.words, names))
        self._cues_by_end = {cue.end: cue for cue in self.cues}
        self.used: set[int] = set()

    def speakers(self) -> Iterator[tuple[Quotation, str | None]]:
        """Yield what somebody is quoted with, and who is named; None where nobody is."""
        indices = (index for index, word in enumerate(self.words) if word.kind == "quotation")
        said: _Speaker | None = None
        for quotation, index in zip(self.quotations, indices, strict=True):
            said = self._speaker(quotation, index) or self._goes_on(said, quotation, index)
            if said is not None:
                self.used.add(said.verb)
                yield quotation, said.who

    def _speaker(self, quotation: Quotation, index: int) -> _Speaker | None:
        if quotation.is_block:
            return (
                self._in_block(quotation, index)
                or self._introduced(quotation, index)
                or self._before(quotation, index)
                or _Speaker(None, -1, index + 1)
            )
        return (
            self._on_a_line(quotation, index)
            or self._after(quotation, index)
            or self._before(quotation, index)
            or self._in_brackets(quotation, index)
        )

    def _introduced(self, quotation: Quotation, index: int) -> _Speaker | None:
        """Find the speaker in the line above a block: "Quoting Greta Moe (@gretamoe):"."""
        found = _LINE_ABOVE.search(self.text[max(0, quotation.first - 2 * LONGEST_LINE) : quotation.first])
        first, _, who = found["words"].partition(" ") if found else ("", "", "")
        while first.casefold() in self.names["introduces"] and who:
            if _is_capital(who):
                return _Speaker(one_line(who), -1, index + 1)
            first, _, who = who.partition(" ")
        return None

    def _goes_on(self, said: _Speaker | None, quotation: Quotation, index: int) -> _Speaker | None:
        """Return who said the quotation before, where this one goes on with it: “…,” X said. “…”."""
        if said is None or said.verb < 0 or not said.end <= index <= said.end + LOOK_BACK:
            return None
        between = self.words[said.end : index]
        marks = [each.key for each in between if each.kind != "word"]
        few = len(between) <= (FEW if said.is_before else 2 * FEW + 2)
        if not (few and marks in ([","], ["."], [":"], [";"], [",", ","]) and between[-1].key == marks[-1]):
            return None
        if any(each.key in self.names.verbs for each in between) or not self._is_statement(quotation):
            return None
        return said._replace(end=index + 1)

    def _on_a_line(self, quotation: Quotation, index: int) -> _Speaker | None:
        """Find the speaker behind a dash: “…” — Ilham Aliyev, president of Azerbaijan, 2008."""
        before = self.text[max(0, quotation.first - INDENT) : quotation.first].rstrip(" \t>*_-•")
        if before and not before.endswith("\n"):
            return None
        found = _SPEAKS.match(self.text, quotation.last)
        return self._named_on_line(found, index) if found else None

    def _in_block(self, quotation: Quotation, index: int) -> _Speaker | None:
        opens = _OPENS_BLOCK.match(self.text, quotation.first, quotation.last)
        if opens and (opens["verb"] or "wrote").casefold() in self.names.verbs:
            who = opens["bold"] or opens["handle"] or opens["said"]
            if all(map(_is_capital, who.replace("(", "").split())):
                return _Speaker(who, -1, index + 1)
        found = _IN_BLOCK.search(self.text[quotation.first : quotation.last])
        return self._named_on_line(found or _SPEAKS.match(self.text, quotation.last), index)

    def _named_on_line(self, found: re.Match[str] | None, index: int) -> _Speaker | None:
        who = one_line(found["who"]).rstrip(AFTER_LINE) if found else ""
        is_sentence = len(who) > LONGEST_LINE or re.search(r"\w{3}[.!?] ", who)
        return _Speaker(who, -1, index + 1) if _is_capital(who) and not is_sentence else None

    def _in_brackets(self, quotation: Quotation, index: int) -> _Speaker | None:
        """Find the speaker in brackets: “…” (Hirohito, 1945)."""
        found = _IN_BRACKETS.match(self.text, quotation.last)
        if (
            not (found and _is_capital(found["who"]))
            or len(self._words_in(quotation)) <= FEW
            or self._is_title(quotation)
        ):
            return None
        return _Speaker(one_line(found["who"]), -1, index + 1)

    def _after(self, quotation: Quotation, index: int) -> _Speaker | None:
        """Find the speaker behind a quotation: “…,” said X; “…,” X said."""
        has_comma = self.text[quotation.end - 1] == "," or self.at(index + 1).key == ","
        is_title = self._is_title(quotation) and not has_comma
        if is_title or self.at(index - 1).key in self.names["prepositions"]:
            return None
        closed = _OPEN_END.search(self.text, quotation.start, quotation.end) is not None
        index += 1
        while self.at(index).key in {",", "—", "–"}:
            closed, index = True, index + 1
        if not closed:
            return None
        return self._verb_first(index) if self._speaks(index) else self._name_first(index)

    def _verb_first(self, verb: int) -> _Speaker | None:
        start = self._skip_fillers(verb + 1)
        if self.at(start).key in self.names["persons"]:
            return _Speaker(None, verb, start + 1)
        end = self.names.end_of_name(self.words, start)
        if end == start or not self.is_somebody(start, end):
            return None
        known = self.names.end_of_apposition(self.words, end)
        return _Speaker(self.words_of(start, known), verb, known)

    def _name_first(self, start: int) -> _Speaker | None:
        if self.at(start).key in self.names["persons"]:
            verb = self._skip_fillers(start + 1)
            return _Speaker(None, verb, verb + 1) if self._speaks(verb) else None
        end = self.names.end_of_name(self.words, start)
        if end == start or not self.is_somebody(start, end):
            return None
        known = self.names.end_of_apposition(self.words, end)
        verb = self._skip_fillers(self._skip_relative(known + (known > end and self.at(known).key == ",")))
        return _Speaker(self.words_of(start, known), verb, verb + 1) if self._speaks(verb) else None

    def _skip_relative(self, index: int) -> int:
        """Go on behind ", who runs the shop,"."""
        if self.at(index).key != "," or self.at(index + 1).key not in self.names["relative"]:
            return index
        for end in range(index + 2, index + LOOK_BACK):
            if self.at(end).kind != "word":
                return end + 1 if self.at(end).key == "," else index
        return index

    def _before(self, quotation: Quotation, index: int) -> _Speaker | None:
        """Find the speaker before a quotation: X said, “…”; according to X, “…”; X: “…”."""
        last = index - 1
        if quotation.is_block and self.at(last).kind == "break":
            last -= 1
        if quotation.is_block and self.at(last).key != ":":
            return None
        while self.at(last).key in _BEFORE:
            last -= 1
        return (
            self._cue_before(quotation, index, last)
            or self._verb_before(quotation, index, last)
            or self._label_before(index)
        )

    def _cue_before(self, quotation: Quotation, index: int, last: int) -> _Speaker | None:
        cue = self._cues_by_end.get(last + 1)
        if cue is None and self.at(last).key in self.names["that"]:
            cue = self._cues_by_end.get(last)
        if cue and self.is_somebody(cue.start, cue.known) and not self._is_title(quotation):
            return _Speaker(self.words_of(cue.start, cue.known), cue.first, index + 1, is_before=True)
        return None

    def _verb_before(self, quotation: Quotation, index: int, last: int) -> _Speaker | None:
        start = max(sentence_start(self.words, last), index - LOOK_BACK)
        for verb in range(last, start, -1):
            if self.at(verb).kind == "quotation":
                return None
            if self.at(verb).key in self.names.verbs and not self.at(verb).is_cap:
                who = self._subject(verb) or self._turned_round(verb, last)
                if who is None or not self._fits(quotation, verb, last, index):
                    return None
                is_vague = who.who is None and (self._calls(verb) or index - verb > 2 * FEW)
                return None if is_vague else who._replace(end=index + 1, is_before=True)
        return None

    def _turned_round(self, verb: int, last: int) -> _Speaker | None:
        """Return whoever stands between a verb and the colon: "Yesterday said X: “…”"."""
        who = self._verb_first(verb)
        return who if who and who.who and who.end == last + 1 and self.at(who.end).key == ":" else None

    def _fits(self, quotation: Quotation, verb: int, last: int, index: int) -> bool:
        """Tell whether words in quotation marks that stand so far behind a verb are what somebody says."""
        words = self._words_in(quotation)
        if self._calls(verb):
            called = [each.key for each in self.words[verb + 1 : index] if each.key not in self.names["articles"]]
            return len(words) > 1 and words[0][0].islower() and bool(called)
        if self._is_title(quotation) or (len(words) <= 1 and not self._is_statement(quotation)):
            return False
        between = {each.key for each in self.words[verb:index]}
        if self.at(verb).key in self.names["needs_that"] and between.isdisjoint(self.names["that"] | _BEFORE):
            return False  # "told him a story about"
        if last == verb or self.at(index - 1).key == ":":
            return True
        return len(words) >= FEW or (self.at(last).key in self.names["that"] and self._is_statement(quotation))

    def _label_before(self, index: int) -> _Speaker | None:
        """Find a name before a colon at the start of a line: Tim Cook: “…”."""
        if self.at(index - 1).key != ":":
            return None
        start = sentence_start(self.words, index - 1)
        line = self.text.rfind("\n", self.at(start).start, self.at(index).start) + 1
        while start < index and self.at(start).start < line:
            start += 1
        names = self.words[start : index - 1]
        if sum(map(self.names.is_name, names)) < 2 or any(each.key in self.names["not_speakers"] for each in names):  # noqa: PLR2004 one capital letter is no name
            return None
        whole = self.names.end_of_name(self.words, start) == index - 1
        return _Speaker(self.words_of(start, index - 1), -1, index + 1) if whole else None

    def _subject(self, verb: int) -> _Speaker | None:
        """Return whoever a verb has for its subject; nobody's name where it is a pronoun."""
        end = self.skip_fillers_back(verb)
        if self.at(end - 1).key in self.names["persons"]:
            return _Speaker(None, verb, verb + 1)
        found = self.names.name_before(self.words, end)
        if found is None or not self.is_somebody(*found[:2]):
            return None
        return _Speaker(self.words_of(*found[:2]), verb, verb + 1)

    def is_somebody(self, start: int, end: int) -> bool:
        """Tell whether a name is one that may say something: not the author, not a law."""
        keys = [each.key for each in self.words[start:end]]
        following = self.at(end).key
        return not (
            "_".join(keys) in self.names["no_names"]
            or not {*keys, following}.isdisjoint(self.names["not_sources"])
            or not {*keys}.isdisjoint(self.names["self"])
            or self.at(end - 1).is_possessive
            or self._goes_further(end)
        )

    def _goes_further(self, end: int) -> bool:
        """Tell whether a name in lower case is the beginning of one that is not known: "the official criteria"."""
        last, after = self.at(end - 1), self.at(end)
        return not last.is_cap and after.kind == "word" and not (after.is_cap or self.names.ends_name(after))

    def _speaks(self, index: int) -> bool:
        word, after = self.at(index), self.at(index + 1)
        is_verb = word.key in self.names.verbs and not word.is_cap
        return is_verb and word.key not in self.names["call"] and after.key not in self.names["that"]

    def _calls(self, verb: int) -> bool:
        return self.at(verb).key in self.names["call"]

    def _is_statement(self, quotation: Quotation) -> bool:
        inner = self.text[quotation.start : quotation.end].rstrip("\"'”’»")
        return len(self._words_in(quotation)) > FEW or inner[-1:] in {",", ".", "!", "?", "…"}

    def _is_title(self, quotation: Quotation) -> bool:
        """Tell whether quoted words look like the title of a work: nearly all of them with a capital letter."""
        words = self._words_in(quotation)
        long = [word for word in words if len(word) > FEW] or words
        capital = sum(word[0].isupper() or word[0].isdigit() for word in long)
        inner = self.text[quotation.start : quotation.end]
        is_named = inner[-1] not in ".!?…" or (inner[-1] == "." and len(words) > 1)
        return bool(words) and capital == len(long) and is_named and len(words) + len(long) > 1

    def _words_in(self, quotation: Quotation) -> list[str]:
        return WORD.findall(self.text, quotation.start, quotation.end)

    def words_of(self, start: int, end: int) -> str:
        """Return the words from one index to before another as they stand in the text, in one line."""
        return one_line(self.text[self.words[start].start : self.words[end - 1].end])

    def _skip_fillers(self, index: int) -> int:
        while self.at(index).key in self.names["fillers"]:
            index += 1
        return index

    def skip_fillers_back(self, index: int) -> int:
        """Go back over words such as "also" and "has" that stand before a verb."""
        while self.at(index - 1).key in self.names["fillers"]:
            index -= 1
        return index

    def at(self, index: int) -> TextToken:
        """Return the word at an index, beyond the text one that ends everything."""
        return token_at(self.words, index)


def _is_capital(name: str) -> bool:
    """Tell whether a name begins as names do; some scripts have no capital letters."""
    return name[:1] == "@" or (name[:1].isalpha() and not name[0].islower())


def one_line(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())
