"""Writing a seed with its side-car into a folder, all of both or nothing."""

import os
from pathlib import Path

from index.errors import SeedError
from index.seeds import SIDECAR_SUFFIX

ALREADY_THERE = "a seed of this name is already there; remove it first or rename the file"


def write_seed(target: Path, data: bytes, sidecar: bytes | None) -> None:
    """Write a seed that must not exist yet; where that fails, its side-car must not describe another one."""
    beside = target.with_name(target.name + SIDECAR_SUFFIX)
    for path in (target, beside):
        if path.exists():
            raise SeedError(path, ALREADY_THERE)
    if sidecar is not None:
        _write_new(beside, sidecar)
    try:
        _write_new(target, data)
    except BaseException:
        if sidecar is not None:
            beside.unlink()
        raise


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that must not exist yet, all of it or nothing."""
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
    try:
        temporary.write_bytes(data)
        os.link(temporary, path)
    except FileExistsError as err:
        raise SeedError(path, ALREADY_THERE) from err
    finally:
        temporary.unlink(missing_ok=True)
