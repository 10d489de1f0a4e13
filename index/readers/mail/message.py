"""One mail to a document: its author's own words from the part in plain text, or in HTML where that says more."""

import re
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from hashlib import sha256
from typing import Any

from index.messages import Sentence
from index.model import LeftOut
from index.readers.mail.own_words import drop_others, own_lines
from index.readers.parsing.base import FormatError, ParsedDocument, reported
from index.readers.parsing.html_tree import parse_html, write_html
from index.readers.parsing.sections import DocumentWriter

TOO_DEEP = Sentence("is a mail of parts nested too deeply to be read; save its text instead")
NOT_OWN = Sentence("Left out: quoted mails, signatures, footers and lines with recipients' addresses.")

_MOST_HEADER_LINES, _MOST_HEADER_CHARS = 2_000, 2_000
_BEFORE = b"\xef\xbb\xbf\r\n"  # what programs leave above the headers
_MOST_PARTS = 100
_PART = re.compile(rb"^Content-Type:\s*(?:multipart/|message/)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_RECIPIENTS = ("to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to", "resent-to")
# How newsletters' programs put a site behind a name: "Mira Holt from Slow rivers", "Mira Holt at Slow rivers via X".
_FROM_SITE = re.compile(r"(?<=\S) (?:from|at|via|\|) \S.*")
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()\[\]]+")
_HIDDEN_ADDRESS = re.compile(r"\S+ at \S+ \(([^()]+)\)")  # "ada at a.example (Ada Vik)", as lists archive
_ARCHIVED = re.compile(r"<(https?://[^<>\s]+)>")
_ENOUGH = 0.5  # of the words that the HTML has: a plain part with less is a stub


def read_message(data: bytes) -> ParsedDocument:
    """Read a mail. Raises FormatError where its parts are nested too deeply."""
    if len(_PART.findall(data)) > _MOST_PARTS:
        raise FormatError(TOO_DEEP)
    try:
        mail = BytesParser(EmailMessage, policy=policy.default).parsebytes(_bounded(data.lstrip(_BEFORE)))
        writer, left_out = _written(mail)
        return _document(mail, writer, left_out)
    except RecursionError:
        raise FormatError(TOO_DEEP) from None


def _document(mail: EmailMessage, writer: DocumentWriter, left_out: int) -> ParsedDocument:
    draft = writer.document()
    author = _author(mail)
    draft = replace(
        draft,
        title=_header(mail, "subject") or None,
        authors=(author,) if author else (),
        published=_day(mail),
        identity=_header(mail, "message-id").strip("<> ") or _digest(mail, draft.text),
        source=_source(mail),
    )
    return reported(draft, (LeftOut(NOT_OWN, left_out),)) if left_out else draft


def _bounded(data: bytes) -> bytes:
    """Cut headers that are longer than any a person sees, since reading them can take all memory."""
    found = _BLANK_LINE.search(data)
    head = data[: found.start()] if found else data
    lines = head.splitlines()[:_MOST_HEADER_LINES]
    short = b"\n".join(line[:_MOST_HEADER_CHARS] for line in lines)
    return short + (data[found.start() :] if found else b"\n\n")


def _written(mail: EmailMessage) -> tuple[DocumentWriter, int]:
    """Write the part that says most; return how many characters of it were left out."""
    recipients = _recipients(mail)
    plain, html = (_content(mail.get_body((kind,))) for kind in ("plain", "html"))
    writer, left_out = DocumentWriter(), 0
    if html.strip():
        page = parse_html(html)
        left_out = drop_others(page, recipients)
        write_html(writer, page)
    own, left = own_lines(plain, recipients)
    if len(own.split()) < _ENOUGH * len(writer.text.split()):
        return writer, left_out
    writer = DocumentWriter()
    for paragraph in re.split(r"\n[ \t]*\n", own):
        writer.paragraph(paragraph)
    return writer, left


def _content(part: Message | None) -> str:
    """Return the text of a part; where it does not say how it is encoded, or says nothing true, as it can be read."""
    payload = part.get_payload(decode=True) if part else b""
    if part is None or not isinstance(payload, bytes):
        return ""
    text = _decoded(payload, part.get_content_charset() or "utf-8").replace("\r\n", "\n")
    return _flowed(text) if part.get_param("format") == "flowed" else text


def _decoded(payload: bytes, charset: str) -> str:
    for encoding in (charset, "utf-8", "cp1252"):
        try:
            return payload.decode(encoding)
        except (LookupError, ValueError):
            continue
    return payload.decode("utf-8", "replace")


def _flowed(text: str) -> str:
    """Join the lines that a program broke, which end in a blank (RFC 3676); a signature's mark does, too."""
    return re.sub(r"(?<!^--)(?<=\S) \n(?=[^\s>])", " ", text, flags=re.MULTILINE)


def _header(mail: EmailMessage, name: str) -> str:
    """Return a header in one line; "" where it is missing or cannot be read."""
    return " ".join(str(_parsed(mail, name) or "").split())


def _parsed(mail: EmailMessage, name: str) -> Any:
    try:
        return mail[name]
    except (ValueError, LookupError, MessageError, AttributeError, TypeError, IndexError):
        return None


def _author(mail: EmailMessage) -> str | None:
    """Return the sender's name; an address is none."""
    addresses = getattr(_parsed(mail, "from"), "addresses", ())
    name = " ".join(str(addresses[0].display_name).split()) if addresses else ""
    written = next((str(value) for key, value in mail.raw_items() if key.casefold() == "from"), "")
    if archived := _HIDDEN_ADDRESS.fullmatch(" ".join(written.split())):
        name = " ".join(archived[1].split())
    if _is_of_a_list(mail):
        name = _FROM_SITE.sub("", name)
    return name if name and "@" not in name else None


def _is_of_a_list(mail: EmailMessage) -> bool:
    return any(key.casefold().startswith("list-") for key, _ in mail.raw_items())


def _day(mail: EmailMessage) -> str | None:
    moment = getattr(_parsed(mail, "date"), "datetime", None)
    return moment.date().isoformat() if moment else None


def _source(mail: EmailMessage) -> str | None:
    """Return the address at which a list keeps the mail."""
    found = _ARCHIVED.search(_header(mail, "archived-at"))
    return found[1] if found else None


def _recipients(mail: EmailMessage) -> frozenset[str]:
    shown = " ".join(str(value) for name in _RECIPIENTS for value in _all(mail, name))
    return frozenset(address.casefold() for address in _ADDRESS.findall(shown))


def _all(mail: EmailMessage, name: str) -> list[Any]:
    try:
        return list(mail.get_all(name, []))
    except (ValueError, LookupError, MessageError, AttributeError, TypeError, IndexError):
        return []


def _digest(mail: EmailMessage, text: str) -> str:
    """Return what tells a mail without an identity from others."""
    stated = "\n".join((_header(mail, "date"), _header(mail, "from"), _header(mail, "subject"), text))
    return sha256(stated.encode("utf-8", "replace")).hexdigest()[:12]
