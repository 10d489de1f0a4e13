r"""Bytes to text: Unicode by its marks, else a guess that is said to be one. It knows no format.

Nothing is dropped: what cannot be decoded is an error that names the byte. Line ends become `\n` (from `\r\n`
and `\r`), a byte order mark at the start is left out, and every other character stays as it is.
"""

import codecs
from collections import Counter
from dataclasses import dataclass

from index.errors import SeedError
from index.messages import N_, Sentence

_WAY_OUT = Sentence("save the file as UTF-8 text")
# UTF-32 first: its mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What files are really stored in; without this list charset-normalizer takes short texts for exotic ones.
_COMMON = [
    *(f"cp{number}" for number in (1252, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258, 932)),
    *("iso8859_2", "iso8859_9", "iso8859_15", "koi8_r", "koi8_u"),
    *("shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
]
_COMMONEST = "cp1252"
# charset-normalizer's measures (shares of 1) within which Windows-1252 is preferred, being the commonest by far.
_CLOSE = 0.1
_SAMPLE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, with a sentence for the curator where the encoding was guessed."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Decode a seed file. Raises SeedError, with byte and line, where it is no text or a damaged one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_text(data[len(mark) :], encoding, name, offset=len(mark)), encoding)
    encoding = _unmarked_utf16(data) or _eight_bit(data, name)
    warnings = () if encoding == "utf-8" else (_guess_warning(encoding),)
    return Decoded(_text(data, encoding, name), encoding, warnings)


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
    label = encoding.replace("cp125", "windows-125").replace("_", "-")
    return Sentence("The encoding is guessed: {encoding}; {way_out} to be sure.", encoding=label, way_out=_WAY_OUT)


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


def _eight_bit(data: bytes, name: str) -> str:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if b"\0" in data:  # `_text` finds them in any 8-bit encoding
            return "latin-1"
        if _mostly_utf8(data):
            raise _damaged(name, "utf-8", error.start, line) from None
        encoding = _guess(data)
        if encoding is None:
            unknown = Sentence(
                "its encoding is unknown from byte {byte} on; {way_out}", byte=error.start, way_out=_WAY_OUT
            )
            raise SeedError(name, unknown, line) from None
        return encoding
    return "utf-8"


def _mostly_utf8(data: bytes) -> bool:
    """Whether a file is UTF-8 with a few damaged bytes; guessing would then spoil all that is sound."""
    text = data.decode("utf-8", errors="surrogateescape")
    damaged = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    return sum(1 for character in text if not character.isascii()) > 2 * damaged


def _guess(data: bytes) -> str | None:
    import charset_normalizer  # here, since most seeds are UTF-8

    matches = list(charset_normalizer.from_bytes(data, cp_isolation=_COMMON))
    if not matches:
        return None
    best = matches[0]
    for match in matches:
        close = match.chaos <= best.chaos + _CLOSE and match.coherence >= best.coherence - _CLOSE
        if close and _COMMONEST in match.could_be_from_charset:
            return _COMMONEST
    return best.encoding
