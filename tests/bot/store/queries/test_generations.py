"""Which index serves a library and who uses it, on both databases."""

from datetime import UTC, datetime, timedelta

from bot.store.queries.elsewhere.generations import EngineGeneration
from bot.store.store import Store

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def generation(name: str, library: str = "seeds") -> EngineGeneration:
    """An index under a name."""
    return EngineGeneration(library, "abc", name, "scripted", 2, "0" * 64, LONG_AGO)


def test_the_last_that_was_published_serves(store: Store) -> None:
    """Each library has its own; before the first, none serves."""
    assert store.generations.current("seeds") is None
    store.generations.publish(generation("one"))
    store.generations.publish(generation("other", "notes"))
    store.generations.publish(generation("two"))

    found = [store.generations.current(library) for library in ("seeds", "notes")]

    assert ["two", "other"] == [each.index_name for each in found if each]
    assert all(each.published_at > LONG_AGO for each in found if each)


def test_a_bundle_comes_back_in_order(store: Store) -> None:
    """Piece by piece, and none of another index."""
    pieces = [bytes([number]) * 3 for number in range(12)]
    store.generations.add_bundle("one", pieces)
    store.generations.add_bundle("two", [b"other"])

    assert pieces == list(store.generations.bundle("one"))


def test_a_sweep_drops_what_neither_serves_nor_is_used(store: Store) -> None:
    """With its bundle; a use that has ended keeps nothing."""
    book, dropped = store.generations, list[str]()
    for name in ("serving", "used", "left", "lapsed"):
        book.add_bundle(name, [b"bytes"])
    book.publish(generation("serving"))
    book.use("used", "worker", timedelta(hours=1))
    book.use("lapsed", "worker", timedelta(hours=-1))

    gone = book.sweep(lambda: ["serving", "used", "left", "lapsed"], dropped.append)

    assert ["left", "lapsed"] == gone == dropped
    assert [1, 1, 0, 0] == [len(list(book.bundle(name))) for name in ("serving", "used", "left", "lapsed")]
