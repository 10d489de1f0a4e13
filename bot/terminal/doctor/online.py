"""Examines what Discord says of a bot: token, intents, permissions, starts left, clock. Asks over HTTP alone.

Never prints a token, nor the name of a server.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
import discord

from bot.config.values import Config
from bot.gateway.run import BROKEN, INTENT_OFF, NOT_ACCEPTED, NOT_SET_UP, is_broken
from bot.terminal.doctor.findings import Finding, FindingState

PATIENCE_S: Final = 10.0
GUILDS_ON_A_PAGE: Final = 200  # https://discord.com/developers/docs/resources/user#get-current-user-guilds
UNAUTHORISED: Final = 401
FEW_STARTS: Final = 20
CLOCK_WARNING_S: Final = 2.0
NEEDED: Final = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
)
THREADS: Final = discord.Permissions(create_public_threads=True)  # for "Go on in a thread" alone


@dataclass(frozen=True, slots=True)
class Said:
    """What Discord answered to everything that was asked, and how many seconds its clock is ahead of ours."""

    application: dict[str, Any]
    gateway: dict[str, Any]
    guilds: list[dict[str, Any]]
    ahead_s: float


def examine_discord(config: Config) -> Iterator[Finding]:
    """Yield what Discord says; one finding where there is no token, or no way to Discord."""
    token = config.secrets.discord_token
    if token is None:
        yield Finding("token", "warning", f"{NOT_SET_UP}; until then only the terminal works")
        return
    if is_broken(token):
        yield Finding("token", "wrong", BROKEN)
        return
    try:
        said = asyncio.run(_ask(config.discord_api_url, token.get_secret_value()))
    except aiohttp.ClientResponseError as err:
        words = NOT_ACCEPTED if err.status == UNAUTHORISED else f"Discord answers {err.status}: try again later"
        yield Finding("token", "wrong", words)
        return
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as err:
        yield Finding("token", "wrong", f"Discord cannot be reached ({type(err).__name__}): check the network")
        return
    yield Finding("token", "ok", "accepted")
    yield _intents(said, wanted=config.discord.message_content)
    yield _permissions(said)
    yield _starts(said)
    yield compared_clocks("clock", "Discord's", said.ahead_s, config)


def session_for(token: str) -> aiohttp.ClientSession:
    """Return a session that speaks as the bot; statuses are looked at by whoever asks."""
    agent = f"DiscordBot (https://github.com/Rapptz/discord.py, {discord.__version__})"  # Discord wants this form
    headers = {"Authorization": f"Bot {token}", "User-Agent": agent}
    timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
    return aiohttp.ClientSession(headers=headers, timeout=timeout)


async def _ask(base: str, token: str) -> Said:
    async with session_for(token) as session:
        async with session.get(f"{base}/applications/@me", raise_for_status=True) as response:
            application = await response.json()
            theirs = parsedate_to_datetime(response.headers["Date"]).timestamp()
            ahead_s = theirs - time.time()
        async with session.get(f"{base}/gateway/bot", raise_for_status=True) as response:
            gateway = await response.json()
        return Said(application, gateway, await guilds_of(session, base), ahead_s)


async def guilds_of(session: aiohttp.ClientSession, base: str) -> list[dict[str, Any]]:
    """Return the servers that the bot is in."""
    found: list[dict[str, Any]] = []
    while True:
        after = found[-1]["id"] if found else "0"
        params = {"limit": str(GUILDS_ON_A_PAGE), "after": after}
        async with session.get(f"{base}/users/@me/guilds", params=params, raise_for_status=True) as response:
            page = await response.json()
        found += page
        if len(page) < GUILDS_ON_A_PAGE:
            return found


def _intents(said: Said, *, wanted: bool) -> Finding:
    flags = discord.ApplicationFlags._from_value(int(said.application.get("flags") or 0))  # noqa: SLF001 no other way
    allowed = flags.gateway_message_content or flags.gateway_message_content_limited
    if wanted and not allowed:
        return Finding("intents", "wrong", INTENT_OFF)
    return Finding("intents", "ok", "message content is read" if wanted else "no privileged intent is needed")


def _permissions(said: Said) -> Finding:
    lacking = [guild for guild in said.guilds if not _may(guild)]
    if not said.guilds:
        return Finding("permissions", "warning", "the bot is in no server yet: invite it as the README says")
    if lacking:
        numbers = ", ".join(guild["id"] for guild in lacking[:5])
        needed = ", ".join(name.replace("_", " ") for name, given in NEEDED if given)
        words = f"{len(lacking)} of {len(said.guilds)} servers ({numbers}) lack some of: {needed}; ask their admins"
        return Finding("permissions", "warning", words)
    without = sum(not _may(guild, THREADS) for guild in said.guilds)
    threads = f"; {without} lack create public threads, which only the button for threads takes" if without else ""
    return Finding("permissions", "ok", f"all that is needed, in {len(said.guilds)} servers{threads}")


def _may(guild: dict[str, Any], needed: discord.Permissions = NEEDED) -> bool:
    held = discord.Permissions(int(guild["permissions"]))
    return held.administrator or held.is_superset(needed)


def _starts(said: Said) -> Finding:
    limit = said.gateway["session_start_limit"]
    left, hours = limit["remaining"], limit["reset_after"] / 3_600_000
    state: FindingState = "wrong" if left == 0 else "warning" if left < FEW_STARTS else "ok"
    words = f"{left} of {limit['total']} starts left"
    advice = "" if state == "ok" else f", new ones in {hours:.1f} hours: find out why the bot starts so often"
    return Finding("starts", state, words + advice)


def compared_clocks(name: str, whose: str, ahead_s: float, config: Config) -> Finding:
    """Hold this machine's clock against another that is so many seconds ahead of it."""
    off = abs(ahead_s)
    if off <= CLOCK_WARNING_S:
        return Finding(name, "ok", f"agrees with {whose}")
    state: FindingState = "wrong" if off > config.discord.lease_ttl_s / 2 else "warning"
    side = "behind" if ahead_s > 0 else "ahead of"
    return Finding(name, state, f"{off:.0f} s {side} {whose}: let the system set it by NTP")
