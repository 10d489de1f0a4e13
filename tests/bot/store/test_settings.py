"""Servers' settings, on both databases."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.store import Store
from tests.bot.store.conftest import NOON

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
    """What a server no longer sets is gone; other servers keep theirs."""
    store.record_guild_settings(1, {"pages": 3, "language": "de"}, NOON)
    store.record_guild_settings(LARGEST_ID, {"pages": 5}, NOON)

    store.record_guild_settings(1, {"pages": 4}, NOON)

    assert store.guild_settings(1) == {"pages": 4}
    assert store.guild_settings(LARGEST_ID) == {"pages": 5}


# one store for all examples: each replaces the one before
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(values=st.dictionaries(st.text(), json_values, max_size=4))
def test_settings_come_back_as_they_were(store: Store, values: dict[str, Any]) -> None:
    """Any JSON survives: all of Unicode, large numbers, nesting."""
    store.record_guild_settings(1, values, NOON)

    assert values == store.guild_settings(1)
