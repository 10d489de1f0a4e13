"""The fingerprint of all that turns seeds into passages and terms; a snapshot with another one is rebuilt.

Which rooms and which libraries that are is read off the imports, so that nobody has to keep a list: it is what
building imports, directly or through others. What only answers questions is not in it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib.metadata import Distribution, distribution, distributions
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
_DISTRIBUTION = re.compile(rb"\bdistribution\(\"([\w.-]+)\"\)")  # of which a file is read without importing it
_STATED = re.compile(r"^(Name|Version):[ \t]*(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """A file of a room."""

    content: bytes

    @cached_property
    def imported(self) -> frozenset[str]:
        """The modules that it imports, and the names that it takes from them, wherever in it.

        A line of prose that reads like an import adds a name that nobody knows, which does no harm.
        """
        return frozenset(_imported(self.content.decode()))


Sources = Mapping[str, Sequence[Source]]  # of each room, its files


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
    found, waiting = dict[str, list[Source]](), [_FIRST_ROOM]
    is_room = cache(lambda name: _folder(package, name).is_dir())
    while waiting:
        room = waiting.pop()
        if room not in found:
            found[room] = _code(_folder(package, room))
            names = frozenset[str]().union(*(source.imported for source in found[room]))
            own = (name for name in sorted(names) if name.partition(".")[0] == _PACKAGE)
            waiting += dict.fromkeys(_room_of(name, is_room) for name in own)
    data = map(Source, _all_below(_folder(package, _DATA_ROOM)))
    return {room: found[room] for room in sorted(found)} | {_DATA_ROOM: list(data)}


def room_fingerprints(sources: Sources) -> dict[str, str]:
    """Return a hash of each room."""
    return {room: _hash(contents) for room, contents in sources.items()}


def library_versions(sources: Sources) -> list[tuple[str, str]]:
    """Return the version of each library that the rooms import or read files of, by its distribution."""
    code = [source for room, files_of in sources.items() if room != _DATA_ROOM for source in files_of]
    modules = {name.partition(".")[0] for source in code for name in source.imported}
    read_of = {name.decode() for source in code for name in _DISTRIBUTION.findall(source.content)}
    of_modules = _versions(modules - stdlib_module_names - {_PACKAGE})
    return sorted({*of_modules, *(_name_and_version(distribution(name)) for name in read_of)})


def _imported(source: str) -> Iterator[str]:
    for found in _IMPORT.finditer(source):
        yield found["module"] or found["source"]
        yield from (f"{found['source']}.{name}" for name in re.findall(r"\w+", found["names"] or ""))


def _room_of(name: str, is_room: Callable[[str], bool]) -> str:
    """Return the innermost folder that a module or a name in it lies in."""
    room, *parts = name.split(".")
    for part in parts:
        if not is_room(f"{room}.{part}"):
            break
        room = f"{room}.{part}"
    return room


def _folder(package: Traversable, room: str) -> Traversable:
    return package.joinpath(*room.split(".")[1:]) if "." in room else package


def _code(folder: Traversable) -> list[Source]:
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return [Source(entry.read_bytes()) for entry in entries if entry.name.endswith(".py")]


def _all_below(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_file():
            yield entry.read_bytes()
        elif entry.name != "__pycache__":
            yield from _all_below(entry)


def _hash(sources: Sequence[Source]) -> str:
    found = blake2b(digest_size=8)
    for each in sources:
        found.update(len(each.content).to_bytes(8) + each.content)
    return found.hexdigest()


def _versions(modules: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    """Yield the distributions that hold one of these modules.

    Their lists of files are searched as text, in a fraction of the time that reading them takes.
    """
    for each in distributions():
        lines = (each.read_text("RECORD") or each.read_text("top_level.txt") or "").splitlines()
        at_top = {line.split("/", 1)[0] for line in lines}
        if not modules.isdisjoint(name.partition(".")[0] for name in at_top):
            yield _name_and_version(each)


def _name_and_version(installed: Distribution) -> tuple[str, str]:
    """Read them from the head of its metadata alone, below which stands all of its description."""
    stated = dict(_STATED.findall((installed.read_text("METADATA") or "").partition("\n\n")[0]))
    return stated.get("Name") or installed.name, stated.get("Version") or installed.version
