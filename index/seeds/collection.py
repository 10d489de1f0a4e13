"""An archive to works: each file in it is read as a seed of its own, below what its folders state.

A folder's `source.yaml` states what all below it share; the folder nearest to a file counts, then the file itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import SeedError
from index.messages import N_, Sentence
from index.readers.archives.files import Files
from index.readers.parsing.base import FormatError
from index.seeds.metadata.metadata import Metadata, choice_of, laid_over
from index.seeds.not_seeds import is_never_a_seed, is_template_folder, never_seeds_beside
from index.seeds.works import FOLDER_METADATA, SIDECAR_SUFFIX, Work, shared, sidecar_metadata

_UNREAD = N_("{name} in the archive is not read: {problem}")
_NO_FILES = N_("holds no file that can be read; {name}: {problem}")
_EMPTY = Sentence("is an archive without files to read")

ReadMember = Callable[[bytes, str, Metadata], list[Work]]


def read_collection(files: Files, name: str, beside: Metadata, read_member: ReadMember) -> list[Work]:
    """Read the files of an archive.

    Args:
        files: of the archive.
        name: the archive's own, for errors.
        beside: what stands in the archive's own side-car, shared by all in it.
        read_member: from a file's bytes, its path and what is chosen of chats to the works in it.

    What cannot be read is a warning beside the first work. Raises SeedError where nothing can be read.
    """
    works: list[Work] = []
    problems = dict(files.skipped)
    stated = dict(_folders(files, name))
    for path in _seeds(files):
        above = [*(stated[folder] for folder in map(str, PurePosixPath(path).parents) if folder in stated), beside]
        try:
            own = sidecar_metadata(files.get(path + SIDECAR_SUFFIX), path + SIDECAR_SUFFIX)
            read = read_member(files[path], path, choice_of([own, *above]))
        except (SeedError, FormatError) as err:
            problems[path] = err.problem if isinstance(err, SeedError) else err.sentence
            continue
        works += [_below(work, path, own, above) for work in read]
    return _with_problems(works, name, problems)


def _seeds(files: Files) -> Iterator[str]:
    """Yield the paths of what may be seeds, sorted."""
    beside = {folder: set(never_seeds_beside(names)) for folder, names in _names_of(files).items()}
    for path in sorted(files):
        is_left_out = any(
            is_never_a_seed(part.name) or is_template_folder(part.name) or part.name in beside[str(part.parent)]
            for part in _parts(path)
        )
        is_sidecar = path.removesuffix(SIDECAR_SUFFIX) != path and path.removesuffix(SIDECAR_SUFFIX) in files
        if not (is_left_out or is_sidecar or PurePosixPath(path).name == FOLDER_METADATA):
            yield path


def _parts(path: str) -> tuple[PurePosixPath, ...]:
    """Return a file's path and those of the folders above it, but for the archive itself."""
    each = PurePosixPath(path)
    return (each, *each.parents[:-1])


def _names_of(files: Files) -> dict[str, set[str]]:
    """Return what stands in each folder of an archive, by the folder's path; "." is the archive itself."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in files:
        for part in _parts(path):
            found[str(part.parent)].add(part.name)
    return found


def _folders(files: Files, name: str) -> Iterator[tuple[str, Metadata]]:
    for path in files:
        if PurePosixPath(path).name == FOLDER_METADATA:
            yield str(PurePosixPath(path).parent), sidecar_metadata(files[path], f"{name}/{path}")


def _below(work: Work, path: str, own: Metadata, above: list[Metadata]) -> Work:
    """Name a work by its path, and lay what its side-car and its folders state around what it states itself."""
    identity = f"{path}/{work.draft.identity}" if work.draft.identity else path
    metadata = laid_over(own, work.metadata)
    for folder in above:
        metadata = replace(laid_over(metadata, shared(folder, work.draft)), warnings=metadata.warnings)
    return replace(work, draft=replace(work.draft, identity=identity), metadata=metadata)


def _with_problems(works: list[Work], name: str, problems: dict[str, str]) -> list[Work]:
    if not works:
        path, problem = next(iter(problems.items()), ("", ""))
        raise SeedError(name, Sentence(_NO_FILES, name=path, problem=problem) if path else _EMPTY)
    warnings = tuple(Sentence(_UNREAD, name=path, problem=problem) for path, problem in problems.items())
    return [replace(works[0], warnings=(*works[0].warnings, *warnings)), *works[1:]]
