"""The formats a seed can have: the one place where a new one is registered."""

from typing import Any

from index.errors import SeedError
from index.messages import N_, Sentence
from index.readers import books, chat, markdown, plain, thread_reader, thread_reader_pages
from index.readers.archives.files import Files
from index.readers.archives.tarred import is_tar, open_tar
from index.readers.archives.zipped import is_zip, open_zip
from index.readers.chats import discord_html, slack
from index.readers.exports import activitypub, bluesky, feed, json_files, medium, substack, twitter
from index.readers.mail import files as mail
from index.readers.markups import asciidoc, latex, org, restructured
from index.readers.office import docx, epub, odt, rtf
from index.readers.paged import pdf
from index.readers.pages import page
from index.readers.parsing.base import Format, suffix_of
from index.readers.transcripts import pasted, subtitles

# Looked at first, since what they read is no text: a format here must tell its files by their first bytes.
BYTE_FORMATS: tuple[Format[bytes], ...] = (
    pdf.FORMAT,
    docx.FORMAT,
    odt.FORMAT,
    epub.FORMAT,
    rtf.FORMAT,
    bluesky.FORMAT,
    json_files.FORMAT,
    feed.FORMAT,
    discord_html.FORMAT,
    medium.PAGE,
    mail.BOX,
    mail.FORMAT,
    thread_reader_pages.FORMAT,
    page.FORMAT,
)
# Exports of whole accounts, known by the files in their archive; any other archive is a collection of seeds.
EXPORT_FORMATS: tuple[Format[Files], ...] = (
    twitter.FORMAT,
    activitypub.FORMAT,
    slack.FORMAT,
    substack.FORMAT,
    medium.FORMAT,
)
ARCHIVE_SUFFIXES = (".tar", ".tgz", ".zip")
# In order: those that recognise a text by what it says come before those that go by the file's name.
TEXT_FORMATS: tuple[Format[str], ...] = (
    subtitles.FORMAT,
    pasted.FORMAT,
    restructured.FORMAT,
    asciidoc.FORMAT,
    org.FORMAT,
    latex.FORMAT,
    thread_reader.FORMAT,
    books.FORMAT,
    chat.FORMAT,
    markdown.FORMAT,
    plain.FORMAT,
)


def known_suffixes() -> tuple[str, ...]:
    """Return the extensions that name a format, sorted."""
    named = (*(form.suffixes for form in BYTE_FORMATS), *(form.suffixes for form in TEXT_FORMATS))
    return tuple(sorted({*ARCHIVE_SUFFIXES, *(suffix for suffixes in named for suffix in suffixes if suffix)}))


def archive_of(data: bytes) -> Files | None:
    """Return the files of an archive; None where it is none. Raises FormatError where it is damaged or too large."""
    if is_zip(data):
        return open_zip(data)
    return open_tar(data) if is_tar(data) else None


def export_format_of(files: Files) -> Format[Files] | None:
    """Choose the format of an archive by what it holds; None where that is a collection of seeds."""
    return next((form for form in EXPORT_FORMATS if form.recognises(files)), None)


def is_plain(name: str, data: bytes) -> bool:
    """Whether a file is text that anybody may read: no archive, and nothing that a binary or nested format reads."""
    is_nested = any(form.is_nested and suffix_of(name) in form.suffixes for form in TEXT_FORMATS)
    return not (is_nested or is_zip(data) or is_tar(data) or byte_format_of(name, data))


def byte_format_of(name: str, data: bytes) -> Format[bytes] | None:
    """Choose the format of a file that is no text; None where it is to be decoded."""
    suffix = suffix_of(name)
    recognised = (form for form in BYTE_FORMATS if form.recognises(data))
    named = (form for form in BYTE_FORMATS if suffix in form.suffixes and form.fits(data))
    return next(recognised, None) or next(named, None)


def misnamed(name: str, form: Format[Any]) -> str | None:
    """Say that a file's name promises another format than its contents have; None where it does not."""
    suffix = suffix_of(name)
    if not suffix or suffix in form.suffixes | form.usual or suffix not in known_suffixes():
        return None
    return Sentence("The file is a {format} by its contents, whatever {suffix} says.", format=form.name, suffix=suffix)


def text_format_of(name: str, text: str) -> Format[str]:
    """Choose the format of a text. Raises SeedError where there is none for it."""
    suffix = suffix_of(name)
    for form in TEXT_FORMATS:
        if suffix in form.suffixes or form.recognises(text):
            return form
    known = ", ".join(known_suffixes())
    template = N_("{suffix} is not a format that can be read; save its text as one of {known}")
    raise SeedError(name, Sentence(template, suffix=suffix, known=known))
