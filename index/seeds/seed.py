"""One seed's bytes to documents: decode, take the metadata off, let the format read, put both together."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from index.errors import SeedError
from index.messages import Sentence
from index.model import Attribution, Document
from index.readers.archives.files import LIMITS, Files
from index.readers.parsing.base import Chosen, Contents, Format, FormatError, ParsedDocument
from index.readers.registry import archive_of, byte_format_of, export_format_of, misnamed, text_format_of
from index.seeds.collection import read_collection
from index.seeds.encoding import decode, stated_encoding
from index.seeds.file_names import day_of_post, document_ids
from index.seeds.metadata.front_matter import split_front_matter
from index.seeds.metadata.metadata import NOTHING_STATED, Metadata, laid_over
from index.seeds.metadata.validation import validate
from index.seeds.remarks import IN_METADATA, invisible_warning
from index.seeds.works import SIDECAR_SUFFIX, SideFile, Work, below, sidecar_metadata
from index.text.languages import detect

_TOO_DEEP = Sentence("is an archive in an archive in an archive; unpack the outer ones")

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_NO_LANGUAGE = frozenset(("und", "mul", "mis", "zxx"))


def read_seed(
    data: bytes, name: str, *, seed: str, sidecar: bytes | None = None, further: tuple[SideFile, ...] = ()
) -> tuple[Document, ...]:
    """Read a seed file.

    Args:
        data: the whole file.
        name: the file's name or path: its extension chooses the format, errors name it.
        seed: the seed's id.
        sidecar: the bytes of the YAML file beside it, where there is one.
        further: references beside it and what the folders above it state, the nearest first.

    Raises SeedError, with the line where one is known. Time is linear in the size of the file.
    """
    beside = sidecar_metadata(sidecar, name + SIDECAR_SUFFIX)
    encoding = stated_encoding(sidecar) if sidecar else None
    works = [below(work, further) for work in _works(data, name, beside, encoding) if work.draft.blocks]
    if not works:
        raise SeedError(name, Sentence("holds no text to quote; write some, or remove the file"))
    ids = document_ids(seed, [work.draft.identity for work in works])
    return tuple(_document(work, document=document, seed=seed) for document, work in zip(ids, works, strict=True))


def _works(data: bytes, name: str, beside: Metadata, encoding: str | None, depth: int = 1) -> list[Work]:
    """Read the works of a file, a collection's one by one; `depth` counts the archives around it, itself included."""
    form = byte_format_of(name, data)
    files = None if form else _files(data, name)  # a document may be packed like an archive
    export = export_format_of(files) if files is not None else None
    if form:
        read = _bytes_read(form, data, name, beside)
    elif files is None:
        read = _text_read(data, name, encoding or stated_encoding(data))
    elif export:
        read = [Work(draft) for draft in _drafts(export, files, name, beside)]
    elif depth > LIMITS.depth:
        raise SeedError(name, _TOO_DEEP)
    else:
        try:
            return read_collection(files, name, beside, partial(_member, depth=depth + 1))
        except FormatError as error:  # of what a folder in it states, without which its files are not shown
            raise SeedError(name, error.sentence) from error
    return [replace(work, metadata=laid_over(beside, work.metadata)) for work in read]


def _member(data: bytes, path: str, choice: Metadata, depth: int) -> list[Work]:
    return _works(data, path, choice, None, depth)


def _files(data: bytes, name: str) -> Files | None:
    """Open a file that is an archive."""
    try:
        return archive_of(data)
    except FormatError as error:
        raise SeedError(name, error.sentence) from error


def _bytes_read(form: Format[bytes], data: bytes, name: str, beside: Metadata) -> list[Work]:
    """Read a file that is no text."""
    told = misnamed(name, form)
    return [Work(draft, warnings=(told,) if told else ()) for draft in _drafts(form, data, name, beside)]


def _text_read(data: bytes, name: str, encoding: str | None) -> list[Work]:
    decoded = decode(data, name, encoding)
    front_matter = split_front_matter(decoded.text, name)
    drafts = _drafts(text_format_of(name, front_matter.body), front_matter.body, name)
    stated, warnings = validate(front_matter.entries), (*decoded.warnings, *front_matter.warnings)
    day = day_of_post(name) if front_matter.entries else None
    dated = (replace(draft, published=draft.published or day) for draft in drafts) if day else drafts
    return [Work(draft, stated, warnings) for draft in dated]


def _drafts(
    form: Format[Contents], contents: Contents, name: str, beside: Metadata = NOTHING_STATED
) -> tuple[ParsedDocument, ...]:
    try:
        return form.works(contents, Chosen(beside.channels, beside.names, beside.consent is True))
    except FormatError as error:
        raise SeedError(name, error.sentence) from error


def _metadata_remarks(metadata: Metadata) -> Iterable[str]:
    shown = (metadata.title, *metadata.author, metadata.source, *metadata.caveat, metadata.note, metadata.restated_by)
    warning = invisible_warning("".join(words for words in shown if words), IN_METADATA)
    return (warning,) if warning else ()


def _document(work: Work, *, document: str, seed: str) -> Document:
    draft, metadata = work.draft, work.metadata
    warnings = (*work.warnings, *metadata.warnings, *_metadata_remarks(metadata))
    invisible = invisible_warning(draft.text)
    return Document(
        id=document,
        seed=seed,
        text=draft.text,
        attribution=_attribution(draft, metadata),
        blocks=draft.blocks,
        citations=draft.citations,
        language=metadata.language or _language(draft.language) or detect(draft.text),
        stated_caveats=tuple(dict.fromkeys((*draft.caveats, *metadata.caveat))),
        epistemic_status=metadata.epistemic_status,
        note=metadata.note,
        tags=metadata.tags,
        warnings=(*warnings, *draft.warnings, *((invisible,) if invisible else ())),
        left_out=draft.left_out,
    )


def _attribution(draft: ParsedDocument, metadata: Metadata) -> Attribution:
    """Let what the curator states win over what the format found, but never make restated words verbatim."""
    return Attribution(
        title=metadata.title or draft.title,
        authors=metadata.author or draft.authors,
        source=metadata.source or draft.source,
        published=metadata.published or draft.published,
        published_stated=metadata.published_stated,
        license=metadata.license,
        reading=metadata.reading,
        translation_of=metadata.translation_of,
        verbatim=draft.verbatim and metadata.verbatim is not False,
        restated_by=metadata.restated_by or draft.restated_by,
    )


def _language(stated: str | None) -> str | None:
    """Return a language that a file states; "C", "English" and "und" state none that is known by it."""
    tag = (stated or "").strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) and tag.casefold() not in _NO_LANGUAGE else None
