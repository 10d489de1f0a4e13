"""How often something may be done, by any key: a person, a channel, a server. Knows no config, no server, no Discord.

The counting is discord.py's `Cooldown`, which takes the moment as an argument; its decorator is not used, since that
keeps what it counted in the command, for every bot of the process alike, and takes no numbers from settings.
"""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from cachetools import LRUCache
from discord.app_commands import Cooldown

MINUTE_S: Final = 60.0
HOUR_S: Final = 3600.0
MOST_REMEMBERED: Final = 50_000  # keys; the one that was not used for longest is forgotten


@dataclass(frozen=True, slots=True)
class Usage:
    """One use of something: by which key, and how many of them there may be in how many seconds."""

    key: Hashable
    uses: int
    per_s: float = MINUTE_S


@dataclass(frozen=True, slots=True)
class Refusal:
    """A use that would have been one too many.

    Attributes:
        claim: the one that was not met.
        wait_s: seconds until it would be.
        is_first: whether nobody was refused for this key since it last was free; who goes on need not be told again.
    """

    claim: Usage
    wait_s: float
    is_first: bool


class UsageCounts:
    """Counts uses, in memory: another worker counts its own, and a restart forgets them.

    Args:
        clock: seconds, above zero and never going back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._used = LRUCache[Hashable, Cooldown](MOST_REMEMBERED)
        self._refused = LRUCache[Hashable, float](MOST_REMEMBERED)

    def take(self, *claims: Usage) -> Refusal | None:
        """Count one use for all of the claims, or for none where one is not met; that one is returned."""
        now = self._clock()
        cooldowns = [self._cooldown(claim) for claim in claims]
        for claim, cooldown in zip(claims, cooldowns, strict=True):
            if wait_s := cooldown.get_retry_after(now):
                return Refusal(claim, wait_s, self._is_first(claim.key, now, now + wait_s))
        for cooldown in cooldowns:
            cooldown.update_rate_limit(now)
        return None

    def _cooldown(self, claim: Usage) -> Cooldown:
        """Return what counts a key, anew where its limit has changed."""
        known = self._used.get(claim.key)
        if known is None or (known.rate, known.per) != (claim.uses, claim.per_s):
            known = Cooldown(claim.uses, claim.per_s)
        self._used[claim.key] = known
        return known

    def _is_first(self, key: Hashable, now: float, until: float) -> bool:
        before = self._refused.get(key, 0.0)
        self._refused[key] = until
        return before < now
