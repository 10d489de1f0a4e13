"""Readers' comments below a text: other people's words, which must never pass for the author's.

A heading says so ("3 responses"), or lines that sign and date what follows. An essay with a section on the comments to
a draft law has neither. Words are data (`index/data/comments.yaml`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from index.marking.phrases.hints import Hints, listed
from index.messages import Sentence
from index.readers.left_out.cutting import Cut, lines
from index.text.wordlists import load_data

REASON = Sentence("Left out as readers' comments: they are not the author's words.")

_HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<words>.*)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-{3,})[ \t]*")
_MARKUP = re.compile(r"^[\W\d_]*(?=[^\W\d_])(?<!\d)|[*_`#]|(?<=\w)[\s*_=:—–-]+$")
_SIGNS, _AT_THE_END = "*_`#", "*_=:—–-"
_PLAIN_HEADING_LEVEL = 7  # of a line that is no Markdown heading: what follows ends at any that is
_TIME, _NUMBER, _BLANK = re.compile(r"\d[:.]\d\d\b"), re.compile(r"\d"), re.compile(r"\n[ \t]*\n")
_AGE = re.compile(r"[·•|] ?\d")  # "3h" behind a name
_TIME_OF_DAY = r"(?:,? ?(?:at |um |a las |@ ?|- ?|· ?|\| ?)?\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?| uhr)?)"
_QUOTES = (">", "“", '"', "„", "«")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", "。")
_LONGEST_BYLINE_CHARS = 120
_ENOUGH = 2  # bylines without a heading; one may be a letter's


class _CommentLine(NamedTuple):
    """A line that is not empty; `level` of a heading, else 0."""

    start: int
    end: int
    words: str
    level: int
    alone: bool
    bold: bool
    quotes: bool


class _Patterns:
    """How comments begin; each pattern is compiled when a line may match it, which takes up to 15 ms."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.speaking = frozenset(data["speaking"].split())
        self.signing = Hints(listed(data["signing"]))
        not_first = "|".join(re.escape(word) for word in data["no_names"].split())
        self._name = rf"(?!(?:{not_first})\b)@?[^\W\d_][\w.'’-]*(?: (?!(?:{not_first})\b)[\w.'’-]+){{0,3}}"
        months, ago = "".join(data["months"].split()), " ".join(data["ago"].split()).replace("| ", "|")
        self._day = (
            rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\.? (?:de )?(?:{months})\.?,?(?: (?:de )?\d{{2,4}})?"
            rf"|(?:{months})\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
            rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|{ago})"
        )
        self._when = rf"(?:on |am |vom |el )?{self._day}{_TIME_OF_DAY}?(?: ?[·|]? ?(?:reply|permalink|antworten|#\d+))?"

    @cached_property
    def certain(self) -> re.Pattern[str]:
        """What heads comments wherever it stands."""
        return _any(self._data["certain"])

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """What heads them where somebody signs below."""
        return _any(self._data["bare"])

    @cached_property
    def byline(self) -> re.Pattern[str]:
        """Who says what follows, perhaps with when."""
        name, when, time = self._name, self._when, _TIME_OF_DAY
        said = rf"(?:{'|'.join(self._data['says'])}) ?(?:\.\.\.|…)?"
        tail = rf"(?: \(.{{1,40}}\))?(?: ?[—–|·•-])?(?:,? {when}|{time})?(?: ?(?:\.\.\.|…|:))*"
        return _any(
            [
                rf"{name},? {said}(?:,? {when}|{time})?:?",
                rf"{name},? {when},? {said}:?",
                rf"(?:on |am ){self._day}{time}?,? {name} {said}:?",
                rf"(?:{'|'.join(self._data['posted_by'])}) {name}{tail}",
            ]
        )

    @cached_property
    def dated(self) -> re.Pattern[str]:
        """Who wrote what follows, and when."""
        return _any(
            [
                rf"{self._name} ?[·•|] ?\d{{1,3}} ?(?:s|m|min|h|hrs?|d|w|mo|y|yrs?)(?: ago)?",
                rf"(?:u/)?{self._name},? ?(?:\d+ points? )?(?:[·•|,—–-] ?)?{self._when}(?: ?\|.*)?:?",
                rf"{self._name} \({self._when}\):?",
            ]
        )

    @cached_property
    def day(self) -> re.Pattern[str]:
        """A day, as part of a line: what each way to say when has."""
        return _any([self._day])

    @cached_property
    def when(self) -> re.Pattern[str]:
        """A day, perhaps with a time."""
        return _any([self._when])

    @cached_property
    def label(self) -> re.Pattern[str]:
        """A name before what it says."""
        return re.compile(rf"{self._name}:(?:\s|$)", re.IGNORECASE)

    @cached_property
    def praise(self) -> re.Pattern[str]:
        """What readers tell an author."""
        return re.compile("|".join(self._data["praise"]), re.IGNORECASE)


def comments(text: str) -> Iterator[Cut]:
    """Yield the parts of a text that its readers wrote, in order."""
    found = tuple(_lines(text))
    end = 0
    for number, line in enumerate(found):
        if line.start < end or not _begins(found, number):
            continue
        end = _end(text, found, number)
        yield Cut(line.start, end, REASON)
    unannounced = None if end else _unannounced(text, found)
    if unannounced:
        yield Cut(*unannounced, REASON)


