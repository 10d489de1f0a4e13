"""The error table: which mistake is whose, in which words, with which exit code.

1. A user's or an operator's mistake is one sentence with the way out (exit 2).
2. What only a repair can mend (a disk, a database, a damaged snapshot) is one sentence too (exit 3).
3. Anything else is a bug: a sentence here, the traceback in the log or with --debug (exit 3).
"""

from dataclasses import dataclass

from bot.config.values import ConfigError
from bot.store.database.errors import ArchiveError, StoreError
from bot.store.queries.refusals import RefusedError
from bot.wording.i18n import said, said_alone
from bot.wording.records import TOO_LARGE
from index.errors import BuildError, CollectionError, LibraryError, SeedError, SnapshotError, UserError
from index.messages import Sentence

DONE, ANSWER_IS_NO, WRONG_USE, FAILED = 0, 1, 2, 3


class TooLargeError(Exception):
    """A file that was asked for is larger than what may be sent in that place.

    Attributes:
        size_bytes, most_bytes: what it has, and what it may have.
        sentence: says so, with the way out.
    """

    def __init__(self, size_bytes: int, most_bytes: int) -> None:
        self.sentence = Sentence(TOO_LARGE, size=size_bytes / 2**20, most=most_bytes // 2**20)
        super().__init__(self.sentence)
        self.size_bytes = size_bytes
        self.most_bytes = most_bytes


@dataclass(frozen=True, slots=True)
class Report:
    """What a person is told, and the exit code of a command that ends so.

    Attributes:
        alone: the sentence as it stands by itself.
        is_bug: nobody but the programmers can do anything about it.
        is_askers: the mistake is in what was asked for, so the sentence is for whoever did; other sentences name
            folders and addresses, which are for the operator alone.
        is_databases: it is away, full or gone.
    """

    sentence: str
    exit_code: int
    alone: str = ""
    is_bug: bool = False
    is_askers: bool = False
    is_databases: bool = False


_EXIT_CODES: dict[type[Exception], int] = {
    ConfigError: WRONG_USE,
    UserError: WRONG_USE,
    SeedError: WRONG_USE,
    CollectionError: WRONG_USE,
    SnapshotError: FAILED,
    BuildError: FAILED,
    LibraryError: FAILED,
    StoreError: FAILED,
    RefusedError: WRONG_USE,
    ArchiveError: WRONG_USE,
    TooLargeError: WRONG_USE,
}
# Whose sentence is for whoever asked: they can mend it, or must know that it cannot be had.
_ASKERS = (UserError, RefusedError, TooLargeError)


def report(err: Exception) -> Report:
    """Put an error into words for a person; the words of a bug say nothing of its inside."""
    for kind in type(err).__mro__:
        if kind in _EXIT_CODES:
            is_askers, is_databases = isinstance(err, _ASKERS), isinstance(err, StoreError)
            sentence, code = _sentence(err), _EXIT_CODES[kind]
            return Report(said(sentence), code, said_alone(sentence), is_askers=is_askers, is_databases=is_databases)
    if isinstance(err, OSError) and err.strerror:
        return Report(f"{err.filename or 'the system'}: {err.strerror}", FAILED)
    return Report(f"an internal error ({type(err).__name__}); run again with --debug to see where", FAILED, is_bug=True)


def _sentence(err: Exception) -> str:
    """Return what an error says, of which a template may be known that has other languages."""
    return getattr(err, "sentence", None) or str(err)
