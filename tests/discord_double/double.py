"""What a test holds: the running double, its people, and ways to disturb the bot and to wait for it.

    async with DiscordDouble() as discord:
        ...start the bot with discord.env() in its environment...
        await discord.ready()
        answer = await discord.user("alice").slash(discord.channel, "ask", question="…")

Nothing here sleeps. Waits are conditions with a time limit (see `journal.py`). That a bot stays quiet is
shown by a round trip: the gateway asks for a heartbeat, and the bot's answer names the last event it read.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self, Unpack

from tests.discord_double.errors import NoAnswer, Violation
from tests.discord_double.faults import Fault, FaultOptions, Kind
from tests.discord_double.journal import Journal, Request
from tests.discord_double.kinds import NOTHING, CloseCode, Intent, Op, Permission
from tests.discord_double.people import User
from tests.discord_double.server import TOKEN, Server, listen, wire
from tests.discord_double.setting import (
    ChannelOptions,
    Event,
    add_member,
    audit_entry,
    channel_event,
    joined_event,
    make_channel,
    make_guild,
    role_event,
)
from tests.discord_double.views import Message
from tests.discord_double.world import Channel, Guild, World

READY_TIMEOUT_S = 60.0
QUIET_ROUNDS = 3
"""Round trips without any request after which a bot counts as quiet: one to read the event, one to run its
handler up to the first wait, one for what that handler started."""


class DiscordDouble:
    """A Discord of its own on a loopback port, with one guild, one channel and whoever a test invites.

    Attributes:
        guild, channel: a first server and its #general.
        timeout_s: how long waits last where nothing else is said.
    """

    def __init__(self, *, shards: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self.timeout_s = 30.0
        self.world = World()
        self._listener, origin = listen()
        self.hub = wire(self.world, origin, shards, clock)
        self._server = Server(self.hub, self._listener)
        self._users: dict[str, User] = {}
        self._owner = self.world.add_person("owner")
        self.guild = make_guild(self.world, "Test server", self._owner, shard=(0, shards))
        self.channel = make_channel(self.world, self.guild, "general")
        self.guild.system_channel_id = self.channel.id

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        await self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections and the port."""
        await self._server.stop()

    def env(self) -> dict[str, str]:
        """The environment variables that lead a bot here."""
        return {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": self.hub.api_url}

    # What happened

    @property
    def journal(self) -> Journal:
        """Everything the bot asked for, and waiting for more."""
        return self.hub.journal

    @property
    def violations(self) -> list[Violation]:
        """What the bot did that Discord forbids and that it could have known."""
        return self.hub.journal.violations

    @property
    def requests(self) -> list[Request]:
        """All REST requests, oldest first."""
        return self.hub.journal.requests

    @property
    def gateway_log(self) -> list[str]:
        """What clients did at the gateway: CONNECT, IDENTIFY, RESUME, HEARTBEAT, CLOSE, each with details."""
        return self.hub.gateway.log

    def messages(self, channel: Channel | None = None) -> list[Message]:
        """What stands in a channel (the first one where none is named), oldest first."""
        found = self.world.messages_in((channel or self.channel).id)
        return [Message(self.world, stored) for stored in found]

    def forget(self) -> None:
        """Forget messages, requests and finished interactions: a long run would fill the memory and slow down waits."""
        awaited = {interaction.original_id for interaction in self.hub.interactions.forget_finished()}
        self.world.messages = {key: message for key, message in self.world.messages.items() if key in awaited}
        self.requests.clear()

    # The scene

    def user(self, name: str, guild: Guild | None = None, may: Permission = NOTHING) -> User:
        """A person by name, invited into the first guild (or the given one) when new there.

        `may` is what they may beside @everyone, where they are new.
        """
        if name not in self._users:
            self._users[name] = User(self.hub, self.world.add_person(name))
        user = self._users[name]
        home = guild or self.guild
        if user.id not in home.members:
            role = add_member(self.world, home, user.person, may)
            if home.has_bot:
                self._tell(role_event(home, role))
        return user

    def add_channel(self, name: str, guild: Guild | None = None, **options: Unpack[ChannelOptions]) -> Channel:
        """Create a channel in a guild (the first one), a thread if it has a parent, and tell the bot."""
        channel = make_channel(self.world, guild or self.guild, name, **options)
        self._tell(channel_event(self.world, channel, "CREATE"))
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel and tell the bot."""
        self._tell(channel_event(self.world, channel, "DELETE"))
        del self.world.channels[channel.id]

    def add_guild(self, name: str, *, with_bot: bool = True, shard: tuple[int, int] | None = None) -> Guild:
        """Create a guild before the bot starts, with a #general; `with_bot=False`: the bot is not in it."""
        shard = shard or (0, self.hub.gateway.shards)
        guild = make_guild(self.world, name, self._owner, with_bot=with_bot, shard=shard)
        make_channel(self.world, guild, "general")
        return guild

    def channel_of(self, guild: Guild, name: str = "general") -> Channel:
        """A guild's channel by name."""
        return next(c for c in self.world.channels_of(guild) if c.name == name)

    def guild_join(
        self,
        name: str,
        *,
        bot_may: Permission = NOTHING,
        system_channel: bool = True,
        locale: str = "en-US",
        **general: Unpack[ChannelOptions],
    ) -> Guild:
        """Add the bot to a new guild while it is on.

        Args:
            name: the guild's name.
            bot_may: what the bot's role adds to @everyone, such as VIEW_AUDIT_LOG to see who added it.
            system_channel: whether its #general is the system channel.
            locale: the language it prefers.
            general: what #general denies.
        """
        guild = make_guild(self.world, name, self._owner, bot_may=bot_may, shard=(0, self.hub.gateway.shards))
        channel = make_channel(self.world, guild, "general", **general)
        guild.system_channel_id = channel.id if system_channel else None
        guild.invited_by, guild.locale = self._owner.id, locale
        self.hub.audit[guild.id] = [audit_entry(self.world, self._owner)]
        self._tell(joined_event(self.world, guild))
        return guild

    def guild_leave(self, guild: Guild) -> None:
        """Throw the bot out of a guild."""
        guild.has_bot = False
        guild.members.pop(self.world.bot_id, None)
        self._tell(Event("GUILD_DELETE", {"id": str(guild.id)}, guild.id))

    def guild_return(self, guild: Guild) -> None:
        """Add the bot again to a guild that it left, or end an outage of one."""
        guild.has_bot = True
        if self.world.bot_id not in guild.members:
            add_member(self.world, guild, self.world.bot)
        self._tell(joined_event(self.world, guild))

    def guild_outage(self, guild: Guild) -> None:
        """Let a guild be unavailable for a while, as in an outage of Discord's."""
        self._tell(Event("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild.id))

    def allow_intents(self, intents: Intent) -> None:
        """Switch privileged intents on for the application."""
        self.hub.gateway.allowed_intents = intents

    def _tell(self, event: Event) -> None:
        self.hub.gateway.dispatch(event.name, event.see, event.guild_id)

    # Waiting

    async def ready(self, *, commands: bool = True, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Wait until every shard is on and has read all guilds, and (if `commands`) commands are synced."""
        await self._read_by_all(timeout_s)
        if commands:
            await self.journal.until(self._any_commands, "commands to be synced", timeout_s)

    async def settled(self) -> None:
        """Wait until every live session has read all events sent so far: one round trip each."""
        gateway = self.hub.gateway
        await asyncio.gather(*(gateway.round_trip(session, self.timeout_s) for session in gateway.live()))

    async def quiet(self) -> None:
        """Wait until the bot has read all events, owes nobody an answer, and asks for nothing more.

        A handler that works in a thread before its first request is not seen by this: use `no_answer`.
        """
        calm = 0
        while calm < QUIET_ROUNDS:
            before = len(self.requests)
            await self.journal.until(self._is_idle, "the bot to finish", self.timeout_s)
            await self.settled()
            calm = calm + 1 if len(self.requests) == before and self._is_idle() else 0

    async def no_answer(self, *, within_s: float = 0.0) -> None:
        """Make sure that the bot sends nothing, not even a typing notice, until quiet and for `within_s`.

        Raises:
            AssertionError: it did; tells what.
        """
        before = len(self.requests)
        await self.quiet()
        if within_s and len(self.requests) == before:
            try:
                await self.journal.until(lambda: len(self.requests) > before, "nothing", within_s)
            except NoAnswer:
                return
        sent = [str(request) for request in self.requests[before:]]
        assert sent == [], f"the bot was to stay quiet, but sent {sent}"

    async def resumed(self) -> None:
        """Wait until every shard has a connection again and has read all that it missed."""
        await self._read_by_all(self.timeout_s)

    async def logged(self, entry: str) -> None:
        """Wait for an entry in the gateway's log that starts like this."""
        await self.journal.until(
            lambda: any(known.startswith(entry) for known in self.gateway_log),
            f"{entry} at the gateway",
            self.timeout_s,
        )

    async def _read_by_all(self, timeout_s: float) -> None:
        """Wait for all shards, once more where one turns out to be gone (a killed process is noticed late)."""
        await self.journal.until(self.hub.gateway.all_live, "all shards to be on", timeout_s)
        await self.settled()
        while not self.hub.gateway.all_live():
            await self.journal.until(self.hub.gateway.all_live, "all shards to be on", timeout_s)
            await self.settled()

    def _any_commands(self) -> bool:
        return bool(self.hub.commands.all() or any(self.hub.commands.all(guild) for guild in self.world.guilds))

    def _is_idle(self) -> bool:
        return self.hub.serving == 0 and not self.hub.interactions.unfinished()

    # Disturbing

    def repeat_last_event(self) -> None:
        """Send the event of the last thing a person did once more, as a gateway may."""
        self.hub.repeat()

    def fail_next(self, kind: Kind, path: str, **details: Unpack[FaultOptions]) -> Fault:
        """Let the next request whose path holds this pattern fail; see `faults.py`."""
        return self.hub.faults.arm(Fault(kind, path, **details))

    async def drop(self, code: int = CloseCode.UNKNOWN_ERROR) -> None:
        """Close all gateway connections, and wait until the bot is back, by RESUME if the code allows."""
        async with self.outage(code):
            pass
        await self.resumed()

    @asynccontextmanager
    async def outage(self, code: int = CloseCode.UNKNOWN_ERROR) -> AsyncIterator[None]:
        """Close all gateway connections and let nobody back in for the length of the block."""
        self.hub.gateway.open.clear()
        try:
            await self.hub.gateway.close_all(code)
            yield
        finally:
            self.hub.gateway.open.set()

    async def reconnect(self) -> None:
        """Ask every shard to reconnect and resume (op 7), and wait until it did."""
        await self._order({"op": int(Op.RECONNECT), "d": None}, "RESUME")

    async def invalidate(self) -> None:
        """Tell every shard that its session is over (op 9), and wait until it identified anew."""
        await self._order({"op": int(Op.INVALID_SESSION), "d": False}, "IDENTIFY")

    async def _order(self, payload: dict[str, object], expected: str) -> None:
        live = self.hub.gateway.live()
        before = self._count(expected)
        for session in live:
            session.outbox.put_nowait(payload)
        await self.journal.until(
            lambda: self._count(expected) >= before + len(live),
            f"{expected} from every shard",
            self.timeout_s,
        )
        await self.resumed()

    def _count(self, entry: str) -> int:
        return sum(known.startswith(f"{entry} ") for known in self.gateway_log)
