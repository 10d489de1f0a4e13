"""Which format a seed has: chosen by what its bytes, its files or its text say, then by its name.

The formats are imported when a seed is read: whoever only answers reads none, and they are a tenth of a bot's start.
"""

from typing import Any

from index.errors import SeedError
from index.messages import N_, Sentence
from index.readers.archives.files import Files
from index.readers.archives.tarred import is_tar, open_tar
from index.readers.archives.zipped import is_zip, open_zip
from index.readers.parsing.base import Format, suffix_of

ARCHIVE_SUFFIXES = (".tar", ".tgz", ".zip")


def known_suffixes() -> tuple[str, ...]:
    """Return the extensions that name a format, sorted."""
    from index.readers.formats import BYTE_FORMATS, TEXT_FORMATS

    named = (*(form.suffixes for form in BYTE_FORMATS), *(form.suffixes for form in TEXT_FORMATS))
    return tuple(sorted({*ARCHIVE_SUFFIXES, *(suffix for suffixes in named for suffix in suffixes if suffix)}))


def archive_of(data: bytes) -> Files | None:
    """Return the files of an archive; None where it is none. Raises FormatError where it is damaged or too large."""
    if is_zip(data):
        return open_zip(data)
    return open_tar(data) if is_tar(data) else None


def export_format_of(files: Files) -> Format[Files] | None:
    """Choose the format of an archive by what it holds; None where that is a collection of seeds."""
    from index.readers.formats import EXPORT_FORMATS

    return next((form for form in EXPORT_FORMATS if form.recognises(files)), None)


def is_plain(name: str, data: bytes) -> bool:
    """Whether a file is text that anybody may read: no archive, and nothing that a binary or nested format reads."""
    from index.readers.formats import TEXT_FORMATS

    is_nested = any(form.is_nested and suffix_of(name) in form.suffixes for form in TEXT_FORMATS)
    return not (is_nested or is_zip(data) or is_tar(data) or byte_format_of(name, data))


def byte_format_of(name: str, data: bytes) -> Format[bytes] | None:
    """Choose the format of a file that is no text; None where it is to be decoded."""
    from index.readers.formats import BYTE_FORMATS

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
    from index.readers.formats import TEXT_FORMATS

    suffix = suffix_of(name)
    for form in TEXT_FORMATS:
        if suffix in form.suffixes or form.recognises(text):
            return form
    known = ", ".join(known_suffixes())
    template = N_("{suffix} is not a format that can be read; save its text as one of {known}")
    raise SeedError(name, Sentence(template, suffix=suffix, known=known))
