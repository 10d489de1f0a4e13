"""What admins do to the seeds of their server: each act with its checks and its audit entry, in one transaction.

Must not know formats, nor which database it is. Every act takes the server's revision first, so acts on one server
wait for each other, and what is checked here still holds when it is written.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy import exists as there_is

from bot.store.database.engine import upsert
from bot.store.database.tables import BlockedSeedRow, GuildRevisionRow, GuildSeedRow, SeedFileRow, SeedVersionRow
from bot.store.queries import audit, posted_cards, seeds
from bot.store.queries.audit import AuditAct
from bot.store.queries.refusals import (
    QuotaError,
    SameFileError,
    SeedBlockedError,
    SeedConflictError,
    SeedExistsError,
    SeedMissingError,
)
from bot.store.queries.seeds import GuildSeed, SeedContents

KEPT_VERSIONS = 10  # of one seed, the current one included


@dataclass(frozen=True, slots=True)
class SeedLimits:
    """How many seeds a server may have, and how many bytes their files may have together."""

    seeds: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Admin:
    """Who acts in which server, when, and within which limits."""

    guild_id: int
    by: int
    now: datetime
    limits: SeedLimits | None = None


def add(connection: Connection, admin: Admin, file_name: str, contents: SeedContents) -> GuildSeed:
    """Add a seed; one of the same file name that was removed begins again, with its older versions."""
    version = next_revision(connection, admin.guild_id)
    old = _named(connection, admin.guild_id, file_name)
    if old is not None and old.removed_at is None:
        raise SeedExistsError(old.seed)
    seed = old.seed if old else _free_id(connection, admin.guild_id, file_name)
    _refuse_unwanted(connection, admin.guild_id, seed, contents)
    row = {
        "guild_id": admin.guild_id,
        "seed": seed,
        "file_name": file_name,
        "version": version,
        "revision": old.revision + 1 if old else 1,
        "checksum": contents.checksum,
        "size_bytes": len(contents.data),
        "added_by": admin.by,
        "changed_by": admin.by,
        "changed_at": admin.now,
        "removed_at": None,
    }
    upsert(connection, GuildSeedRow, row)
    _keep(connection, admin, seed, version, contents)
    return _done(connection, admin, seed, AuditAct("add", seed, after=contents.checksums))


def change(connection: Connection, admin: Admin, seed: str, contents: SeedContents, expected_version: int) -> GuildSeed:
    """Give a seed new contents; its older ones are kept."""
    version = next_revision(connection, admin.guild_id)
    before = _expected(connection, admin.guild_id, seed, expected_version, removed=False)
    _refuse_unwanted(connection, admin.guild_id, seed, contents)
    counted = {"version": version, "revision": before.revision + 1}
    _set(connection, admin, seed, counted | {"checksum": contents.checksum, "size_bytes": len(contents.data)})
    act = AuditAct("change", seed, before=_checksums(connection, before), after=contents.checksums)
    _keep(connection, admin, seed, version, contents)
    return _done(connection, admin, seed, act)


def remove(connection: Connection, admin: Admin, seed: str, expected_version: int) -> GuildSeed:
    """Stop serving a seed; its bytes stay until `purge`, so that this can be undone."""
    next_revision(connection, admin.guild_id)
    before = _expected(connection, admin.guild_id, seed, expected_version, removed=False)
    _set(connection, admin, seed, {"removed_at": admin.now})
    return _done(connection, admin, seed, AuditAct("remove", seed, before=_checksums(connection, before)))


def restore(connection: Connection, admin: Admin, seed: str, expected_version: int) -> GuildSeed:
    """Serve a seed again that was removed."""
    next_revision(connection, admin.guild_id)
    before = _expected(connection, admin.guild_id, seed, expected_version, removed=True)
    _refuse_same_file(connection, admin.guild_id, seed, before.checksum)
    _set(connection, admin, seed, {"removed_at": None})
    return _done(connection, admin, seed, AuditAct("restore", seed, after=_checksums(connection, before)))


def block(connection: Connection, admin: Admin, seed: str, reason: str = "") -> list[str]:
    """Purge a document and keep its checksums and the reason alone, so that it cannot come back by accident.

    Returns what went: the seed with all its versions, and whatever else of the server is the same document under
    another name. The cards that show it are to be marked.
    """
    next_revision(connection, admin.guild_id)
    if seeds.find(connection, admin.guild_id, seed) is None:
        raise SeedMissingError(seed)
    unwanted = _known_by(connection, admin.guild_id, seed)
    for checksum in unwanted:
        row = {"guild_id": admin.guild_id, "checksum": checksum, "at": admin.now, "reason": reason or None}
        upsert(connection, BlockedSeedRow, row)
    gone = [seed, *_copies(connection, admin.guild_id, seed, unwanted)]
    for each in gone:
        before = seeds.find(connection, admin.guild_id, each)
        assert before is not None, "it was just found"  # noqa: S101 the impossible
        act = AuditAct(
            "block", each, before=_checksums(connection, before), details={"reason": reason} if reason else {}
        )
        audit.record(connection, admin.guild_id, admin.by, admin.now, act)
    _purge(connection, admin.guild_id, gone)
    mine = SeedVersionRow.guild_id == admin.guild_id
    connection.execute(delete(SeedVersionRow).where(mine, _is_known_by(unwanted)))  # what others were once
    _drop_unused_files(connection, admin.guild_id)
    posted_cards.withdraw(connection, admin.guild_id, [seeds.OWN + each for each in gone])
    return gone


def purge_removed(connection: Connection, before: datetime) -> list[GuildSeed]:
    """Delete for good, on all servers, what was removed before a moment; return what that was."""
    lapsed = select(GuildSeedRow.guild_id).where(GuildSeedRow.removed_at < before).distinct()
    purged: list[GuildSeed] = []
    for guild_id in sorted(connection.execute(lapsed).scalars()):  # in one order, or two that purge might lock up
        wait_for_turn(connection, guild_id)
        removed = seeds.of_guild(connection, guild_id, removed=True)
        gone = [seed for seed in removed if seed.removed_at is not None and seed.removed_at < before]
        _purge(connection, guild_id, [seed.seed for seed in gone])
        purged += gone
    return purged


def forget(connection: Connection, user_id: int) -> int:
    """Remove a person's number from the seeds they added or changed; return in how many columns that was."""
    columns = (GuildSeedRow.added_by, GuildSeedRow.changed_by)
    return sum(
        connection.execute(update(GuildSeedRow).where(column == user_id).values({column.key: None})).rowcount
        for column in columns
    )


