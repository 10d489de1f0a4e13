"""The gateway: sessions that survive their connection, events with sequence numbers, resume with replay.

It knows opcodes and shards, not what events mean. Every session whose shard fits gets every event, so two
processes on one token both see everything, as with Discord.
"""

import asyncio
import json
import math
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakSet

from aiohttp import WSMsgType, web

from tests.discord_double import limits
from tests.discord_double.journal import Journal
from tests.discord_double.kinds import PRIVILEGED, CloseCode, Intent, Json, Op
from tests.discord_double.wire import Wire
from tests.discord_double.world import World

ENDING = {1000, 1001}
"""Close codes by which a client ends its session."""

See = Callable[[Intent], Json | None]
"""What a session with given intents gets of an event; None for nothing."""

Greeting = Callable[["Session"], list[tuple[str, Json]]]


@dataclass(slots=True)
class Session:
    """One identified shard of one process; lives on while its connection is away.

    Attributes:
        outbox: what goes to the connection, in order; None ends the sender.
        sent: events for a replay.
        acknowledged: the highest sequence number the client has named in a heartbeat.
        heartbeats: how many it sent on its present connection.
    """

    id: str
    shard: int
    shards: int
    intents: Intent
    wire: Wire | None = None
    sequence: int = 0
    acknowledged: int = 0
    heartbeats: int = 0
    sent: deque[Json] = field(default_factory=lambda: deque(maxlen=limits.REPLAY_EVENTS))
    outbox: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)

    @property
    def live(self) -> bool:
        """Whether a connection carries it now."""
        return self.wire is not None and not self.wire.socket.closed

    def dispatch(self, event: str, data: Json) -> None:
        """Number the event, keep it for a replay, and send it where there is a connection."""
        self.sequence += 1
        payload = {"op": int(Op.DISPATCH), "t": event, "s": self.sequence, "d": data}
        self.sent.append(payload)
        if self.live:
            self.outbox.put_nowait(payload)


class Gateway:
    """All sessions, and the websocket handler that opens them.

    Attributes:
        allowed_intents: the privileged intents that are switched on for the application.
        max_concurrency: sessions that may be begun at once, one in each bucket.
        begun_every_s: seconds from one to the next of a bucket; none, so that no test waits for what it does not test.
        starts_left: sessions that may still be begun today.
        forgets: whether no session can be resumed.
        open: cleared to let new connections wait before their HELLO, as in an outage.
        log: names of what came in, newest last, for tests that ask how a client connected.
    """

    def __init__(
        self, world: World, journal: Journal, token: str, greeting: Greeting, clock: Callable[[], float]
    ) -> None:
        self._world = world
        self._clock = clock
        self._begun: dict[int, float] = {}  # when the last session of a bucket was
        self.max_concurrency = 1
        self.begun_every_s = 0.0
        self.starts_left = limits.SESSION_STARTS
        self.forgets = False
        self._journal = journal
        self._token = token
        self._greeting = greeting
        self._connections: set[web.WebSocketResponse] = set()
        self.cut: WeakSet[web.WebSocketResponse] = WeakSet()  # closed from here, which ends no session
        self.sessions: dict[str, Session] = {}
        self.allowed_intents = Intent(0)
        self.shards = 1
        self.heartbeat_interval_ms = limits.HEARTBEAT_INTERVAL_MS
        self.open = asyncio.Event()
        self.open.set()
        self.log: list[str] = []

    def live(self) -> list[Session]:
        """Sessions that have a connection."""
        return [session for session in self.sessions.values() if session.live]

    def all_live(self) -> bool:
        """Whether every shard has a connection."""
        live = self.live()
        shards = max((session.shards for session in live), default=self.shards)
        return {session.shard for session in live} >= set(range(shards))

    async def round_trip(self, session: Session, timeout_s: float) -> None:
        """Ask for a heartbeat after all events; the client's answer names the last event it has read.

        Raises:
            NoAnswer: no answer came in time, on a connection that still stands.
        """
        target, beats = session.sequence, session.heartbeats
        session.outbox.put_nowait({"op": int(Op.HEARTBEAT), "d": None})

        def is_read() -> bool:
            return not session.live or (session.acknowledged >= target and session.heartbeats > beats)

        await self._journal.until(is_read, f"shard {session.shard} to read event {target}", timeout_s)

    def dispatch(self, event: str, see: See, guild_id: int | None = None) -> int:
        """Send an event to every session of its shard; return how many got it."""
        reached = 0
        for session in self.sessions.values():
            if session.shard != ((guild_id or 0) >> 22) % session.shards:
                continue
            data = see(session.intents)
            if data is not None:
                session.dispatch(event, data)
                reached += 1
        return reached

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it closes."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self._connections.add(socket)
        try:
            await self.open.wait()
            wire = Wire(socket, request.query.get("compress"))
            self.log.append(f"CONNECT {wire.compress}")
            interval = {"heartbeat_interval": self.heartbeat_interval_ms, "_trace": []}
            await wire.send({"op": int(Op.HELLO), "d": interval})
            await Connection(self, wire).serve()
        finally:
            self._connections.discard(socket)
            self._journal.changed()
        return socket

    async def close_all(self, code: int) -> None:
        """Close every connection, also those that have not identified."""
        self.cut.update(self._connections)
        await asyncio.gather(*(socket.close(code=code) for socket in list(self._connections)))

    def identify(self, data: Json) -> Session | CloseCode:
        """Open a session, or say why not."""
        shard, shards = data.get("shard") or (0, 1)
        intents = Intent(int(data.get("intents", 0)) & int(~Intent(0)))
        if data.get("token", "").removeprefix("Bot ") != self._token:
            return CloseCode.AUTHENTICATION_FAILED
        if not 0 <= shard < shards:
            return CloseCode.INVALID_SHARD
        if intents & PRIVILEGED & ~self.allowed_intents:
            return CloseCode.DISALLOWED_INTENTS
        session = Session(secrets.token_hex(16), shard, shards, intents)
        self.sessions[session.id] = session
        return session

    def is_too_early(self, shard: int) -> bool:
        """Count the beginning of a session, and tell whether it comes too soon after another one of its bucket."""
        bucket, now = shard % self.max_concurrency, self._clock()
        too_early = now - self._begun.get(bucket, -math.inf) < self.begun_every_s
        if not too_early:
            self._begun[bucket] = now
            self.starts_left -= 1
        return too_early

    def end(self, session: Session) -> None:
        """Forget a session that its client has ended: it cannot be resumed any more."""
        self.sessions.pop(session.id, None)
        self.note(f"END {session.shard}/{session.shards}")

    def greet(self, session: Session) -> None:
        """Send READY and what follows it."""
        for event, data in self._greeting(session):
            session.dispatch(event, data)

    def note(self, what: str) -> None:
        """Record what a client did and wake whoever waits for it."""
        self.log.append(what)
        self._journal.changed()

    def resumable(self, data: Json) -> Session | None:
        """The session a RESUME names, if it can go on from there."""
        session = self.sessions.get(data.get("session_id") or "")
        if self.forgets or session is None or data.get("token") != self._token:
            return None
        oldest = session.sent[0]["s"] if session.sent else session.sequence + 1
        return session if oldest - 1 <= data.get("seq", -1) <= session.sequence else None


