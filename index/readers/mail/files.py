"""Files of mail: one (.eml) or a box of them (.mbox). Each is a document, named by its Message-ID."""

import re

from index.messages import N_, Sentence
from index.model import LeftOut
from index.readers.mail.message import read_message
from index.readers.parsing.base import Format, FormatError, ParsedDocument, reported

UNREAD = N_("Left out: mails that cannot be read ({count}).")
NO_MAIL = Sentence("holds no mail that can be read")

_HEAD_BYTES = 16_384
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_FROM = re.compile(rb"^From:", re.IGNORECASE | re.MULTILINE)
_TELLING = re.compile(
    rb"^(?:Message-ID|MIME-Version|Received|Return-Path|DKIM-Signature):", re.IGNORECASE | re.MULTILINE
)
_BEGINS = re.compile(rb"^From \S[^\n]*\b\d{4}\b[^\n]*\n(?=>?[A-Za-z][A-Za-z0-9-]*:)", re.MULTILINE)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def is_mail(data: bytes) -> bool:
    """Whether a file begins with the headers of a mail that was sent."""
    found = _HEADER.match(data[:_HEAD_BYTES].replace(b"\r\n", b"\n"))
    return bool(found and _FROM.search(found[0]) and _TELLING.search(found[0]))


def is_box(data: bytes) -> bool:
    """Whether a file begins as a box does."""
    return bool(_BEGINS.match(data[:_HEAD_BYTES].replace(b"\r\n", b"\n")))


def read_mail(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read a mail."""
    return (read_message(data),)


def read_box(data: bytes) -> tuple[ParsedDocument, ...]:
    """Read the mails of a box; of two with one Message-ID the first. Raises FormatError where none can be read."""
    drafts: list[ParsedDocument] = []
    seen: set[str] = set()
    unread = 0
    for mail in _mails(data.replace(b"\r\n", b"\n")):
        try:
            draft = read_message(mail)
        except FormatError:
            unread += 1
            continue
        if "@" not in draft.identity or draft.identity not in seen:
            drafts.append(draft)
        seen.add(draft.identity)
    if not drafts:
        raise FormatError(NO_MAIL)
    if unread:
        drafts[0] = reported(drafts[0], (LeftOut(Sentence(UNREAD, count=unread), 0),))
    return tuple(drafts)


def _mails(data: bytes) -> list[bytes]:
    """Cut a box before each line that begins a mail: one with a year that a header follows, no "From" of a text."""
    begins = list(_BEGINS.finditer(data))
    if not begins:
        return [data]
    ends = [match.start() for match in begins[1:]] + [len(data)]
    return [_ESCAPED.sub(rb"\1", data[match.end() : end]) for match, end in zip(begins, ends, strict=True)]


FORMAT = Format("mail", read_mail, frozenset({".eml"}), is_mail, usual=frozenset({".txt"}))
BOX = Format("mail box", read_box, frozenset({".mbox", ".mbx"}), is_box)