def purge_file(connection: Connection, guild_id: int, checksum: str) -> list[str]:
    """Delete all seeds of a server that have a file now or had it, with their versions; return which those were."""
    next_revision(connection, guild_id)
    had = select(SeedVersionRow.seed).where(SeedVersionRow.guild_id == guild_id, SeedVersionRow.checksum == checksum)
    gone = sorted(set(connection.execute(had).scalars()))
    if gone:
        _purge(connection, guild_id, gone)
        posted_cards.withdraw(connection, guild_id, [seeds.OWN + each for each in gone])
    return gone


def next_revision(connection: Connection, guild_id: int) -> int:
    """Count a change of a server's seeds, and make later ones wait for the end of this transaction."""
    row = {"guild_id": guild_id, "revision": 1}
    upsert(connection, GuildRevisionRow, row, changes={"revision": GuildRevisionRow.revision + 1})
    return seeds.revision(connection, guild_id)


def wait_for_turn(connection: Connection, guild_id: int) -> None:
    """Wait for the acts on a server's seeds that are under way, and make later ones wait; counts no change."""
    row = {"guild_id": guild_id, "revision": 0}
    upsert(connection, GuildRevisionRow, row, changes={"revision": GuildRevisionRow.revision})


def _named(connection: Connection, guild_id: int, file_name: str) -> GuildSeed | None:
    statement = select(GuildSeedRow.seed).where(GuildSeedRow.guild_id == guild_id, GuildSeedRow.file_name == file_name)
    seed = connection.execute(statement).scalar_one_or_none()
    return seeds.find(connection, guild_id, seed) if seed is not None else None


def _free_id(connection: Connection, guild_id: int, file_name: str) -> str:
    from index.seeds.file_names import free_id

    return free_id(
        file_name,
        connection.execute(select(GuildSeedRow.seed).where(GuildSeedRow.guild_id == guild_id)).scalars().all(),
    )


def _expected(connection: Connection, guild_id: int, seed: str, version: int, *, removed: bool) -> GuildSeed:
    """Return a seed that is as its admin saw it."""
    found = seeds.find(connection, guild_id, seed)
    if found is None:
        raise SeedMissingError(seed)
    is_removed = found.removed_at is not None
    if found.version != version or is_removed != removed:
        raise SeedConflictError(seed, found.version, found.changed_by, found.changed_at, is_removed)
    return found


def _refuse_unwanted(connection: Connection, guild_id: int, seed: str, contents: SeedContents) -> None:
    known_by = [checksum for checksum in (contents.checksum, contents.text_checksum) if checksum]
    blocked = select(BlockedSeedRow.at, BlockedSeedRow.reason).where(
        BlockedSeedRow.guild_id == guild_id, BlockedSeedRow.checksum.in_(known_by)
    )
    found = connection.execute(blocked).first()
    if found is not None:
        raise SeedBlockedError(found.at, found.reason or "")
    _refuse_same_file(connection, guild_id, seed, contents.checksum)


