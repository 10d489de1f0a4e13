"""What the doctor says of workers and their shards."""

from pathlib import Path

import pytest

from bot.config.check import with_shards
from bot.config.values import Config, ConfigError
from bot.store.database import migrate
from bot.store.queries.workers.presence import Presence
from bot.store.store import Store
from bot.terminal.doctor.workers import examine_workers


def test_who_has_which_shards(tmp_path: Path) -> None:
    """And which of them nobody answers for; of an application whose workers have all, that is no fault."""
    url = f"sqlite:///{tmp_path}/caveat.sqlite3"
    migrate.upgrade(url)
    plan = {0: "one", 1: "one", 2: "one", 5: "two"}
    with Store.open(url) as store:
        before = list(examine_workers(store.workers.roster()))
        for name in ("one", "two", "three"):
            store.workers.take_turn(Presence(1, name, 7), lambda _roster: plan, ttl_s=600)
        store.workers.take_turn(Presence(2, "one", 1), lambda _roster: {0: "one"}, ttl_s=600)
        found = [(each.state, each.said) for each in examine_workers(store.workers.roster())]

    shares = "3 share 7 shards: one has 0-2; three has none, and stands by; two has 5"
    free = "no worker answers for shard 3-4,6: start one more, or without --shards"
    assert [] == before
    assert [("wrong", f"{shares}; {free}"), ("ok", "1 shares 1 shard: one has 0")] == found


def test_a_range_of_shards_that_is_none_is_one_sentence() -> None:
    """That names what was typed, and what a range looks like."""
    with pytest.raises(ConfigError, match=r"--shards: '7-4' is not a range of shards such as 4-7"):
        with_shards(Config(), "7-4")

    assert "4-7" == with_shards(Config(), "4-7").discord.shards
