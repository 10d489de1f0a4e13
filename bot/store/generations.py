"""The door to what is kept of a search engine elsewhere; each method is one transaction and blocks.

Must not know any clock but the database's, since workers on several machines share what is kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from bot.store.database.engine import reading, reading_one_state, serialise, writing
from bot.store.queries.elsewhere import generations
from bot.store.queries.elsewhere.generations import EngineGeneration
from bot.store.queries.workers.leases import database_now

PUBLISHING_LOCK = 0xE6_19E5  # a number that no server and no application has


class GenerationBook:
    """Which index serves which library, and who uses it; safe to share between threads and processes.

    Args:
        engine: the store's.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def current(self, library: str) -> EngineGeneration | None:
        """Return what serves a library, None where nothing does."""
        with reading(self._engine) as connection:
            return generations.current(connection, library)

    def add_bundle(self, index_name: str, pieces: Iterable[bytes]) -> None:
        """Keep an index's bundle, a piece at a time, before the index serves."""
        for number, piece in enumerate(pieces):
            with writing(self._engine) as connection:
                generations.add_piece(connection, index_name, number, piece)

    def bundle(self, index_name: str) -> Iterator[bytes]:
        """Yield the pieces of an index's bundle in order."""
        with reading_one_state(self._engine) as connection:
            yield from generations.pieces(connection, index_name)

    def publish(self, generation: EngineGeneration) -> None:
        """Have an index serve its library from now on, as of the database's clock."""
        with writing(self._engine) as connection:
            serialise(connection, PUBLISHING_LOCK)
            generations.publish(connection, replace(generation, published_at=database_now(connection)))

    def use(self, index_name: str, owner: str, for_: timedelta) -> None:
        """Keep an index from being deleted for a while, because somebody searches or loads it."""
        with writing(self._engine) as connection:
            generations.use(connection, index_name, owner, database_now(connection) + for_)

    def sweep(self, names: Callable[[], Iterable[str]], drop: Callable[[str], None]) -> list[str]:
        """Drop the indexes that neither serve nor are in use, with their bundles; return which those were.

        Args:
            names: tells the indexes that there are, before it is read which of them are wanted.
            drop: deletes one.
        """
        found = list(names())
        with writing(self._engine) as connection:
            serialise(connection, PUBLISHING_LOCK)
            now = database_now(connection)
            kept = generations.wanted(connection, now)
            gone = [name for name in found if name not in kept]
            for name in gone:
                drop(name)
            generations.forget(connection, now, kept)
        return gone
