"""A transcript as people copy it from beside a video: a line with the time, and below or behind it what was said."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from index.readers.parsing.base import Format, ParsedDocument
from index.readers.transcripts.spoken import SpokenLine, seconds_of, spoken_document, written_time

_TIME = re.compile(r"\(?\[?((?:\d{1,2}:)?\d{1,2}:\d{2})\]?\)?(?=\s|$)[ \t]*")
_READABLE = re.compile(
    r"\d{1,2}(?:,\d{2}| (?:seconds?|minutes?|hours?)\b.*)"
)  # "1 minute, 4 seconds", read out beside it
_SENTENCE_END = re.compile(r"[.!?…。！？]")
_LEAST = 3  # lines with a time that show what a text is
_AT_THE_HEAD = 24  # lines
_AT_THE_START_S = 60  # a video's transcript begins with its first minute, a timetable hardly
_MANY = 8  # lines, from which on no sentence's end at all tells a machine


def recognises(text: str) -> bool:
    """Whether a text begins with the first minute of a video, and goes on with later times on lines of their own."""
    head = [line.strip() for line in islice(filter(str.strip, text.split("\n")), _AT_THE_HEAD)]
    times = [found for line in head if (found := _TIME.match(line))]
    if len(times) < min(_LEAST, len(head)) or len(times) < _LEAST or not _TIME.match(head[0]):
        return False
    seconds = [seconds_of(found[1]) for found in times]
    is_alone = all(found.end() == len(found.string) for found in times)
    begins = seconds[0] < (_AT_THE_START_S if is_alone else 1)
    return begins and all(one < other for one, other in pairwise(seconds))


def read(text: str) -> tuple[ParsedDocument, ...]:
    """Read a transcript as one work."""
    lines = list(_lines(text))
    is_automatic = len(lines) >= _MANY and not any(_SENTENCE_END.search(each.words) for each in lines)
    return (spoken_document(lines, is_automatic=is_automatic),)


def _lines(text: str) -> Iterator[SpokenLine]:
    time = "0:00"
    for line in text.split("\n"):
        words = " ".join(line.split())
        if found := _TIME.match(words):
            time, words = found[1], words[found.end() :]
        if words and not _READABLE.fullmatch(words):
            yield SpokenLine(seconds_of(time), written_time(time), words)


FORMAT = Format("transcript", read, recognises=recognises)
