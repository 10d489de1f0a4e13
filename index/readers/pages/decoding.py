"""A page's bytes to text, as browsers decide: by its mark, by what it says, by what it is; never UTF-7."""

import codecs
import re
from dataclasses import dataclass

from index.messages import N_, Sentence
from index.text.characters import decodes

NOT_THAT = N_("The page says that it is {stated}, but it is read as {encoding}.")
GUESSED = N_("The page does not say its encoding; it is read as {encoding}.")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD_BYTES = 8_192  # in which a page says its encoding; browsers look at 1,024
_STATED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Labels that stand for a wider encoding on the web: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "utf-16": "utf-8",
    "utf-16-le": "utf-8", "utf-16-be": "utf-8",
}  # fmt: skip
_NEVER = frozenset(("utf-7", "utf-32", "utf-32-le", "utf-32-be", "idna", "punycode", "unicode_escape", "undefined"))
_COMMONEST = "cp1252"
_SOUND_SHARE = 0.5  # of the bytes beyond ASCII that must be UTF-8 for a damaged file to be called so


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """A page's text, with a sentence for the curator where its encoding is not what it says."""

    text: str
    warnings: tuple[str, ...] = ()


def decode_page(data: bytes) -> DecodedPage:
    """Decode a page; what cannot be decoded is a replacement character."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return DecodedPage(_text(data[len(mark) :], encoding))
    label = _STATED.search(data[:_HEAD_BYTES])
    stated = label[1].decode("ascii", "replace").lower() if label else None
    encoding = _encoding(data, _known(stated))
    if stated and _known(stated) != encoding:
        return DecodedPage(_text(data, encoding), (Sentence(NOT_THAT, stated=stated, encoding=encoding),))
    guessed = not stated and not data.isascii() and encoding != "utf-8"
    return DecodedPage(_text(data, encoding), (Sentence(GUESSED, encoding=encoding),) if guessed else ())


def looks_like_page(data: bytes) -> bool:
    """Tell whether a file begins as a page does: with its doctype or its outermost element, in whatever encoding."""
    head = data[:_HEAD_BYTES].replace(b"\0", b"") if data[:4].count(b"\0") > 1 or data[:2] in _WIDE else data
    return _BEGINNING.match(head[:_HEAD_BYTES]) is not None


def has_tags(data: bytes) -> bool:
    """Tell whether a file that is named like a page holds any tag; what holds none is plain text."""
    return _TAG.search(data.replace(b"\0", b"")) is not None


_TAG = re.compile(rb"</?[a-z][a-z0-9]*[\s/>]", re.IGNORECASE)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body)[\s>]",
    re.IGNORECASE | re.DOTALL,
)


def _known(stated: str | None) -> str | None:
    """Return the encoding that a label means, None where it means none that a page may have."""
    try:
        name = codecs.lookup(stated or "").name
    except LookupError:
        return None
    return None if name in _NEVER else _MEANT.get(name, name)


def _encoding(data: bytes, known: str | None) -> str:
    """Decide what a page is: UTF-8 where its bytes are, else what it says where they can be, else the commonest."""
    if not data.isascii() and decodes(data, "utf-8"):
        return "utf-8"
    if known and known != "utf-8" and decodes(data, known):
        return known
    return "utf-8" if data.isascii() or _mostly_utf8(data) else (known if known != "utf-8" else None) or _COMMONEST


def _mostly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="surrogateescape")
    damaged = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    beyond = len(data.translate(None, bytes(range(128))))  # the bytes that are no ASCII
    return damaged < beyond * _SOUND_SHARE


def _text(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, errors="replace").replace("\0", "\ufffd")
    return text.replace("\r\n", "\n").replace("\r", "\n")