class Connection:
    """One websocket: waits for IDENTIFY or RESUME, then carries that session."""

    def __init__(self, gateway: Gateway, wire: Wire) -> None:
        self._gateway = gateway
        self._wire = wire
        self._session: Session | None = None
        self._sender: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Answer what the client sends until it goes."""
        try:
            async for frame in self._wire.socket:
                if frame.type is WSMsgType.TEXT:
                    await self._receive(frame.data)
        finally:
            if self._sender is not None:
                self._sender.cancel()
            is_left = self._wire.socket.close_code in ENDING and self._wire.socket not in self._gateway.cut
            if self._session is not None and is_left:
                self._gateway.end(self._session)

    async def _receive(self, text: str) -> None:
        try:
            payload = json.loads(text)
            operation = Op(payload["op"])
        except (ValueError, KeyError, TypeError):
            await self._close(CloseCode.DECODE_ERROR)
            return
        handler = OPERATIONS.get(operation)
        if handler is not None:
            await handler(self, payload.get("d"))

    async def _close(self, code: CloseCode) -> None:
        self._gateway.note(f"CLOSE {int(code)}")
        await self._wire.socket.close(code=code)

    async def heartbeat(self, sequence: int | None) -> None:
        """Acknowledge, and note up to where the client has read."""
        await self._wire.send({"op": int(Op.HEARTBEAT_ACK), "d": None})
        if self._session is not None:
            self._session.acknowledged = max(self._session.acknowledged, sequence or 0)
            self._session.heartbeats += 1
            self._gateway.note(f"HEARTBEAT {sequence}")

    async def identify(self, data: Json) -> None:
        """Start a new session, or close with the reason."""
        if self._session is not None:
            await self._close(CloseCode.ALREADY_AUTHENTICATED)
            return
        session = self._gateway.identify(data)
        if isinstance(session, CloseCode):
            await self._close(session)
            return
        if self._gateway.is_too_early(session.shard):
            del self._gateway.sessions[session.id]
            self._gateway.note(f"IDENTIFY refused {session.shard}/{session.shards}")
            await self._wire.send({"op": int(Op.INVALID_SESSION), "d": False})
            return
        self._attach(session)
        self._gateway.greet(session)
        self._gateway.note(f"IDENTIFY {session.shard}/{session.shards}")

    async def resume(self, data: Json) -> None:
        """Go on with a session, with all that it missed; or tell the client to start anew."""
        session = self._gateway.resumable(data)
        if session is None:
            self._gateway.note("RESUME refused")
            await self._wire.send({"op": int(Op.INVALID_SESSION), "d": False})
            return
        session.outbox = asyncio.Queue()
        missed = [payload for payload in session.sent if payload["s"] > data["seq"]]
        for payload in missed:
            session.outbox.put_nowait(payload)
        self._attach(session)
        session.dispatch("RESUMED", {"_trace": []})
        self._gateway.note(f"RESUME {session.shard}/{session.shards} replays {len(missed)}")

    async def presence(self, _data: Json) -> None:
        """Note a presence; bots set one when they are ready, which a test may wait for."""
        self._gateway.note("PRESENCE")

    def _attach(self, session: Session) -> None:
        self._session = session
        session.wire = self._wire
        session.heartbeats = 0
        self._sender = asyncio.create_task(self._send(session.outbox))

    async def _send(self, outbox: asyncio.Queue[Json]) -> None:
        """The only writer of events on this connection, so that their order holds."""
        while True:
            await self._wire.send(await outbox.get())


OPERATIONS: dict[Op, Callable[[Connection, Any], Awaitable[None]]] = {
    Op.HEARTBEAT: Connection.heartbeat,
    Op.IDENTIFY: Connection.identify,
    Op.RESUME: Connection.resume,
    Op.PRESENCE: Connection.presence,
}
