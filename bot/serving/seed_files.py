"""Writing a seed with its side-car into a folder, all of both or nothing; and where a seed lies there."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.engines.library import View
from index.errors import SeedError, UserError
from index.messages import Sentence
from index.seeds import SIDECAR_SUFFIX, find_seed, load_bytes
from index.settings import BuildSettings

if TYPE_CHECKING:
    from index.building.lint import FileFindings

WITHDRAWN = "_withdrawn-"  # before a file's name; what begins with "_" is no seed
ALREADY_THERE = "a seed of this name is already there; remove it first or rename the file"


def copy_seed(folder: Path, file: Path, metadata: Mapping[str, str], settings: BuildSettings) -> "FileFindings":
    """Copy a file, byte for byte, into a folder of seeds, its metadata and its side-car's beside it.

    It is read first, so a bad one stays out.

    Raises:
        SeedError: the file cannot be read as a seed, or the folder has one of that name.
    """
    import yaml

    from index.building.lint import check_documents
    from index.seeds.apart import SeedReader

    seed = find_seed(file)
    found = load_bytes(seed, max_bytes=settings.max_bytes)
    stated = yaml.safe_dump(dict(metadata), allow_unicode=True, sort_keys=False).encode() if metadata else None
    sidecar = b"\n".join(part for part in (found.sidecar, stated) if part) or None
    with SeedReader(settings.reading) as reader:
        documents = reader.read(found.data, str(file), seed=seed.id, sidecar=sidecar, further=found.further)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / file.name
    write_seed(target, found.data, sidecar)
    return check_documents(str(target), documents, settings)


def path_of(view: View, folder: Path, seed: str) -> Path:
    """Return where the file of a seed of that folder lies; raises UserError where none that is served has that id."""
    entries = (entry for manifest in view.manifests for entry in manifest.seeds)
    path = next((entry.path for entry in entries if entry.seed == seed), None)
    if path is None:
        raise UserError(Sentence("there is no seed {seed}", seed=seed))
    return folder / path


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


def replace_seed(file: Path, data: bytes, sidecar: bytes | None) -> None:
    """Put other bytes and another side-car in the place of a seed's; raises OSError."""
    beside = file.with_name(file.name + SIDECAR_SUFFIX)
    for path, content in ((file, data), (beside, sidecar)):
        if content is not None:
            temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
            temporary.write_bytes(content)
            temporary.replace(path)


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


def set_aside(file: Path) -> None:
    """Rename a seed and its side-car so that neither is one any more; raises OSError."""
    for path in (file, file.with_name(file.name + SIDECAR_SUFFIX)):
        if path.exists():
            path.rename(path.with_name(f"{WITHDRAWN}{path.name}"))