def _lines(text: str) -> Iterator[_CommentLine]:
    """Yield the visible lines, each with whether it is a paragraph of its own."""
    spans = list(lines(text))
    visible = [bool(text[start:end].strip()) for start, end in spans]
    for number, (start, end) in enumerate(spans):
        if not visible[number]:
            continue
        raw = text[start:end]
        heading = _HEADING.fullmatch(raw) if "#" in raw else None
        underlined = number + 1 < len(spans) and _is_underline(text[slice(*spans[number + 1])])
        level = len(heading["marks"]) if heading else (1 if underlined else 0)
        before = number > 0 and visible[number - 1]
        after = number + 1 < len(spans) and visible[number + 1]
        yield _CommentLine(
            start,
            end,
            words=_plain(heading["words"] if heading else raw),
            level=level,
            alone=not (before or after),
            bold=raw.lstrip(" \t>-#").startswith(("**", "__", "<b>")),
            quotes=raw.lstrip().startswith(_QUOTES),
        )


def _is_underline(raw: str) -> bool:
    return raw.lstrip(" ")[:1] in ("=", "-") and _UNDERLINE.fullmatch(raw) is not None


def _plain(words: str) -> str:
    is_bare = words[:1].isalpha() and not (words[-1] in _AT_THE_END or words[-1].isspace())
    if is_bare and not any(map(words.__contains__, _SIGNS)):
        return words  # nearly always, at a twentieth of the cost
    return _MARKUP.sub("", words).strip() if not words.strip()[:1].isdigit() else words.strip(" *_#:\t—–-")


def _begins(found: Sequence[_CommentLine], number: int) -> bool:
    """Tell whether readers' comments begin at a line."""
    line, patterns = found[number], _patterns()
    if not (line.level or line.alone or number + 1 == len(found)) or len(line.words) > _LONGEST_BYLINE_CHARS:
        return False
    if patterns.certain.fullmatch(line.words):
        return bool(line.level) or not line.words[0].isdigit() or _is_signed(found, number + 1)
    return bool(patterns.bare.fullmatch(line.words)) and _is_signed(found, number + 1)


def _is_signed(found: Sequence[_CommentLine], first: int) -> bool:
    """Tell whether somebody signs what follows, or speaks to the author."""
    patterns = _patterns()
    level = found[first - 1].level or _PLAIN_HEADING_LEVEL
    for number in range(first, len(found)):
        line = found[number]
        if 0 < line.level <= level:
            return False
        if _is_byline(found, number) or patterns.praise.search(line.words):
            return True
        label = patterns.label.match(line.words)
        if label and not patterns.speaking.isdisjoint(line.words.casefold().split()):
            return True
    return False


def _is_byline(found: Sequence[_CommentLine], number: int) -> bool:
    """Tell whether a line does nothing but say who wrote what follows."""
    line, patterns = found[number], _patterns()
    if len(line.words) > _LONGEST_BYLINE_CHARS:
        return False
    may_say = _may_say(line.words, patterns.signing)
    if may_say and patterns.byline.fullmatch(line.words):
        return True
    if not ((may_say or _NUMBER.search(line.words)) and _may_date(line.words, patterns)):
        return False
    if patterns.dated.fullmatch(line.words):
        return True
    is_date = number > 0 and patterns.when.fullmatch(line.words) is not None
    return is_date and patterns.label.fullmatch(found[number - 1].words + ":") is not None


def _may_say(words: str, signing: Hints) -> bool:
    """Tell at a glance whether a line may say who writes; in ASCII alone, where one case is like the other."""
    return not words.isascii() or signing.stand_in(words.lower())


def _may_date(words: str, patterns: _Patterns) -> bool:
    """Tell whether a line names a day, or how long ago something was."""
    return patterns.day.search(words) is not None or _AGE.search(words) is not None


def _unannounced(text: str, found: Sequence[_CommentLine]) -> tuple[int, int] | None:
    """Find comments that no heading announces: from the first of several bylines on.

    One alone that names a day signs what stands right below it, and no more.
    """
    first_lines = [
        number
        for number, line in enumerate(found[:-1])
        if _signs(line, found[number + 1], found, number) and not _is_below_a_title(found, number)
    ]
    if len(first_lines) >= _ENOUGH:
        first = first_lines[0] - (_patterns().when.fullmatch(found[first_lines[0]].words) is not None)
        return found[first].start, _end(text, found, first)
    single = first_lines[0] if first_lines else 0
    if single and _patterns().byline.fullmatch(found[single].words) and _NUMBER.search(found[single].words):
        return found[single].start, _end_of_paragraph(text, found[single + 1].end)
    return None


def _signs(line: _CommentLine, after: _CommentLine, found: Sequence[_CommentLine], number: int) -> bool:
    """Tell whether a line signs what follows it, wherever it stands: with a time of day, in bold, with a date."""
    if after.quotes or not _is_byline(found, number):
        return False
    if _TIME.search(line.words):
        return True
    says = _patterns().byline.fullmatch(line.words) is not None
    return says and (line.bold or bool(_NUMBER.search(line.words)) or bool(_patterns().when.fullmatch(after.words)))


def _is_below_a_title(found: Sequence[_CommentLine], number: int) -> bool:
    """Tell whether a line stands right below a heading, or the first line of all: there authors sign what is theirs."""
    is_below_one = number == 1 and found[0].alone and not found[0].words.endswith(_SENTENCE_ENDS)
    return number > 0 and (found[number - 1].level > 0 or is_below_one)


def _end_of_paragraph(text: str, position: int) -> int:
    blank = _BLANK.search(text, position)
    return blank.start() if blank else len(text)


def _end(text: str, found: Sequence[_CommentLine], number: int) -> int:
    """Return where the comments end that begin at a line: at a heading of its rank that is not theirs."""
    level = found[number].level or _PLAIN_HEADING_LEVEL
    for below in range(number + 1, len(found)):
        line = found[below]
        if 0 < line.level <= level and not _begins(found, below) and not _is_byline(found, below):
            return line.start
    return len(text)


@cache
def _patterns() -> _Patterns:
    return _Patterns(load_data("comments.yaml"))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
