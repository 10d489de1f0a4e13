"""One seed's bytes to documents: decode, take the metadata off, let the format read, put both together."""

from collections.abc import Iterable

from index.errors import SeedError
from index.messages import Sentence
from index.model import Attribution, Document
from index.readers.base import ParsedDocument
from index.readers.registry import format_of
from index.seeds.encoding import decode
from index.seeds.front_matter import MetadataEntry, read_entries, split_front_matter
from index.seeds.metadata import Metadata, laid_over, validate
from index.seeds.remarks import IN_METADATA, invisible_warning
from index.text.languages import detect

SIDECAR_SUFFIX = ".yaml"
NO_KEYS = Sentence("is no list of keys and values; write lines such as title: …")


def read_seed(data: bytes, name: str, *, seed: str, sidecar: bytes | None = None) -> tuple[Document, ...]:
    """Read a seed file.

    Args:
        data: the whole file.
        name: the file's name or path: its extension chooses the format, errors name it.
        seed: the seed's id.
        sidecar: the bytes of the YAML file beside it, where there is one.

    Raises SeedError, with the line where one is known. Time is linear in the size of the file.
    """
    decoded = decode(data, name)
    front_matter = split_front_matter(decoded.text, name)
    beside = validate(_sidecar_entries(sidecar, name + SIDECAR_SUFFIX))
    metadata = laid_over(beside, validate(front_matter.entries))
    warnings = (*decoded.warnings, *front_matter.warnings, *metadata.warnings, *_metadata_remarks(metadata))
    drafts = [draft for draft in format_of(name, front_matter.body).read(front_matter.body) if draft.blocks]
    if not drafts:
        raise SeedError(name, Sentence("holds no text to quote; write some, or remove the file"))
    ids = [seed] if len(drafts) == 1 else [f"{seed}.{number}" for number in range(1, len(drafts) + 1)]
    return tuple(
        _document(draft, metadata, document=document, seed=seed, warnings=warnings)
        for document, draft in zip(ids, drafts, strict=True)
    )


def _sidecar_entries(sidecar: bytes | None, name: str) -> tuple[MetadataEntry, ...]:
    if sidecar is None:
        return ()
    entries = read_entries(decode(sidecar, name).text, name)
    if entries is None:
        raise SeedError(name, NO_KEYS)
    return entries


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
        language=metadata.language or detect(draft.text),
        stated_caveats=metadata.caveat,
        epistemic_status=metadata.epistemic_status,
        note=metadata.note,
        tags=metadata.tags,
        warnings=(*warnings, *draft.warnings, *((invisible,) if invisible else ())),
        removed_chars=draft.removed_chars,
    )


def _attribution(draft: ParsedDocument, metadata: Metadata) -> Attribution:
    """Let what the curator states win over what the format found."""
    return Attribution(
        title=metadata.title or draft.title,
        authors=metadata.author or draft.authors,
        source=metadata.source,
        published=metadata.published or draft.published,
        license=metadata.license,
        verbatim=metadata.verbatim is not False,
        restated_by=metadata.restated_by,
    )
