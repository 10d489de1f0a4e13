"""The error table: which mistake is whose, in which words, with which exit code.

1. A user's or an operator's mistake is one sentence with the way out (exit 2).
2. What only a repair can mend (a disk, a database, a damaged snapshot) is one sentence too (exit 3).
3. Anything else is a bug: a sentence here, the traceback in the log or with --debug (exit 3).
"""

from dataclasses import dataclass

from bot.config.values import ConfigError
from bot.store.database.errors import ArchiveError, StoreError
from bot.store.queries.refusals import RefusedError
from bot.wording.i18n import said
from index.errors import BuildError, CollectionError, LibraryError, QuestionError, SeedError, SnapshotError

DONE, ANSWER_IS_NO, WRONG_USE, FAILED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Report:
    """What a person is told, and the exit code of a command that ends so.

    Attributes:
        is_askers: the mistake is in what was asked for, so the sentence is for whoever did; other sentences name
            folders and addresses, which are for the operator alone.
    """

    sentence: str
    exit_code: int
    is_bug: bool = False
    is_askers: bool = False


_EXIT_CODES: dict[type[Exception], int] = {
    ConfigError: WRONG_USE,
    QuestionError: WRONG_USE,
    SeedError: WRONG_USE,
    CollectionError: WRONG_USE,
    SnapshotError: FAILED,
    BuildError: FAILED,
    LibraryError: FAILED,
    StoreError: FAILED,
    RefusedError: WRONG_USE,
    ArchiveError: WRONG_USE,
}


def report(err: Exception) -> Report:
    """Put an error into words for a person; the words of a bug say nothing of its inside."""
    for kind in type(err).__mro__:
        if kind in _EXIT_CODES:
            return Report(_sentence(err), _EXIT_CODES[kind], is_askers=isinstance(err, QuestionError | RefusedError))
    if isinstance(err, OSError) and err.strerror:
        return Report(f"{err.filename or 'the system'}: {err.strerror}", FAILED)
    return Report(f"an internal error ({type(err).__name__}); run again with --debug to see where", FAILED, is_bug=True)


def _sentence(err: Exception) -> str:
    """Say what an error says, in the reader's language where its template is known."""
    return said(err.sentence if isinstance(err, LibraryError) else str(err))
