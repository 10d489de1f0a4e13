"""One seed's bytes to documents: decode, take the metadata off, let the format read, put both together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import AnyStr

from index.errors import SeedError
from index.messages import Sentence
from index.model import Attribution, Document
from index.readers.base import Format, FormatError, ParsedDocument
from index.readers.registry import byte_format_of, text_format_of
from index.seeds.encoding import decode, stated_encoding
from index.seeds.file_names import document_ids
from index.seeds.metadata.front_matter import split_front_matter
from index.seeds.metadata.metadata import NOTHING_STATED, Metadata, laid_over
from index.seeds.metadata.validation import validate
from index.seeds.metadata.yaml_entries import NO_KEYS, read_yaml
from index.seeds.remarks import IN_METADATA, invisible_warning
from index.text.languages import detect

SIDECAR_SUFFIX = ".yaml"


@dataclass(frozen=True, slots=True)
class _ReadSeed:
    """What a file holds: its works, what it states above them, and what a curator should know of its reading."""

    drafts: tuple[ParsedDocument, ...]
    metadata: Metadata = NOTHING_STATED
    warnings: tuple[str, ...] = ()


def read_seed(data: bytes, name: str, *, seed: str, sidecar: bytes | None = None) -> tuple[Document, ...]:
    """Read a seed file.

    Args:
        data: the whole file.
        name: the file's name or path: its extension chooses the format, errors name it.
        seed: the seed's id.
        sidecar: the bytes of the YAML file beside it, where there is one.

    Raises SeedError, with the line where one is known. Time is linear in the size of the file.
    """
    beside = _sidecar_metadata(sidecar, name + SIDECAR_SUFFIX)
    stated = (stated_encoding(sidecar) if sidecar else None) or stated_encoding(data)
    read = _bytes_read(data, name) or _text_read(data, name, stated)
    metadata = laid_over(beside, read.metadata)
    warnings = (*read.warnings, *metadata.warnings, *_metadata_remarks(metadata))
    drafts = [draft for draft in read.drafts if draft.blocks]
    if not drafts:
        raise SeedError(name, Sentence("holds no text to quote; write some, or remove the file"))
    ids = document_ids(seed, [draft.identity for draft in drafts])
    return tuple(
        _document(draft, metadata, document=document, seed=seed, warnings=warnings)
        for document, draft in zip(ids, drafts, strict=True)
    )


def _bytes_read(data: bytes, name: str) -> _ReadSeed | None:
    """Read a file that is no text; None where it is one."""
    form = byte_format_of(name, data)
    return _ReadSeed(_drafts(form, data, name)) if form else None


def _text_read(data: bytes, name: str, encoding: str | None) -> _ReadSeed:
    decoded = decode(data, name, encoding)
    front_matter = split_front_matter(decoded.text, name)
    drafts = _drafts(text_format_of(name, front_matter.body), front_matter.body, name)
    return _ReadSeed(drafts, validate(front_matter.entries), (*decoded.warnings, *front_matter.warnings))


def _drafts(form: Format[AnyStr], contents: AnyStr, name: str) -> tuple[ParsedDocument, ...]:
    try:
        return form.read(contents)
    except FormatError as error:
        raise SeedError(name, error.sentence) from error


def _sidecar_metadata(sidecar: bytes | None, name: str) -> Metadata:
    """Read what stands beside a file. What cannot be used of it is a warning; the file is a seed without it."""
    if sidecar is None:
        return NOTHING_STATED
    found = read_yaml(decode(sidecar, name).text, name)
    if found is None:
        return Metadata(warnings=(Sentence("{file} {problem}.", file=PurePath(name).name, problem=NO_KEYS),))
    stated = validate(found.entries)
    return replace(stated, warnings=(*found.warnings, *found.lost, *stated.warnings))


def _metadata_remarks(metadata: Metadata) -> Iterable[str]:
    shown = (metadata.title, *metadata.author, metadata.source, *metadata.caveat, metadata.note, metadata.restated_by)
    warning = invisible_warning("".join(words for words in shown if words), IN_METADATA)
    return (warning,) if warning else ()


def _document(
    draft: ParsedDocument, metadata: Metadata, *, document: str, seed: str, warnings: Iterable[str]
) -> Document:
    invisible = invisible_warning(draft.text)
    return Document(
        id=document,
        seed=seed,
        text=draft.text,
        attribution=_attribution(draft, metadata),
        blocks=draft.blocks,
        citations=draft.citations,
        language=metadata.language or draft.language or detect(draft.text),
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
        verbatim=draft.verbatim and metadata.verbatim is not False,
        restated_by=metadata.restated_by or draft.restated_by,
    )
