"""How much of one text stands in another, estimated from a few numbers that are kept of each.

Of all runs of five words, the numbers are the smallest checksums: a sample that two texts share as far as they share
their words, whatever their lengths (bottom-k sketches, Broder 1997). Knows no format and no store.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from heapq import nsmallest
from typing import Final

RUN_WORDS: Final = 5
KEPT: Final = 256
# Words; in Thai, kana and Chinese characters, which have no spaces, each character is taken for one.
_WORD: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")

Sketch = tuple[int, ...]


def sketch(text: str) -> Sketch:
    """Return the numbers that are kept of a text, ascending; empty where it has no words."""
    return tuple(nsmallest(KEPT, set(map(_checksum, _runs(text)))))


def share(of: Sketch, other: Sketch) -> float:
    """Estimate how much of the shorter of two texts stands in the longer, from 0 to 1."""
    if not of or not other:
        return 0.0
    # Up to here both samples are whole; a text shorter than a sample is whole anyway.
    limit = min(each[-1] if len(each) == KEPT else 2**32 for each in (of, other))
    mine, others = ({number for number in each if number <= limit} for each in (of, other))
    return len(mine & others) / max(1, min(len(mine), len(others)))


def packed(numbers: Sketch) -> bytes:
    """Return a sketch as bytes."""
    return struct.pack(f"<{len(numbers)}I", *numbers)


def unpacked(data: bytes) -> Sketch:
    """Return the sketch that `packed` made bytes of."""
    return struct.unpack(f"<{len(data) // 4}I", data)


def _runs(text: str) -> Iterator[str]:
    words = _WORD.findall(text.casefold())
    for start in range(max(1, len(words) - RUN_WORDS + 1) if words else 0):
        yield " ".join(words[start : start + RUN_WORDS])


def _checksum(run: str) -> int:
    return zlib.crc32(run.encode())
