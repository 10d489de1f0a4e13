"""Posts of forums that have no first message yet: nothing can be sent to them before."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import discord

Sent = TypeVar("Sent")
NOT_OPEN_YET: Final = 40058  # Discord: the author of a post has not written its first message yet
WAITS_S: Final = (1.0, 3.0)  # after which it is tried again


async def send_when_open(send: Callable[[], Awaitable[Sent]]) -> Sent:
    """Send, and again after a while where a post has no first message yet; raises what else Discord says."""
    for wait_s in WAITS_S:
        try:
            return await send()
        except discord.HTTPException as err:
            if err.code != NOT_OPEN_YET:
                raise
            await asyncio.sleep(wait_s)
    return await send()
