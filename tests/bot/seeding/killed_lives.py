"""A program for test_kills: lives that change servers' seeds and are killed at random, each looked at afterwards.

    python -m tests.bot.seeding.killed_lives URL FOLDER LIVES SEED

Prints a line of JSON for each life, and ends with a traceback at the first one that left what it must not leave.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import IO, Any, NoReturn

from sqlalchemy import Connection, text

from bot.serving.libraries import Libraries
from bot.store.database import migrate
from bot.store.database.engine import open_engine, reading, writing
from bot.store.queries.refusals import SeedBlockedError
from bot.store.queries.seed_acts import Admin
from bot.store.queries.seeds import OWN, SeedContents
from bot.store.store import Store
from index.settings import BuildSettings

GUILDS = (7, 8)
LONGEST_LIFE_S = 0.3
HEAD = "0013"  # the last migration
MIGRATION_S = 0.6
MOST_SEEDS = 6
FILLER = "Granite is hard, and marble is not. "
Key = tuple[int, str]
Say = Callable[[dict[str, Any]], None]

OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
# What no half-done act may leave: a seed without its contents, contents without a seed, bytes that nobody has.
HALF_DONE = {
    "seeds without contents": "SELECT count(*) FROM guild_seed s WHERE NOT EXISTS (SELECT 1 FROM seed_version v "
    "WHERE v.guild_id = s.guild_id AND v.seed = s.seed AND v.version = s.version AND v.checksum = s.checksum)",
    "contents without a seed": "SELECT count(*) FROM seed_version v WHERE NOT EXISTS (SELECT 1 FROM guild_seed s "
    "WHERE s.guild_id = v.guild_id AND s.seed = v.seed)",
    "contents without bytes": "SELECT count(*) FROM seed_version v WHERE NOT EXISTS (SELECT 1 FROM seed_file f "
    "WHERE f.guild_id = v.guild_id AND f.checksum = v.checksum)",
    "bytes that nobody has": "SELECT count(*) FROM seed_file f WHERE NOT EXISTS (SELECT 1 FROM seed_version v "
    "WHERE f.guild_id = v.guild_id AND f.checksum = v.checksum)",
    "acts without an entry": "SELECT count(*) FROM guild_revision r WHERE r.revision <> "
    "(SELECT count(*) FROM audit_entry a WHERE a.guild_id = r.guild_id)",
}


@dataclass
class Model:
    """What must be there by all that was confirmed: checksums by server and seed."""

    served: dict[Key, str] = field(default_factory=dict)
    removed: dict[Key, str] = field(default_factory=dict)

    def after(self, step: dict[str, Any]) -> "Model":
        """Return the model with one more step done."""
        key, checksums = (step["guild"], step["seed"]), step["checksums"]
        served, removed = dict(self.served), dict(self.removed)
        for kept in (served, removed):
            kept.pop(key, None)
        if step["act"] in ("add", "change", "restore"):
            served[key] = checksums
        elif step["act"] == "remove":
            removed[key] = checksums
        return Model(served, removed)


def contents_of(word: str, fillers: int) -> SeedContents:
    """Return a file with a word of its own, so that what is found tells which version it is."""
    return SeedContents(f"{word} stands in it.\n\n{FILLER * fillers}".encode(), b"author: A. Mason\n")


def live(url: str, folder: Path, seed: int, say: Say) -> None:
    """Change seeds and re-index until the end, saying before and after each step what it is."""
    random = Random(seed)
    with Store.open(url) as store:
        libraries = Libraries(store, folder, BuildSettings(), most_bytes=10**7, lock_wait_s=60)
        say({"ready": True})
        while True:
            guild = random.choice(GUILDS)
            if random.random() < 0.2:
                say({"index": guild})
                libraries.build(guild)
                say({"indexed": guild})
                continue
            step, act = _step(store, guild, random)
            say(step)
            act()
            say({"done": True})


def _step(store: Store, guild: int, random: Random) -> tuple[dict[str, Any], Callable[[], object]]:
    """Choose what to do next; return its description and the deed."""
    admin = Admin(guild, random.randrange(5), datetime.now(UTC))
    served, removed = store.guild_seeds(guild), store.guild_seeds(guild, removed=True)
    kinds = (
        ["add"] * (len(served) < MOST_SEEDS)
        + ["change", "remove", "block"] * bool(served)
        + ["restore"] * bool(removed)
    )
    kind, number = random.choice(kinds), store.seeds_revision(guild) + 1
    new = contents_of(f"word{guild}x{number}", random.randint(1, 400))
    if kind == "add":
        name = f"stone-{number}"
        return _said(kind, guild, name, new.checksums), lambda: store.add_seed(admin, f"{name}.txt", new)
    seed = random.choice(removed if kind == "restore" else served)
    old = store.seed_contents(guild, seed.seed, seed.version)
    if kind == "change":
        return (
            _said(kind, guild, seed.seed, new.checksums),
            lambda: store.change_seed(admin, seed.seed, new, seed.version),
        )
    deeds: dict[str, Callable[[], object]] = {
        "remove": lambda: store.remove_seed(admin, seed.seed, seed.version),
        "restore": lambda: store.restore_seed(admin, seed.seed, seed.version),
        "block": lambda: store.block_seed(admin, seed.seed),
    }
    made_of = {"word": old.data.decode().partition(" ")[0], "fillers": old.data.count(FILLER.encode())}
    return _said(kind, guild, seed.seed, old.checksums) | made_of, deeds[kind]


def _said(act: str, guild: int, seed: str, checksums: str) -> dict[str, Any]:
    return {"act": act, "guild": guild, "seed": seed, "checksums": checksums}


@contextmanager
def child(work: Callable[[Say], None]) -> Iterator[tuple[IO[str], int]]:
    """Do something in another process, which the block kills; give what it says after its first words, and its id."""
    reading_end, writing_end = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading_end)
        _end_with(work, writing_end)
    os.close(writing_end)
    with os.fdopen(reading_end) as said:
        said.readline()
        yield said, process
        status = os.waitpid(process, 0)[1]
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed before it was killed"


def _end_with(work: Callable[[Say], None], writing_end: int) -> NoReturn:
    """Do a child's work and end it: it must never come back to what its parent is doing."""

    def say(words: dict[str, Any]) -> None:
        os.write(writing_end, json.dumps(words).encode() + b"\n")

    code = 1
    try:
        work(say)
        code = 0
    except BaseException:  # noqa: BLE001 its parent's business ends here whatever happened
        traceback.print_exc()
    finally:
        os._exit(code)


