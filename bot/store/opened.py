"""An opened database, and how administrative acts are written in it. Must not know what is asked of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine, ExceptionContext, event, select
from sqlalchemy.exc import SQLAlchemyError

from bot.store.curator_records import CuratorRecords
from bot.store.database import migrate
from bot.store.database.engine import open_engine, reading, warm_up, writing
from bot.store.database.errors import StoreProblem, problem_of
from bot.store.drafts import DraftBook
from bot.store.generations import GenerationBook
from bot.store.queries import audit
from bot.store.worker_records import WorkerRecords

if TYPE_CHECKING:
    from bot.store.queries.audit import AuditEntry


class OpenDatabase:
    """A database of ours, on SQLite or PostgreSQL; safe to share between threads.

    Args:
        engine: of `open_engine`, at the version that `migrate.check` asks for.

    Attributes:
        drafts: the door to what curators have not confirmed yet.
        curators: what is kept for servers' curators beside their seeds.
        generations: the door to what is kept of a search engine elsewhere.
        workers: by which workers share shards.
        acted: is told of administrative acts once they are stored, in the thread that stored them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.drafts = DraftBook(engine, self._acting)
        self.curators = CuratorRecords(engine)
        self.generations = GenerationBook(engine)
        self.workers = WorkerRecords(engine)
        self.acted: Callable[[Sequence[AuditEntry]], None] = lambda _entries: None

    @classmethod
    def open(cls, url: str) -> Self:
        """Connect and check the version; may take seconds where the database does not answer."""
        engine = open_engine(url)
        try:
            migrate.check(engine)
            warm_up(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    def ping(self) -> None:
        """Ask the database for nothing, to see whether it answers; raises StoreError."""
        with reading(self._engine) as connection:
            connection.execute(select(1))

    def on_failure(self, tell: Callable[[StoreProblem], None]) -> None:
        """Have somebody told, in the thread that asked, of each statement and connection that fails."""

        def told(context: ExceptionContext) -> None:
            error = context.sqlalchemy_exception
            tell(problem_of(error) if isinstance(error, SQLAlchemyError) else "unexpected")

        event.listen(self._engine, "handle_error", told)

    def close(self) -> None:
        """Close all connections; the store can be closed twice."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _acting(self) -> Iterator[Connection]:
        """Give a connection for an administrative act, which others hear of once it is stored."""
        with writing(self._engine) as connection:
            audit.recorded(connection)  # of a transaction that failed before
            yield connection
            entries = audit.recorded(connection)
        if entries:
            self.acted(entries)
