"""A folder's seed files: which there are, what they are called, and their bytes, read with care.

It knows names and files, no format.
"""

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from index.errors import SeedError
from index.messages import N_, Sentence
from index.readers.parsing.base import suffix_of
from index.readers.registry import known_suffixes
from index.seeds.file_names import seed_ids
from index.seeds.not_seeds import WITHOUT_WORDS, is_never_a_seed, never_seeds_beside
from index.seeds.works import FOLDER_METADATA, REFERENCE_SUFFIXES, SIDECAR_SUFFIX, SideFile

DEFAULT_MAX_BYTES = 10 * 1024 * 1024  # what Discord takes as an attachment without Nitro
_SIDECAR_MAX_BYTES = 128 * 1024
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file that is, or claims to be, a seed.

    Attributes:
        id: unique in its folder.
        name: path relative to the folder, with "/".
        problem: why it cannot be read, as far as its name and kind tell; `load_bytes` raises it.
        further: references beside it (paper.pdf.bib), and the files in which the folders above it state what all below
            them share, the nearest first.
        stamp: device, inode, size and both times of each of these files; empty where it was not looked at so.
    """

    id: str
    name: str
    path: Path
    sidecar: Path | None = None
    problem: str | None = None
    further: tuple[Path, ...] = ()
    stamp: tuple[int, ...] = ()


def find_seeds(folder: Path) -> tuple[SeedFile, ...]:
    """List the seeds of a folder and its sub-folders, in order of their names; of a file, the file alone.

    Files and folders that begin with "." or "_", README files, side-cars, and what holds no words (pictures, sounds, a
    page's style) are none. What cannot be a seed but looks like one is listed with its problem. Links are followed,
    but not to folders outside; each folder is entered once. Raises SeedError where the folder is missing or cannot be
    opened.
    """
    if not folder.is_dir():
        return (_single(folder),)
    found = sorted(_walk(folder), key=lambda seed: seed[0])
    names = {name: stamp for name, *_, stamp in found}
    seeds = [seed for seed in found if not _is_about_others(seed[0], names)]
    stating = {name.rpartition("/")[0] for name in names if name.rpartition("/")[2] == FOLDER_METADATA}
    ids = seed_ids(name for name, *_ in seeds)
    is_alone = any(name.endswith(SIDECAR_SUFFIX) for name, *_ in seeds)
    by_folded = {name.casefold(): name for name in names} if is_alone else {}
    return tuple(
        SeedFile(
            id=ids[name],
            name=_printable(name),
            path=path if name == _printable(name) else folder / _printable(name),
            sidecar=path.with_name(path.name + SIDECAR_SUFFIX) if name + SIDECAR_SUFFIX in names else None,
            problem=_meant_for(name, by_folded) or problem or _name_problem(name),
            further=tuple(folder / each for each in beside),
            stamp=_stamp(name, beside, names),
        )
        for name, path, problem, _ in seeds
        for beside in [tuple(_further(name, names, stating))]
    )


def find_seed(path: Path) -> SeedFile:
    """Describe one file outside of any folder of seeds, with its side-car.

    Raises SeedError where it is missing, a folder, or named so that a folder of seeds would leave it out.
    """
    if path.is_dir():
        raise SeedError(path, "is a folder; name its files one by one")
    if suffix_of(path.name) not in WITHOUT_WORDS and is_never_a_seed(path.name):
        raise SeedError(path, "is never taken for a seed (README, or begins with . or _); rename the file")
    return _single(path)


@dataclass(frozen=True, slots=True)
class SeedBytes:
    """What stands on disk for one seed."""

    data: bytes
    sidecar: bytes | None = None
    further: tuple[SideFile, ...] = ()

    @property
    def checksum(self) -> str:
        """SHA-256 of all, so that a change of any is a change."""
        digest = sha256(len(self.data).to_bytes(8) + self.data + (self.sidecar or b""))
        for each in self.further:
            digest.update(b"\0" + Path(each.name).name.encode(errors="surrogateescape") + b"\0" + each.data)
        return digest.hexdigest()


def load_bytes(seed: SeedFile, *, max_bytes: int = DEFAULT_MAX_BYTES) -> SeedBytes:
    """Load a seed's file and side-car.

    Raises SeedError for whatever keeps them from being read; sizes are checked before bytes are read, and what
    is no regular file is never waited for.
    """
    if seed.problem:
        raise SeedError(seed.path, seed.problem)
    data = _bytes(seed.path, max_bytes)
    further = tuple(SideFile(str(path), _bytes(path, _SIDECAR_MAX_BYTES)) for path in seed.further)
    return SeedBytes(data, _bytes(seed.sidecar, _SIDECAR_MAX_BYTES) if seed.sidecar else None, further)


def _single(path: Path) -> SeedFile:
    if not path.exists() and not path.is_symlink():
        raise SeedError(path, "there is no such file or folder; check the path")
    sidecar = path.with_name(path.name + SIDECAR_SUFFIX)
    seed_id = seed_ids([path.name])[path.name]
    beside = (*(path.with_name(path.name + suffix) for suffix in REFERENCE_SUFFIXES), path.with_name(FOLDER_METADATA))
    further = tuple(each for each in beside if each.is_file())
    return SeedFile(seed_id, path.name, path, sidecar if sidecar.exists() else None, _problem_of(path), further)


def _stamp(name: str, further: Iterable[str], stamps: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the stamps of all that a seed is read from; nothing where one of them could not be looked at."""
    files = [name, *([name + SIDECAR_SUFFIX] if name + SIDECAR_SUFFIX in stamps else ()), *further]
    found = [stamps[each] for each in files]
    return tuple(chain.from_iterable(found)) if all(found) else ()


def _walk(folder: Path) -> Iterator[tuple[str, Path, str | None, tuple[int, ...]]]:
    """Yield name, path, problem and stamp of every file below a folder, in no order; links that loop end here."""
    waiting, root = [(folder, "")], folder.resolve()
    entered: set[tuple[int, int]] = set()
    while waiting:
        directory, name = waiting.pop()
        try:
            status = directory.stat()
            children = _children(directory)
        except OSError as error:
            if directory == folder:
                raise SeedError(folder, _refused(error)) from None
            yield name, directory, _refused(error), ()
            continue
        if (status.st_dev, status.st_ino) in entered:
            continue
        entered.add((status.st_dev, status.st_ino))
        above = f"{name}/" if name else ""
        names = {child.name for child in children}
        for child in children:
            problem = _problem_of(child) or _export_problem(child.name, names) or _leads_out(child, root)
            if problem is None and child.is_dir():
                waiting.append((Path(child.path), above + child.name))
            else:
                yield above + child.name, Path(child.path), problem, _stamp_of(child)


def _stamp_of(child: os.DirEntry[str]) -> tuple[int, ...]:
    with suppress(OSError):
        found = child.stat()  # which was asked before, and is remembered
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    return ()


def _children(directory: Path) -> list[os.DirEntry[str]]:
    with os.scandir(directory) as found:
        present = list(found)
    beside = set(never_seeds_beside({child.name for child in present}))
    children = [child for child in present if not is_never_a_seed(child.name) and child.name not in beside]
    return sorted(children, key=lambda child: child.name, reverse=True)  # the last one is entered first


def _is_about_others(name: str, names: Collection[str]) -> bool:
    """Whether a file is none to quote but speaks of the one beside it, or of all in its folder."""
    beside = name.rpartition(".")[0]
    is_beside = name.endswith((SIDECAR_SUFFIX, *REFERENCE_SUFFIXES)) and beside in names
    return is_beside or name.rpartition("/")[2] == FOLDER_METADATA


def _further(name: str, names: Collection[str], stating: set[str]) -> Iterator[str]:
    """Yield what else speaks of a file: references beside it, then the folders above it, the nearest first."""
    yield from (name + suffix for suffix in REFERENCE_SUFFIXES if name + suffix in names)
    above = name.rpartition("/")[0]
    while stating:
        if above in stating:
            yield f"{above}/{FOLDER_METADATA}" if above else FOLDER_METADATA
        if not above:
            return
        above = above.rpartition("/")[0]


def _meant_for(name: str, by_folded: dict[str, str]) -> str | None:
    """Say which file a side-car may mean, where its name is that file's but for capital letters."""
    meant = by_folded.get(name.removesuffix(SIDECAR_SUFFIX).casefold())
    if meant is None or not name.endswith(SIDECAR_SUFFIX):
        return None
    right = _printable(meant.rpartition("/")[2] + SIDECAR_SUFFIX)
    return f"describes no file, since capital letters count in names; name it {right} if it is about that one"


def _refused(error: OSError) -> str:
    return f"cannot be opened ({error.strerror}); check its permissions, or remove it"


def _problem_of(path: Path | os.DirEntry[str]) -> str | None:
    """Say why a path is no seed that can be read, as far as its name and kind tell."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if path.is_symlink():
            return f"is a link that leads nowhere (to {_printable(str(Path(path).readlink()))}); correct or remove it"
        return _refused(error)
    if stat.S_ISDIR(mode):
        is_named_like_file = suffix_of(path.name) in known_suffixes()
        return "is a folder named like a seed, so its files are not read; rename it" if is_named_like_file else None
    if not stat.S_ISREG(mode):
        return _not_a_file(mode)
    if suffix_of(path.name) in (".yaml", ".yml"):
        return "stands beside no file it could describe; name it like that file plus .yaml (talk.txt.yaml)"
    return None


def _export_problem(name: str, beside: set[str]) -> str | None:
    """Say why a folder of posts is not read by itself: which of them are drafts stands in the list beside it."""
    if name == "posts" and "posts.csv" in beside:
        return "is a part of an unpacked export, and may hold drafts; pack the folder that it lies in as .zip"
    return None


def _leads_out(path: os.DirEntry[str], root: Path) -> str | None:
    """Say that a link to a folder leaves the seeds, so that nobody serves a whole disk by one link in an archive."""
    if not (path.is_symlink() and path.is_dir()):
        return None
    target = Path(path.path).resolve()
    if target.is_relative_to(root):
        return None
    return f"is a link out of the seeds (to {_printable(str(target))}), which is not followed; copy the files here"


def _not_a_file(mode: int) -> str:
    kind = next((words for is_kind, words in _KINDS if is_kind(mode)), "no file")
    return f"is {kind}, not a file of text; remove it from the seeds"


def _printable(name: str) -> str:
    return name if name.isascii() else name.encode(errors="surrogateescape").decode(errors="replace")


def _name_problem(name: str) -> str | None:
    return None if name == _printable(name) else "its name is not valid UTF-8; rename the file"


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _bytes(path: Path, max_bytes: int) -> bytes:
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SeedError(path, _not_a_file(status.st_mode))
            # By its size first: Python takes memory for all that is asked for.
            data = file.read(status.st_size + 1) if status.st_size <= max_bytes else b""
            if len(data) > status.st_size:  # it grew meanwhile
                data += file.read(max_bytes + 1 - len(data))
    except OSError as error:
        raise SeedError(path, _refused(error)) from None
    size = max(status.st_size, len(data))
    if size > max_bytes:
        template = N_("holds {size:,} bytes, more than the limit of {most:,}; split it into parts")
        raise SeedError(path, Sentence(template, size=size, most=max_bytes))
    return data