def _known_by(connection: Connection, guild_id: int, seed: str) -> list[str]:
    """Return the checksums by which a document is known: of the files and texts of all its versions."""
    statement = select(SeedVersionRow.checksum, SeedVersionRow.text_checksum)
    rows = connection.execute(statement.where(SeedVersionRow.guild_id == guild_id, SeedVersionRow.seed == seed)).all()
    return sorted({checksum for row in rows for checksum in row if checksum})


def _is_known_by(checksums: Collection[str]) -> ColumnElement[bool]:
    return SeedVersionRow.checksum.in_(checksums) | SeedVersionRow.text_checksum.in_(checksums)


def _copies(connection: Connection, guild_id: int, seed: str, checksums: Collection[str]) -> list[str]:
    """Return the other seeds, removed ones too, that are one of these documents now."""
    current = (
        (SeedVersionRow.guild_id == GuildSeedRow.guild_id)
        & (SeedVersionRow.seed == GuildSeedRow.seed)
        & (SeedVersionRow.version == GuildSeedRow.version)
    )
    statement = select(GuildSeedRow.seed).join(SeedVersionRow, current)
    found = connection.execute(
        statement.where(GuildSeedRow.guild_id == guild_id, GuildSeedRow.seed != seed, _is_known_by(checksums))
    )
    return sorted(found.scalars())


def _refuse_same_file(connection: Connection, guild_id: int, seed: str, checksum: str) -> None:
    served = (GuildSeedRow.guild_id == guild_id, GuildSeedRow.removed_at.is_(None), GuildSeedRow.seed != seed)
    other = (
        connection.execute(select(GuildSeedRow.seed).where(*served, GuildSeedRow.checksum == checksum))
        .scalars()
        .first()
    )
    if other is not None:
        raise SameFileError(other)


def _set(connection: Connection, admin: Admin, seed: str, values: dict[str, object]) -> None:
    changed = {"changed_by": admin.by, "changed_at": admin.now} | values
    connection.execute(
        update(GuildSeedRow).where(GuildSeedRow.guild_id == admin.guild_id, GuildSeedRow.seed == seed).values(changed)
    )


def _checksums(connection: Connection, seed: GuildSeed) -> str:
    return seeds.contents(connection, seed.guild_id, seed.seed, seed.version).checksums


def _keep(connection: Connection, admin: Admin, seed: str, version: int, contents: SeedContents) -> None:
    """Store contents as a version of their seed, and let the oldest ones go."""
    file = {"guild_id": admin.guild_id, "checksum": contents.checksum, "data": contents.data}
    upsert(connection, SeedFileRow, file, changes={"checksum": contents.checksum})
    row = {
        "guild_id": admin.guild_id,
        "seed": seed,
        "version": version,
        "checksum": contents.checksum,
        "sidecar": contents.sidecar,
        "text_checksum": contents.text_checksum,
        "sketch": contents.sketch,
        "at": admin.now,
    }
    connection.execute(insert(SeedVersionRow).values(row))
    outlived = seeds.versions(connection, admin.guild_id, seed)[KEPT_VERSIONS:]
    if outlived:
        mine = (SeedVersionRow.guild_id == admin.guild_id, SeedVersionRow.seed == seed)
        connection.execute(delete(SeedVersionRow).where(*mine, SeedVersionRow.version.in_(outlived)))
        _drop_unused_files(connection, admin.guild_id)


def _purge(connection: Connection, guild_id: int, gone: Collection[str]) -> None:
    """Delete seeds; their versions go with them."""
    connection.execute(delete(GuildSeedRow).where(GuildSeedRow.guild_id == guild_id, GuildSeedRow.seed.in_(gone)))
    _drop_unused_files(connection, guild_id)


def _drop_unused_files(connection: Connection, guild_id: int) -> None:
    used = there_is().where(
        SeedVersionRow.guild_id == SeedFileRow.guild_id, SeedVersionRow.checksum == SeedFileRow.checksum
    )
    connection.execute(delete(SeedFileRow).where(SeedFileRow.guild_id == guild_id, ~used))


def _done(connection: Connection, admin: Admin, seed: str, act: AuditAct) -> GuildSeed:
    """Hold the result against the server's limits, write the act down and return the seed as it is now."""
    if admin.limits is not None and act.after is not None:
        have = seeds.totals(connection, admin.guild_id)
        if have.seeds > admin.limits.seeds:
            raise QuotaError("seeds", admin.limits.seeds)
        if have.bytes > admin.limits.bytes:
            raise QuotaError("bytes", admin.limits.bytes)
    audit.record(connection, admin.guild_id, admin.by, admin.now, act)
    found = seeds.find(connection, admin.guild_id, seed)
    assert found is not None, "it was just written"  # noqa: S101 the impossible
    return found
