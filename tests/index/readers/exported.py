"""Archives and exports for tests, made of what stands in them."""

import json
from collections.abc import Mapping

from index.readers.archives.files import Files, Unpack


def packed(contents: Mapping[str, object]) -> Files:
    """Return an archive's files: texts and bytes as they are, everything else as JSON."""
    return Files({path: _unpack(value) for path, value in contents.items()})


def as_bytes(value: object) -> bytes:
    """Return what stands in a file for a value."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode()


def _unpack(value: object) -> Unpack:
    return lambda most: as_bytes(value)[:most]
