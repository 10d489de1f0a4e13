"""What the double's gateway refuses, how it packs, and the failures it makes on demand."""

import json
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.clock import Clock
from tests.discord_double import limits
from tests.discord_double.double import DiscordDouble
from tests.discord_double.kinds import Intent, Json, Op, Permission
from tests.discord_double.raw import RawBot

pytestmark = pytest.mark.asyncio

INTENTS = int(Intent.GUILDS | Intent.GUILD_MESSAGES | Intent.DIRECT_MESSAGES)


@asynccontextmanager
async def connected(
    double: DiscordDouble, query: str = "", code: int = 4000
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Open a connection and read its HELLO; close it with a code."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{double.hub.gateway_url}?v=10{query}", max_msg_size=0) as socket,
    ):
        if not query:
            assert (await socket.receive_json())["op"] == Op.HELLO
        yield socket
        await socket.close(code=code)


async def send(socket: aiohttp.ClientWebSocketResponse, operation: Op, data: Any) -> None:
    """Send one payload."""
    await socket.send_json({"op": int(operation), "d": data})


async def identify(double: DiscordDouble, socket: aiohttp.ClientWebSocketResponse, **changes: object) -> None:
    """Identify as one shard of one, but for the changes."""
    token = double.env()["DISCORD_TOKEN"]
    await send(socket, Op.IDENTIFY, {"token": token, "intents": INTENTS, "properties": {}, **changes})


async def next_event(socket: aiohttp.ClientWebSocketResponse, name: str) -> Json:
    """Read up to an event and return what it brings."""
    while True:
        payload: Json = await socket.receive_json(timeout=5)
        if payload["t"] == name:
            data: Json = payload["d"]
            return data


class TestSessions:
    """Who gets in, and what they are told."""

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"token": "wrong"}, 4004),
            ({"intents": INTENTS | Intent.MESSAGE_CONTENT}, 4014),
            ({"intents": INTENTS | Intent.GUILD_MEMBERS}, 4014),
            ({"shard": [2, 2]}, 4010),
        ],
    )
    async def test_wrong_identification_closes(self, double: DiscordDouble, changes: Json, code: int) -> None:
        """A wrong token, an intent that is off and an impossible shard close with their codes."""
        async with connected(double) as socket:
            await identify(double, socket, **changes)

            message = await socket.receive(timeout=5)

            assert (aiohttp.WSMsgType.CLOSE, code) == (message.type, message.data)

    async def test_nonsense_closes(self, double: DiscordDouble) -> None:
        """What is no payload closes the connection."""
        async with connected(double) as socket:
            await socket.send_str("nonsense")

            assert (await socket.receive(timeout=5)).data == 4002

    async def test_unknown_session_cannot_resume(self, double: DiscordDouble) -> None:
        """A session that the gateway does not know is invalid."""
        async with connected(double) as socket:
            token = double.env()["DISCORD_TOKEN"]
            await send(socket, Op.RESUME, {"token": token, "session_id": "none", "seq": 1})

            assert await socket.receive_json(timeout=5) == {"op": 9, "d": False}

    @pytest.mark.parametrize(("kept", "operation"), [(10, Op.DISPATCH), (1, Op.INVALID_SESSION)])
    async def test_replay_reaches_back_so_far(
        self, double: DiscordDouble, monkeypatch: pytest.MonkeyPatch, kept: int, operation: Op
    ) -> None:
        """A session resumes while the gateway still has all that it missed, and is invalid after that."""
        monkeypatch.setattr(limits, "REPLAY_EVENTS", kept)
        async with connected(double) as first:
            await identify(double, first)
            await next_event(first, "GUILD_CREATE")
        session = next(iter(double.hub.gateway.sessions.values()))
        missed = session.sequence
        for text in ("@bot one", "@bot two"):
            await double.user("alice").says(double.channel, text)

        async with connected(double) as second:
            token = double.env()["DISCORD_TOKEN"]
            await send(second, Op.RESUME, {"token": token, "session_id": session.id, "seq": missed})

            assert operation == (await second.receive_json(timeout=5))["op"]

    @pytest.mark.parametrize("code", [1000, 1001])
    async def test_a_session_that_its_client_ends_is_over(self, double: DiscordDouble, code: int) -> None:
        """With any other close code it can be resumed."""
        async with connected(double, code=code) as first:
            await identify(double, first)
            session_id = (await next_event(first, "READY"))["session_id"]

        await double.logged("END")
        async with connected(double) as second:
            token = double.env()["DISCORD_TOKEN"]
            await send(second, Op.RESUME, {"token": token, "session_id": session_id, "seq": 1})

            assert await second.receive_json(timeout=5) == {"op": 9, "d": False}

    async def test_sessions_begin_one_after_the_other(self, double: DiscordDouble, clock: Clock) -> None:
        """One in five seconds in each bucket; what comes earlier is refused, and every beginning counts."""
        double.hub.gateway.max_concurrency, double.hub.gateway.begun_every_s = 2, limits.IDENTIFY_EVERY_S
        found = []
        for shard, seconds in ((0, 0.0), (1, 0.0), (2, 4.9), (2, 0.2)):
            clock.now_s += seconds
            async with connected(double) as socket:
                await identify(double, socket, shard=[shard, 4])
                found.append((await socket.receive_json(timeout=5))["op"])

        assert [Op.DISPATCH, Op.DISPATCH, Op.INVALID_SESSION, Op.DISPATCH] == found
        assert limits.SESSION_STARTS - 3 == double.hub.gateway.starts_left

    async def test_two_processes_hear_the_same(self, double: DiscordDouble, clock: Clock) -> None:
        """Two sessions on one token both get every event, which is why a bot needs leases."""
        async with connected(double) as first, connected(double) as second:
            for socket in (first, second):
                await identify(double, socket)
                clock.now_s += limits.IDENTIFY_EVERY_S
                await next_event(socket, "GUILD_CREATE")
            await double.user("alice").says(double.channel, "@bot hi")

            heard = [(await next_event(socket, "MESSAGE_CREATE"))["id"] for socket in (first, second)]

            assert len(set(heard)) == 1

    @pytest.mark.parametrize(
        ("intents", "text", "heard"),
        [
            (Intent(0), "between us", ""),
            (Intent.MESSAGE_CONTENT, "between us", "between us"),
            (Intent(0), "@bot you", "<@{bot}> you"),
        ],
    )
    async def test_message_content_takes_its_intent(
        self, double: DiscordDouble, intents: Intent, text: str, heard: str
    ) -> None:
        """Without the intent only mentions arrive with their text."""
        double.allow_intents(Intent.MESSAGE_CONTENT)
        async with connected(double) as socket:
            await identify(double, socket, intents=INTENTS | intents)
            await double.logged("IDENTIFY")

            await double.user("alice").says(double.channel, text)

            expected = heard.format(bot=double.world.bot_id)
            assert expected == (await next_event(socket, "MESSAGE_CREATE"))["content"]

    async def test_unseen_channels_are_silent(self, double: DiscordDouble) -> None:
        """What is written where the bot sees nothing does not reach it."""
        hidden = double.add_channel("hidden", bot_denied=Permission.VIEW_CHANNEL)
        alice = double.user("alice")
        async with connected(double) as socket:
            await identify(double, socket)
            await double.logged("IDENTIFY")

            await alice.says(hidden, "@bot one")
            await alice.says(double.channel, "@bot two")

            assert "two" in (await next_event(socket, "MESSAGE_CREATE"))["content"]

    async def test_zlib_stream(self, double: DiscordDouble) -> None:
        """One compression context serves the whole connection."""
        unpack = zlib.decompressobj()
        async with connected(double, "&compress=zlib-stream") as socket:
            hello = json.loads(unpack.decompress(await socket.receive_bytes()))
            await send(socket, Op.HEARTBEAT, None)
            acknowledgement = json.loads(unpack.decompress(await socket.receive_bytes()))

        assert [hello["op"], acknowledgement["op"]] == [Op.HELLO, Op.HEARTBEAT_ACK]

    async def test_zstd_stream(self, double: DiscordDouble) -> None:
        """The same for zstd, which the client asks for where the package is installed."""
        unpack = pytest.importorskip("zstandard").ZstdDecompressor().decompressobj()
        async with connected(double, "&compress=zstd-stream") as socket:
            hello = json.loads(unpack.decompress(await socket.receive_bytes()))
            await send(socket, Op.HEARTBEAT, None)
            acknowledgement = json.loads(unpack.decompress(await socket.receive_bytes()))

        assert [hello["op"], acknowledgement["op"]] == [Op.HELLO, Op.HEARTBEAT_ACK]


