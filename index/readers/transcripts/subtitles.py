"""Subtitles (WebVTT, SubRip): cues joined to running speech, each with its time and its speaker where one is given.

Rolling captions, in which each line comes twice, are read once; those of a machine say that they are one's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest

from index.messages import Sentence
from index.model import Place, Position
from index.readers.parsing.base import Format, FormatError, ParsedDocument
from index.readers.parsing.writing import TextWriter, Where

DAMAGED = Sentence("holds no cue with a time that can be read; export the subtitles anew as .srt or .vtt")
MACHINE = "automatic captions (machine-transcribed)"
AUTOMATIC = Sentence("The captions were made by a machine: they are shown as restated, not quoted.")
_MARK = "WEBVTT"
_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_CUE = re.compile(rf"^[ \t]*({_TIME})[ \t]+-->[ \t]+{_TIME}", re.MULTILINE)
_TAG = re.compile(r"<[^<>\n]*>|\{\\[^{}\n]*\}")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]+([^<>\n]+)>")
_WORD_TIME = re.compile(r"<\d\d:\d\d")  # of one word: only a machine writes them
_SPEAKER = re.compile(r"(?:>>+[ \t]*|-[ \t]*)?\[?([A-Z][\w.'’ -]{0,40}?)\]?:[ \t]+(?=\S)")
_TURN = re.compile(r"(?:>>+|[-–—])[ \t]+")
_SOUND = re.compile(r"[\[(][^\])\n]{1,60}[\])]|[♪♫#][^\n]*")
_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*$")
_LONGEST_CHARS = 400  # of one block, where no sentence ends
_PAUSE_S = 4.0  # between two cues that hardly are one sentence


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cue: when it begins, in seconds and as written, who speaks (None: as before) and the words."""

    start: float
    time: str
    words: str
    speaker: str | None = None
    is_new_turn: bool = False


def recognises(text: str) -> bool:
    """Whether a text is subtitles: it says so, or begins with a numbered cue."""
    head = text.lstrip("\ufeff \t\n")[:400]
    return head.startswith(_MARK) or bool(re.match(rf"\d+[ \t]*\n[ \t]*{_TIME}[ \t]+-->", head))


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read subtitles as one work."""
    lines = list(_rolled_once(_lines(text)))
    if not lines:
        raise FormatError(DAMAGED)
    writer = TextWriter()
    for block in _sentences(lines):
        first = block[0]
        words, places = _joined(block)
        where = Where(speaker=first.speaker, position=Position("time", first.time), places=places)
        writer.write(words, "paragraph", where, runs_on=not first.is_new_turn)
    draft = ParsedDocument(writer.text, writer.blocks)
    if _WORD_TIME.search(text):
        draft = replace(draft, verbatim=False, restated_by=MACHINE, warnings=(AUTOMATIC,))
    return (draft,)


def _lines(text: str) -> Iterator[list[_Line]]:
    """Yield the lines of each cue, in the order of the file; notes and styles are none."""
    found = list(_CUE.finditer(text))
    for match, following in zip_longest(found, found[1:]):
        body = text[match.end() : following.start() if following else len(text)].partition("\n")[2]
        time = match[1].replace(",", ".")
        cue = [_line(line, time) for line in _shown(body)]
        yield [line for line in cue if line.words]


def _shown(body: str) -> Iterator[str]:
    """Yield the lines of a cue's text, up to an empty one; some programs begin a cue with a line of one blank."""
    for line in body.split("\n"):
        if not line:
            return
        if line.strip():
            yield line


def _line(line: str, time: str) -> _Line:
    voice = _VOICE.search(line)
    words = " ".join(_TAG.sub("", line).replace("&nbsp;", " ").split())
    named = None if voice else _SPEAKER.match(words)
    turn = _TURN.match(words)
    if named:
        words = words[named.end() :]
    elif turn:
        words = words[turn.end() :]
    words = "" if _SOUND.fullmatch(words) else words
    by = voice or named
    speaker = " ".join(by[1].split()) if by else None
    return _Line(_seconds(time), _written(time), words, speaker, bool(speaker or turn))


def _rolled_once(cues: Iterable[list[_Line]]) -> Iterator[_Line]:
    """Yield each line that the cue before it does not show already, with the speaker of the lines before it."""
    shown: set[str] = set()
    speaker: str | None = None
    for cue in cues:
        for line in cue:
            speaker = line.speaker or (None if line.is_new_turn else speaker)
            if line.words not in shown:
                yield replace(line, speaker=speaker)
        shown = {line.words for line in cue} or shown


def _sentences(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines that are one sentence or one turn; where no sentence ends, so many characters."""
    block: list[_Line] = []
    for line in lines:
        if block and (_ends(block, line) or line.is_new_turn):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _joined(block: list[_Line]) -> tuple[str, tuple[Place, ...]]:
    """Return the words of some lines as one text, and where each but the first begins in it."""
    starts = list(accumulate((len(line.words) + 1 for line in block), initial=0))
    later = zip(starts[1:], block[1:], strict=False)
    return " ".join(line.words for line in block), tuple(
        Place(start, Position("time", line.time)) for start, line in later
    )


def _ends(block: list[_Line], line: _Line) -> bool:
    last = block[-1]
    is_long = sum(len(each.words) for each in block) > _LONGEST_CHARS
    return bool(_END.search(last.words)) or is_long or abs(line.start - last.start) > _PAUSE_S * 2


def _seconds(time: str) -> float:
    *hours, minutes, seconds = time.split(":")
    return (int(hours[0]) if hours else 0) * 3600 + int(minutes) * 60 + float(seconds)


def _written(time: str) -> str:
    """Write a time with hours and without parts of a second: "00:05:04"."""
    seconds = int(_seconds(time))
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


FORMAT = Format("subtitles", read, suffixes=frozenset({".srt", ".vtt"}), recognises=recognises)
