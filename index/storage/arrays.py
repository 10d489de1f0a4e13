"""A folder of .npy files and one small JSON file: replaced as a whole, memory-mapped, checked when opened.

Knows no postings; pickles nothing.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotError

META_NAME = "meta.json"
# A map takes a file handle for as long as it lives, and hundreds of small indexes may be open at once.
IN_MEMORY_BYTES = 1 << 18
_ADVICE = "build it again from its seeds"


def save_arrays(folder: Path, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> None:
    """Write arrays and meta into a folder, making it where needed; meta goes last, so half a folder has none.

    Files are replaced, never overwritten: whoever has the old ones mapped keeps reading them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / META_NAME).unlink(missing_ok=True)
    shapes = {}
    for name, array in arrays.items():
        stored = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        _write(folder / f"{name}.npy", stored)
        shapes[name] = {"dtype": stored.dtype.str, "shape": list(stored.shape)}
    content = {**meta, "arrays": shapes}
    _write(folder / META_NAME, _sealed(content))


def _write(path: Path, content: NDArray[Any] | bytes) -> None:
    scratch = path.with_name(f"{path.name}.new")
    with scratch.open("wb") as file:
        if isinstance(content, bytes):
            file.write(content)
        else:
            np.save(file, content, allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(path)


def _sealed(content: Mapping[str, Any]) -> bytes:
    return json.dumps({**content, "crc32": _seal(content)}, indent=1, sort_keys=True).encode()


def _seal(content: Mapping[str, Any]) -> int:
    return crc32(json.dumps(content, sort_keys=True).encode())


def open_meta(folder: Path, version: str) -> dict[str, Any]:
    """Read a folder's meta.

    Raises:
        SnapshotError: it is missing, damaged, or of another format version.
    """
    path = folder / META_NAME
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise SnapshotError("{path} is missing: not a finished index; {advice}", path=path, advice=_ADVICE) from None
    except (OSError, ValueError, RecursionError) as error:
        raise SnapshotError(
            "{path} cannot be read ({reason}); {advice}", path=path, reason=error, advice=_ADVICE
        ) from error
    if not isinstance(content, dict):
        raise damaged(path, "is not an object")
    if content.get("version") != version:
        raise damaged(path, f"has format {content.get('version')!r}, this program reads {version!r}")
    if content.pop("crc32", None) != _seal(content):
        raise damaged(path, "does not match its checksum")
    return content


def open_array(
    folder: Path, name: str, meta: Mapping[str, Any], dtypes: Sequence[str], dimensions: int = 1
) -> NDArray[Any]:
    """Map one array read-only; reads its header alone.

    `meta` is what `open_meta` returned; `dtypes` are the types the array may have, in numpy's notation.

    Raises:
        SnapshotError: it is missing, cut short, or not what meta and the caller expect.
    """
    path = folder / f"{name}.npy"
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        raise damaged(path, "is missing") from None
    # A damaged header fails in as many ways as Python's own parser does.
    except Exception as error:
        raise SnapshotError(
            "{path} cannot be read ({reason}); {advice}", path=path, reason=error, advice=_ADVICE
        ) from error
    if not isinstance(mapped, np.memmap) or mapped.offset + mapped.nbytes != path.stat().st_size:
        raise damaged(path, "does not have the size that its header states")
    found = {"dtype": mapped.dtype.str, "shape": list(mapped.shape)}
    if found != meta.get("arrays", {}).get(name) or mapped.dtype.str not in dtypes:
        raise damaged(path, f"is not the array that was saved: {found}")
    if mapped.ndim != dimensions or not mapped.flags.c_contiguous:
        raise damaged(path, f"does not have {dimensions} dimensions in row order")
    if mapped.nbytes <= IN_MEMORY_BYTES:
        held = np.array(mapped)
        held.flags.writeable = False
        return held
    # The plain view: a memmap's own slices cost ten times as much.
    return np.asarray(mapped)


def damaged(path: Path, problem: str) -> SnapshotError:
    """Make the error that names a file and what is wrong with it."""
    return SnapshotError("{path} {problem}; {advice}", path=path, problem=problem, advice=_ADVICE)