def one_life(url: str, folder: Path, model: Model, seed: int, random: Random) -> tuple[Model, dict[str, Any]]:
    """Let it live and be killed at random; check what it left, and return that with a report."""
    with child(partial(live, url, folder, seed)) as (said, process):
        time.sleep(random.uniform(0, LONGEST_LIFE_S))
        os.kill(process, signal.SIGKILL)
        words = [json.loads(line) for line in said]
    begun = [each for each in words if "act" in each]
    confirmed = sum("done" in each for each in words)
    for step in begun[:confirmed]:
        model = model.after(step)
    under_way = begun[confirmed] if len(begun) > confirmed else None
    found = look(url)
    finished = under_way is not None and found == model.after(under_way) != model
    assert finished or found == model, f"{under_way}: {found} is not {model}"
    check_blocked(url, [step for step in begun[: confirmed + finished] if step["act"] == "block"])
    check_libraries(url, folder, found)
    indexing = bool(words) and "index" in words[-1]
    what = under_way["act"] if under_way else "re-index" if indexing else None
    return found, {"confirmed": confirmed, "under_way": what, "finished": finished}


def look(url: str) -> Model:
    """Return what is there, after making sure that nothing of it is half there."""
    with reading(open_engine(url, migrating=True)) as connection:
        _until_others_are_gone(connection)
        half = {name: connection.execute(text(query)).scalar() for name, query in HALF_DONE.items()}
    assert not any(half.values()), half
    with Store.open(url) as store:
        served, removed = (
            {
                (guild, seed.seed): store.seed_contents(guild, seed.seed, seed.version).checksums
                for guild in GUILDS
                for seed in store.guild_seeds(guild, removed=gone)
            }
            for gone in (False, True)
        )
    return Model(served, removed)


