r"""Bytes to text: Unicode by its marks, else a guess that is said to be one. It knows no format.

Nothing is dropped: what cannot be decoded is an error that names the byte. Line ends become `\n` (from `\r\n`
and `\r`), a byte order mark at the start is left out, and every other character stays as it is.
"""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, replace

from index.errors import SeedError
from index.messages import N_, NN_, Sentence
from index.seeds.code_pages import readings
from index.text.characters import decodes

NOT_QUITE_UTF8 = NN_(
    "The file is UTF-8 but for {count:,} byte in line {line}, which is read as {encoding}.",
    "The file is UTF-8 but for {count:,} bytes (first in line {line}), which are read as {encoding}.",
)
_WAY_OUT = Sentence("save the file as UTF-8 text")
# UTF-32 first: its mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMONEST = "cp1252"
_SAMPLE_BYTES = 65_536
_SHOWN, _SHOWN_CHARS = 3, 30
NOT_THAT = N_("The stated encoding, {encoding}, cannot read the file and is not used.")
_STATING = (b"encoding", b"charset")
_STATED = re.compile(rb"[ \t]*[\"']?(?:encoding|charset)[\"']?[ \t]*(?:::|[:=])[ \t]*[\"']?([\w.:-]+)", re.IGNORECASE)
_KEYED = re.compile(rb"\W*[\w /-]+\W*(?:::|[:=])|\s|[-+;{}\]#%]|\xef\xbb\xbf")
_STATED_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, with a sentence for the curator where the encoding was guessed."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, stated: str | None = None) -> Decoded:
    """Decode a seed file. Raises SeedError, with byte and line, where it is no text or a damaged one.

    Args:
        data: the whole file.
        name: for errors.
        stated: the encoding that the curator states, which counts where the bytes can be read in it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_text(data[len(mark) :], encoding, name, offset=len(mark)), encoding)
    if stated and decodes(data, stated):
        return Decoded(_text(data, stated, name), stated)
    refused = (Sentence(NOT_THAT, encoding=stated),) if stated else ()
    unmarked = _unmarked_utf16(data)
    if unmarked:
        return Decoded(_text(data, unmarked, name), unmarked, (*refused, _guess_warning(unmarked)))
    found = _eight_bit(data, name)
    return replace(found, warnings=(*refused, *found.warnings))


def stated_encoding(data: bytes) -> str | None:
    """Return the encoding that the lines at the top of a file state, as far as they are a header or a side-car."""
    top = data[:_STATED_BYTES]
    if not any(map(top.lower().__contains__, _STATING)):  # as in most, at a twentieth of the cost
        return None
    for line in top.splitlines():
        match = _STATED.match(line)
        if match:
            return match[1].decode("ascii", errors="replace")
        if line.strip() and _KEYED.match(line) is None:
            return None
    return None


def _text(data: bytes, encoding: str, name: str, offset: int = 0) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, errors="replace").count("\n") + 1
        raise _damaged(name, encoding, error.start + offset, line) from None
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        nul_bytes = Sentence("holds NUL bytes, so it is not a text; {way_out} (.txt or .md)", way_out=_WAY_OUT)
        raise SeedError(name, nul_bytes, line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _damaged(name: str, encoding: str, offset: int, line: int) -> SeedError:
    template = N_("byte {offset} (counted from 0) is not valid {encoding}; {way_out}")
    return SeedError(name, Sentence(template, offset=offset, encoding=encoding.upper(), way_out=_WAY_OUT), line)


def _guess_warning(encoding: str) -> str:
    return Sentence(
        "The encoding is guessed: {encoding}; {way_out} to be sure.", encoding=_label(encoding), way_out=_WAY_OUT
    )


def _label(encoding: str) -> str:
    return encoding.replace("cp125", "windows-125").replace("_", "-")


def _unmarked_utf16(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by its high bytes: few values, NUL among them, on one side only."""
    sample = data[:_SAMPLE_BYTES]
    if len(data) % 2 or b"\0" not in sample:
        return None
    sides = (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2]))
    for encoding, high, low in sides:
        commonest = sum(count for _, count in Counter(high).most_common(2))
        if high.count(0) >= 0.05 * len(high) and commonest >= 0.8 * len(high) and low.count(0) <= 0.01 * len(low):
            return encoding
    return None


def _eight_bit(data: bytes, name: str) -> Decoded:
    nul = data.find(b"\0")
    if nul >= 0:  # no text in any 8-bit encoding, as `_text` says without the rest, which may be large
        return Decoded(_text(data[: nul + 1], "latin-1", name), "latin-1")
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return _mended(data, name) if _mostly_utf8(data) else _guessed(data, name, error.start)
    return Decoded(_text(data, "utf-8", name), "utf-8")


def _guessed(data: bytes, name: str, first: int) -> Decoded:
    """Decode bytes of an old encoding by the language they make sense in; others that are as likely are told."""
    found = readings(data)
    if not found:
        unknown = Sentence("its encoding is unknown from byte {byte} on; {way_out}", byte=first, way_out=_WAY_OUT)
        raise SeedError(name, unknown, data.count(b"\n", 0, first) + 1)
    best, *others = found
    text = _text(data, best.encoding, name)
    if not others:
        return Decoded(text, best.encoding, (_guess_warning(best.encoding),))
    listed = ", ".join(f"{_label(each.encoding)} ({_words_at(data, first, each.encoding)})" for each in others[:_SHOWN])
    template = N_("The encoding is guessed: {encoding} ({words}). It may be {others} as well: state encoding: …")
    words = _words_at(data, first, best.encoding)
    return Decoded(
        text, best.encoding, (Sentence(template, encoding=_label(best.encoding), words=words, others=listed),)
    )


def _words_at(data: bytes, offset: int, encoding: str) -> str:
    """Return the word around the first byte that encodings read differently."""
    start = max(data.rfind(separator, 0, offset) for separator in (b" ", b"\n", b"\t")) + 1
    return (data[start:].split(maxsplit=1) or [b""])[0].decode(encoding, errors="replace")[:_SHOWN_CHARS]


def _mended(data: bytes, name: str) -> Decoded:
    """Read the bytes that are strange to a UTF-8 file as Windows's commonest code page, each by itself, and say where.

    A character that was cut in two cannot be read so: that is an error.
    """
    text, lines, offset = list[str](), list[int](), 0
    while True:
        try:
            text.append(data[offset:].decode())
            break
        except UnicodeDecodeError as error:
            start, end = offset + error.start, offset + error.end
            line = data.count(b"\n", 0, start) + 1
            if end - start > 1 or not decodes(data[start:end], _COMMONEST):
                raise _damaged(name, "utf-8", start, line) from None
            text += [data[offset:start].decode(), data[start:end].decode(_COMMONEST)]
            lines.append(line)
            offset = end
    warning = Sentence.counted(NOT_QUITE_UTF8, len(lines), line=lines[0], encoding=_label(_COMMONEST))
    return Decoded(_text("".join(text).encode(), "utf-8", name), "utf-8", (warning,))


def _mostly_utf8(data: bytes) -> bool:
    """Whether a file is UTF-8 with a few damaged bytes; guessing would then spoil all that is sound."""
    text = data.decode("utf-8", errors="surrogateescape")
    damaged = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    return sum(1 for character in text if not character.isascii()) > 2 * damaged