class TestRequests:
    """What holds for every request."""

    async def test_wrong_token(self, double: DiscordDouble, raw: RawBot) -> None:
        """A wrong token is unauthorised; an operator's mistake, not the bot's."""
        raw.token = "wrong"

        reply = await raw.request("GET", "/users/@me")

        assert (reply.status, double.violations) == (401, [])

    async def test_unknown_route(self, double: DiscordDouble, raw: RawBot) -> None:
        """A route that the double lacks is told, since the gap may be the double's."""
        await raw.request("GET", "/stickers/1")

        assert [violation.detail for violation in double.violations] == ["the double has no such route"]

    async def test_audit_log_takes_a_permission(self, double: DiscordDouble, raw: RawBot) -> None:
        """Who added the bot stands in the audit log, for those who may read it."""
        closed = double.guild_join("Closed")
        opened = double.guild_join("Open", bot_may=Permission.VIEW_AUDIT_LOG)

        refused = await raw.request("GET", f"/guilds/{closed.id}/audit-logs?action_type=28")
        reply = await raw.request("GET", f"/guilds/{opened.id}/audit-logs?action_type=28")

        assert refused.code == 50013
        assert [str(opened.owner_id)] == [entry["user_id"] for entry in reply.body["audit_log_entries"]]

    @pytest.mark.parametrize(("name", "is_global"), [("rate limit", False), ("global rate limit", True)])
    async def test_rate_limit_once(self, double: DiscordDouble, raw: RawBot, name: Any, *, is_global: bool) -> None:
        """A rate limit on demand looks like Discord's, holds for one request, and is no violation."""
        double.fail_next(name, "/messages", retry_after_s=0.5)

        limited = await raw.post({"content": "x"})
        after = await raw.post({"content": "x"})

        assert (429, 0.5, is_global) == (limited.status, limited.body["retry_after"], limited.body["global"])
        assert (after.status, double.violations) == (200, [])

    async def test_error_after_the_effect(self, double: DiscordDouble, raw: RawBot) -> None:
        """A request may take effect and its answer be lost."""
        double.fail_next("error", "/messages", status=502, after=True)

        reply = await raw.post({"content": "x"})

        assert (reply.status, [message.content for message in double.messages()]) == (502, ["x"])

    async def test_broken_connection(self, double: DiscordDouble, raw: RawBot) -> None:
        """A connection may break in the middle of a request."""
        double.fail_next("reset", "/messages", method="POST")

        with pytest.raises(aiohttp.ClientError):
            await raw.post({"content": "x"})

        assert double.messages() == []
