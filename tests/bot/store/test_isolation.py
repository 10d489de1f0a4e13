"""Servers beside each other: each finds and does what it would without the others, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.database import migrate
from bot.store.queries.feedback import Feedback
from bot.store.queries.gaps import Gap
from bot.store.queries.refusals import RefusedError
from bot.store.queries.seed_acts import Admin, SeedLimits
from bot.store.queries.seeds import SeedContents
from bot.store.store import Store
from tests.bot.store.conftest import ADMIN, NOON
from tests.bot.store.looking import feedback_counts, guild_totals

GUILDS = (1, 2, 3)
LATER = NOON + timedelta(days=9)


class Step(NamedTuple):
    """What one admin does: *guild* acts on the seed of a *name*, with a version that may be another server's."""

    act: str
    guild: int
    name: str
    version: int
    body: int


def contents(step: Step) -> SeedContents:
    """Return a file that other servers may have as well, and its metadata."""
    return SeedContents(b"%d" % step.body, b"title: anything", f"text-{step.body}")


def admin(step: Step) -> Admin:
    """Return the admin of a step's server."""
    return Admin(step.guild, ADMIN + step.guild, NOON, SeedLimits(3, 100))


def settle(store: Store, step: Step) -> None:
    """Judge, ask in vain, and change the settings."""
    store.change_guild_settings(step.guild, {f"of-{step.guild}-only": step.body}, ADMIN + step.guild, NOON)
    store.record_gap(Gap(step.guild, NOON.date(), f"of-{step.guild}-only?", "nothing"))
    store.record_feedback(Feedback(f"of-{step.guild}-only", "generation", step.guild, step.body, 1, NOON))
    store.schedule_deletion(step.guild, LATER)


ACTS: dict[str, Callable[[Store, Step], object]] = {
    "add": lambda store, step: store.add_seed(admin(step), f"{step.name}.txt", contents(step)),
    "change": lambda store, step: store.change_seed(admin(step), step.name, contents(step), step.version),
    "remove": lambda store, step: store.remove_seed(admin(step), step.name, step.version),
    "restore": lambda store, step: store.restore_seed(admin(step), step.name, step.version),
    "block": lambda store, step: store.block_seed(admin(step), step.name),
    "settle": settle,
    "forget gaps": lambda store, step: store.delete_gaps(step.guild),
    "stay": lambda store, step: store.cancel_deletion(step.guild),
    "delete": lambda store, step: store.delete_guild(step.guild),
}
STEPS = st.builds(
    Step,
    st.sampled_from(list(ACTS)),
    st.sampled_from(GUILDS),
    st.sampled_from(["a", "b"]),
    st.integers(1, 9),
    st.integers(1, 4),
)


def view(store: Store, guild_id: int) -> tuple[object, ...]:
    """Return everything that a server can see of what is stored."""
    seeds = store.guild_seeds(guild_id) + store.guild_seeds(guild_id, removed=True)
    return (
        store.guild_state(guild_id),
        seeds,
        [store.seed_contents(guild_id, seed.seed, seed.version) for seed in seeds],
        guild_totals(store, guild_id),
        store.guild_settings(guild_id),
        store.audit_entries(guild_id, limit=99),
        store.gaps(guild_id),
        feedback_counts(store, f"of-{guild_id}-only"),
        [data for data in store.guilds_with_data() if data.guild_id == guild_id],
    )


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[dict[int, Store]]:
    """Give each server a database that it has for itself."""
    with ExitStack() as stack:
        stores = {}
        for guild_id in GUILDS:
            url = f"sqlite:///{tmp_path}/alone-{guild_id}.db"
            migrate.upgrade(url)
            stores[guild_id] = stack.enter_context(Store.open(url))
        yield stores


def outcome(store: Store, step: Step) -> object:
    """Do a step, and return what the admin learns: its result, or the words of a refusal."""
    try:
        return ACTS[step.act](store, step)
    except RefusedError as refusal:
        return type(refusal), str(refusal)


# the same stores for all examples: each goes on where the one before ended
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(steps=st.lists(STEPS, min_size=1, max_size=15))
def test_a_server_among_others_sees_what_it_would_see_alone(
    store: Store, alone: dict[int, Store], steps: list[Step]
) -> None:
    """Same names, same files, and versions and ids of other servers: no act, refusal or count tells of another."""
    for step in steps:
        assert outcome(alone[step.guild], step) == outcome(store, step)

    assert [view(alone[guild_id], guild_id) for guild_id in GUILDS] == [view(store, guild_id) for guild_id in GUILDS]
