"""Examines how workers share their application's shards."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from bot.config.shard_range import written
from bot.gateway.shares import ShardShares, all_shares
from bot.gateway.wrong_clocks import FAR_S
from bot.store.worker_records import Roster
from bot.terminal.doctor.findings import Finding

FAR_LEASES: Final = (
    "{count} are held until {until}, further ahead than any clock: a worker had a wrong one; "
    "`caveat leases --release` frees them at once"
)
FREE: Final = "no worker answers for shard {shards}: start one more, or without --shards"


def examine_workers(roster: Roster) -> Iterator[Finding]:
    """Yield who has which shards, where any worker runs, and what keeps one from having them."""
    for _application, shares in all_shares(roster):
        said = "; ".join(f"{owner} has {_told(held)}" for owner, held in shares.held.items())
        free = f"; {FREE.format(shards=written(shares.free))}" if shares.free else ""
        yield Finding("workers", "wrong" if shares.free else "ok", f"{_count(shares)}: {said}{free}")
    far = [lease for lease in roster.leases if lease.expires_at > roster.now + timedelta(seconds=FAR_S)]
    if far:
        yield Finding("leases", "wrong", FAR_LEASES.format(count=len(far), until=f"{far[0].expires_at:%Y-%m-%d %H:%M}"))


def _count(shares: ShardShares) -> str:
    share = "shares" if len(shares.held) == 1 else "share"
    return f"{len(shares.held)} {share} {shares.count} shard{'s' if shares.count != 1 else ''}"


def _told(held: list[int]) -> str:
    return written(held) if held else "none, and stands by"
