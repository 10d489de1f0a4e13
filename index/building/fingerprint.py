"""The fingerprint of all that turns seeds into passages and terms; a snapshot with another one is rebuilt.

Which rooms and which libraries that are is read off the imports, so that nobody has to keep a list: it is what
building imports, directly or through others. What only answers questions is not in it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from importlib.metadata import distributions, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from sys import stdlib_module_names

_PACKAGE = "index"
_FIRST_ROOM = "index.building"
_DATA_ROOM = "index.data"  # read by name, not imported
_IMPORT = re.compile(
    r"^[ \t]*(?:import[ \t]+(?P<module>[\w.]+)"
    r"|from[ \t]+(?P<source>[\w.]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|[\w, \t]*))",
    re.MULTILINE,
)
_DISTRIBUTION = re.compile(r"\bdistribution\(\"([\w.-]+)\"\)")  # of which a file is read without importing it


Sources = Mapping[str, Sequence[bytes]]  # of each room, its files


@cache
def pipeline_fingerprint() -> str:
    """Return a hash of the rooms that shape passages and terms, of their libraries and of Unicode's version.

    It covers more than needed, so that nobody has to remember to raise a version; a rebuild is cheap.
    """
    sources = shaping_sources(files(_PACKAGE))
    told = (room_fingerprints(sources), library_versions(sources), unicodedata.unidata_version)
    return blake2b(repr(told).encode(), digest_size=8).hexdigest()


def shaping_sources(package: Traversable) -> Sources:
    """Read each room that shapes a snapshot: the one that builds, all that it imports, and the data."""
    found, waiting = dict[str, list[bytes]](), [_FIRST_ROOM]
    while waiting:
        room = waiting.pop()
        if room not in found:
            found[room] = _code(_folder(package, room))
            names = {name for source in found[room] for name in _imported(source.decode())}
            own = (name for name in sorted(names) if name.partition(".")[0] == _PACKAGE)
            waiting += dict.fromkeys(_room_of(package, name) for name in own)
    return {room: found[room] for room in sorted(found)} | {_DATA_ROOM: list(_all_below(_folder(package, _DATA_ROOM)))}


def room_fingerprints(sources: Sources) -> dict[str, str]:
    """Return a hash of each room."""
    return {room: _hash(contents) for room, contents in sources.items()}


def library_versions(sources: Sources) -> list[tuple[str, str]]:
    """Return the version of each library that the rooms import or read files of, by its distribution."""
    code = [source.decode() for room, contents in sources.items() if room != _DATA_ROOM for source in contents]
    modules = {name.partition(".")[0] for source in code for name in _imported(source)}
    named = {(name, version(name)) for source in code for name in _DISTRIBUTION.findall(source)}
    return sorted({*named, *_versions(modules - stdlib_module_names - {_PACKAGE})})


def _imported(source: str) -> Iterator[str]:
    """Yield the modules that a source imports, and the names that it takes from them, wherever in the source.

    A line of prose that reads like an import adds a name that nobody knows, which does no harm.
    """
    for found in _IMPORT.finditer(source):
        yield found["module"] or found["source"]
        yield from (f"{found['source']}.{name}" for name in re.findall(r"\w+", found["names"] or ""))


def _room_of(package: Traversable, name: str) -> str:
    """Return the innermost folder that a module or a name in it lies in."""
    parts = name.split(".")
    while not _folder(package, ".".join(parts)).is_dir():
        parts.pop()
    return ".".join(parts)


def _folder(package: Traversable, room: str) -> Traversable:
    return package.joinpath(*room.split(".")[1:]) if "." in room else package


def _code(folder: Traversable) -> list[bytes]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [entry.read_bytes() for entry in entries if entry.name.endswith(".py")]


def _all_below(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_file():
            yield entry.read_bytes()
        elif entry.name != "__pycache__":
            yield from _all_below(entry)


def _hash(contents: Sequence[bytes]) -> str:
    found = blake2b(digest_size=8)
    for content in contents:
        found.update(len(content).to_bytes(8) + content)
    return found.hexdigest()


def _versions(modules: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the distributions that hold one of these modules.

    Their lists of files are searched as text, in a fraction of the time that reading them takes.
    """
    holds = re.compile(rf"^(?:{'|'.join(sorted(map(re.escape, modules)))})(?:[/.]|$)", re.MULTILINE)
    for each in distributions():
        if holds.search(each.read_text("RECORD") or each.read_text("top_level.txt") or ""):
            yield each.name, each.version
