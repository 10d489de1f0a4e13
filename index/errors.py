"""The library's errors: one base class with a code and data; each message names the thing and the way out."""

from pathlib import Path
from typing import ClassVar

from index.messages import N_, Sentence


def escaped(name: str) -> str:
    r"""Show a file's name with escapes for what is no letter to see: line breaks, and what turns the words around.

    >>> escaped("talk\u202etxt.md")
    'talk\\u202etxt.md'
    """
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in name)


class LibraryError(Exception):
    """Base of everything `index` raises on purpose.

    Attributes:
        code: stable name of the kind of error.
        sentence: the message, which remembers its template and its data; the application has its own wording for it.
    """

    code: ClassVar[str] = "library"

    def __init__(self, template: str, **data: object) -> None:
        self.sentence = Sentence(template, **data)
        super().__init__(self.sentence)


class UserError(LibraryError):
    """What was asked for cannot be given; whoever asked mends that by asking otherwise."""

    code = "user"


class QuestionError(UserError):
    """The question, the quote or the search cannot be looked up as it was typed (empty, too long)."""

    code = "question"


class SeedError(LibraryError):
    """A seed file that cannot be read; the other seeds are not affected.

    Attributes:
        path: the file as the caller named it.
        line: 1-based line the problem stands on, where one is known.
        problem: what is wrong and what to do, without the path.
    """

    code = "seed"

    def __init__(self, path: Path | str, problem: str, line: int | None = None) -> None:
        template = N_("{path}, line {line}: {problem}") if line else N_("{path}: {problem}")
        super().__init__(template, path=escaped(str(path)), line=line, problem=problem)
        self.path = Path(path)
        self.line = line
        self.problem = problem


class SnapshotError(LibraryError):
    """A snapshot is missing, damaged, or of another format version; it can be rebuilt from its seeds.

    Attributes:
        path: the file or folder that is wrong, None where none is; {path} in the template.
    """

    code = "snapshot"

    def __init__(self, template: str, path: Path | None = None, **data: object) -> None:
        super().__init__(template, **({"path": path} if path is not None else {}), **data)
        self.path = path

    def is_in(self, root: Path) -> bool:
        """Tell whether what is wrong lies in a folder: that of a library's snapshots."""
        return self.path is not None and self.path.is_relative_to(root)


class BuildError(LibraryError):
    """A build could not finish; what was published before is still current."""

    code = "build"


class BusyError(BuildError):
    """Another process is building, and did not end in time."""

    code = "busy"


class DiskError(BuildError):
    """What was built, or is to be built, cannot be written."""

    code = "disk"


class CollectionError(LibraryError):
    """A test collection lacks a file or holds a row that cannot be read."""

    code = "collection"


class MeaningError(LibraryError):
    """What finds by meaning cannot be used: a library or a model is missing, damaged or too slow; words find alone."""

    code = "meaning"


class EngineError(LibraryError):
    """The search engine elsewhere refuses what is asked of it, or has it damaged."""

    code = "engine"


class EngineAwayError(EngineError):
    """The search engine elsewhere does not answer; it may in a moment."""

    code = "engine-away"
