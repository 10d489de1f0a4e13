"""Side-cars as a curator edits them: what one states, and the bytes of one that states something else.

A side-car that nobody edits stays byte for byte what it was. Knows the keys, not what they mean.
"""

from collections.abc import Mapping

import yaml

from index.messages import Sentence
from index.seeds import SIDECAR_SUFFIX
from index.seeds.encoding import decode
from index.seeds.metadata.entries import MetadataEntry
from index.seeds.metadata.keys import canonical
from index.seeds.metadata.yaml_entries import keys_of

Value = str | tuple[str, ...]


def stated(sidecar: bytes | None, name: str) -> dict[str, Value]:
    """Return what the side-car of a file states, by the keys' own names.

    Raises SeedError where it cannot be read, or holds something deeper than texts and lists of texts.
    """
    if sidecar is None:
        return {}
    path = name + SIDECAR_SUFFIX
    values: dict[str, Value] = {}
    for entry in keys_of(decode(sidecar, path).text, path):
        values[canonical(entry.key)] = entry.value if isinstance(entry.value, str) else _texts(entry)
    return values


def _texts(entry: MetadataEntry) -> tuple[str, ...]:
    items = entry.value if isinstance(entry.value, tuple) else (None,)
    texts = tuple(each for each in items if isinstance(each, str))
    if len(texts) < len(items):
        raise entry.error(Sentence("takes a text or a list of texts"))
    return texts


def edited(sidecar: bytes | None, name: str, changes: Mapping[str, Value]) -> bytes | None:
    """Return a side-car that states the changes too; an empty value takes a key away. None where nothing is left.

    Raises SeedError as `stated` does.
    """
    before = stated(sidecar, name)
    after = {key: value for key, value in (before | dict(changes)).items() if value}
    if after == before:
        return sidecar
    plain = {key: value if isinstance(value, str) else list(value) for key, value in after.items()}
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False).encode() if plain else None
