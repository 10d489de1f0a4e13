"""A work as it was read, with what is stated of it; and the side-car that states more."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from index.messages import Sentence
from index.readers.parsing.base import ParsedDocument
from index.seeds.encoding import decode
from index.seeds.metadata.metadata import NOTHING_STATED, Metadata, laid_over
from index.seeds.metadata.references import read_reference
from index.seeds.metadata.validation import validate
from index.seeds.metadata.yaml_entries import NO_KEYS, read_yaml

SIDECAR_SUFFIX = ".yaml"
REFERENCE_SUFFIXES = (".bib", ".json")  # of side-cars that programs for references write
FOLDER_METADATA = "source.yaml"  # states what all below its folder share


@dataclass(frozen=True, slots=True)
class SideFile:
    """A further file that speaks of a seed: a reference beside it, or what a folder above it states."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Work:
    """One work of a seed: what its format found, what is stated above it, what a curator should know of its reading."""

    draft: ParsedDocument
    metadata: Metadata = NOTHING_STATED
    warnings: tuple[str, ...] = ()


def sidecar_metadata(sidecar: bytes | None, name: str) -> Metadata:
    """Read what stands beside a file. What cannot be used of it is a warning; the file is a seed without it.

    Raises SeedError where its bytes are no text.
    """
    if sidecar is None:
        return NOTHING_STATED
    found = read_yaml(decode(sidecar, name).text, name)
    if found is None:
        return Metadata(warnings=(Sentence("{file} {problem}.", file=PurePath(name).name, problem=NO_KEYS),))
    stated = validate(found.entries)
    return replace(stated, warnings=(*found.warnings, *found.lost, *stated.warnings))


def below(work: Work, further: Iterable[SideFile]) -> Work:
    """Lay what further files state below what is stated of a work already; the first of them counts most."""
    metadata = work.metadata
    for each in further:
        if PurePath(each.name).name == FOLDER_METADATA:
            stated = shared(sidecar_metadata(each.data, each.name), work.draft)
        else:
            found = read_reference(decode(each.data, each.name).text, each.name)
            stated = replace(validate(found.entries), warnings=(*found.warnings, *found.lost))
        metadata = replace(laid_over(metadata, stated), warnings=(*metadata.warnings, *stated.warnings))
    return replace(work, metadata=metadata)


def shared(folder: Metadata, draft: ParsedDocument) -> Metadata:
    """Return what a folder states for a work that does not state it: a title is each work's own."""
    return replace(
        folder,
        title=None,
        author=() if draft.authors else folder.author,
        source=None if draft.source else folder.source,
        published=None if draft.published else folder.published,
        published_stated=None if draft.published else folder.published_stated,
        language=None if draft.language else folder.language,
    )
