"""The names of files in archives: labels that strangers chose, never paths on this machine."""

from pathlib import PurePosixPath

from index.messages import Sentence

NAMELESS = Sentence("it has no name")
LEAVES = Sentence("its name leads out of the archive")


def problem_of(name: str) -> str | None:
    """Say why a member cannot be named among the others; None where it can."""
    path = PurePosixPath(name.replace("\\", "/"))
    if not path.name:
        return NAMELESS
    return LEAVES if path.is_absolute() or ".." in path.parts or "\0" in name else None
