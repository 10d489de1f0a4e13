"""Which shards a worker may answer for, as an operator types them: "4-7", or "0,4-7"."""

import re
from collections.abc import Iterable
from typing import Final

WRONG: Final = "{!r} is not a range of shards such as 4-7, or several such as 0,4-7"
_PART: Final = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")


def read_shards(typed: str) -> frozenset[int] | None:
    """Return the shards that are meant; None for any, where nothing is typed.

    Raises:
        ValueError: it is no range; the message says what one looks like.
    """
    if not typed.strip():
        return None
    return frozenset(shard_id for part in typed.split(",") for shard_id in _range(typed, part.strip()))


def written(shards: Iterable[int]) -> str:
    """Return shards as they are typed, the shortest way."""
    parts: list[list[int]] = []
    for shard_id in sorted(shards):
        if parts and parts[-1][-1] == shard_id - 1:
            parts[-1][1:] = [shard_id]
        else:
            parts.append([shard_id])
    return ",".join("-".join(map(str, part)) for part in parts)


def _range(typed: str, part: str) -> range:
    found = _PART.fullmatch(part)
    if found is None:
        raise ValueError(WRONG.format(typed))
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise ValueError(WRONG.format(typed))
    return range(first, last + 1)
