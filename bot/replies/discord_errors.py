"""What Discord's refusals mean for a reply, by their numbers."""

import discord

# https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
ALREADY_ACKNOWLEDGED = 40060
BAD_REQUEST = 400


def is_malformed(err: discord.HTTPException) -> bool:
    """Tell a message of a wrong shape from one that came twice, or whose question was deleted meanwhile."""
    return err.status == BAD_REQUEST and err.code != ALREADY_ACKNOWLEDGED and "message_reference" not in err.text


def reason_of(err: Exception) -> str:
    """Name an error without its words, which may repeat what was sent."""
    if isinstance(err, discord.HTTPException):
        return f"{type(err).__name__}, status {err.status}, code {err.code}"
    return type(err).__name__
