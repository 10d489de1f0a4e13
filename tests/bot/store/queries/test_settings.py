"""Servers' settings, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON

LARGEST_ID = 2**63 - 1

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=8,
)


def test_settings_of_an_unknown_server_are_empty(store: Store) -> None:
    """A server that set nothing has the defaults, which are not stored."""
    assert store.guild_settings(1) == {}


def test_later_settings_replace_the_earlier_of_their_server_alone(store: Store) -> None:
    """Other servers keep theirs."""
    store.change_guild_settings(1, {"pages": 3, "language": "de"}, ADMIN, NOON)
    store.change_guild_settings(LARGEST_ID, {"pages": 5}, ADMIN, NOON)

    store.change_guild_settings(1, {"pages": 4}, ADMIN, NOON)

    assert store.guild_settings(1) == {"pages": 4, "language": "de"}
    assert store.guild_settings(LARGEST_ID) == {"pages": 5}


def test_a_change_leaves_what_it_does_not_name(store: Store) -> None:
    """None takes a setting away; keys of a newer version stay as they are."""
    store.change_guild_settings(1, {"pages": 3, "language": "de", "from_the_future": [1]}, ADMIN, NOON)

    settings = store.change_guild_settings(1, {"pages": 4, "language": None}, ADMIN, NOON)

    assert settings == {"pages": 4, "from_the_future": [1]}
    assert store.guild_settings(1) == settings


def test_changes_made_at_the_same_moment_are_all_kept(store: Store) -> None:
    """Many admins, each at another setting of a server that had none: nobody overwrites anybody."""
    names = [f"key{number}" for number in range(8)]

    with ThreadPoolExecutor(len(names)) as admins:
        list(admins.map(lambda name: store.change_guild_settings(1, {name: 1}, ADMIN, NOON), names))

    assert store.guild_settings(1) == dict.fromkeys(names, 1)


# one store for all examples: each takes away what the one before set
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(values=st.dictionaries(st.text(), json_values.filter(lambda value: value is not None), max_size=4))
def test_settings_come_back_as_they_were(store: Store, values: dict[str, Any]) -> None:
    """Any JSON survives: all of Unicode, large numbers, nesting."""
    earlier = dict.fromkeys(store.guild_settings(1))

    store.change_guild_settings(1, earlier | values, ADMIN, NOON)

    assert values == store.guild_settings(1)
