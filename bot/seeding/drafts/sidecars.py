"""Side-cars as a curator edits them: what one states, and the bytes of one that states something else.

A side-car that nobody edits stays byte for byte what it was. Knows the keys, not what they mean.
"""

from collections.abc import Mapping

import yaml

from index.errors import SeedError
from index.messages import Sentence
from index.seeds import SIDECAR_SUFFIX
from index.seeds.encoding import decode
from index.seeds.front_matter import read_entries
from index.seeds.metadata import canonical
from index.seeds.seed import NO_KEYS

Value = str | tuple[str, ...]


def stated(sidecar: bytes | None, name: str) -> dict[str, Value]:
    """Return what the side-car of a file states, by the keys' own names.

    Raises SeedError where it cannot be read, or holds something deeper than texts and lists of texts.
    """
    if sidecar is None:
        return {}
    path = name + SIDECAR_SUFFIX
    entries = read_entries(decode(sidecar, path).text, path)
    if entries is None:
        raise SeedError(path, NO_KEYS)
    values: dict[str, Value] = {}
    for entry in entries:
        if entry.value is None:
            raise entry.error(Sentence("takes a text or a list of texts"))
        values[canonical(entry.key)] = entry.value
    return values


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
