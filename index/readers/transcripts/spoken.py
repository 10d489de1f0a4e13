"""What was said, line by line, to running speech: sentences with their time, and their speaker where one is given."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from index.messages import Sentence
from index.model import Place, Position
from index.readers.parsing.base import ParsedDocument
from index.readers.parsing.writing import TextWriter, Where

MACHINE = "automatic captions (machine-transcribed)"
AUTOMATIC = Sentence("The captions were made by a machine: they are shown as restated, not quoted.")
_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*$")
_LONGEST_CHARS = 400  # of one block, where no sentence ends
_PAUSE_S = 4.0  # between two cues that hardly are one sentence


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line of a cue: when it begins, in seconds and as written, who speaks (None: as before) and the words."""

    start: float
    time: str
    words: str
    speaker: str | None = None
    is_new_turn: bool = False


def spoken_document(lines: Iterable[SpokenLine], *, is_automatic: bool) -> ParsedDocument:
    """Write lines as one work."""
    writer = TextWriter()
    for block in _sentences(lines):
        first = block[0]
        words, places = _joined(block)
        where = Where(speaker=first.speaker, position=Position("time", first.time), places=places)
        writer.write(words, "paragraph", where, runs_on=not first.is_new_turn)
    draft = ParsedDocument(writer.text, writer.blocks)
    return replace(draft, verbatim=False, restated_by=MACHINE, warnings=(AUTOMATIC,)) if is_automatic else draft


def _sentences(lines: Iterable[SpokenLine]) -> Iterator[list[SpokenLine]]:
    """Yield the lines that are one sentence or one turn; where no sentence ends, so many characters."""
    block: list[SpokenLine] = []
    for line in lines:
        if block and (_ends(block, line) or line.is_new_turn):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _joined(block: list[SpokenLine]) -> tuple[str, tuple[Place, ...]]:
    """Return the words of some lines as one text, and where each but the first begins in it."""
    starts = list(accumulate((len(line.words) + 1 for line in block), initial=0))
    later = zip(starts[1:], block[1:], strict=False)
    return " ".join(line.words for line in block), tuple(
        Place(start, Position("time", line.time)) for start, line in later
    )


def _ends(block: list[SpokenLine], line: SpokenLine) -> bool:
    last = block[-1]
    is_long = sum(len(each.words) for each in block) > _LONGEST_CHARS
    return bool(_END.search(last.words)) or is_long or abs(line.start - last.start) > _PAUSE_S * 2


def seconds_of(time: str) -> float:
    """Return the seconds of a time such as "1:02:03.5" or "2:03"."""
    *hours, minutes, seconds = time.split(":")
    return (int(hours[0]) if hours else 0) * 3600 + int(minutes) * 60 + float(seconds)


def written_time(time: str) -> str:
    """Write a time with hours and without parts of a second: "00:05:04"."""
    seconds = int(seconds_of(time))
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