def _until_others_are_gone(connection: Connection) -> None:
    """Let PostgreSQL end what a killed process had sent it before; SQLite's work dies with its process."""
    if connection.dialect.name == "postgresql":
        while connection.execute(text(OTHERS)).scalar():
            connection.rollback()  # within a transaction the answer stays the same
            time.sleep(0.005)


def check_blocked(url: str, blocks: list[dict[str, Any]]) -> None:
    """Make sure that what was blocked cannot come back."""
    with Store.open(url) as store:
        for step in blocks:
            admin = Admin(step["guild"], 0, datetime.now(UTC))
            try:
                store.add_seed(admin, "again.txt", contents_of(step["word"], step["fillers"]))
            except SeedBlockedError:
                continue
            raise AssertionError(f"{step['seed']} came back")


def check_libraries(url: str, folder: Path, model: Model) -> None:
    """Make sure that at once nothing is found that is not served, and after a re-index all that is."""
    with Store.open(url) as store:
        libraries = Libraries(store, folder, BuildSettings(), most_bytes=10**7, lock_wait_s=60)
        for guild in GUILDS:
            served = {OWN + seed for owner, seed in model.served if owner == guild}
            at_once = documents(libraries, guild)
            assert at_once.keys() <= served, f"served though removed: {at_once.keys() - served}"
            libraries.build(guild)
            indexed = documents(libraries, guild)
            wanted = {
                OWN + seed.seed: store.seed_contents(guild, seed.seed).data.decode().partition(" ")[0]
                for seed in store.guild_seeds(guild)
            }
            assert indexed == wanted, f"{indexed} is not {wanted}"


def documents(libraries: Libraries, guild: int) -> dict[str, str]:
    """Return what is found of a server: documents with their first word, which no other version has."""
    view = libraries.opened(guild).view
    if view is None:
        return {}
    passages = map(view.searcher.passage, range(len(view.searcher)))
    return {passage.document: passage.text.partition(" ")[0] for passage in passages if passage.number == 1}


def upgrade(url: str, say: Say) -> None:
    """Migrate, and say when it begins."""
    say({"ready": True})
    migrate.upgrade(url)


def one_migration(url: str, random: Random) -> dict[str, Any]:
    """Kill a migration of an old database in use; check that it is old or new, with its rows, and can go on."""
    _empty(url)
    migrate.upgrade(url, "0001")
    with writing(open_engine(url, migrating=True)) as connection:
        connection.execute(text("INSERT INTO command_hash (application_id, hash) VALUES (1, 'kept')"))
    with child(partial(upgrade, url)) as (_, process):
        time.sleep(random.uniform(0, MIGRATION_S))
        os.kill(process, signal.SIGKILL)
    with reading(open_engine(url, migrating=True)) as connection:
        _until_others_are_gone(connection)
    left = migrate.current(url)
    assert left in ("0001", HEAD), left
    applied = migrate.upgrade(url)
    assert (applied[-1:] == [HEAD]) if left == "0001" else not applied, applied
    with Store.open(url) as store:
        assert store.command_hash(1) == "kept"
    return {"migration": left}


def _empty(url: str) -> None:
    with writing(open_engine(url, migrating=True)) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            return
        names = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        )
        for name in names.scalars().all():
            connection.execute(text(f'DROP TABLE "{name}"'))


def main(url: str, folder: Path, lives: int, seed: int) -> None:
    """Live so many lives, then a fifth as many migrations, on one database."""
    random = Random(seed)
    migrate.upgrade(url)
    model = Model()
    for number in range(lives):
        model, report = one_life(url, folder, model, seed + number, random)
        print(json.dumps(report), flush=True)  # noqa: T201 what the test reads
    for _ in range(max(1, lives // 5)):
        print(json.dumps(one_migration(url, random)), flush=True)  # noqa: T201 the same


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
