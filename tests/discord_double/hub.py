"""The parts of the double in one place, where routes and people reach them, and who hears of a change."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.discord_double.commands import Commands
from tests.discord_double.faults import Faults
from tests.discord_double.gateway import Gateway
from tests.discord_double.interactions import Interactions
from tests.discord_double.journal import Journal
from tests.discord_double.kinds import Intent, Json
from tests.discord_double.messages import Messages, event_payload
from tests.discord_double.payloads import guild_payload, user_payload
from tests.discord_double.permissions import sees
from tests.discord_double.world import StoredMessage, World


class Teller:
    """Tells the gateway of changes, to whoever may see them."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway

    def message(self, event: str, message: StoredMessage) -> None:
        """Dispatch an event about a message; ephemeral ones and channels the bot cannot see stay unheard."""
        channel = self._world.channels[message.channel_id]
        needed = Intent.DIRECT_MESSAGES if channel.guild_id is None else Intent.GUILD_MESSAGES

        def see(intents: Intent) -> Json | None:
            return event_payload(self._world, event, message, intents) if needed in intents else None

        if message.seen_by is None and sees(self._world, channel, self._world.bot_id):
            self._gateway.dispatch(event, see, channel.guild_id)


def _nothing() -> None:
    """Repeat nothing, while no person did anything."""


@dataclass(slots=True)
class Hub:
    """Everything a route or a person may need.

    Attributes:
        origin: scheme, host and port of the running double.
        clock: seconds, for deadlines; only differences count.
        audit: audit-log entries per guild, newest first.
        repeat: sends the event of the last thing a person did once more.
        serving: REST requests that are being worked on.
    """

    world: World
    journal: Journal
    gateway: Gateway
    teller: Teller
    messages: Messages
    interactions: Interactions
    commands: Commands
    faults: Faults
    token: str
    origin: str
    clock: Callable[[], float]
    audit: dict[int, list[Json]] = field(default_factory=dict)
    repeat: Callable[[], object] = _nothing
    serving: int = 0

    @property
    def api_url(self) -> str:
        """The REST base, as the environment variable DISCORD_API_URL wants it."""
        return f"{self.origin}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return self.origin.replace("http://", "ws://") + "/gateway"


def greeting(world: World, gateway_url: str, session_id: str, shard: int, shards: int) -> list[tuple[str, Json]]:
    """What a new session gets first: READY with its guilds still unavailable, then each of them."""
    guilds = [g for g in world.guilds.values() if g.has_bot and (g.id >> 22) % shards == shard]
    ready: Json = {
        "v": 10,
        "user": user_payload(world.bot) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session_id,
        "resume_gateway_url": gateway_url,
        "shard": [shard, shards],
        "application": {"id": str(world.bot_id), "flags": 0},
        "private_channels": [],
    }
    return [("READY", ready), *(("GUILD_CREATE", guild_payload(world, guild)) for guild in guilds)]
