"""A work as it was read, with what is stated of it; and the side-car that states more."""

from dataclasses import dataclass, replace
from pathlib import PurePath

from index.messages import Sentence
from index.readers.parsing.base import ParsedDocument
from index.seeds.encoding import decode
from index.seeds.metadata.metadata import NOTHING_STATED, Metadata
from index.seeds.metadata.validation import validate
from index.seeds.metadata.yaml_entries import NO_KEYS, read_yaml

SIDECAR_SUFFIX = ".yaml"


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
