"""Subtitles (WebVTT, SubRip): cues joined to running speech, each with its time and its speaker where one is given.

Rolling captions, in which each line comes twice, are read once; those of a machine say that they are one's.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from index.messages import Sentence
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.transcripts.spoken import SpokenLine, seconds_of, spoken_document, written_time

DAMAGED = Sentence("holds no cue with a time that can be read; export the subtitles anew as .srt or .vtt")
_MARK = "WEBVTT"
_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE = re.compile(rf"^[ \t]*({_TIME})[ \t]+-->[ \t]+({_TIME})", re.MULTILINE)
_TAG = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]+([^<>\n]+)>")
_WORD_TIME = re.compile(r"<\d\d:\d\d")  # of one word: only a machine writes them
_SPEAKER = re.compile(r"(?:>>+[ \t]*|-[ \t]*)?\[?([A-Z][\w.'’ -]{0,40}?)\]?:[ \t]+(?=\S)")
_TURN = re.compile(r"(?:>>+|[-–—])[ \t]+")
_SOUND = re.compile(r"[\[(][^\])\n]{1,60}[\])]|[♪♫#][^\n]*")
# What who made or shared the subtitles adds to them.
_CREDIT = re.compile(
    r"(?:subtitles?|subs|captions?|transcript|sync(?:ed|hronized)?|corrected|ripped|encoded|untertitel|legendas|subtítulos|"
    r"sous-titres)(?: (?:and|&|und) \w+)?(?: downloaded)? (?:by|from|von|por|par)\b.{0,80}"
    r"|(?:https?://|www\.)\S+|.{0,40}\b(?:opensubtitles|addic7ed|subscene|podnapisi)\b.{0,60}",
    re.IGNORECASE,
)
_ROLLING_S = 0.5  # between two cues that show one line on


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is shown from one second to another."""

    start: float
    end: float
    lines: tuple[SpokenLine, ...]


def recognises(text: str) -> bool:
    """Whether a text is subtitles: it says so, or begins with a numbered cue."""
    head = text.lstrip("\ufeff \t\n")[:400]
    return head.startswith(_MARK) or bool(re.match(rf"\d+[ \t]*\n[ \t]*{_TIME}[ \t]+-->", head))


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read subtitles as one work."""
    lines = list(_rolled_once(_cues(text, _speakers(text))))
    if not lines:
        raise FormatError(DAMAGED)
    return (spoken_document(lines, is_automatic=bool(_WORD_TIME.search(text))),)


def _speakers(text: str) -> frozenset[str]:
    """Return the names before a colon that are people's: one of them comes again, as no "Part one: …" does."""
    named = Counter(found[1] for line in text.split("\n") if (found := _SPEAKER.match(_words(line))))
    again = {name for name, count in named.items() if count > 1}
    return frozenset(name for name in named if name in again or (again and not name.endswith(" ")))


def _words(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _cues(text: str, speakers: frozenset[str]) -> Iterator[_Cue]:
    """Yield the cues in the order of the file; notes and styles are none."""
    found = list(_CUE.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        body = text[match.end() : following.start() if following else len(text)].partition("\n")[2]
        begin, end = (match[each].replace(",", ".") for each in (1, 2))
        lines = (_line(line, begin, speakers) for line in _shown(body))
        yield _Cue(seconds_of(begin), seconds_of(end), tuple(line for line in lines if line.words))


def _shown(body: str) -> Iterator[str]:
    """Yield the lines of a cue's text, up to an empty one; some programs begin a cue with a line of one blank."""
    for line in body.split("\n"):
        if not line:
            return
        if line.strip():
            yield line


def _line(line: str, time: str, speakers: frozenset[str]) -> SpokenLine:
    voice = _VOICE.search(line)
    words = _words(line)
    named = None if voice else _SPEAKER.match(words)
    if named and named[1] not in speakers and not named[0].startswith((">>", "-")):
        named = None
    turn = _TURN.match(words)
    if named:
        words = words[named.end() :]
    elif turn:
        words = words[turn.end() :]
    words = "" if _SOUND.fullmatch(words) or _CREDIT.fullmatch(words) else words
    by = voice or named
    speaker = " ".join(by[1].split()) if by else None
    return SpokenLine(seconds_of(time), written_time(time), words, speaker, bool(speaker or turn))


def _rolled_once(cues: Iterable[_Cue]) -> Iterator[SpokenLine]:
    """Yield each line but those that a cue goes on showing of the one before it; a refrain is said anew each time."""
    before: _Cue | None = None
    speaker: str | None = None
    for cue in cues:
        shown_on = _shown_on(before, cue) if before else 0
        for number, line in enumerate(cue.lines):
            speaker = line.speaker or (None if line.is_new_turn else speaker)
            if number >= shown_on:
                yield replace(line, speaker=speaker)
        before = cue if cue.lines or before is None else replace(before, end=cue.end)


def _shown_on(before: _Cue, cue: _Cue) -> int:
    """Count the lines at a cue's beginning that stood at the end of the cue right before it."""
    if cue.start - before.end > _ROLLING_S:
        return 0
    last, first = ([line.words for line in each.lines] for each in (before, cue))
    longest = range(min(len(last), len(first)), 0, -1)
    return next((count for count in longest if last[-count:] == first[:count]), 0)


FORMAT = Format("subtitles", read, suffixes=frozenset({".srt", ".vtt"}), recognises=recognises)
