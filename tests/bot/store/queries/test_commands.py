"""Hashes of synced commands, on both databases."""

from bot.store.store import Store


def test_hash_is_none_before_the_first_sync(store: Store) -> None:
    """An application that never synced has no hash."""
    assert store.command_hash(1) is None


def test_later_hash_replaces_the_earlier_of_its_application_alone(store: Store) -> None:
    """Each application has its own, latest hash."""
    store.record_command_hash(1, "old")
    store.record_command_hash(2, "other")

    store.record_command_hash(1, "new")

    assert store.command_hash(1) == "new"
    assert store.command_hash(2) == "other"
