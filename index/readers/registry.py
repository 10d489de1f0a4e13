"""Which format a seed has: chosen by what its bytes, its files or its text say, then by its name.

The formats are imported when a seed is read: whoever only answers reads none, and they are a tenth of a bot's start.
Those that are no plain text are a third of them, and imported where a file may have one.
"""

import re
from typing import Any

from index.errors import SeedError
from index.messages import N_, Sentence
from index.readers.archives.files import Files
from index.readers.archives.tarred import is_tar, open_tar
from index.readers.archives.zipped import is_zip, open_zip
from index.readers.parsing.base import Format, suffix_of

ARCHIVE_SUFFIXES = (".tar", ".tgz", ".zip")
_PROSE_SUFFIXES = frozenset({"", ".md", ".markdown", ".txt"})
# How prose begins, and no file of another format: with a letter, a digit or a sign of Markdown, but not as a zip file
# does, a Word document, a repository of posts, a part of an archive of X, a mail or a box of them.
_OTHERS = rb"PK[\x03\x05\x07]|\xd0\xcf\x11\xe0|[\x00-\xff]{1,3}\xa2[eg]|window\.|From |[A-Za-z][A-Za-z0-9-]*:"
_PROSE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?!" + _OTHERS + rb")[\w#>*\"'(\xc2-\xed-]")
_PDF_WITHIN = 1024  # bytes, in which a PDF may begin
_POST = b"data-tweet"  # by which a page of posts is known wherever it stands


def known_suffixes() -> tuple[str, ...]:
    """Return the extensions that name a format, sorted."""
    from index.readers.byte_formats import BYTE_FORMATS
    from index.readers.formats import TEXT_FORMATS

    named = (*(form.suffixes for form in BYTE_FORMATS), *(form.suffixes for form in TEXT_FORMATS))
    return tuple(sorted({*ARCHIVE_SUFFIXES, *(suffix for suffixes in named for suffix in suffixes if suffix)}))


def archive_of(data: bytes) -> Files | None:
    """Return the files of an archive; None where it is none. Raises FormatError where it is damaged or too large."""
    if is_zip(data):
        return open_zip(data)
    return open_tar(data) if is_tar(data) else None


def export_format_of(files: Files) -> Format[Files] | None:
    """Choose the format of an archive by what it holds; None where that is a collection of seeds."""
    from index.readers.byte_formats import EXPORT_FORMATS

    return next((form for form in EXPORT_FORMATS if form.recognises(files)), None)


def is_plain(name: str, data: bytes) -> bool:
    """Whether a file is text that anybody may read: no archive, and nothing that a binary or nested format reads."""
    from index.readers.formats import TEXT_FORMATS

    is_nested = any(form.is_nested and suffix_of(name) in form.suffixes for form in TEXT_FORMATS)
    return not (is_nested or is_zip(data) or is_tar(data) or byte_format_of(name, data))


def byte_format_of(name: str, data: bytes) -> Format[bytes] | None:
    """Choose the format of a file that is no text; None where it is to be decoded."""
    suffix = suffix_of(name)
    if suffix in _PROSE_SUFFIXES and _begins_as_prose(data):
        return None
    from index.readers.byte_formats import BYTE_FORMATS

    recognised = (form for form in BYTE_FORMATS if form.recognises(data))
    named = (form for form in BYTE_FORMATS if suffix in form.suffixes and form.fits(data))
    return next(recognised, None) or next(named, None)


def _begins_as_prose(data: bytes) -> bool:
    """Tell at a glance of most texts that no other format recognises them."""
    return _PROSE.match(data) is not None and b"%PDF-" not in data[:_PDF_WITHIN] and _POST not in data


def misnamed(name: str, form: Format[Any]) -> str | None:
    """Say that a file's name promises another format than its contents have; None where it does not."""
    suffix = suffix_of(name)
    if not suffix or suffix in form.suffixes | form.usual or suffix not in known_suffixes():
        return None
    return Sentence("The file is a {format} by its contents, whatever {suffix} says.", format=form.name, suffix=suffix)


def text_format_of(name: str, text: str) -> Format[str]:
    """Choose the format of a text. Raises SeedError where there is none for it."""
    from index.readers.formats import TEXT_FORMATS

    suffix = suffix_of(name)
    for form in TEXT_FORMATS:
        if suffix in form.suffixes or form.recognises(text):
            return form
    known = ", ".join(known_suffixes())
    template = N_("{suffix} is not a format that can be read; save its text as one of {known}")
    raise SeedError(name, Sentence(template, suffix=suffix, known=known))
